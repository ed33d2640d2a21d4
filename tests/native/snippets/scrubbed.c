/* SPDX-License-Identifier: MIT */
/* Shells of a program that has emptied its environment. */
#include "snippet.h"

int main(void)
{
    char line[64] = "";
    clearenv();
    fflush(stdout);
    printf("system %d\n", WEXITSTATUS(system("echo \"it's $0, $# words\"; exit 4")));
    printf("no command %d\n", WEXITSTATUS(system("no-such-command")));
    printf("option %d\n", WEXITSTATUS(system("-c")) != 0);
    printf("signal %d\n", WTERMSIG(system("kill -TERM $$")));
    fflush(stdout);
    FILE *stream = popen("read word; echo \"$word'$(printf two)\"; exit 6", "w");
    fputs("one\n", stream);
    printf("pclose %d\n", WEXITSTATUS(pclose(stream)));
    stream = popen("echo from a shell", "r");
    printf("%s", fgets(line, sizeof line, stream));
    printf("pclose %d\n", pclose(stream));
    return 0;
}
