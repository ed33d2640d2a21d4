/* SPDX-License-Identifier: MIT */
/* What a conversation of X11 remembers. */
#ifndef BP_X11_STATE_H
#define BP_X11_STATE_H

#include <stdint.h>

struct x11_direction {
    uint32_t left;     /* bytes of the unit to come */
    uint32_t at;       /* bytes of it that have passed */
    uint32_t name;     /* bytes of a name behind the eighth */
    uint16_t sequence; /* client: of the last request */
    uint8_t kind;      /* opcode, or first byte of a reply, error or event */
    uint8_t detail;
};

struct x11_shared {
    uint8_t order; /* 'l' or 'B', as the client chose */
};

#endif
