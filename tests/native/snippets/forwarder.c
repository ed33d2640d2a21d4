/* SPDX-License-Identifier: MIT */
/* Plays the forwarder: takes the lock, tells in the spool what it was started with, leaves when asked to. */
#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>

#include "snippet.h"

static void print_descriptors(FILE *told)
{
    fprintf(told, "descriptors");
    for (int fd = 0; fd < 1024; fd++) {
        char link[64], target[256] = "";
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        if (fd != fileno(told) && readlink(link, target, sizeof target - 1) > 0 && !strstr(target, ".lock"))
            fprintf(told, " %s", target);
    }
    fprintf(told, "\n");
}

static void print_signals(FILE *told)
{
    sigset_t mask;
    int blocked = 0, ignored = 0;
    sigprocmask(SIG_SETMASK, NULL, &mask);
    for (int i = 1; i < 65; i++) {
        struct sigaction action = {.sa_handler = SIG_DFL};
        sigaction(i, NULL, &action);
        blocked += sigismember(&mask, i) == 1;
        ignored += action.sa_handler == SIG_IGN;
    }
    fprintf(told, "blocked %d ignored %d\n", blocked, ignored);
}

int main(int count, char **words)
{
    char path[4096], folder[4096] = "";
    const char *spool = getenv("LIBBTRACE_SPOOL");
    if (count < 2 || !spool) return 1;
    snprintf(path, sizeof path, "%s/forwarder.%d.lock", spool, (int)geteuid());
    if (flock(open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600), LOCK_EX | LOCK_NB) != 0) return 2;
    snprintf(path, sizeof path, "%s/told.%d", spool, (int)getpid());
    FILE *told = fopen(path, "we");
    if (!told || !getcwd(folder, sizeof folder)) return 3;
    fprintf(told, "%s\n%s\n", words[1], environ[1] ? "more than one variable" : environ[0]);
    print_descriptors(told);
    print_signals(told);
    fprintf(told, "session %s, folder %s\nparent %d\n", getsid(0) == getppid() ? "its parent's" : "its own", folder,
            (int)getppid());
    fclose(told);
    char leave[4096];
    snprintf(leave, sizeof leave, "%s/leave", spool);
    while (access(leave, F_OK) != 0)
        poll(NULL, 0, 10);
    unlink(path);
    return 0;
}
