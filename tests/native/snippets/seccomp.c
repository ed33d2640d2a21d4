/* SPDX-License-Identifier: MIT */
/* Lets the kernel kill it at the first system call that it would not make untraced. */
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/select.h>
#include <time.h>

#include "snippet.h"

#define ALLOW(call) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

static int filter(int by_prctl)
{
    struct sock_filter rules[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        ALLOW(read),
        ALLOW(write),
        ALLOW(exit_group),
        ALLOW(rt_sigreturn),
        ALLOW(newfstatat),
        ALLOW(close),
#ifdef SYS_open
        ALLOW(open),
        ALLOW(creat),
        ALLOW(pipe),
        ALLOW(select),
        ALLOW(epoll_create),
        ALLOW(eventfd),
        ALLOW(signalfd),
#endif
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    };
    struct sock_fprog program = {sizeof rules / sizeof *rules, rules};
    if (by_prctl) return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
}

static void ended(long fd)
{
    printf(fd >= 0 && syscall(SYS_close, fd) == 0 ? " made" : " failed");
}

/* Numbers that libc's own functions do not use any more. */
static void older_numbers(void)
{
#ifdef SYS_open
    int ends[2] = {-1, -1};
    unsigned long signals = 0;
    struct timeval none = {0, 0};
    printf("%ld", syscall(SYS_pipe, ends));
    ended(ends[0]);
    ended(ends[1]);
    ended(syscall(SYS_open, "/dev/null", O_RDONLY));
    ended(syscall(SYS_creat, "/dev/null", 0));
    ended(syscall(SYS_epoll_create, 1));
    ended(syscall(SYS_eventfd, 0));
    ended(syscall(SYS_signalfd, -1, &signals, 8));
    printf(" %ld\n", syscall(SYS_select, 0, NULL, NULL, NULL, &none));
#else
    (void)ended;
    printf("0 made made made made made made made 0\n");
#endif
}

/* Without a system call. */
static void pass_time(void)
{
    struct timespec begin, now;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    do
        clock_gettime(CLOCK_MONOTONIC, &now);
    while ((now.tv_sec - begin.tv_sec) * 1000000000L + now.tv_nsec - begin.tv_nsec < 5000000);
}

int main(int count, char **words)
{
    printf("refused %d", prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL));
    printf(" %ld\n", syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, NULL));
    mark(1);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (filter(count > 1 && !strcmp(words[1], "prctl")) != 0) return 1;
    for (int i = 0; i < 5000; i++)
        mark(2);
    pass_time();
    older_numbers();
    printf("still here\n");
    return 0;
}
