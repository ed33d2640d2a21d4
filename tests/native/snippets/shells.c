/* SPDX-License-Identifier: MIT */
#include "snippet.h"

int main(void)
{
    char line[64] = "";
    fflush(stdout);
    printf("system %d\n", WEXITSTATUS(system("exit 4")));
    printf("shell there %d\n", system(NULL) != 0);
    FILE *stream = popen("echo from a shell; exit 6", "r");
    printf("%s", fgets(line, sizeof line, stream));
    printf("pclose %d\n", WEXITSTATUS(pclose(stream)));
    errno = 0;
    FILE *refused = popen("true", "x");
    printf("bad mode %d %d\n", refused == NULL, errno);
    return 0;
}
