/* SPDX-License-Identifier: MIT */
/* What is written to a TLS session at one end and read from one at the other, by one thread, over a pair of sockets.
 * Built with bench.c in the place of moves.c and others.c. */
#include "../bench.h"

#include <fcntl.h>
#include <gnutls/gnutls.h>
#include <openssl/ssl.h>
#include <string.h>
#include <sys/socket.h>

#define LARGEST 16384

/* The first bytes are of no protocol. */
static char bytes[LARGEST] = {1, 2, 3, 4, 5, 6, 7, 8};
static char arrived[LARGEST];
static SSL *client, *server;
static gnutls_session_t sender, receiver;

static void connect_ends(int ends[2])
{
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) != 0) fail("socketpair");
}

static SSL *open_ssl(int fd)
{
    SSL_CTX *context = SSL_CTX_new(TLS_method());
    SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_dh_auto(context, 1);
    if (SSL_CTX_set_cipher_list(context, "aNULL+AESGCM:@SECLEVEL=0") != 1) fail("SSL_CTX_set_cipher_list");
    SSL *ssl = SSL_new(context);
    SSL_set_fd(ssl, fd);
    return ssl;
}

static void openssl_ends(size_t size)
{
    int ends[2];
    (void)size;
    connect_ends(ends);
    client = open_ssl(ends[0]);
    server = open_ssl(ends[1]);
    SSL_set_connect_state(client);
    SSL_set_accept_state(server);
    for (int round = 0; round < 4; round++) {
        SSL_do_handshake(client);
        SSL_do_handshake(server);
    }
    if (!SSL_is_init_finished(client) || !SSL_is_init_finished(server)) fail("SSL_do_handshake");
}

static void say(SSL *from, SSL *to, const char *text, int size)
{
    if (SSL_write(from, text, size) != size) fail("SSL_write");
    if (SSL_read(to, arrived, sizeof arrived) != size) fail("SSL_read");
}

static void openssl_once(size_t size)
{
    say(client, server, bytes, (int)size);
}

/* A request and its answer, each written and read. */
static void openssl_exchange(size_t size)
{
    static const char request[] = "GET /item/17?colour=red HTTP/1.1\r\nHost: shop.example\r\nAccept: */*\r\n\r\n";
    static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello";
    (void)size;
    say(client, server, request, sizeof request - 1);
    say(server, client, answer, sizeof answer - 1);
}

static gnutls_session_t open_gnutls(unsigned flags, int fd)
{
    gnutls_session_t made;
    gnutls_anon_client_credentials_t asks;
    gnutls_anon_server_credentials_t serves;
    gnutls_init(&made, flags | GNUTLS_NONBLOCK);
    gnutls_anon_allocate_client_credentials(&asks);
    gnutls_anon_allocate_server_credentials(&serves);
    gnutls_credentials_set(made, GNUTLS_CRD_ANON, flags & GNUTLS_SERVER ? (void *)serves : (void *)asks);
    if (gnutls_priority_set_direct(made, "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+ANON-ECDH", NULL) < 0)
        fail("priority");
    gnutls_transport_set_int(made, fd);
    return made;
}

static void gnutls_ends(size_t size)
{
    int ends[2], asked = -1, served = -1;
    (void)size;
    connect_ends(ends);
    sender = open_gnutls(GNUTLS_CLIENT, ends[0]);
    receiver = open_gnutls(GNUTLS_SERVER, ends[1]);
    for (int round = 0; round < 8 && (asked || served); round++) {
        if (asked) asked = gnutls_handshake(sender);
        if (served) served = gnutls_handshake(receiver);
    }
    if (asked || served) fail("gnutls_handshake");
}

static void gnutls_once(size_t size)
{
    if (gnutls_record_send(sender, bytes, size) != (ssize_t)size) fail("gnutls_record_send");
    if (gnutls_record_recv(receiver, arrived, sizeof arrived) != (ssize_t)size) fail("gnutls_record_recv");
}

const struct operation moves[] = {{"openssl", 64, 2, 100, openssl_ends, openssl_once},
                                  {"openssl", LARGEST, 2, 20, openssl_ends, openssl_once},
                                  {"openssl-http", 0, 4, 50, openssl_ends, openssl_exchange},
                                  {"gnutls", 64, 2, 50, gnutls_ends, gnutls_once},
                                  {0}};
const struct operation others[] = {{0}};
