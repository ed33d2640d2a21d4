/* SPDX-License-Identifier: MIT */
/* Each way to become another user; the spool's folder may be one that this user cannot reach by its path. */
#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>

#include "../snippets/snippet.h"

static int by_setuid(void)
{
    return setgroups(0, NULL) | setgid(65534) | setuid(65534);
}

static int by_setresuid(void)
{
    return setgroups(0, NULL) | setresgid(65534, 65534, 65534) | setresuid(65534, 65534, 65534);
}

static int by_seteuid(void)
{
    return setegid(65534) | seteuid(65534);
}

static int by_setreuid(void)
{
    return setregid(65534, 65534) | setreuid(65534, 65534);
}

static int by_capset(void)
{
    struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct none[2] = {0};
    return (int)syscall(SYS_capset, &head, none);
}

int main(void)
{
    static int (*const ways[])(void) = {by_setuid, by_setresuid, by_seteuid, by_setreuid, by_capset};
    for (int way = 0; way < 5; way++) {
        fflush(stdout);
        pid_t child = fork();
        if (child == 0) {
            int dropped = ways[way]();
            for (int i = 0; i < 5000; i++)
                mark(1);
            printf("way %d: %d, user %d\n", way, dropped, (int)geteuid());
            exit(0);
        }
        print_end("child", child);
    }
    return 0;
}
