/* SPDX-License-Identifier: MIT */
/* What goes with a connection to another process: by way of the spool, where anybody may put files. */
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../../native/shim/channel/message.h"
#include "../../../native/shim/isolate/handover.h"
#include "../../../native/shim/isolate/held.h"
#include "../../../native/shim/record/spool.h"
#include "unit.h"

#define STRANGER 4242

static int ends[2];
static char path[4200], conversation[4200];

static void each_way(void (*way)(const struct msghdr *))
{
    _Alignas(struct cmsghdr) char room[CMSG_SPACE(sizeof(int))] = {0};
    struct msghdr message = {.msg_control = room, .msg_controllen = sizeof room};
    struct cmsghdr *part = CMSG_FIRSTHDR(&message);
    *part = (struct cmsghdr){.cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    memcpy(CMSG_DATA(part), &ends[0], sizeof(int));
    way(&message);
}

static struct bp_channel_state *hold(void)
{
    struct bp_channel_state *state = bp_channel_of(ends[0]);
    struct iovec bytes = {"held", 4};
    CHECK(state && state->framed && bp_held_put(state, &bytes, 1, 0, 4));
    snprintf(path, sizeof path, "%s/c%016lx.held", bp_spool_path(), (unsigned long)state->id);
    snprintf(conversation, sizeof conversation, "%s/t%016lx.held", bp_spool_path(), (unsigned long)state->id);
    return state;
}

static void bytes_go_with_the_connection(struct bp_channel_state *state)
{
    struct stat about;
    each_way(bp_hand_over_message);
    CHECK(bp_held_count(state) == 0 && stat(path, &about) == 0 && (about.st_mode & 0777) == 0600);
    each_way(bp_take_over_message);
    CHECK(bp_held_count(state) == 4 && stat(path, &about) < 0);
}

/* As root, who alone can read what another user wrote for himself. */
static void strangers_are_not_believed(struct bp_channel_state *state)
{
    each_way(bp_hand_over_message);
    CHECK(chown(path, STRANGER, STRANGER) == 0);
    each_way(bp_take_over_message);
    CHECK(bp_held_count(state) == 0 && access(path, F_OK) == 0);
    CHECK(fchown(ends[0], STRANGER, STRANGER) == 0);
    each_way(bp_take_over_message);
    CHECK(bp_held_count(state) == 4 && access(path, F_OK) < 0);
}

static void what_stands_there_is_not_written_into(struct bp_channel_state *state)
{
    struct stat about;
    FILE *planted = fopen(path, "w+");
    CHECK(planted);
    each_way(bp_hand_over_message);
    CHECK(fstat(fileno(planted), &about) == 0 && about.st_size == 0 && about.st_nlink == 0);
    fclose(planted);
    each_way(bp_take_over_message);
    CHECK(bp_held_count(state) == 4);
}

static void pipes_are_not_waited_for(struct bp_channel_state *state)
{
    CHECK(mkfifo(path, 0666) == 0);
    alarm(20);
    each_way(bp_take_over_message);
    alarm(0);
    CHECK(bp_held_count(state) == 4 && unlink(path) == 0);
}

/* Hands the connection over as who has greeted, and forgets it. */
static void greet_and_leave(struct bp_channel_state *state)
{
    struct iovec greeting = {"+OK ready\r\n", 11};
    struct bp_run run = {&greeting, 1, 0, greeting.iov_len};
    state->protocol = BP_PROTOCOL_POP3;
    bp_message_feed(state, BP_SENT, 1, &run, false);
    each_way(bp_hand_over_message);
    bp_message_drop(state);
    CHECK(!state->conversation && access(conversation, F_OK) == 0);
}

static void conversations_go_on(struct bp_channel_state *state)
{
    greet_and_leave(state);
    each_way(bp_take_over_message);
    CHECK(state->conversation && state->conversation->protocol == BP_PROTOCOL_POP3 && access(conversation, F_OK) < 0);
    bp_message_drop(state);
}

static void strangers_tell_nothing_of_conversations(struct bp_channel_state *state)
{
    greet_and_leave(state);
    CHECK(chown(conversation, STRANGER + 1, STRANGER) == 0);
    each_way(bp_take_over_message);
    CHECK(!state->conversation && unlink(conversation) == 0);
}

int main(void)
{
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    struct bp_channel_state *state = hold();
    bytes_go_with_the_connection(state);
    if (geteuid() == 0) strangers_are_not_believed(state);
    what_stands_there_is_not_written_into(state);
    pipes_are_not_waited_for(state);
    conversations_go_on(state);
    if (geteuid() == 0) strangers_tell_nothing_of_conversations(state);
    return 0;
}
