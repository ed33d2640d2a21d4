/* SPDX-License-Identifier: MIT */
/* How much stack calls need, above all the first ones on a descriptor and those that open a segment: under 2 KiB. */
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <ucontext.h>

#include "../snippets/snippet.h"

#define SIZE (1u << 20)
#define UNTOUCHED 0xa5

static ucontext_t back;
static int ends[2];

static void segments(void)
{
    for (int i = 0; i < 3000; i++)
        mark(1);
}

static void sends(void)
{
    if (write(ends[0], "GET / HTTP/1.1\r\nHost: a\r\n\r\n", 27) != 27) abort();
}

static void receives(void)
{
    char text[32];
    if (read(ends[1], text, sizeof text) != 27) abort();
}

static void opens(void)
{
    close(open("/dev/null", O_RDONLY));
}

static void waits(void)
{
    struct pollfd asked = {ends[0], POLLIN, 0};
    poll(&asked, 1, 0);
}

static void connects(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = 1, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    connect(fd, (struct sockaddr *)&address, sizeof address);
    close(fd);
}

static void forks(void)
{
    pid_t child = fork();
    if (child == 0) _exit(0);
    waitpid(child, NULL, 0);
}

static void executes(void)
{
    pid_t child = vfork();
    if (child == 0) {
        execl("/bin/true", "true", (char *)NULL);
        _exit(1);
    }
    waitpid(child, NULL, 0);
}

static void executes_by_name(void)
{
    pid_t child = vfork();
    if (child == 0) {
        execlp("true", "true", (char *)NULL);
        _exit(1);
    }
    waitpid(child, NULL, 0);
}

static size_t used_of(const unsigned char *stack)
{
    size_t free = 0;
    while (stack[free] == UNTOUCHED)
        free++;
    return SIZE - free;
}

static void measure(const char *name, void (*work)(void))
{
    ucontext_t context;
    unsigned char *stack = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memset(stack, UNTOUCHED, SIZE);
    getcontext(&context);
    context.uc_stack.ss_sp = stack;
    context.uc_stack.ss_size = SIZE;
    context.uc_link = &back;
    makecontext(&context, work, 0);
    swapcontext(&back, &context);
    size_t used = used_of(stack);
    if (getenv("DEPTH")) fprintf(stderr, "%s %zu\n", name, used);
    printf("%s: %s\n", name, used <= 2048 ? "within 2 KiB" : "more");
    munmap(stack, SIZE);
}

int main(void)
{
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return 1;
    measure("segments", segments);
    measure("sends", sends);
    measure("receives", receives);
    measure("opens", opens);
    measure("waits", waits);
    measure("connects", connects);
    measure("forks", forks);
    measure("executes", executes);
    measure("executes by name", executes_by_name);
    return 0;
}
