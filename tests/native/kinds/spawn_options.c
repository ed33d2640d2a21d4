/* SPDX-License-Identifier: MIT */
/* Every attribute and file action of posix_spawn; the child says what it finds. */
#include <dirent.h>
#include <fcntl.h>
#include <spawn.h>

#include "../snippets/snippet.h"

static int child(void)
{
    char folder[64], file[8] = "";
    int blocked = 0, ignored = 0, open_now = -1;
    sigset_t mask;
    struct sigaction action;
    sigprocmask(SIG_SETMASK, NULL, &mask);
    for (int signal = 1; signal < 32; signal++) {
        blocked += sigismember(&mask, signal) == 1;
        ignored += sigaction(signal, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
    }
    DIR *all = opendir("/proc/self/fd");
    for (struct dirent *entry; (entry = readdir(all));)
        open_now += entry->d_name[0] != '.';
    closedir(all);
    mark(7);
    printf("leads group %d, session %d, blocked %d, ignored %d, policy %d, folder %s, descriptors %d, reads %zd %s\n",
           getpgrp() == getpid(), getsid(0) == getpid(), blocked, ignored, sched_getscheduler(0),
           getcwd(folder, sizeof folder), open_now, read(5, file, 4), file);
    return 5;
}

int main(int count, char **words)
{
    if (count > 1 && words[1]) return child();
    char self[256], *const arguments[] = {"spawn_options", "child", NULL}, *const bare[] = {NULL};
    self[readlink("/proc/self/exe", self, sizeof self - 1)] = 0;
    static const short ways[] = {0,
                                 POSIX_SPAWN_SETPGROUP,
                                 POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF,
                                 POSIX_SPAWN_SETSCHEDULER | POSIX_SPAWN_SETSCHEDPARAM,
                                 POSIX_SPAWN_RESETIDS,
                                 POSIX_SPAWN_USEVFORK,
                                 POSIX_SPAWN_SETSID};
    signal(SIGUSR1, SIG_IGN);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        pid_t pid = -1;
        sigset_t set;
        posix_spawnattr_t attributes;
        posix_spawn_file_actions_t actions;
        struct sched_param priority = {0};
        sigemptyset(&set);
        sigaddset(&set, SIGUSR1);
        posix_spawnattr_init(&attributes);
        posix_spawnattr_setflags(&attributes, ways[i]);
        posix_spawnattr_setsigmask(&attributes, &set);
        posix_spawnattr_setsigdefault(&attributes, &set);
        posix_spawnattr_setschedpolicy(&attributes, SCHED_OTHER);
        posix_spawnattr_setschedparam(&attributes, &priority);
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(&actions, 4, "/proc/sys/kernel/ostype", O_RDONLY, 0);
        posix_spawn_file_actions_adddup2(&actions, 4, 5);
        posix_spawn_file_actions_addclose(&actions, 4);
        posix_spawn_file_actions_addchdir_np(&actions, "/usr");
        posix_spawn_file_actions_addclosefrom_np(&actions, 6);
        printf("way %zu: %d\n", i, posix_spawn(&pid, self, &actions, &attributes, arguments, bare));
        print_end("child", pid);
        posix_spawn_file_actions_destroy(&actions);
        posix_spawnattr_destroy(&attributes);
    }
    mark(1);
    return 0;
}
