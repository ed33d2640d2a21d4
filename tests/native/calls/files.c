/* SPDX-License-Identifier: MIT */
/* Opening, doubling and closing. */
#include "calls.h"

int __open(const char *path, int flags, ...);
int __open64(const char *path, int flags, ...);
int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);
int __openat_2(int folder, const char *path, int flags);
int __openat64_2(int folder, const char *path, int flags);
int __close(int fd);
int __dup2(int fd, int wanted);
int __fcntl(int fd, int command, ...);
FILE *_IO_fopen(const char *path, const char *mode);
FILE *_IO_fdopen(int fd, const char *mode);
int _IO_fclose(FILE *stream);

#define OPEN(symbol)                                                                                                   \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        CALL(open, -1, O_WRONLY | O_CREAT, 0640, "/dev/null", symbol("/dev/null", O_WRONLY | O_CREAT, 0640));          \
        CALL(open, -1, O_RDONLY, 0, "/dev/zero", symbol("/dev/zero", O_RDONLY));                                       \
        CALL(open, -1, O_RDWR, 0, "/no/such", symbol("/no/such", O_RDWR));                                             \
        CALL(open, -1, O_RDONLY, 0, "", symbol(nowhere, O_RDONLY));                                                    \
    }

OPEN(open)
OPEN(open64)
OPEN(__open)
OPEN(__open64)

#define OPEN_CHECKED(symbol)                                                                                           \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        CALL(open, -1, O_RDONLY, 0, "/dev/zero", symbol("/dev/zero", O_RDONLY));                                       \
        CALL(open, -1, O_RDWR, 0, "/no/such", symbol("/no/such", O_RDWR));                                             \
    }

OPEN_CHECKED(__open_2)
OPEN_CHECKED(__open64_2)

#define OPEN_AT(symbol)                                                                                                \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        int folder = check(open("/dev", O_PATH), "open");                                                              \
        CALL(openat, -1, O_WRONLY | O_CREAT, 0604, "null", symbol(folder, "null", O_WRONLY | O_CREAT, 0604));          \
        CALL(openat, -1, O_RDONLY, 0, "zero", symbol(folder, "zero", O_RDONLY));                                       \
        CALL(openat, -1, O_RDONLY, 0, "zero", symbol(CLOSED, "zero", O_RDONLY));                                       \
    }

OPEN_AT(openat)
OPEN_AT(openat64)

#define OPEN_AT_CHECKED(symbol)                                                                                        \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        CALL(openat, -1, O_RDONLY, 0, "/dev/zero", symbol(AT_FDCWD, "/dev/zero", O_RDONLY));                           \
        CALL(openat, -1, O_RDONLY, 0, "zero", symbol(CLOSED, "zero", O_RDONLY));                                       \
    }

OPEN_AT_CHECKED(__openat_2)
OPEN_AT_CHECKED(__openat64_2)

#define CREAT(symbol)                                                                                                  \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        CALL(creat, -1, 0751, 0, "/dev/null", symbol("/dev/null", 0751));                                              \
        CALL(creat, -1, 0600, 0, "/no/such", symbol("/no/such", 0600));                                                \
    }

CREAT(creat)
CREAT(creat64)

/* That a number is not open is not recorded: sweeps ask for thousands. */
#define CLOSE(symbol)                                                                                                  \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        int fd = memory_file("");                                                                                      \
        CALL(close, fd, 0, 0, "", symbol(fd));                                                                         \
        if (symbol(fd) != -1 || errno != EBADF) abort();                                                               \
    }

CLOSE(close)
CLOSE(__close)

SNIPPET(close_range)
{
    int fd = check(dup2(memory_file(""), 40), "dup2");
    CALL(close_range, fd, 45, 0, "", close_range(40, 45, 0));
    CALL(close_range, 45, 40, 0, "", close_range(45, 40, 0));
}

SNIPPET(closefrom)
{
    int fd = check(dup2(memory_file(""), 50), "dup2");
    CALL(closefrom, fd, 0, 0, "", (closefrom(50), 0));
    if (fcntl(fd, F_GETFD) != -1) abort();
}

SNIPPET(dup)
{
    int fd = memory_file("");
    CALL(dup, fd, 0, 0, "", dup(fd));
    CALL(dup, CLOSED, 0, 0, "", dup(CLOSED));
}

#define DUP2(symbol)                                                                                                   \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        int fd = memory_file("");                                                                                      \
        CALL(dup2, fd, 40, 0, "", symbol(fd, 40));                                                                     \
        CALL(dup2, fd, fd, 0, "", symbol(fd, fd));                                                                     \
        CALL(dup2, CLOSED, 40, 0, "", symbol(CLOSED, 40));                                                             \
    }

DUP2(dup2)
DUP2(__dup2)

SNIPPET(dup3)
{
    int fd = memory_file("");
    CALL(dup3, fd, 40, O_CLOEXEC, "", dup3(fd, 40, O_CLOEXEC));
    CALL(dup3, fd, fd, 0, "", dup3(fd, fd, 0));
}

#define FCNTL(symbol)                                                                                                  \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        int fd = memory_file("");                                                                                      \
        CALL(fcntl, fd, F_DUPFD, 60, "", symbol(fd, F_DUPFD, 60));                                                     \
        CALL(fcntl, fd, F_SETFD, FD_CLOEXEC, "", symbol(fd, F_SETFD, FD_CLOEXEC));                                     \
        CALL(fcntl, fd, F_DUPFD, -1, "", symbol(fd, F_DUPFD, -1L));                                                    \
    }

FCNTL(fcntl)
FCNTL(fcntl64)
FCNTL(__fcntl)

/* A stream's call: its result is a pointer, NULL where it failed. */
static FILE *streamed(const char *call, const char *path, FILE *stream)
{
    expect(
        &(struct expected){call, !stream, stream ? fileno(stream) : -1, (long)stream, stream ? 0 : errno, 0, 0, path});
    return stream;
}

#define FOPEN(symbol)                                                                                                  \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        streamed("fopen", "/dev/null", symbol("/dev/null", "r"));                                                      \
        streamed("fopen", "/no/such", symbol("/no/such", "r"));                                                        \
    }

FOPEN(fopen)
FOPEN(fopen64)
FOPEN(_IO_fopen)

#define FDOPEN(symbol)                                                                                                 \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        int fd = memory_file("");                                                                                      \
        streamed("fdopen", "", symbol(fd, "r"));                                                                       \
        FILE *none = symbol(fd, "x");                                                                                  \
        expect(&(struct expected){"fdopen", true, fd, (long)none, errno, 0, 0, ""});                                   \
    }

FDOPEN(fdopen)
FDOPEN(_IO_fdopen)

#define FREOPEN(symbol)                                                                                                \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        FILE *stream = fopen("/dev/null", "r");                                                                        \
        streamed("freopen", "/dev/zero", symbol("/dev/zero", "r", stream));                                            \
        streamed("freopen", "/no/such", symbol("/no/such", "r", stream));                                              \
    }

FREOPEN(freopen)
FREOPEN(freopen64)

#define FCLOSE(symbol)                                                                                                 \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        FILE *stream = fopen("/dev/null", "r"), *full = fopen("/dev/full", "w");                                       \
        int fd = fileno(stream), full_fd = fileno(full);                                                               \
        CALL(fclose, fd, 0, 0, "", symbol(stream));                                                                    \
        fputc('x', full);                                                                                              \
        CALL(fclose, full_fd, 0, 0, "", symbol(full));                                                                 \
    }

FCLOSE(fclose)
FCLOSE(_IO_fclose)

#define SYNC(symbol)                                                                                                   \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        int fd = memory_file(""), ends[2];                                                                             \
        check(pipe(ends), "pipe");                                                                                     \
        CALL(symbol, fd, 0, 0, "", symbol(fd));                                                                        \
        CALL(symbol, ends[0], 0, 0, "", symbol(ends[0]));                                                              \
    }

SYNC(fsync)
SYNC(fdatasync)
