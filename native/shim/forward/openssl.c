/* SPDX-License-Identifier: MIT */
/*
 * OpenSSL's reads and writes. What the shim asks of the library (the input's bytes, whether the peer has ended) leaves
 * its queue of errors alone.
 */
#include <sys/types.h>

#include "tls.h"

typedef struct ssl_st SSL;
typedef struct bio_st BIO;

/* From OpenSSL's headers. */
#define SSL_SENT_SHUTDOWN 1
#define SSL_RECEIVED_SHUTDOWN 2
#define BIO_TYPE_MEM 0x401
#define BIO_TYPE_BIO 0x413 /* half a pair */
#define BIO_CTRL_INFO 3
#define BIO_C_NREAD0 143

struct openssl {
    int (*SSL_read)(SSL *, void *, int);
    int (*SSL_read_ex)(SSL *, void *, size_t, size_t *);
    int (*SSL_peek)(SSL *, void *, int);
    int (*SSL_peek_ex)(SSL *, void *, size_t, size_t *);
    int (*SSL_read_early_data)(SSL *, void *, size_t, size_t *);
    int (*SSL_write)(SSL *, const void *, int);
    int (*SSL_write_ex)(SSL *, const void *, size_t, size_t *);
    int (*SSL_write_early_data)(SSL *, const void *, size_t, size_t *);
    ssize_t (*SSL_sendfile)(SSL *, int, off_t, size_t, int);
    int (*SSL_do_handshake)(SSL *);
    int (*SSL_accept)(SSL *);
    int (*SSL_connect)(SSL *);
    int (*SSL_shutdown)(SSL *);
    void (*SSL_free)(SSL *);
    int (*SSL_get_shutdown)(const SSL *);
    BIO *(*SSL_get_rbio)(const SSL *);
    int (*BIO_method_type)(const BIO *);
    long (*BIO_ctrl)(BIO *, int, long, void *);
};

#define WANTED(name) [offsetof(struct openssl, name) / sizeof(void *)] = {#name, "OPENSSL_3.0.0"}

static const struct bp_wanted wanted[] = {
    WANTED(SSL_read),
    WANTED(SSL_read_ex),
    WANTED(SSL_peek),
    WANTED(SSL_peek_ex),
    WANTED(SSL_read_early_data),
    WANTED(SSL_write),
    WANTED(SSL_write_ex),
    WANTED(SSL_write_early_data),
    WANTED(SSL_sendfile),
    WANTED(SSL_do_handshake),
    WANTED(SSL_accept),
    WANTED(SSL_connect),
    WANTED(SSL_shutdown),
    WANTED(SSL_free),
    WANTED(SSL_get_shutdown),
    WANTED(SSL_get_rbio),
    WANTED(BIO_method_type),
    WANTED(BIO_ctrl),
};

_Static_assert(sizeof wanted / sizeof *wanted == sizeof(struct openssl) / sizeof(void *), "each function is listed");
_Static_assert(sizeof(struct openssl) / sizeof(void *) <= BP_FUNCTIONS_MAX, "there is room for each function");

static struct bp_library library = {.wanted = wanted, .count = sizeof wanted / sizeof *wanted, .name = "libssl.so.3"};

#define REAL() const struct openssl *real = bp_provider_of(&library, __builtin_return_address(0))

/* Bound to by those who are linked to OpenSSL, and found by nobody who asks for a name. */
#define EXPORT(name) __asm__(".symver bp_" #name ", " #name "@OPENSSL_3.0.0")

/* A session that reads from memory: what lies there may be what this thread has just received. */
static void look(const struct openssl *real, const struct bp_tls_call *call, const SSL *ssl)
{
    void *bytes = NULL;
    if (__builtin_expect(!bp_tls_awaited(), 1) || !call->session || call->silent) return;
    BIO *input = real->SSL_get_rbio(ssl);
    if (!input) return;
    int type = real->BIO_method_type(input);
    if (type != BIO_TYPE_MEM && type != BIO_TYPE_BIO) return;
    long count = real->BIO_ctrl(input, type == BIO_TYPE_MEM ? BIO_CTRL_INFO : BIO_C_NREAD0, 0, &bytes);
    if (count > 0 && bytes) bp_tls_match(call->session, bytes, (size_t)count);
}

#define CALL(name)                                                                                                     \
    REAL();                                                                                                            \
    BP_TLS_CALL(call, name, ssl);                                                                                      \
    look(real, &call, ssl)

/* The forms that answer yes or no, and the number of bytes apart. */
static int64_t bytes_of(int result, const size_t *moved)
{
    return result > 0 ? (int64_t)*moved : -1;
}

static void received(const struct openssl *real, struct bp_tls_call *call, const SSL *ssl, int64_t result,
                     const void *buffer, uint64_t asked)
{
    if (result <= 0 && (real->SSL_get_shutdown(ssl) & SSL_RECEIVED_SHUTDOWN)) bp_tls_ended(call, BP_RECEIVED);
    bp_tls_received(call, result, buffer, asked);
}

int bp_SSL_read(SSL *ssl, void *buffer, int size);
BP_EXPORT int bp_SSL_read(SSL *ssl, void *buffer, int size)
{
    CALL(SSL_read);
    int result = real->SSL_read(ssl, buffer, size);
    received(real, &call, ssl, result, buffer, (uint64_t)size);
    return result;
}
EXPORT(SSL_read);

int bp_SSL_read_ex(SSL *ssl, void *buffer, size_t size, size_t *moved);
BP_EXPORT int bp_SSL_read_ex(SSL *ssl, void *buffer, size_t size, size_t *moved)
{
    CALL(SSL_read);
    int result = real->SSL_read_ex(ssl, buffer, size, moved);
    received(real, &call, ssl, bytes_of(result, moved), buffer, size);
    return result;
}
EXPORT(SSL_read_ex);

int bp_SSL_peek(SSL *ssl, void *buffer, int size);
BP_EXPORT int bp_SSL_peek(SSL *ssl, void *buffer, int size)
{
    CALL(SSL_peek);
    int result = real->SSL_peek(ssl, buffer, size);
    bp_tls_done(&call, result, (uint64_t)size);
    return result;
}
EXPORT(SSL_peek);

int bp_SSL_peek_ex(SSL *ssl, void *buffer, size_t size, size_t *moved);
BP_EXPORT int bp_SSL_peek_ex(SSL *ssl, void *buffer, size_t size, size_t *moved)
{
    CALL(SSL_peek);
    int result = real->SSL_peek_ex(ssl, buffer, size, moved);
    bp_tls_done(&call, bytes_of(result, moved), size);
    return result;
}
EXPORT(SSL_peek_ex);

/* What a server refuses of it comes again: the two ends need not have seen the same. */
int bp_SSL_read_early_data(SSL *ssl, void *buffer, size_t size, size_t *moved);
BP_EXPORT int bp_SSL_read_early_data(SSL *ssl, void *buffer, size_t size, size_t *moved)
{
    CALL(SSL_read);
    int result = real->SSL_read_early_data(ssl, buffer, size, moved);
    if (result > 0 && *moved > 0) bp_tls_unsure(&call);
    return result;
}
EXPORT(SSL_read_early_data);

int bp_SSL_write_early_data(SSL *ssl, const void *bytes, size_t size, size_t *moved);
BP_EXPORT int bp_SSL_write_early_data(SSL *ssl, const void *bytes, size_t size, size_t *moved)
{
    CALL(SSL_write);
    int result = real->SSL_write_early_data(ssl, bytes, size, moved);
    if (result > 0) bp_tls_unsure(&call);
    return result;
}
EXPORT(SSL_write_early_data);

int bp_SSL_write(SSL *ssl, const void *bytes, int size);
BP_EXPORT int bp_SSL_write(SSL *ssl, const void *bytes, int size)
{
    CALL(SSL_write);
    int result = real->SSL_write(ssl, bytes, size);
    bp_tls_sent(&call, result, bytes, (uint64_t)size);
    return result;
}
EXPORT(SSL_write);

int bp_SSL_write_ex(SSL *ssl, const void *bytes, size_t size, size_t *moved);
BP_EXPORT int bp_SSL_write_ex(SSL *ssl, const void *bytes, size_t size, size_t *moved)
{
    CALL(SSL_write);
    int result = real->SSL_write_ex(ssl, bytes, size, moved);
    bp_tls_sent(&call, bytes_of(result, moved), bytes, size);
    return result;
}
EXPORT(SSL_write_ex);

ssize_t bp_SSL_sendfile(SSL *ssl, int source, off_t offset, size_t size, int flags);
BP_EXPORT ssize_t bp_SSL_sendfile(SSL *ssl, int source, off_t offset, size_t size, int flags)
{
    CALL(SSL_sendfile);
    ssize_t result = real->SSL_sendfile(ssl, bp_visible(source), offset, size, flags);
    bp_tls_sent(&call, result, NULL, (uint64_t)source);
    return result;
}
EXPORT(SSL_sendfile);

#define HANDSHAKE(name)                                                                                                \
    int bp_##name(SSL *ssl);                                                                                           \
    BP_EXPORT int bp_##name(SSL *ssl)                                                                                  \
    {                                                                                                                  \
        CALL(SSL_do_handshake);                                                                                        \
        int result = real->name(ssl);                                                                                  \
        bp_tls_done(&call, result, 0);                                                                                 \
        return result;                                                                                                 \
    }                                                                                                                  \
    EXPORT(name)

HANDSHAKE(SSL_do_handshake);
HANDSHAKE(SSL_accept);
HANDSHAKE(SSL_connect);

int bp_SSL_shutdown(SSL *ssl);
BP_EXPORT int bp_SSL_shutdown(SSL *ssl)
{
    CALL(SSL_shutdown);
    int result = real->SSL_shutdown(ssl);
    if (real->SSL_get_shutdown(ssl) & SSL_SENT_SHUTDOWN) bp_tls_ended(&call, BP_SENT);
    bp_tls_done(&call, result, 0);
    return result;
}
EXPORT(SSL_shutdown);

/* Another reference may be left, which nobody can see: then its next call begins anew. */
void bp_SSL_free(SSL *ssl);
BP_EXPORT void bp_SSL_free(SSL *ssl)
{
    REAL();
    bp_tls_gone(ssl);
    real->SSL_free(ssl);
}
EXPORT(SSL_free);
