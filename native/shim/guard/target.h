/* SPDX-License-Identifier: MIT */
/*
 * What a file that is about to be executed would do with the shim in LD_PRELOAD. Loaders complain on the program's
 * standard error of a library that they cannot load, or refuse to run the program at all; so they are not given one.
 */
#ifndef BP_TARGET_H
#define BP_TARGET_H

enum bp_target {
    BP_TARGET_LIKE_US, /* loads the shim, or does not look at LD_PRELOAD; also what cannot be looked into */
    BP_TARGET_FOREIGN, /* another word size, processor or loader */
};

/* The file at `path`, relative to `folder` as in openat; a script is what its interpreter is. */
enum bp_target bp_target_at(int folder, const char *path);

/* The file that execvp would find. */
enum bp_target bp_target_named(const char *file);

/* The file behind a descriptor. */
enum bp_target bp_target_open(int fd);

#endif
