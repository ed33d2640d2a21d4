/* SPDX-License-Identifier: MIT */
#include "fuzz_vary.h"

static void change(struct script *script, struct varied *varied, size_t at, uint8_t byte)
{
    varied->bytes[varied->count].at = at;
    varied->bytes[varied->count++].was = script->content[at];
    script->content[at] = byte;
}

/* What means something in one protocol or another. */
static uint8_t telling_byte(uint32_t random)
{
    static const uint8_t bytes[] = "\0\1\2\3\4\5\6\7\x08\x0a\x0d\x10\x1f\x20\x40\x7f\x80\x81\xc0\xf0\xfb\xfc\xfe\xff"
                                   "09:;,=?&%/.*$+-_!~|<>()[]{}'\"\\aAzZSHQTEXDC";
    return bytes[random % (sizeof bytes - 1)];
}

static uint8_t other_byte(uint8_t byte, uint32_t random)
{
    switch (random & 3) {
    case 0:
        return (uint8_t)(random >> 8);
    case 1:
        return byte ^ (uint8_t)(1u << (random >> 8) % 8);
    case 2:
        return (uint8_t)(byte + (random >> 8) % 9 - 4);
    default:
        return telling_byte(random >> 2);
    }
}

static void copy_within(struct script *script, uint32_t *seed, struct varied *varied)
{
    size_t count = 2 + fuzz_random(seed) % (VARIED_MAX - 1);
    if (count > script->used) count = script->used;
    size_t from = fuzz_random(seed) % (script->used - count + 1), to = fuzz_random(seed) % (script->used - count + 1);
    for (size_t i = 0; i < count; i++)
        change(script, varied, to + i, script->content[from + i]);
}

/* Bytes of one entry become its neighbour's: another's border, or another side's words. */
static void move_border(struct script *script, size_t entry, size_t border)
{
    struct entry *before = &script->entries[entry - 1], *behind = &script->entries[entry];
    size_t both = before->count + behind->count;
    before->count = border;
    behind->count = both - border;
    behind->bytes = before->bytes + border;
}

void fuzz_vary(struct script *script, uint32_t seed, struct varied *varied)
{
    varied->count = varied->entry = 0;
    if (script->used == 0) return;
    uint32_t kind = fuzz_random(&seed) % 16;
    if (kind < 2 && script->count > 1) {
        varied->entry = 1 + fuzz_random(&seed) % (script->count - 1);
        varied->border = script->entries[varied->entry - 1].count;
        size_t both = varied->border + script->entries[varied->entry].count;
        move_border(script, varied->entry, fuzz_random(&seed) % (both + 1));
    } else if (kind < 5)
        copy_within(script, &seed, varied);
    else
        for (uint32_t left = 1 + kind % 4; left; left--) {
            size_t at = fuzz_random(&seed) % script->used;
            change(script, varied, at, other_byte(script->content[at], fuzz_random(&seed)));
        }
}

void fuzz_unvary(struct script *script, const struct varied *varied)
{
    if (varied->entry) move_border(script, varied->entry, varied->border);
    for (size_t i = varied->count; i-- > 0;)
        script->content[varied->bytes[i].at] = varied->bytes[i].was;
}
