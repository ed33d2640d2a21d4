/* SPDX-License-Identifier: MIT */
/* What a conversation of MySQL remembers. */
#ifndef BP_MYSQL_STATE_H
#define BP_MYSQL_STATE_H

#include <stdbool.h>
#include <stdint.h>

/* Requests that may wait for their answers while others of another kind are sent. */
#define MYSQL_WAITING 64u

/* Replaces the literals of a statement that arrives in any pieces. */
struct mysql_redactor {
    uint8_t mode;
    uint8_t quote; /* that ends the open string */
};

struct mysql_direction {
    uint32_t left;        /* bytes of the packet's payload that have not passed */
    uint32_t at;          /* bytes of the message's payload that have passed, over all packets that continue it */
    uint32_t numbers[2];  /* fields on their way */
    uint32_t definitions; /* server: column definitions to come ... */
    uint32_t later;       /* ... and those of the section behind them */
    uint16_t status;      /* server: of the packet on its way */
    uint8_t kind;         /* of the open request, or of that which the open response answers */
    uint8_t phase;        /* server: what comes next in the response */
    uint8_t packet;       /* server: what the packet on its way is; client: the command */
    uint8_t step;
    uint8_t skip; /* bytes of a field to pass over */
    uint8_t number;
    uint8_t header_count;
    uint8_t header[4];
    uint8_t facts;
    struct mysql_redactor sql;
};

struct mysql_shared {
    uint64_t kinds[MYSQL_WAITING / 16]; /* of request n: four bits, number n % 64 */
    uint32_t server_able, server_extended;
    uint32_t client_able, client_extended;
    bool no_backslashes; /* the server said that they escape nothing */
};

#endif
