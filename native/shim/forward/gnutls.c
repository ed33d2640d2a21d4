/* SPDX-License-Identifier: MIT */
/* GnuTLS's reads and writes. */
#include <sys/types.h>

#include "tls.h"

typedef struct gnutls_session_int *session_type;
typedef struct mbuffer_st *packet_type;
struct datum {
    unsigned char *data;
    unsigned size;
};
struct range {
    size_t low, high;
};

/* From GnuTLS's headers. */
#define GNUTLS_E_AGAIN (-28)
#define GNUTLS_E_INTERRUPTED (-52)

struct gnutls {
    ssize_t (*gnutls_record_recv)(session_type, void *, size_t);
    ssize_t (*gnutls_record_recv_seq)(session_type, void *, size_t, unsigned char *);
    ssize_t (*gnutls_record_recv_packet)(session_type, packet_type *);
    ssize_t (*gnutls_record_send)(session_type, const void *, size_t);
    ssize_t (*gnutls_record_send2)(session_type, const void *, size_t, size_t, unsigned);
    ssize_t (*gnutls_record_send_range)(session_type, const void *, size_t, const struct range *);
    ssize_t (*gnutls_record_send_file)(session_type, int, off_t *, size_t);
    ssize_t (*gnutls_record_recv_early_data)(session_type, void *, size_t);
    ssize_t (*gnutls_record_send_early_data)(session_type, const void *, size_t);
    int (*gnutls_handshake)(session_type);
    int (*gnutls_bye)(session_type, int);
    void (*gnutls_deinit)(session_type);
    void (*gnutls_packet_get)(packet_type, struct datum *, unsigned char *);
};

#define WANTED(name, version) [offsetof(struct gnutls, name) / sizeof(void *)] = {#name, "GNUTLS_" version}

static const struct bp_wanted wanted[] = {
    WANTED(gnutls_record_recv, "3_4"),
    WANTED(gnutls_record_recv_seq, "3_4"),
    WANTED(gnutls_record_recv_packet, "3_4"),
    WANTED(gnutls_record_send, "3_4"),
    WANTED(gnutls_record_send2, "3_6_3"),
    WANTED(gnutls_record_send_range, "3_4"),
    WANTED(gnutls_record_send_file, "3_7_4"),
    WANTED(gnutls_record_recv_early_data, "3_6_5"),
    WANTED(gnutls_record_send_early_data, "3_6_5"),
    WANTED(gnutls_handshake, "3_4"),
    WANTED(gnutls_bye, "3_4"),
    WANTED(gnutls_deinit, "3_4"),
    WANTED(gnutls_packet_get, "3_4"),
};

_Static_assert(sizeof wanted / sizeof *wanted == sizeof(struct gnutls) / sizeof(void *), "each function is listed");

static struct bp_library library = {
    .wanted = wanted, .count = sizeof wanted / sizeof *wanted, .name = "libgnutls.so.30"};

#define CALL(name)                                                                                                     \
    const struct gnutls *real = bp_provider_of(&library, __builtin_return_address(0));                                 \
    BP_TLS_CALL(call, name, session)

/* Bound to by those who are linked to GnuTLS, and found by nobody who asks for a name. */
#define EXPORT(name, version) __asm__(".symver bp_" #name ", " #name "@GNUTLS_" version)

static void received(struct bp_tls_call *call, ssize_t result, const void *bytes, size_t asked)
{
    bool ended = result == 0 && (asked > 0 || !bytes);
    if (ended) bp_tls_ended(call, BP_RECEIVED);
    bp_tls_received(call, result, bytes, asked);
}

ssize_t bp_gnutls_record_recv(session_type session, void *buffer, size_t size);
BP_EXPORT ssize_t bp_gnutls_record_recv(session_type session, void *buffer, size_t size)
{
    CALL(gnutls_record_recv);
    ssize_t result = real->gnutls_record_recv(session, buffer, size);
    received(&call, result, buffer, size);
    return result;
}
EXPORT(gnutls_record_recv, "3_4");

ssize_t bp_gnutls_record_recv_seq(session_type session, void *buffer, size_t size, unsigned char *sequence);
BP_EXPORT ssize_t bp_gnutls_record_recv_seq(session_type session, void *buffer, size_t size, unsigned char *sequence)
{
    CALL(gnutls_record_recv);
    ssize_t result = real->gnutls_record_recv_seq(session, buffer, size, sequence);
    received(&call, result, buffer, size);
    return result;
}
EXPORT(gnutls_record_recv_seq, "3_4");

ssize_t bp_gnutls_record_recv_packet(session_type session, packet_type *packet);
BP_EXPORT ssize_t bp_gnutls_record_recv_packet(session_type session, packet_type *packet)
{
    struct datum content = {0};
    CALL(gnutls_record_recv);
    ssize_t result = real->gnutls_record_recv_packet(session, packet);
    if (result > 0) real->gnutls_packet_get(*packet, &content, NULL);
    received(&call, result, content.data, 0);
    return result;
}
EXPORT(gnutls_record_recv_packet, "3_4");

/* A send that would block has taken what it was given, and is finished by a call that need not give it again. */
static void sent(struct bp_tls_call *call, ssize_t result, const void *bytes, size_t size)
{
    bool blocked = result == GNUTLS_E_AGAIN || result == GNUTLS_E_INTERRUPTED;
    bool watched = call->session && !call->silent;
    bp_tls_sent(call, result, !bytes && watched ? bp_tls_kept(call->session, result) : bytes, size);
    if (!watched || (blocked && !bytes)) return;
    bp_tls_keep(call->session, bytes, blocked ? size : 0);
}

ssize_t bp_gnutls_record_send(session_type session, const void *bytes, size_t size);
BP_EXPORT ssize_t bp_gnutls_record_send(session_type session, const void *bytes, size_t size)
{
    CALL(gnutls_record_send);
    ssize_t result = real->gnutls_record_send(session, bytes, size);
    sent(&call, result, bytes, size);
    return result;
}
EXPORT(gnutls_record_send, "3_4");

ssize_t bp_gnutls_record_send2(session_type session, const void *bytes, size_t size, size_t padding, unsigned flags);
BP_EXPORT ssize_t bp_gnutls_record_send2(session_type session, const void *bytes, size_t size, size_t padding,
                                         unsigned flags)
{
    CALL(gnutls_record_send);
    ssize_t result = real->gnutls_record_send2(session, bytes, size, padding, flags);
    sent(&call, result, bytes, size);
    return result;
}
EXPORT(gnutls_record_send2, "3_6_3");

ssize_t bp_gnutls_record_send_range(session_type session, const void *bytes, size_t size, const struct range *range);
BP_EXPORT ssize_t bp_gnutls_record_send_range(session_type session, const void *bytes, size_t size,
                                              const struct range *range)
{
    CALL(gnutls_record_send);
    ssize_t result = real->gnutls_record_send_range(session, bytes, size, range);
    sent(&call, result, bytes, size);
    return result;
}
EXPORT(gnutls_record_send_range, "3_4");

ssize_t bp_gnutls_record_send_file(session_type session, int source, off_t *offset, size_t size);
BP_EXPORT ssize_t bp_gnutls_record_send_file(session_type session, int source, off_t *offset, size_t size)
{
    CALL(gnutls_record_send_file);
    ssize_t result = real->gnutls_record_send_file(session, bp_visible(source), offset, size);
    bp_tls_sent(&call, result, NULL, (uint64_t)source);
    return result;
}
EXPORT(gnutls_record_send_file, "3_7_4");

/* What a server refuses of early data comes again: the two ends need not have seen the same. */
ssize_t bp_gnutls_record_recv_early_data(session_type session, void *buffer, size_t size);
BP_EXPORT ssize_t bp_gnutls_record_recv_early_data(session_type session, void *buffer, size_t size)
{
    CALL(gnutls_record_recv);
    ssize_t result = real->gnutls_record_recv_early_data(session, buffer, size);
    if (result > 0) bp_tls_unsure(&call);
    return result;
}
EXPORT(gnutls_record_recv_early_data, "3_6_5");

ssize_t bp_gnutls_record_send_early_data(session_type session, const void *bytes, size_t size);
BP_EXPORT ssize_t bp_gnutls_record_send_early_data(session_type session, const void *bytes, size_t size)
{
    CALL(gnutls_record_send);
    ssize_t result = real->gnutls_record_send_early_data(session, bytes, size);
    if (result >= 0) bp_tls_unsure(&call);
    return result;
}
EXPORT(gnutls_record_send_early_data, "3_6_5");

int bp_gnutls_handshake(session_type session);
BP_EXPORT int bp_gnutls_handshake(session_type session)
{
    CALL(gnutls_handshake);
    int result = real->gnutls_handshake(session);
    bp_tls_done(&call, result, 0);
    return result;
}
EXPORT(gnutls_handshake, "3_4");

int bp_gnutls_bye(session_type session, int how);
BP_EXPORT int bp_gnutls_bye(session_type session, int how)
{
    CALL(gnutls_bye);
    int result = real->gnutls_bye(session, how);
    if (result == 0) bp_tls_ended(&call, BP_SENT);
    bp_tls_done(&call, result, (uint64_t)how);
    return result;
}
EXPORT(gnutls_bye, "3_4");

void bp_gnutls_deinit(session_type session);
BP_EXPORT void bp_gnutls_deinit(session_type session)
{
    const struct gnutls *real = bp_provider_of(&library, __builtin_return_address(0));
    bp_tls_gone(session);
    real->gnutls_deinit(session);
}
EXPORT(gnutls_deinit, "3_4");
