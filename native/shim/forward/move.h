/* SPDX-License-Identifier: MIT */
/* The body of a wrapper that moves bytes: begin, the real call or what stands in for it, and the records. */
#ifndef BP_FORWARD_MOVE_H
#define BP_FORWARD_MOVE_H

#include "../channel/move.h"
#include "observe.h"

/* Before all else in a wrapper, so that the real call is a jump: after a system call one return more costs 10 ns, for
 * the kernel's calls have taken the places of the program's in the processor's memory of where returns lead. */
#define BP_PASS(fd, call_expression)                                                                                   \
    do {                                                                                                               \
        if (bp_move_off(fd)) return (call_expression);                                                                 \
    } while (0)

/* `vectors` and `flags` (MSG_*) as the program gave them; `fd` is a variable: a hidden descriptor becomes -1 in it. */
#define BP_RECEIVE(name, fd, vectors, count, message_flags, call_expression)                                           \
    ({                                                                                                                 \
        struct bp_move bp_moving;                                                                                      \
        ssize_t bp_moved;                                                                                              \
        if (!bp_move_begin(&bp_moving, BP_CALL_##name, &fd, true))                                                     \
            bp_moved = (call_expression);                                                                              \
        else if (!bp_move_stands_in(&bp_moving, vectors, count, message_flags, &bp_moved))                             \
            bp_moved = bp_received(&bp_moving, vectors, count, message_flags, (call_expression));                      \
        bp_moved;                                                                                                      \
    })

#define BP_SEND(name, fd, vectors, count, message_flags, call_expression)                                              \
    ({                                                                                                                 \
        struct bp_move bp_moving;                                                                                      \
        bp_move_begin(&bp_moving, BP_CALL_##name, &fd, false)                                                          \
            ? bp_sent(&bp_moving, vectors, count, message_flags, (call_expression))                                    \
            : (call_expression);                                                                                       \
    })

#endif
