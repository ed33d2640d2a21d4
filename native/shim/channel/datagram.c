/* SPDX-License-Identifier: MIT */
/* Datagrams that are messages, as DATAGRAM records. */
#include "moving.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "../guard/readable.h"
#include "identify.h"

/* The first bytes of a datagram; into `gathered` where they lie in several places. */
static const uint8_t *first_bytes(const struct iovec *vectors, int count, size_t *wanted, uint8_t *gathered)
{
    if (count > 0 && vectors[0].iov_base && vectors[0].iov_len >= *wanted) return vectors[0].iov_base;
    size_t done = 0;
    for (int i = 0; i < count && done < *wanted && vectors[i].iov_base; i++) {
        size_t part = vectors[i].iov_len < *wanted - done ? vectors[i].iov_len : *wanted - done;
        memcpy(gathered + done, vectors[i].iov_base, part);
        done += part;
    }
    *wanted = done;
    return gathered;
}

/* The kernel has used the name, but how many of its bytes is not sure: a page's end is not crossed unasked. */
static bool can_read(const void *name, size_t size)
{
    if ((uintptr_t)name < 65536) return false;
    return (uintptr_t)name % 4096 + size <= 4096 || bp_readable(name, size);
}

static struct bp_address peer_of(const struct bp_move *move, const void *name, size_t size)
{
    struct bp_address peer = {0};
    if (!name || !size) return move->channel->remote;
    if (size > sizeof(struct sockaddr_in6)) size = sizeof(struct sockaddr_in6);
    if (can_read(name, size)) bp_identify_name(&peer, name, size);
    return peer;
}

static uint16_t protocol_of(const struct bp_channel_state *channel, const struct bp_address *peer)
{
    return channel->protocol ? channel->protocol : bp_service_of_datagram(&channel->local, peer);
}

static void record(const struct bp_move *move, const struct bp_datagram_found *found, const uint8_t *text,
                   const struct bp_address *peer, size_t length, uint64_t time)
{
    size_t size = sizeof(struct bp_datagram) + found->text_length;
    struct bp_datagram *datagram = bp_record_claim(size, BP_RECORD_DATAGRAM, 0);
    if (!datagram) return;
    memset(&datagram->time, 0, datagram->head.size - sizeof datagram->head);
    datagram->time = time;
    datagram->channel = move->channel->id;
    datagram->local = move->channel->local;
    datagram->peer = *peer;
    datagram->length = (uint32_t)length;
    datagram->exchange = found->exchange;
    datagram->protocol = found->protocol;
    datagram->type = found->type;
    datagram->flags =
        (uint8_t)(found->flags | BP_MESSAGE_BEGIN | BP_MESSAGE_END | (move->receives ? 0 : BP_MESSAGE_SENT));
    datagram->text_length = found->text_length;
    memcpy(datagram + 1, text, found->text_length);
    bp_record_commit(datagram);
}

/* `length` bytes, as the vectors have them. */
static void moved(const struct bp_move *move, const struct iovec *vectors, int count, size_t length,
                  const struct bp_address *peer, uint64_t time)
{
    uint8_t gathered[BP_DATAGRAM_LOOK], text[BP_DATAGRAM_ROOM];
    struct bp_channel_state *channel = move->channel;
    struct bp_datagram_found found;
    size_t wanted = length < BP_DATAGRAM_LOOK ? length : BP_DATAGRAM_LOOK;
    const uint8_t *first = first_bytes(vectors, count, &wanted, gathered);
    if (!bp_frame_datagram(protocol_of(channel, peer), first, wanted, length, bp_options.text_limit, bp_options.redact,
                           text, &found))
        return;
    channel->protocol = found.protocol;
    /* The kernel has chosen a port with the first datagram sent. */
    if (channel->local.port == 0) bp_channel_changed(move->fd, BP_ROLE_UNKNOWN);
    record(move, &found, text, peer, length, time);
    if (move->receives && found.type == BP_MESSAGE_REQUEST) bp_record_turn(time);
}

void bp_move_datagram(const struct bp_move *move, const struct iovec *vectors, int count, int flags, ssize_t result,
                      const void *name, size_t name_length, uint64_t time)
{
    if (result <= 0 || (flags & (MSG_PEEK | MSG_OOB | MSG_ERRQUEUE))) return;
    int error = errno;
    struct bp_address peer = peer_of(move, name, name_length);
    moved(move, vectors, count, (size_t)result, &peer, time);
    errno = error;
}
