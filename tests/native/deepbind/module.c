/* SPDX-License-Identifier: MIT */
/* Loaded deeply: calls by name, through a table of functions, and one of the library that it needs in libc's place. */
#include <sys/socket.h>
#include <unistd.h>

ssize_t needed(int fd);
ssize_t (*const bp_table[])(int, void *, size_t) = {read};
int run(int sent, int received);

int run(int sent, int received)
{
    char bytes[64];
    ssize_t all = send(sent, "module", 6, 0) + needed(sent);
    all += bp_table[0](received, bytes, sizeof bytes);
    return (int)(all + pwrite(sent, "own", 3, 0));
}
