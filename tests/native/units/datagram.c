/* SPDX-License-Identifier: MIT */
/* Datagrams that are messages leave a record each, with the addresses that are known; all others leave none. */
#include <errno.h>
#include <netinet/in.h>
#include <sys/mman.h>

#include "../../../native/shim/channel/moving.h"
#include "../../../native/shim/guard/self.h"
#include "../../../native/shim/record/segment.h"
#include "unit.h"

#define HEADER(flags) "ab" flags "\0\1\0\0\0\0\0\0"
#define QUESTION "\3www\7example\3org\0\0\1\0\1"
#define QUERY HEADER("\1\0") QUESTION
#define ANSWER HEADER("\x81\x80") QUESTION
#define SIZE (sizeof QUERY - 1)

static struct bp_channel_state channel;
static uint64_t from;

/* The only record since the last look; NULL none. */
static const struct bp_datagram *told(void)
{
    const struct bp_segment *segment = bp_self->current.segment;
    const struct bp_datagram *found = NULL;
    for (; from < segment->claimed;
         from += ((const struct bp_head *)(const void *)((const char *)segment + from))->size) {
        const struct bp_datagram *one = (const void *)((const char *)segment + from);
        if (one->head.kind != BP_RECORD_DATAGRAM) continue;
        CHECK(!found && one->head.state == 1);
        found = one;
    }
    return found;
}

/* Moves a datagram in two pieces that meet at `cut`. */
static const struct bp_datagram *move(const char *bytes, size_t cut, bool receives, int flags, const void *name,
                                      size_t length)
{
    struct bp_move moving = {.channel = &channel, .fd = -1, .receives = receives};
    struct iovec halves[] = {{(char *)bytes, cut}, {(char *)bytes + cut, SIZE - cut}};
    errno = ENOTTY;
    bp_move_datagram(&moving, halves, 2, flags, (ssize_t)SIZE, name, length, 9);
    CHECK(errno == ENOTTY);
    return told();
}

static void begin(void)
{
    CHECK(bp_segment_next(bp_self, 60000));
    from = bp_self->current.segment->claimed;
    channel = (struct bp_channel_state){.id = 5, .kind = BP_CHANNEL_UDP, .local = {.family = AF_INET, .port = 5300}};
}

static void questions_and_answers_in_any_pieces(void)
{
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_port = htons(4000), .sin_addr.s_addr = htonl(0x7f000001)};
    for (size_t cut = 0; cut <= SIZE; cut++) {
        begin();
        const struct bp_datagram *one = move(QUERY, cut, true, 0, &name, sizeof name);
        CHECK(one && one->type == BP_MESSAGE_REQUEST && one->flags == (BP_MESSAGE_BEGIN | BP_MESSAGE_END));
        CHECK(one->channel == 5 && one->local.port == 5300 && one->peer.port == 4000 && one->peer.ip[12] == 127);
        CHECK(one->length == SIZE && one->exchange == 0x10000 + ('a' << 8 | 'b') && one->protocol == BP_PROTOCOL_DNS);
        CHECK_TEXT("Q\twww.example.org\tA\tIN\trd\n", (const char *)(one + 1));
        one = move(ANSWER, cut, false, 0, &name, sizeof name);
        CHECK(one && one->type == BP_MESSAGE_RESPONSE && (one->flags & BP_MESSAGE_SENT));
    }
}

static void only_what_is_sure(void)
{
    begin();
    CHECK(!move(ANSWER, 0, true, 0, NULL, 0)); /* before any question was seen */
    CHECK(!move(QUERY, 0, true, MSG_PEEK, NULL, 0));
    const struct bp_datagram *one = move(QUERY, 0, true, 0, NULL, 0);
    CHECK(one && one->peer.family == 0);
    channel.remote = (struct bp_address){.family = AF_INET, .port = 53};
    one = move(QUERY, 0, true, 0, NULL, 0);
    CHECK(one && one->peer.port == 53);
}

/* A name of fewer bytes than it says, at the end of what can be read. */
static void a_name_before_forbidden_memory(void)
{
    char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(page != MAP_FAILED && mprotect(page + 4096, 4096, PROT_NONE) == 0);
    begin();
    const struct bp_datagram *one = move(QUERY, 0, true, 0, page + 4096 - 8, sizeof(struct sockaddr_in));
    CHECK(one && one->peer.family == 0);
    munmap(page, 8192);
}

int main(void)
{
    CHECK(bp_recording());
    questions_and_answers_in_any_pieces();
    only_what_is_sure();
    a_name_before_forbidden_memory();
    return 0;
}
