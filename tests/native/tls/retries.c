/* SPDX-License-Identifier: MIT */
/* Sends that would block: begun again with the same bytes, in parts, from memory that has moved, and without bytes. */
#include "sessions.h"

#define BODY 300000

static char body[BODY];

static void drain_ssl(SSL *ssl, size_t *left)
{
    static char bytes[5000];
    int count;
    while ((count = SSL_read(ssl, bytes, sizeof bytes)) > 0)
        *left -= (size_t)count;
}

static void send_ssl(SSL *from, SSL *to, const char *bytes, size_t size, int moves)
{
    size_t left = size;
    for (size_t done = 0; done < size;) {
        char *elsewhere = malloc(size - done);
        memcpy(elsewhere, bytes + done, size - done);
        int count = SSL_write(from, moves ? elsewhere : bytes + done, (int)(size - done));
        memset(elsewhere, 0, size - done);
        free(elsewhere);
        if (count > 0) done += (size_t)count;
        drain_ssl(to, &left);
    }
    drain_ssl(to, &left);
    need(left == 0, "all that was sent has come");
}

static void exchange_ssl(long mode)
{
    SSL *pair[2];
    char head[100];
    ssl_pair(pair);
    SSL_set_mode(pair[0], mode);
    for (int round = 0; round < 2; round++) {
        int length = snprintf(head, sizeof head, REQUEST, sizeof body);
        send_ssl(pair[0], pair[1], head, (size_t)length, 0);
        send_ssl(pair[0], pair[1], body, sizeof body, mode != 0);
        send_ssl(pair[1], pair[0], ANSWER, sizeof ANSWER - 1, 0);
    }
    SSL_free(pair[0]);
    SSL_free(pair[1]);
}

static void drain_gnutls(gnutls_session_t session, size_t *left)
{
    static char bytes[5000];
    ssize_t count;
    while ((count = gnutls_record_recv(session, bytes, sizeof bytes)) > 0)
        *left -= (size_t)count;
}

static void send_gnutls(gnutls_session_t from, gnutls_session_t to, const char *bytes, size_t size, int again)
{
    size_t left = size;
    int blocked = 0;
    for (size_t done = 0; done < size;) {
        char *elsewhere = malloc(size - done);
        memcpy(elsewhere, bytes + done, size - done);
        ssize_t count =
            gnutls_record_send(from, blocked && !again ? NULL : elsewhere, blocked && !again ? 0 : size - done);
        memset(elsewhere, 0, size - done);
        free(elsewhere);
        blocked = count < 0;
        if (count > 0) done += (size_t)count;
        if (blocked) drain_gnutls(to, &left);
    }
    drain_gnutls(to, &left);
    need(left == 0, "all that was sent has come");
}

static void exchange_gnutls(int again)
{
    gnutls_session_t pair[2];
    char head[100];
    gnutls_pair(pair);
    for (int round = 0; round < 2; round++) {
        int length = snprintf(head, sizeof head, REQUEST, sizeof body);
        memcpy(body, head, (size_t)length);
        send_gnutls(pair[0], pair[1], body, (size_t)length, again);
        send_gnutls(pair[0], pair[1], body, sizeof body, again);
        send_gnutls(pair[1], pair[0], ANSWER, sizeof ANSWER - 1, again);
    }
    gnutls_deinit(pair[0]);
    gnutls_deinit(pair[1]);
}

int main(void)
{
    memset(body, 'b', sizeof body);
    exchange_ssl(0);
    exchange_ssl(SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    exchange_gnutls(1);
    exchange_gnutls(0);
    printf("8\n");
    return 0;
}
