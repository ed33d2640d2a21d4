/* SPDX-License-Identifier: MIT */
/*
 * One thread drives a conversation's sent direction while another drives its received one, as a server's and a client's
 * threads may. Run under ThreadSanitizer. The answer to request n may be framed as soon as request n has been; the
 * asking side is by then up to 60 requests further.
 */
#include <pthread.h>
#include <semaphore.h>
#include <string.h>

#include "../../../native/shim/frame/frame.h"
#include "check.h"

struct talk {
    struct bp_conversation conversation;
    const char *const *asks;
    const char *const *answers;
    const size_t *ask_sizes;
    const size_t *answer_sizes;
    size_t kinds;
    size_t rounds;
    sem_t asked;
    sem_t free;
};

static void feed(struct talk *talk, bool sent, const char *bytes, size_t count, uint8_t type)
{
    uint8_t text[1024];
    for (size_t done = 0; done < count;) {
        struct bp_piece piece =
            bp_frame_next(&talk->conversation, sent, (const uint8_t *)bytes + done, count - done, text, sizeof text);
        done += piece.length;
        bool whole = piece.type == type && piece.flags & BP_MESSAGE_END && done == count;
        CHECK(whole, "%zu of %zu bytes are a piece of type %u, flags %x", piece.length, count, piece.type, piece.flags);
    }
}

static void *answer(void *argument)
{
    struct talk *talk = argument;
    for (size_t i = 0; i < talk->rounds; i++) {
        while (sem_wait(&talk->asked))
            continue;
        feed(talk, true, talk->answers[i % talk->kinds], talk->answer_sizes[i % talk->kinds], BP_MESSAGE_RESPONSE);
        sem_post(&talk->free);
    }
    return NULL;
}

static void run(struct talk *talk, const char *opening, size_t opening_size, const char *welcome, size_t welcome_size)
{
    pthread_t thread;
    bp_frame_start(&talk->conversation, BP_PROTOCOL_NONE, BP_ROLE_UNKNOWN, 1000, true);
    if (opening) feed(talk, false, opening, opening_size, BP_MESSAGE_REQUEST);
    if (welcome) feed(talk, true, welcome, welcome_size, BP_MESSAGE_RESPONSE);
    sem_init(&talk->asked, 0, 0);
    sem_init(&talk->free, 0, 60);
    CHECK(pthread_create(&thread, NULL, answer, talk) == 0, "no thread");
    for (size_t i = 0; i < talk->rounds; i++) {
        while (sem_wait(&talk->free))
            continue;
        feed(talk, false, talk->asks[i % talk->kinds], talk->ask_sizes[i % talk->kinds], BP_MESSAGE_REQUEST);
        sem_post(&talk->asked);
    }
    pthread_join(thread, NULL);
    CHECK(!talk->conversation.unframed, "framing was given up");
}

#define TEXT(text) text
#define SIZE(text) sizeof(text) - 1
#define HTTP_ASKS(X)                                                                                                   \
    X("GET / HTTP/1.1\r\n\r\n"), X("HEAD / HTTP/1.1\r\n\r\n"), X("POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\nx")
#define HTTP_ANSWERS(X)                                                                                                \
    X("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"), X("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"),            \
        X("HTTP/1.1 204 No\r\n\r\n")

int main(void)
{
    static const char *const http_asks[] = {HTTP_ASKS(TEXT)}, *const http_answers[] = {HTTP_ANSWERS(TEXT)};
    static const size_t http_ask_sizes[] = {HTTP_ASKS(SIZE)}, http_answer_sizes[] = {HTTP_ANSWERS(SIZE)};
    static const char *const asks[] = {"Q\0\0\0\x0aselec", "S\0\0\0\4", "F\0\0\0\x08\0\0\0\1"};
    static const char *const answers[] = {"C\0\0\0\6X\0Z\0\0\0\5I", "Z\0\0\0\5I", "V\0\0\0\4Z\0\0\0\5I"};
    static const size_t ask_sizes[] = {11, 5, 9}, answer_sizes[] = {13, 6, 11};
    static struct talk http = {.asks = http_asks,
                               .answers = http_answers,
                               .ask_sizes = http_ask_sizes,
                               .answer_sizes = http_answer_sizes,
                               .kinds = 3,
                               .rounds = 50000};
    static struct talk postgres = {.asks = asks,
                                   .answers = answers,
                                   .ask_sizes = ask_sizes,
                                   .answer_sizes = answer_sizes,
                                   .kinds = 3,
                                   .rounds = 50000};
    run(&http, NULL, 0, NULL, 0);
    run(&postgres, "\0\0\0\x09\0\3\0\0", 9, "R\0\0\0\x08\0\0\0\0Z\0\0\0\5I", 15);
    puts("two threads, 100000 exchanges");
    return 0;
}
