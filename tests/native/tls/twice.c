/* SPDX-License-Identifier: MIT */
/* Modules that are loaded for themselves alone, each with a library of its own: who asks reaches his own. */
#include <dlfcn.h>
#include <stdio.h>

static int (*module(const char *folder, int number))(void)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/module%d.so", folder, number);
    void *loaded = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!loaded) puts(dlerror());
    return loaded ? (int (*)(void))dlsym(loaded, "ask") : NULL;
}

int main(int count, char **words)
{
    int (*first)(void) = module(count > 1 ? words[1] : ".", 1), (*second)(void) = module(count > 1 ? words[1] : ".", 2);
    if (!first || !second) return 1;
    int asked[] = {first(), second(), first(), second()};
    printf("%d %d %d %d\n", asked[0], asked[1], asked[2], asked[3]);
    return 0;
}
