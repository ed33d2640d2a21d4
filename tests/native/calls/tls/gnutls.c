/* SPDX-License-Identifier: MIT */
/* GnuTLS: a pair of sessions without credentials, on a pair of sockets that do not wait. */
#include "../calls.h"

#include <gnutls/gnutls.h>

#define PRIORITIES "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+ANON-ECDH"

static char buffer[64];
static gnutls_session_t client, server;
static int client_fd, server_fd;

/* As CALL, for functions whose errors are numbers of their own. */
#define SESSION_CALL(name, descriptor, first, other, expression)                                                       \
    ({                                                                                                                 \
        errno = 0;                                                                                                     \
        long result_ = (long)(expression);                                                                             \
        int error_ = result_ < 0 ? errno : 0;                                                                          \
        expect(&(struct expected){#name, result_ < 0, descriptor, result_, error_, (long)(first), (long)(other), ""}); \
        result_;                                                                                                       \
    })

static gnutls_session_t session(unsigned flags, int fd)
{
    gnutls_session_t made;
    gnutls_anon_client_credentials_t asking;
    gnutls_anon_server_credentials_t serving;
    check(fcntl(fd, F_SETFL, O_NONBLOCK), "fcntl");
    gnutls_global_init();
    gnutls_init(&made, flags | GNUTLS_NONBLOCK);
    gnutls_anon_allocate_client_credentials(&asking);
    gnutls_anon_allocate_server_credentials(&serving);
    gnutls_credentials_set(made, GNUTLS_CRD_ANON, flags & GNUTLS_SERVER ? (void *)serving : (void *)asking);
    if (gnutls_priority_set_direct(made, PRIORITIES, NULL) < 0) exit(101);
    gnutls_transport_set_int(made, fd);
    return made;
}

static void make(void)
{
    client_fd = end_of_pair(&server_fd);
    client = session(GNUTLS_CLIENT, client_fd);
    server = session(GNUTLS_SERVER, server_fd);
}

static void connected(void)
{
    int asked = GNUTLS_E_AGAIN, served = GNUTLS_E_AGAIN;
    make();
    for (int round = 0; round < 10 && (asked || served); round++) {
        if (asked) asked = gnutls_handshake(client);
        if (served) served = gnutls_handshake(server);
    }
    if (asked || served) exit(102);
}

#define RECEIVE(name, wanted, expression)                                                                              \
    SNIPPET_AS(name, #name "@GNUTLS_3_4")                                                                              \
    {                                                                                                                  \
        unsigned char sequence[8];                                                                                     \
        gnutls_packet_t packet;                                                                                        \
        (void)sequence;                                                                                                \
        (void)packet;                                                                                                  \
        connected();                                                                                                   \
        gnutls_record_send(client, "1234", 4);                                                                         \
        gnutls_record_send(client, "56789", 5);                                                                        \
        SESSION_CALL(gnutls_record_recv, server_fd, wanted, 0, expression);                                            \
        SESSION_CALL(gnutls_record_recv, server_fd, wanted, 4, expression);                                            \
        SESSION_CALL(gnutls_record_recv, server_fd, wanted, 9, expression);                                            \
        gnutls_bye(client, GNUTLS_SHUT_WR);                                                                            \
        SESSION_CALL(gnutls_record_recv, server_fd, wanted, 9, expression);                                            \
    }

RECEIVE(gnutls_record_recv, 16, gnutls_record_recv(server, buffer, 16))
RECEIVE(gnutls_record_recv_seq, 16, gnutls_record_recv_seq(server, buffer, 16, sequence))
RECEIVE(gnutls_record_recv_packet, 0, gnutls_record_recv_packet(server, &packet))

/* Two that go, and one after what was said was all. */
#define SEND(name, version, expression)                                                                                \
    SNIPPET_AS(name, #name "@GNUTLS_" version)                                                                         \
    {                                                                                                                  \
        connected();                                                                                                   \
        SESSION_CALL(gnutls_record_send, client_fd, 5, 0, expression);                                                 \
        SESSION_CALL(gnutls_record_send, client_fd, 5, 5, expression);                                                 \
        gnutls_bye(client, GNUTLS_SHUT_WR);                                                                            \
        close(client_fd);                                                                                              \
        SESSION_CALL(gnutls_record_send, -1, 5, 0, expression);                                                        \
    }

static const gnutls_range_st range = {5, 5};

SEND(gnutls_record_send, "3_4", gnutls_record_send(client, "12345", 5))
SEND(gnutls_record_send2, "3_6_3", gnutls_record_send2(client, "12345", 5, 0, 0))
SEND(gnutls_record_send_range, "3_4", gnutls_record_send_range(client, "12345", 5, &range))

SNIPPET_AS(gnutls_record_send_file, "gnutls_record_send_file@GNUTLS_3_7_4")
{
    int fd = memory_file("12345678");
    off_t at = 3;
    connected();
    SESSION_CALL(gnutls_record_send_file, client_fd, fd, 0, gnutls_record_send_file(client, fd, &at, 4));
    SESSION_CALL(gnutls_record_send_file, client_fd, CLOSED, 4, gnutls_record_send_file(client, CLOSED, NULL, 4));
}

SNIPPET_AS(gnutls_handshake, "gnutls_handshake@GNUTLS_3_4")
{
    make();
    SESSION_CALL(gnutls_handshake, -1, 0, 0, gnutls_handshake(server));
    for (int i = 0; i < 2; i++) {
        SESSION_CALL(gnutls_handshake, client_fd, 0, 0, gnutls_handshake(client));
        SESSION_CALL(gnutls_handshake, server_fd, 0, 0, gnutls_handshake(server));
    }
    SESSION_CALL(gnutls_handshake, client_fd, 0, 0, gnutls_handshake(client));
}

SNIPPET_AS(gnutls_bye, "gnutls_bye@GNUTLS_3_4")
{
    connected();
    SESSION_CALL(gnutls_bye, client_fd, GNUTLS_SHUT_RDWR, 0, gnutls_bye(client, GNUTLS_SHUT_RDWR));
    SESSION_CALL(gnutls_bye, server_fd, GNUTLS_SHUT_WR, 0, gnutls_bye(server, GNUTLS_SHUT_WR));
}
