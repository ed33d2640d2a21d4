/* SPDX-License-Identifier: MIT */
/* Says in the file itself which version it is: `strings libbtrace.so | grep BorderPatrol`. */
#include "version.h"

static const char version[] __attribute__((used)) = "BorderPatrol libbtrace " BP_VERSION;
