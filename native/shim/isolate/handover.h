/* SPDX-License-Identifier: MIT */
/*
 * Held bytes of a connection that leaves this program, by exec or in a message to another process, go with it: they
 * wait in a file of the spool for the program that finds itself with the connection. So does, with a message, where the
 * connection's conversation stands. A program that is not traced never asks for them.
 */
#ifndef BP_HANDOVER_H
#define BP_HANDOVER_H

#include <sys/socket.h>

#include "../channel/channel.h"

/* Before exec: what the new program will have at its standard descriptors, or alone, it gets with its bytes. */
void bp_hand_over_exec(void);

/* In the new program, or in the old one when exec has failed. */
void bp_take_over_exec(void);

/* Before a message is sent, and when it was not: connections whose descriptors it carries. */
void bp_hand_over_message(const struct msghdr *message);
void bp_take_back_message(const struct msghdr *message);

/* After a message was received. */
void bp_take_over_message(const struct msghdr *message);

/* The connection was handed over, and yet this process goes on with it. */
void bp_take_back(int fd, struct bp_channel_state *state);

#endif
