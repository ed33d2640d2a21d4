/* SPDX-License-Identifier: MIT */
/* syscall() with none to six arguments, errors, and a child. */
#include <fcntl.h>
#include <sys/mman.h>

#include "snippet.h"

int main(void)
{
    printf("self %d\n", syscall(SYS_getpid) == getpid());
    char *page = (char *)syscall(SYS_mmap, NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    strcpy(page, "mapped");
    printf("%s\n", page);
    printf("unmapped %ld\n", syscall(SYS_munmap, page, 4096));
    printf("no such file %ld", syscall(SYS_openat, AT_FDCWD, "/not/there", O_RDONLY));
    printf(" %s\n", strerror(errno));
    printf("no such call %ld", syscall(100000, 1, 2, 3, 4, 5, 6));
    printf(" %s\n", strerror(errno));
    fflush(stdout);
    pid_t child = (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
    if (child == 0) syscall(SYS_exit_group, 7);
    print_end("child", child);
    return 0;
}
