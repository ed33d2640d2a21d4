/* SPDX-License-Identifier: MIT */
/* Files as services(5) describes them. */
#include <string.h>

#include "check.h"
#include "conversation_script.h"

static struct bp_services services;

static size_t add(const char *text)
{
    return bp_services_add(&services, text, strlen(text));
}

static void tcp_is(uint16_t port, uint16_t protocol)
{
    CHECK(services.tcp[port] == protocol, "port %u has protocol %u, not %u", port, services.tcp[port], protocol);
}

static void good_lines(void)
{
    memset(&services, 0, sizeof services);
    size_t bad = add("# comment\n\nhttp\t80/tcp\twww # WorldWideWeb HTTP\nssh 22/tcp\nfoo 8080/tcp postgres bar\r\n"
                     "www 8081/TCP http\nbar 8082/tcp # http\nhttp 443/udp\nold 90/ddp\npostgresql 5432/tcp postgres");
    CHECK(bad == 0, "%zu bad lines", bad);
    tcp_is(80, BP_PROTOCOL_HTTP1);
    tcp_is(22, BP_PROTOCOL_NONE);
    tcp_is(8080, BP_PROTOCOL_POSTGRES);
    tcp_is(8081, BP_PROTOCOL_HTTP1);
    tcp_is(8082, BP_PROTOCOL_NONE);
    tcp_is(443, BP_PROTOCOL_NONE);
    tcp_is(90, BP_PROTOCOL_NONE);
    tcp_is(5432, BP_PROTOCOL_POSTGRES);
    CHECK(services.udp[443] == BP_PROTOCOL_HTTP1, "udp 443 has protocol %u", services.udp[443]);
}

static void own_file_over_the_system(void)
{
    memset(&services, 0, sizeof services);
    add("http 80/tcp\nhttp-alt 8080/tcp webcache\npostgresql 5432/tcp\n");
    add("mine 80/tcp\ndatabase 5432/tcp\nwww 5432/tcp\nalso 5432/tcp\n");
    tcp_is(80, BP_PROTOCOL_NONE);
    tcp_is(8080, BP_PROTOCOL_HTTP1);
    tcp_is(5432, BP_PROTOCOL_HTTP1);
}

static void bad_lines(void)
{
    const char *bad[] = {"http",
                         "http 80",
                         "http /tcp",
                         "http 80/",
                         "http tcp/80",
                         "http 65536/tcp",
                         "http 99999999999999999999/tcp",
                         "http -1/tcp",
                         "http 8 0/tcp",
                         "http 80tcp"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char text[100];
        memset(&services, 0, sizeof services);
        snprintf(text, sizeof text, "%s\nhttp 81/tcp\n", bad[i]);
        size_t count = add(text);
        CHECK(count == 1, "%s: %zu bad lines", bad[i], count);
        tcp_is(81, BP_PROTOCOL_HTTP1);
        tcp_is(80, BP_PROTOCOL_NONE);
    }
    CHECK(add("") == 0 && add("\n\n # \n") == 0, "empty lines are no bad lines");
    add("http 65535/tcp\nhttp 0/tcp");
    tcp_is(65535, BP_PROTOCOL_HTTP1);
    tcp_is(0, BP_PROTOCOL_HTTP1);
}

static void system_file(void)
{
    static char text[1 << 20];
    FILE *file = fopen("/etc/services", "rb");
    if (!file) return;
    size_t size = fread(text, 1, sizeof text, file);
    fclose(file);
    memset(&services, 0, sizeof services);
    size_t bad = bp_services_add(&services, text, size);
    CHECK(bad == 0, "/etc/services has %zu bad lines", bad);
    tcp_is(80, BP_PROTOCOL_HTTP1);
    tcp_is(5432, BP_PROTOCOL_POSTGRES);
}

void services_tests(void)
{
    good_lines();
    own_file_over_the_system();
    bad_lines();
    system_file();
}
