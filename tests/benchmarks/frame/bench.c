/* SPDX-License-Identifier: MIT */
/*
 * What framing costs, a row a protocol, in processor time of one core, the least of ROUNDS: recorded conversations
 * from their first byte to their last, repeated small exchanges and large ones. Each conversation is framed at both
 * ends. make -C tests/native/frame bench; with BENCH=NAME that protocol only.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../../native/frame/check.h"
#include "../../native/frame/conversation_script.h"
#include "traffic.h"

#define ROUNDS 25
#define ROUND_NS 8000000u /* least time of a round */
#define CALL_BYTES 65536u /* most that a read or write moves */

/* One connection, seen from the server's end and the client's. */
struct connection {
    struct bp_conversation ends[2];
    size_t messages; /* that have ended, at one end */
    size_t bytes;
};

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static void start(struct connection *connection, uint16_t protocol)
{
    for (int end = 0; end < 2; end++)
        bp_frame_start(&connection->ends[end], protocol, BP_ROLE_UNKNOWN, BP_TEXT_DEFAULT, true);
}

static size_t frame(struct bp_conversation *conversation, bool sent, const uint8_t *bytes, size_t count)
{
    static uint8_t text[16384];
    size_t messages = 0;
    while (count) {
        struct bp_piece piece = bp_frame_next(conversation, sent, bytes, count, text, sizeof text);
        messages += (piece.flags & BP_MESSAGE_END) != 0;
        bytes += piece.length;
        count -= piece.length;
    }
    return messages;
}

static void say(struct connection *connection, bool client, const uint8_t *bytes, size_t count)
{
    connection->bytes += count;
    for (size_t here; count; bytes += here, count -= here) {
        here = count < CALL_BYTES ? count : CALL_BYTES;
        frame(&connection->ends[0], !client, bytes, here);
        connection->messages += frame(&connection->ends[1], client, bytes, here);
    }
}

/* What is done over and over: a script from its start on, or (exchange) within an open connection. */
struct work {
    const struct script *script;
    const struct script *exchange;
};

static void play(struct connection *connection, const struct script *script)
{
    for (size_t i = 0; i < script->count; i++)
        say(connection, script->entries[i].client, script->entries[i].bytes, script->entries[i].count);
}

static double round_of(struct connection *connection, const struct work *work, size_t *times)
{
    start(connection, work->script->hint);
    if (work->exchange) play(connection, work->script);
    connection->messages = connection->bytes = *times = 0;
    uint64_t begin = now(), elapsed;
    do {
        for (int i = 0; i < 16; i++) {
            if (!work->exchange) start(connection, work->script->hint);
            play(connection, work->exchange ? work->exchange : work->script);
        }
        *times += 16;
        elapsed = now() - begin;
    } while (elapsed < ROUND_NS);
    return (double)elapsed / (double)*times;
}

/* What doing it once costs. */
struct cost {
    double ns; /* at both ends */
    double messages;
    double bytes;
    bool unframed;
};

static struct cost measure(const struct work *work)
{
    struct connection connection;
    double least = 0;
    size_t times;
    for (int i = 0; i < ROUNDS; i++) {
        double ns = round_of(&connection, work, &times);
        if (i == 0 || ns < least) least = ns;
    }
    return (struct cost){.ns = least,
                         .messages = (double)connection.messages / (double)times,
                         .bytes = (double)connection.bytes / (double)times,
                         .unframed = connection.ends[0].unframed};
}

/* One end frames as much as both do, halved. An exchange is what small traffic repeats. */
static void show(const char *protocol, const char *what, struct cost cost, bool exchange)
{
    char both[32] = "";
    double rate = 2 * cost.bytes / cost.ns;
    if (exchange) snprintf(both, sizeof both, "%.0f", cost.ns);
    CHECK(!cost.unframed, "%s, %s: framing was given up", protocol, what);
    printf("| %s | %s | %.0f | %s | %.*f |\n", protocol, what, cost.ns / 2 / cost.messages, both, rate < 100 ? 2 : 0,
           rate);
}

static void show_recorded(const char *folder, const char *protocol)
{
    static struct script script;
    struct cost all = {0};
    DIR *directory = opendir(folder);
    CHECK(directory, "cannot open %s", folder);
    for (struct dirent *file; (file = readdir(directory));) {
        char path[4096];
        if (strncmp(file->d_name, protocol, strlen(protocol)) != 0 || file->d_name[strlen(protocol)] != '-' ||
            !strstr(file->d_name, ".conversation"))
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, file->d_name);
        script_load(&script, path);
        script.hint = script_protocol(protocol, strlen(protocol));
        struct cost one = measure(&(struct work){.script = &script});
        all.ns += one.ns, all.messages += one.messages, all.bytes += one.bytes;
    }
    closedir(directory);
    if (all.messages > 0) show(protocol, "recorded conversations, whole", all, false);
}

static void fill(struct script *script, const struct part *parts)
{
    script->count = 0;
    for (; parts->count; parts++) {
        uint8_t *bytes = malloc(parts->count * parts->times);
        CHECK(bytes, "no memory");
        for (size_t i = 0; i < parts->times; i++)
            memcpy(bytes + i * parts->count, parts->bytes, parts->count);
        script->entries[script->count++] = (struct entry){parts->client, bytes, parts->count * parts->times};
    }
}

static void forget(struct script *script)
{
    while (script->count)
        free((void *)(uintptr_t)script->entries[--script->count].bytes);
}

static void show_traffic(const struct traffic *traffic, const char *protocol, bool small)
{
    static struct script opening, exchange;
    for (; traffic->protocol; traffic++) {
        if (strcmp(traffic->protocol, protocol) != 0) continue;
        opening.hint = script_protocol(protocol, strlen(protocol));
        fill(&opening, traffic->opening);
        fill(&exchange, traffic->exchange);
        show(protocol, traffic->what, measure(&(struct work){&opening, &exchange}), small);
        forget(&opening);
        forget(&exchange);
    }
}

int main(int count, char **arguments)
{
    static const char *const protocols[] = {
#define BP_PROTOCOL(number, NAME, name, services) #name,
#include "../../../native/wire/protocols.def"
    };
    CHECK(count >= 2, "usage: %s FOLDER [PROTOCOL]", arguments[0]);
    puts("| protocol | what | ns a message | ns an exchange, both ends | GB/s |\n| --- | --- | ---: | ---: | ---: |");
    for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++) {
        if (count > 2 && strcmp(protocols[i], arguments[2]) != 0) continue;
        show_traffic(small_traffic, protocols[i], true);
        show_recorded(arguments[1], protocols[i]);
        show_traffic(large_traffic, protocols[i], false);
    }
    return 0;
}
