/* SPDX-License-Identifier: MIT */
/* musl does not say whether there are other threads: there may be. */
#define __libc_single_threaded 0
