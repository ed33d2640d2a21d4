/* SPDX-License-Identifier: MIT */
/* What a conversation of Redis remembers. */
#ifndef BP_REDIS_STATE_H
#define BP_REDIS_STATE_H

#include <stdbool.h>
#include <stdint.h>

#define REDIS_NAME_MAX 16u
#define REDIS_WAITING 8u

struct redis_direction {
    uint64_t left;   /* values of the unit still to begin */
    uint64_t number; /* on the line that passes; then bytes left of the string */
    uint32_t index;  /* of the value that passes: a request's 0 is the command's name */
    uint32_t count;  /* of a request's words, UINT32_MAX while its end is not known */
    uint32_t line;   /* bytes of the open line */
    uint8_t phase;
    uint8_t mark; /* type byte of the value that passes */
    uint8_t word; /* bytes of the word that were looked at, up to what its place keeps */
    uint8_t quote;
    uint8_t name[REDIS_NAME_MAX]; /* the command's, in capitals */
    uint8_t first[8];             /* its first argument's begin, in capitals */
    bool minus;
    bool shown;  /* the word that passes is kept */
    bool inside; /* ... of a command in a line of its own */
    /* server: subscriptions by kind, and what the open unit and the next ones confirm */
    bool pushes; /* speaks RESP3, where pushes have a type of their own */
    uint8_t confirms;
    uint32_t subscribed[3];
    uint32_t confirmations;
};

/* Requests whose answers are not one value each, in their order. */
struct redis_shared {
    uint32_t asked;    /* written by the direction of requests */
    uint32_t answered; /* ... of responses */
    bool monitors;
    struct {
        uint16_t number; /* of the request, its low half */
        uint16_t count;  /* confirmations to come; 0: one for each subscription of its kind */
    } waiting[REDIS_WAITING];
};

#endif
