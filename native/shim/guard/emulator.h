/* SPDX-License-Identifier: MIT */
/*
 * A native program that hands its environment on to a program of another processor, whose loader cannot load the shim:
 * qemu's user emulators, by their names.
 */
#ifndef BP_EMULATOR_H
#define BP_EMULATOR_H

#include <stdbool.h>

/* `name` has no folder: qemu-aarch64, qemu-arm-static ... */
bool bp_is_emulator(const char *name);

#endif
