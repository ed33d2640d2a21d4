/* SPDX-License-Identifier: MIT */
/* Pairs of TLS sessions over pairs of sockets, without certificates. */
#ifndef SESSIONS_H
#define SESSIONS_H

#include <errno.h>
#include <fcntl.h>
#include <gnutls/gnutls.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define REQUEST "POST /item HTTP/1.1\r\nHost: x\r\nContent-Length: %zu\r\n\r\n"
#define ANSWER "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

static inline void need(int holds, const char *what)
{
    if (holds) return;
    printf("failed: %s\n", what);
    ERR_print_errors_fp(stdout);
    exit(1);
}

static inline void ends_of_pair(int ends[2])
{
    need(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0, "socketpair");
}

static inline SSL *open_ssl(int version)
{
    SSL_CTX *context = SSL_CTX_new(TLS_method());
    SSL_CTX_set_max_proto_version(context, version);
    SSL_CTX_set_dh_auto(context, 1);
    need(SSL_CTX_set_cipher_list(context, "aNULL+AESGCM:@SECLEVEL=0"), "cipher list");
    SSL *ssl = SSL_new(context);
    SSL_CTX_free(context);
    return ssl;
}

static inline void shake_hands(SSL *client, SSL *server)
{
    SSL_set_connect_state(client);
    SSL_set_accept_state(server);
    for (int round = 0; round < 4; round++) {
        SSL_do_handshake(client);
        SSL_do_handshake(server);
    }
    need(SSL_is_init_finished(client) && SSL_is_init_finished(server), "handshake");
    ERR_clear_error();
}

static inline void ssl_pair(SSL *sessions[2])
{
    int ends[2];
    ends_of_pair(ends);
    for (int i = 0; i < 2; i++) {
        sessions[i] = open_ssl(TLS1_2_VERSION);
        SSL_set_fd(sessions[i], ends[i]);
    }
    shake_hands(sessions[0], sessions[1]);
}

static inline void gnutls_pair(gnutls_session_t sessions[2])
{
    int ends[2], states[2] = {GNUTLS_E_AGAIN, GNUTLS_E_AGAIN};
    ends_of_pair(ends);
    for (int i = 0; i < 2; i++) {
        gnutls_anon_client_credentials_t asks;
        gnutls_anon_server_credentials_t serves;
        gnutls_init(&sessions[i], (i ? GNUTLS_SERVER : GNUTLS_CLIENT) | GNUTLS_NONBLOCK);
        gnutls_anon_allocate_client_credentials(&asks);
        gnutls_anon_allocate_server_credentials(&serves);
        gnutls_credentials_set(sessions[i], GNUTLS_CRD_ANON, i ? (void *)serves : (void *)asks);
        need(!gnutls_priority_set_direct(sessions[i], "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+ANON-ECDH", NULL),
             "priority");
        gnutls_transport_set_int(sessions[i], ends[i]);
    }
    for (int round = 0; round < 8; round++)
        for (int i = 0; i < 2; i++)
            if (states[i]) states[i] = gnutls_handshake(sessions[i]);
    need(!states[0] && !states[1], "handshake");
}

#endif
