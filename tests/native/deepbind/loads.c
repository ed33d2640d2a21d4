/* SPDX-License-Identifier: MIT */
/* Loads modules with RTLD_DEEPBIND, as PHP does, and has each send and receive. */
#include <dlfcn.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int count, char **arguments)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return 1;
    for (int i = 1; i < count; i++) {
        void *module = dlopen(arguments[i], RTLD_LAZY | RTLD_GLOBAL | RTLD_DEEPBIND);
        const char *error = dlerror();
        int (*run)(int, int) = module ? (int (*)(int, int))dlsym(module, "run") : NULL;
        printf("%s, %d\n", error ? "not loaded" : "loaded", run ? run(ends[0], ends[1]) : -1);
    }
    return 0;
}
