/* SPDX-License-Identifier: MIT */
/* What sessions go through: errors that a program has not looked at yet, new keys, a fork, threads, an end. */
#include "sessions.h"

#include <pthread.h>

#define THREADS 16
#define ROUNDS 20

static void say(SSL *from, SSL *to, const char *text)
{
    char heard[200];
    int size = (int)strlen(text);
    need(SSL_write(from, text, size) == size, "SSL_write");
    for (int got = 0; got < size;) {
        int count = SSL_read(to, heard, sizeof heard);
        if (count > 0)
            got += count;
        else
            need(SSL_get_error(to, count) == SSL_ERROR_WANT_READ, "SSL_read");
    }
}

static void exchange(SSL *pair[2])
{
    say(pair[0], pair[1], "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    say(pair[1], pair[0], ANSWER);
}

/* A queue of errors that is not empty stays what it is, and a call's own error is in it. */
static void errors(void)
{
    SSL *pair[2];
    char byte;
    ssl_pair(pair);
    ERR_raise(ERR_LIB_USER, 77);
    exchange(pair);
    printf("%lx\n", ERR_peek_last_error());
    need(ERR_GET_REASON(ERR_get_error()) == 77 && ERR_get_error() == 0, "the program's own error");
    errno = 0;
    int result = SSL_read(pair[0], &byte, 1);
    printf("%d %d %d %lx\n", result, SSL_get_error(pair[0], result), errno, ERR_peek_error());
    SSL_shutdown(pair[1]);
    result = SSL_read(pair[0], &byte, 1);
    printf("%d %d %lx\n", result, SSL_get_error(pair[0], result), ERR_peek_error());
    SSL_shutdown(pair[0]);
    result = SSL_write(pair[0], &byte, 1);
    printf("%d %d %d\n", result, SSL_get_error(pair[0], result), ERR_GET_REASON(ERR_get_error()));
    result = SSL_do_handshake(SSL_new(SSL_CTX_new(TLS_method())));
    printf("%d %d\n", result, ERR_GET_REASON(ERR_get_error()));
    ERR_clear_error();
}

static void new_keys(void)
{
    SSL *pair[2];
    ssl_pair(pair);
    exchange(pair);
    SSL_set_options(pair[1], SSL_OP_ALLOW_CLIENT_RENEGOTIATION);
    need(SSL_renegotiate(pair[0]), "SSL_renegotiate");
    for (int round = 0; round < 4; round++)
        for (int i = 0; i < 2; i++) {
            char byte;
            if (i == 0) SSL_do_handshake(pair[0]);
            need(SSL_read(pair[i], &byte, 1) <= 0, "nothing is said in a handshake");
        }
    ERR_clear_error();
    exchange(pair);
}

/* The child goes on, its parent gives its copy up. */
static void forked(void)
{
    SSL *pair[2];
    int status;
    ssl_pair(pair);
    exchange(pair);
    pid_t child = fork();
    if (child == 0) {
        exchange(pair);
        _exit(0);
    }
    close(SSL_get_fd(pair[0]));
    close(SSL_get_fd(pair[1]));
    SSL_free(pair[0]);
    SSL_free(pair[1]);
    need(waitpid(child, &status, 0) == child && status == 0, "the child");
}

static void *life(void *unused)
{
    for (int round = 0; round < ROUNDS; round++) {
        SSL *pair[2];
        int ends[2];
        ssl_pair(pair);
        exchange(pair);
        for (int i = 0; i < 2; i++) {
            ends[i] = SSL_get_fd(pair[i]);
            SSL_free(pair[i]);
            close(ends[i]);
        }
    }
    return unused;
}

static void threads(void)
{
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        need(pthread_create(&threads[i], NULL, life, NULL) == 0, "pthread_create");
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
}

int main(void)
{
    setvbuf(stdout, NULL, _IONBF, 0);
    errors();
    new_keys();
    forked();
    threads();
    printf("%d\n", 5 + THREADS * ROUNDS);
    return 0;
}
