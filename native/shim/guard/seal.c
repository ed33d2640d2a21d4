/* SPDX-License-Identifier: MIT */
#include "seal.h"

bool bp_sealed;
