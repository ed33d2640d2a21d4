/* SPDX-License-Identifier: MIT */
/* What the small programs share. Each prints what it saw; a test compares that with and without the shim. */
#ifndef SNIPPET_H
#define SNIPPET_H

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* A call that the shim records and that does nothing: a thread in an address space of its own is EINVAL, as is clone
 * without a stack, which musl does not look at. The flags are recorded, so a number in them marks the record. CLONE_VM
 * (0x100) is left out of it. */
static inline int mark(int number)
{
#ifdef __GLIBC__
    return clone(NULL, NULL, (number & 0xff) | (number >> 8) << 9, NULL);
#else
    static _Alignas(16) char stack[64];
    return clone(NULL, stack + sizeof stack, CLONE_THREAD | (number & 0xff) | (number >> 8) << 9, NULL);
#endif
}

/* The status of a child that must end, as text. */
static inline void print_end(const char *what, pid_t child)
{
    int status = 0;
    pid_t got = waitpid(child, &status, 0);
    if (WIFEXITED(status))
        printf("%s: %s exit %d\n", what, got == child ? "same child," : "other,", WEXITSTATUS(status));
    else
        printf("%s: signal %d\n", what, WTERMSIG(status));
    fflush(stdout);
}

/* Interrupts the main thread with SIGALRM as fast as another thread can, until `storm_over`. */
static volatile sig_atomic_t storm_over;
static pthread_t storm_target;

static inline void *storm_begin(void *unused)
{
    while (!storm_over) {
        pthread_kill(storm_target, SIGALRM);
        sched_yield();
    }
    return unused;
}

static inline pthread_t storm(void (*handler)(int))
{
    pthread_t thread;
    struct sigaction action = {.sa_handler = handler};
    sigaction(SIGALRM, &action, NULL);
    storm_target = pthread_self();
    pthread_create(&thread, NULL, storm_begin, NULL);
    return thread;
}

#endif
