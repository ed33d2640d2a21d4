/* SPDX-License-Identifier: MIT */
#ifndef UNIT_H
#define UNIT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../../native/shim/record/record.h"

#define CHECK(condition)                                                                                               \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            printf("%s:%d: %s\n", __FILE__, __LINE__, #condition);                                                     \
            exit(1);                                                                                                   \
        }                                                                                                              \
    } while (0)

#define CHECK_TEXT(expected, actual)                                                                                   \
    do {                                                                                                               \
        if (strcmp(expected, actual) != 0) {                                                                           \
            printf("%s:%d: expected %s\nbut found %s\n", __FILE__, __LINE__, expected, actual);                        \
            exit(1);                                                                                                   \
        }                                                                                                              \
    } while (0)

#endif
