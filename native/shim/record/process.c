/* SPDX-License-Identifier: MIT */
#include "process.h"

#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "../guard/raw.h"
#include "procfs.h"
#include "segment.h"

#define TICK 10000000u                 /* ns; a hundredth of a second on every processor that we know */
#define TEXT_MAX (3 * BP_TEXT_DEFAULT) /* bytes of path, working directory and arguments */

static struct {
    uint64_t image;
    struct bp_birth birth;
    uint32_t reason;
    uint64_t boot_id[2];
    uint64_t pid_namespace;
    uint64_t net_namespace;
    uint64_t start;
    uint32_t pid;
    uint32_t parent_pid;
    char host[64];
    char program[64];
    char text[TEXT_MAX];
    size_t text_length;
} facts;

static void copy_cut(char *to, size_t room, const char *from)
{
    size_t length = strnlen(from, room - 1);
    memcpy(to, from, length);
    to[length] = 0;
}

/* getcwd says nothing of a folder that was removed, or lies outside the root; the link in /proc does. */
static size_t folder(char *text, size_t room)
{
    long size = bp_raw(SYS_getcwd, text, room);
    return size > 1 && text[0] == '/' ? (size_t)size - 1 : bp_procfs_link("/proc/self/cwd", text, room);
}

/* Path NUL folder NUL arguments, each NUL-terminated. */
static void learn_text(void)
{
    facts.text_length = bp_procfs_link("/proc/self/exe", facts.text, BP_TEXT_DEFAULT) + 1;
    const char *slash = strrchr(facts.text, '/');
    copy_cut(facts.program, sizeof facts.program, slash ? slash + 1 : facts.text);
    facts.text_length += folder(facts.text + facts.text_length, BP_TEXT_DEFAULT) + 1;
    facts.text_length += bp_procfs_read("/proc/self/cmdline", facts.text + facts.text_length, BP_TEXT_DEFAULT);
    if (facts.text[facts.text_length - 1] != 0) facts.text_length++;
}

static void learn_machine(void)
{
    struct utsname names;
    if (!bp_raw_failed(bp_raw(SYS_uname, &names))) copy_cut(facts.host, sizeof facts.host, names.nodename);
    bp_procfs_boot_id(facts.boot_id);
}

/* Set once this process, or the one that it was forked from, has asked for another place. */
static bool moved;

void bp_process_moves(void)
{
    moved = true;
}

uint64_t bp_boot_time(void)
{
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* The kernel tells in ticks when a process began. Where the fork was asked for in the tick that is now, it is that one;
 * /proc costs a new process a hundred times what the clock does. */
static uint64_t start(void)
{
    uint64_t now = bp_boot_time() / TICK;
    return facts.birth.token && facts.birth.asked / TICK == now ? now : bp_procfs_start();
}

/* A child of fork has its parent's namespaces; it is asked all the same where the parent may have left its own, and
 * where no wrapper saw how the child was made. Where /proc is out of reach (chroot) it keeps what it has. */
static void learn_place(void)
{
    if (facts.birth.token == 0 || moved) {
        bp_procfs_namespace("/proc/self/ns/pid", &facts.pid_namespace);
        bp_procfs_namespace("/proc/self/ns/net", &facts.net_namespace);
    }
    facts.start = start();
}

void bp_process_learn(uint64_t id, const struct bp_birth *birth)
{
    facts.image = id;
    facts.reason = birth->image ? BP_PROCESS_FORK : BP_PROCESS_START;
    facts.birth = *birth;
    facts.pid = (uint32_t)bp_raw(SYS_getpid);
    facts.parent_pid = (uint32_t)bp_raw(SYS_getppid);
    learn_place();
    if (birth->image) return;
    learn_machine();
    learn_text();
}

void bp_process_describe(struct bp_segment *segment)
{
    segment->image = facts.image;
    segment->boot_id[0] = facts.boot_id[0];
    segment->boot_id[1] = facts.boot_id[1];
    segment->pid_namespace = facts.pid_namespace;
    segment->net_namespace = facts.net_namespace;
    segment->process_start = facts.start;
    segment->pid = facts.pid;
    segment->parent_pid = facts.parent_pid;
    segment->uid = (uint32_t)bp_raw(SYS_geteuid);
    memcpy(segment->host, facts.host, sizeof segment->host);
    memcpy(segment->program, facts.program, sizeof segment->program);
}

static size_t rounded(size_t size)
{
    return (size + 7) & ~(size_t)7;
}

size_t bp_birth_size(const struct bp_self *self)
{
    if (self->number > 0) return 0;
    return self->root ? rounded(sizeof(struct bp_process) + facts.text_length) : sizeof(struct bp_thread);
}

static void write_process(struct bp_self *self)
{
    struct bp_process *record = bp_segment_claim(self, bp_birth_size(self), BP_RECORD_PROCESS, 0);
    record->time = self->born;
    record->parent_image = facts.birth.image;
    record->parent_stream = facts.birth.stream;
    record->birth = facts.birth.token;
    record->reason = facts.reason;
    record->text_length = (uint32_t)facts.text_length;
    memcpy(record + 1, facts.text, facts.text_length);
    __atomic_store_n(&record->head.state, 1, __ATOMIC_RELEASE);
}

static void write_thread(struct bp_self *self)
{
    struct bp_thread *record = bp_segment_claim(self, sizeof *record, BP_RECORD_THREAD, 0);
    record->time = self->born;
    record->parent_stream = self->parent_stream;
    record->birth = self->birth;
    __atomic_store_n(&record->head.state, 1, __ATOMIC_RELEASE);
}

void bp_birth_write(struct bp_self *self)
{
    if (self->root)
        write_process(self);
    else
        write_thread(self);
}
