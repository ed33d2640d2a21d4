/* SPDX-License-Identifier: MIT */
#include "http2_script.h"

#include <string.h>

#include "check.h"

void script_frame(struct script *script, char side, uint8_t type, uint8_t flags, uint32_t stream, const void *payload,
                  size_t count)
{
    static uint8_t frame[1 << 16];
    uint8_t header[9] = {
        (uint8_t)(count >> 16),  (uint8_t)(count >> 8),   (uint8_t)count,         type,           flags,
        (uint8_t)(stream >> 24), (uint8_t)(stream >> 16), (uint8_t)(stream >> 8), (uint8_t)stream};
    CHECK(count + sizeof header <= sizeof frame, "a frame of %zu bytes", count);
    memcpy(frame, header, sizeof header);
    memcpy(frame + sizeof header, payload, count);
    script_add(script, side, frame, count + sizeof header);
}

void script_http2_started(struct script *script)
{
    script_begin(script);
    CLIENT(script, PREFACE SETTINGS);
    SERVER(script, SETTINGS);
}
