/* SPDX-License-Identifier: MIT */
/* Processes and threads. Programs as they are executed are text: path and arguments, apart by `|`. */
#include "calls.h"

#include <pthread.h>
#include <pty.h>
#include <sched.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <threads.h>

pid_t __fork(void);
pid_t __libc_fork(void);
pid_t _Fork(void);
pid_t __vfork(void);
int __clone(int (*start)(void *), void *stack, int flags, void *argument, ...);
int __libc_system(const char *command);
FILE *_IO_popen(const char *command, const char *mode);

static pid_t ended(pid_t child)
{
    if (child == 0) _exit(0);
    if (child > 0) waitpid(child, NULL, 0);
    return child;
}

#define FORK(call, symbol, first)                                                                                      \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        CALL(call, -1, first, 0, "", ended(symbol()));                                                                 \
        no_more_processes();                                                                                           \
        CALL(call, -1, first, 0, "", ended(symbol()));                                                                 \
    }

FORK(fork, fork, ANY)
FORK(fork, __fork, ANY)
FORK(fork, __libc_fork, ANY)
FORK(fork, _Fork, ANY)
FORK(vfork, vfork, 0)
FORK(vfork, __vfork, 0)

static void forked_terminal(void)
{
    int terminal = -1;
    errno = 0;
    pid_t child = ended(forkpty(&terminal, NULL, NULL, NULL));
    expect(&(struct expected){"fork", child < 0, terminal, child, child < 0 ? errno : 0, ANY, 0, ""});
}

SNIPPET(forkpty)
{
    forked_terminal();
    no_more_processes();
    forked_terminal();
}

/* Recorded before it happens, because its parent ends there; again when it fails. */
SNIPPET(daemon)
{
    no_more_processes();
    expect(&(struct expected){"daemon", false, -1, 0, 0, ANY, 0, ""});
    CALL(daemon, -1, ANY, 0, "", daemon(1, 1));
    processes_again();
    expect(&(struct expected){"daemon", false, -1, 0, 0, ANY, 0, ""});
    say();
    if (daemon(1, 1) != 0) abort();
    _exit(0);
}

static int nothing(void *unused)
{
    (void)unused;
    return 0;
}

static char stack[65536] __attribute__((aligned(16)));

#define CLONE(symbol)                                                                                                  \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        CALL(clone, -1, SIGCHLD, 0, "", ended(symbol(nothing, stack + sizeof stack, SIGCHLD, NULL)));                  \
        CALL(clone, -1, SIGCHLD, 0, "", symbol(nothing, NULL, SIGCHLD, NULL));                                         \
    }

CLONE(clone)
CLONE(__clone)

static char *const bare[] = {NULL};
static char *const words[] = {"sh", "-c", "exit 0", NULL};
#define WORDS "sh", "-c", "exit 0", (char *)NULL
#define TEXT(path) path "|sh|-c|exit 0"

/* A file that is no program is refused, or run by a shell. */
static void spawned(const char *call, typeof(posix_spawn) *function, const char *path, const char *text, int scripts)
{
    pid_t child = 0;
    int status = 0, error = function(&child, path, NULL, NULL, words, bare), script = memory_file("exit 5");
    char name[32], script_text[64];
    expect(&(struct expected){call, error != 0, -1, error, error, child, 0, text});
    waitpid(child, NULL, 0);
    error = function(&child, "/no/such", NULL, NULL, words, bare);
    expect(&(struct expected){call, error != 0, -1, error, error, ANY, 0, TEXT("/no/such")});
    snprintf(name, sizeof name, "/proc/self/fd/%d", script);
    snprintf(script_text, sizeof script_text, TEXT("%s"), name);
    error = function(&child, name, NULL, NULL, words, bare);
    expect(&(struct expected){call, error != 0, -1, error, error, ANY, 0, script_text});
    if (error != (scripts ? 0 : ENOEXEC)) abort();
    if (scripts && (waitpid(child, &status, 0) != child || WEXITSTATUS(status) != 5)) abort();
}

SNIPPET(posix_spawn)
{
    spawned("posix_spawn", posix_spawn, "/bin/sh", TEXT("/bin/sh"), false);
}

SNIPPET(posix_spawnp)
{
    spawned("posix_spawnp", posix_spawnp, "sh", TEXT("sh"), false);
}

#if defined(__x86_64__) && defined(__GLIBC__)
typeof(posix_spawn) old_posix_spawn, old_posix_spawnp;
typeof(quick_exit) old_quick_exit;
__asm__(".symver old_posix_spawn, posix_spawn@GLIBC_2.2.5");
__asm__(".symver old_posix_spawnp, posix_spawnp@GLIBC_2.2.5");
__asm__(".symver old_quick_exit, quick_exit@GLIBC_2.10");

SNIPPET_AS(old_posix_spawn, "posix_spawn@GLIBC_2.2.5")
{
    spawned("posix_spawn", old_posix_spawn, "/bin/sh", TEXT("/bin/sh"), true);
}

SNIPPET_AS(old_posix_spawnp, "posix_spawnp@GLIBC_2.2.5")
{
    spawned("posix_spawnp", old_posix_spawnp, "sh", TEXT("sh"), true);
}

SNIPPET_AS(old_quick_exit, "quick_exit@GLIBC_2.10")
{
    expect(&(struct expected){"exit", false, -1, 0, 0, 7, 0, ""});
    say();
    old_quick_exit(7);
}
#endif

#define SYSTEM(symbol)                                                                                                 \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        CALL(system, -1, 0, 0, "exit 7", symbol("exit 7"));                                                            \
        no_more_processes();                                                                                           \
        int status = symbol("exit 8");                                                                                 \
        expect(&(struct expected){"system", status != 8 << 8, -1, status, 0, 0, 0, "exit 8"});                         \
    }

SYSTEM(system)
SYSTEM(__libc_system)

#define POPEN(symbol)                                                                                                  \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        FILE *stream = symbol("exit 7", "r");                                                                          \
        expect(&(struct expected){"popen", false, fileno(stream), fileno(stream), 0, 0, 0, "exit 7"});                 \
        pclose(stream);                                                                                                \
        stream = symbol("exit 7", "x");                                                                                \
        expect(&(struct expected){"popen", !stream, -1, -1, errno, 0, 0, "exit 7"});                                   \
    }

POPEN(popen)
POPEN(_IO_popen)

SNIPPET(pclose)
{
    FILE *stream = popen("exit 7", "r"), *reaped = popen("exit 8", "r");
    int fd = fileno(stream), reaped_fd = fileno(reaped);
    CALL(pclose, fd, 0, 0, "", pclose(stream));
    wait(NULL);
    CALL(pclose, reaped_fd, 0, 0, "", pclose(reaped));
}

/* An exec is recorded before it happens, and once more when it fails. */
#define EXECUTE(name, call, descriptor, text, wrong_descriptor, wrong_text, wrong, right)                              \
    SNIPPET(name)                                                                                                      \
    {                                                                                                                  \
        int shell = check(open("/bin/sh", O_RDONLY | O_CLOEXEC), "open");                                              \
        (void)shell;                                                                                                   \
        expect(&(struct expected){#call, false, wrong_descriptor, 0, 0, 0, 0, wrong_text});                            \
        CALL(call, wrong_descriptor, 0, 0, wrong_text, wrong);                                                         \
        expect(&(struct expected){#call, false, descriptor, 0, 0, 0, 0, text});                                        \
        say();                                                                                                         \
        right;                                                                                                         \
        abort();                                                                                                       \
    }

#define NONE "/no/such"
EXECUTE(execve, execve, -1, TEXT("/bin/sh"), -1, TEXT(NONE), execve(NONE, words, bare), execve("/bin/sh", words, bare))
EXECUTE(execv, execve, -1, TEXT("/bin/sh"), -1, TEXT(NONE), execv(NONE, words), execv("/bin/sh", words))
EXECUTE(execl, execve, -1, TEXT("/bin/sh"), -1, TEXT(NONE), execl(NONE, WORDS), execl("/bin/sh", WORDS))
EXECUTE(execle, execve, -1, TEXT("/bin/sh"), -1, TEXT(NONE), execle(NONE, WORDS, bare), execle("/bin/sh", WORDS, bare))
EXECUTE(execvp, execvp, -1, TEXT("sh"), -1, TEXT(NONE), execvp(NONE, words), execvp("sh", words))
EXECUTE(execvpe, execvp, -1, TEXT("sh"), -1, TEXT(NONE), execvpe(NONE, words, bare), execvpe("sh", words, bare))
EXECUTE(execlp, execvp, -1, TEXT("sh"), -1, TEXT(NONE), execlp(NONE, WORDS), execlp("sh", WORDS))
EXECUTE(fexecve, fexecve, shell, TEXT(""), CLOSED, TEXT(""), fexecve(CLOSED, words, bare), fexecve(shell, words, bare))
EXECUTE(execveat, fexecve, AT_FDCWD, TEXT("/bin/sh"), AT_FDCWD, TEXT(NONE), execveat(AT_FDCWD, NONE, words, bare, 0),
        execveat(AT_FDCWD, "/bin/sh", words, bare, 0))

static void *idle(void *unused)
{
    return unused;
}

SNIPPET(pthread_create)
{
    pthread_t thread;
    pthread_attr_t vast;
    int error = pthread_create(&thread, NULL, idle, NULL);
    expect(&(struct expected){"pthread_create", error != 0, -1, error, error, ANY, 0, ""});
    pthread_join(thread, NULL);
    pthread_attr_init(&vast);
    pthread_attr_setstacksize(&vast, 1ul << 46);
    error = pthread_create(&thread, &vast, idle, NULL);
    expect(&(struct expected){"pthread_create", error != 0, -1, error, error, ANY, 0, ""});
}

SNIPPET(thrd_create)
{
    thrd_t thread;
    int result = thrd_create(&thread, nothing, NULL);
    expect(&(struct expected){"pthread_create", false, -1, result, 0, ANY, 0, ""});
    thrd_join(thread, NULL);
    no_more_processes();
    result = thrd_create(&thread, nothing, NULL);
    expect(&(struct expected){"pthread_create", true, -1, result, EAGAIN, ANY, 0, ""});
}

static int leave_c11(void *unused)
{
    (void)unused;
    thrd_exit(5);
}

SNIPPET(thrd_exit)
{
    thrd_t thread;
    int result = 0;
    expect(&(struct expected){"pthread_exit", false, -1, 0, 0, 0, 0, ""});
    if (thrd_create(&thread, leave_c11, NULL) != thrd_success) abort();
    if (thrd_join(thread, &result) != thrd_success || result != 5) abort();
}

static void *leave(void *unused)
{
    pthread_exit(unused);
}

SNIPPET(pthread_exit)
{
    pthread_t thread;
    expect(&(struct expected){"pthread_exit", false, -1, 0, 0, 0, 0, ""});
    if (pthread_create(&thread, NULL, leave, NULL) != 0) abort();
    pthread_join(thread, NULL);
}

#define EXIT(call, symbol)                                                                                             \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        expect(&(struct expected){#call, false, -1, 0, 0, 7, 0, ""});                                                  \
        say();                                                                                                         \
        symbol(7);                                                                                                     \
    }

EXIT(exit, exit)
EXIT(exit, quick_exit)
EXIT(_exit, _exit)
EXIT(_exit, _Exit)

SNIPPET(abort)
{
    expect(&(struct expected){"abort", false, -1, 0, 0, 0, 0, ""});
    say();
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    abort();
}
