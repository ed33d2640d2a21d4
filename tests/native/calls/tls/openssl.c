/* SPDX-License-Identifier: MIT */
/* OpenSSL: a pair of sessions that share a key, on a pair of sockets that do not wait. */
#include "../calls.h"

#include <netinet/in.h>
#include <openssl/ssl.h>

static char buffer[64];
static SSL *client, *server;
static int client_fd, server_fd;

static SSL_SESSION *shared(SSL *ssl)
{
    static const unsigned char key[16] = "a key of 16 byte", cipher[] = {0x13, 0x01};
    SSL_SESSION *session = SSL_SESSION_new();
    SSL_SESSION_set1_master_key(session, key, sizeof key);
    SSL_SESSION_set_cipher(session, SSL_CIPHER_find(ssl, cipher));
    SSL_SESSION_set_protocol_version(session, TLS1_3_VERSION);
    return session;
}

static int use(SSL *ssl, const EVP_MD *md, const unsigned char **id, size_t *length, SSL_SESSION **session)
{
    (void)md;
    *id = (const unsigned char *)"id";
    *length = 2;
    *session = shared(ssl);
    return 1;
}

static int find(SSL *ssl, const unsigned char *id, size_t length, SSL_SESSION **session)
{
    (void)id;
    (void)length;
    *session = shared(ssl);
    return 1;
}

static SSL *session(const SSL_METHOD *method, int fd)
{
    SSL_CTX *context = SSL_CTX_new(method);
    SSL_CTX_set_psk_use_session_callback(context, use);
    SSL_CTX_set_psk_find_session_callback(context, find);
    SSL_CTX_set_num_tickets(context, 0);
    SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256");
    SSL *ssl = SSL_new(context);
    check(fcntl(fd, F_SETFL, O_NONBLOCK), "fcntl");
    if (!ssl || SSL_set_fd(ssl, fd) != 1) exit(101);
    return ssl;
}

static void make(void)
{
    client_fd = end_of_pair(&server_fd);
    client = session(TLS_client_method(), client_fd);
    server = session(TLS_server_method(), server_fd);
}

static void connected(void)
{
    make();
    SSL_set_connect_state(client);
    SSL_set_accept_state(server);
    SSL_do_handshake(client);
    SSL_do_handshake(server);
    if (SSL_do_handshake(client) != 1 || SSL_do_handshake(server) != 1) exit(102);
}

/* Of 8 bytes 4, then the rest, then none that are there. */
#define READ(name, symbol, expression)                                                                                 \
    SNIPPET_AS(name, #name "@OPENSSL_3.0.0")                                                                           \
    {                                                                                                                  \
        size_t moved;                                                                                                  \
        (void)moved;                                                                                                   \
        connected();                                                                                                   \
        SSL_write(client, "12345678", 8);                                                                              \
        for (int size = 4; size < 10; size += 2)                                                                       \
            CALL(symbol, server_fd, size, moved_before(#symbol, size), "", expression);                                \
    }

static long moved_before(const char *symbol, int size)
{
    return strcmp(symbol, "SSL_peek") == 0 ? 0 : size == 4 ? 0 : size == 6 ? 4 : 8;
}

READ(SSL_read, SSL_read, SSL_read(server, buffer, size))
READ(SSL_read_ex, SSL_read, SSL_read_ex(server, buffer, (size_t)size, &moved) ? (long)moved : -1)

#define PEEK(name, expression)                                                                                         \
    SNIPPET_AS(name, #name "@OPENSSL_3.0.0")                                                                           \
    {                                                                                                                  \
        size_t moved;                                                                                                  \
        (void)moved;                                                                                                   \
        connected();                                                                                                   \
        CALL(SSL_peek, server_fd, 16, 0, "", expression);                                                              \
        SSL_write(client, "12345678", 8);                                                                              \
        CALL(SSL_peek, server_fd, 16, 0, "", expression);                                                              \
        CALL(SSL_peek, server_fd, 16, 0, "", expression);                                                              \
    }

PEEK(SSL_peek, SSL_peek(server, buffer, 16))
PEEK(SSL_peek_ex, SSL_peek_ex(server, buffer, 16, &moved) ? (long)moved : -1)

/* Two that go, and one after what was said was all. */
#define WRITE(name, expression)                                                                                        \
    SNIPPET_AS(name, #name "@OPENSSL_3.0.0")                                                                           \
    {                                                                                                                  \
        size_t moved;                                                                                                  \
        (void)moved;                                                                                                   \
        connected();                                                                                                   \
        CALL(SSL_write, client_fd, 5, 0, "", expression);                                                              \
        CALL(SSL_write, client_fd, 5, 5, "", expression);                                                              \
        SSL_shutdown(client);                                                                                          \
        CALL(SSL_write, client_fd, 5, 10, "", expression);                                                             \
    }

WRITE(SSL_write, SSL_write(client, "12345", 5))
WRITE(SSL_write_ex, SSL_write_ex(client, "12345", 5, &moved) ? (long)moved : -1)

/* Only what the kernel encrypts can be sent so. */
SNIPPET_AS(SSL_sendfile, "SSL_sendfile@OPENSSL_3.0.0")
{
    int fd = memory_file("12345678");
    connected();
    CALL(SSL_sendfile, client_fd, fd, 0, "", SSL_sendfile(client, fd, 0, 8, 0));
}

/* The client speaks first: a server that hears nothing yet belongs to no connection that anybody could tell. */
#define HANDSHAKE(name, first, second)                                                                                 \
    SNIPPET_AS(name, #name "@OPENSSL_3.0.0")                                                                           \
    {                                                                                                                  \
        make();                                                                                                        \
        SSL_set_connect_state(client);                                                                                 \
        SSL_set_accept_state(server);                                                                                  \
        CALL(SSL_do_handshake, -1, 0, 0, "", second(server));                                                          \
        CALL(SSL_do_handshake, client_fd, 0, 0, "", first(client));                                                    \
        CALL(SSL_do_handshake, server_fd, 0, 0, "", second(server));                                                   \
        CALL(SSL_do_handshake, client_fd, 0, 0, "", first(client));                                                    \
        CALL(SSL_do_handshake, server_fd, 0, 0, "", second(server));                                                   \
    }

HANDSHAKE(SSL_do_handshake, SSL_do_handshake, SSL_do_handshake)
HANDSHAKE(SSL_connect, SSL_connect, SSL_do_handshake)
HANDSHAKE(SSL_accept, SSL_do_handshake, SSL_accept)

SNIPPET_AS(SSL_shutdown, "SSL_shutdown@OPENSSL_3.0.0")
{
    make();
    CALL(SSL_shutdown, -1, 0, 0, "", SSL_shutdown(client));
    connected();
    CALL(SSL_shutdown, client_fd, 0, 0, "", SSL_shutdown(client));
    CALL(SSL_shutdown, server_fd, 0, 0, "", SSL_shutdown(server));
    CALL(SSL_shutdown, client_fd, 0, 0, "", SSL_shutdown(client));
}
