/* SPDX-License-Identifier: MIT */
/* chroot and namespaces: a new root, a new view of mounts, users that are nobody outside. */
#include <sys/mount.h>

#include "../snippets/snippet.h"

static void say(const char *what, int result)
{
    printf("%s %d\n", what, result);
    for (int i = 0; i < 5000; i++)
        mark(1);
}

static void root(void)
{
    say("chroot", chroot("/usr/share") | chdir("/"));
}

static void mounts(void)
{
    say("unshare", unshare(CLONE_NEWNS));
    say("private", mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL));
    say("cover", mount("none", "/dev/shm", "tmpfs", 0, NULL));
    say("uncover", umount("/dev/shm"));
}

static void users(void)
{
    say("unmapped user", unshare(CLONE_NEWUSER));
    printf("now %d\n", (int)geteuid());
}

static void in_child(void (*enter)(void))
{
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        enter();
        exit(0);
    }
    print_end("child", child);
}

int main(void)
{
    in_child(root);
    in_child(mounts);
    in_child(users);
    return 0;
}
