/* SPDX-License-Identifier: MIT */
/* frame_test FOLDER [rewrite]: all tests of the framers; `rewrite` makes the lists beside the recorded conversations
 * anew. */
#include <string.h>

#include "check.h"

int main(int count, char **arguments)
{
    CHECK(count >= 2, "usage: frame_test FOLDER [rewrite]");
    http1_tests();
    http2_tests();
    secret_tests();
    postgres_tests();
    mysql_tests();
    fastcgi_tests();
    gateway_tests();
    script_tests();
    redis_tests();
    mail_tests();
    memcached_tests();
    redact_tests();
    text_tests();
    recognition_tests();
    services_tests();
    garbage_tests();
    resume_tests();
    passed_tests();
    dns_tests();
    x11_tests();
    private_tests();
    golden_tests(arguments[1], count > 2 && strcmp(arguments[2], "rewrite") == 0);
    puts("all passed");
    return 0;
}
