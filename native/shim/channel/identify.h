/* SPDX-License-Identifier: MIT */
/* Asks the kernel what a descriptor is. */
#ifndef BP_IDENTIFY_H
#define BP_IDENTIFY_H

#include "channel.h"

/* Fills identity, kind, role, addresses, peer and protocol of an empty state. False when `fd` is not open. */
bool bp_identify(int fd, struct bp_channel_state *state);

/* The same of what a stat tells, when that is a file or a folder. */
struct stat;
bool bp_identify_file(struct bp_channel_state *state, const struct stat *facts);

/* Reads a socket's addresses again and derives from them the protocol and whether its bytes are framed. */
void bp_identify_addresses(int fd, struct bp_channel_state *state);

/* The address that a socket was told to connect to: until the connection stands the kernel does not tell it. */
void bp_identify_remote(struct bp_channel_state *state, const struct sockaddr *address, uint32_t length);

/* What the kernel calls an address. */
void bp_identify_name(struct bp_address *address, const void *name, size_t length);

/* Kind of a socket with this domain and type. */
uint16_t bp_socket_kind(int domain, int type, int protocol);

/* Inode of the socket connected to the Unix stream socket with this inode; 0 when the kernel does not tell. */
uint64_t bp_unix_peer(uint64_t inode);

/* The services map, read when it is first asked for; NULL when out of memory. */
const struct bp_services *bp_services_read(void);

/* The protocol that the services map names for a TCP connection's service port. */
void bp_service_find(struct bp_channel_state *state);

/* The private protocol that it has found; NULL when it is none. */
const struct bp_private *bp_service_declared(const struct bp_channel_state *state);

/* The same for a datagram between these ends. */
uint16_t bp_service_of_datagram(const struct bp_address *local, const struct bp_address *peer);

/* Path of the Unix socket that the channel is bound or connected to, into text; its length, 0 when it has none. */
size_t bp_unix_path(int fd, char *text, size_t room);

#endif
