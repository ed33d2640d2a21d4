/* SPDX-License-Identifier: MIT */
/* Values that are never kept: of credentials, cookies, and of what the user names. */
#include <string.h>

#include "../../../native/shim/frame/http2/hpack.h"
#include "../../../native/shim/frame/secret.h"
#include "check.h"
#include "http2_script.h"

static struct script script;

static uint64_t hash_of(const char *name)
{
    uint64_t hash = SECRET_HASH_BEGIN;
    while (*name)
        hash = secret_hash(hash, (uint8_t)*name++);
    return hash;
}

static void names(void)
{
    static const char *const always[] = {"authorization", "Proxy-Authorization", "COOKIE", "set-cookie"};
    for (size_t i = 0; i < sizeof always / sizeof always[0]; i++)
        CHECK(bp_secret_name(hash_of(always[i])), "%s", always[i]);
    CHECK(!bp_secret_name(hash_of("cookies")) && !bp_secret_name(hash_of("")), "other names are no secrets");
    CHECK(!bp_secrets_named, "nobody named any");
    bp_frame_hide(" api_key,,Token , x-session\t");
    CHECK(bp_secrets_named && bp_secret_name(hash_of("API_KEY")) && bp_secret_name(hash_of("token")), "named");
    CHECK(bp_secret_name(hash_of("x-session")) && !bp_secret_name(hash_of("api")), "whole names only");
    char many[512] = "";
    for (int i = 0; i < 65; i++)
        snprintf(many + strlen(many), sizeof many - strlen(many), "n%d,", i);
    bp_frame_hide(many);
    CHECK(bp_secret_name(hash_of("anything")), "more names than are remembered hide everything");
    bp_frame_hide(NULL);
    CHECK(!bp_secrets_named && !bp_secret_name(hash_of("token")), "none again");
}

static void request_is(const char *bytes, const char *expected)
{
    script_begin(&script);
    script_add(&script, '>', bytes, strlen(bytes));
    script_expect_texts(&script, bytes, expected);
}

static void http1(void)
{
    bp_frame_hide("token,api_key,x-session");
    request_is("GET /a?id=7&Token=abc%20d&b=2 HTTP/1.1\r\nX-Session: s\r\nx-sessions: t\r\n\r\n",
               ">REQUEST 0..71 REDACTED\n    |GET /a?id=7&Token=?&b=2 HTTP/1.1\\r\n    |X-Session: ?\\r\n"
               "    |x-sessions: t\\r\n    |\\r\n");
    request_is("GET /?api%5Fkey=1;x&token= HTTP/1.1\r\nReferer: http://a/?q=1&token=abc\r\nX: token=k\r\n\r\n",
               ">REQUEST 0..85 REDACTED\n    |GET /?api%5Fkey=?&token=?\\r\n    |Referer: http://a/?q=1&token=?\\r\n"
               "    |X: token=k\\r\n    |\\r\n");
    request_is("GET /a;token=1 HTTP/1.1\r\nX: a; token=b\r\n\r\n",
               ">REQUEST 0..42 REDACTED\n    |GET /a;token=?\\r\n    |X: a; token=?\\r\n    |\\r\n");
    script_begin(&script);
    script.keep_values = true;
    CLIENT(&script, "GET /?token=1 HTTP/1.1\r\nCookie: a\r\n\r\n");
    script_expect_texts(&script, "nothing is hidden",
                        ">REQUEST 0..37\n    |GET /?token=1 HTTP/1.1\\r\n    |Cookie: a\\r\n    |\\r\n");
    bp_frame_hide(NULL);
}

static void block_is(const char *name, const char *block, size_t count, const char *expected)
{
    char list[4096];
    script_http2_started(&script);
    script_frame(&script, '>', HEADERS, WHOLE, 1, block, count);
    FRAME(&script, '>', HEADERS, WHOLE, 3, "\xbe\xbf");
    snprintf(list, sizeof list, "    |\\x80\\x00\\x00\\x00\\x00%s\\\n", expected);
    char *result = script_replay_all(&script, name, true);
    CHECK(strstr(result, list), "%s gives\n%s\ninstead of\n%s", name, result, list);
    free(result);
}
#define BLOCK(name, block, expected) block_is(name, block, sizeof(block) - 1, expected)

static void http2(void)
{
    BLOCK("a static name", "\x57\x06secret\x82", "W\\x01?\\x82");
    BLOCK("a literal name",
          "\x40\x0d"
          "authorization\x03xyz\x84",
          "@\\rauthorization\\x01?\\x84");
    BLOCK("cookie in Huffman's code", "\x10\x84\x21\xcf\xd4\xc5\x02vv", "\\x10\\x84!\\xcf\\xd4\\xc5\\x01?");
    BLOCK("coolie in Huffman's code", "\x10\x84\x21\xcf\x41\x8b\x02vv", "\\x10\\x84!\\xcfA\\x8b\\x02vv");
    BLOCK("an empty secret", "\x60\x00\x60\x80\x84", "`\\x00`\\x00\\x84");
    BLOCK("a name by its entry",
          "\x40\x06"
          "cookie\x01"
          "a\x7e\x03"
          "bcd\x40\x01n\x01v\x7f\x00\x02xy",
          "@\\x06cookie\\x01?~\\x01?@\\x01n\\x01v\\x7f\\x00\\x01?");
    BLOCK("an entry beyond memory", "\x7f\x7e\x02xy\x7f\x80\x01\x02xy", "\\x7f~\\x02xy\\x7f\\x80\\x01\\x01?");
    BLOCK("an empty string in Huffman's code", "\x40\x01n\x80\x00\x80\x01v", "@\\x01n\\x00\\x00\\x00\\x01v");
    bp_frame_hide("token,x-session,user-agent");
    BLOCK("the target, written anew", "\x44\x0b/?token=abc\x04\x05/?a=b", "D\\x80/?token=?\\x00\\x04\\x80/?a=b\\x00");
    BLOCK("a header of the user's", "\x40\x09x-session\x02it\x7a\x04curl", "@\tx-session\\x01?z\\x01?");
    BLOCK("an authority in Huffman's code", "\x41\x8c\xf1\xe3\xc2\xe5\xf2\x3a\x6b\xa0\xab\x90\xf4\xff",
          "A\\x80www.example.com\\x00");
    bp_frame_hide(NULL);
}

void secret_tests(void)
{
    names();
    http1();
    http2();
}
