/* SPDX-License-Identifier: MIT */
/*
 * Included before every source when the shim is built for musl, so that the sources need not know. There some functions
 * are declared with other, equally passed types, and the *64 names, which its library has too, are macros.
 */
#ifndef BP_MUSL_DIFFERENCES_H
#define BP_MUSL_DIFFERENCES_H

#define ioctl musl_ioctl
#define recvmmsg musl_recvmmsg
#define sendmmsg musl_sendmmsg
#include <sys/ioctl.h>
#include <sys/socket.h>
#undef ioctl
#undef recvmmsg
#undef sendmmsg

#include <asm-generic/mman-common.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#undef creat64
#undef fcntl64
#undef fopen64
#undef freopen64
#undef open64
#undef openat64
#undef pread64
#undef preadv64
#undef pwrite64
#undef pwritev64
#undef sendfile64

int ioctl(int fd, unsigned long request, ...);
int recvmmsg(int fd, struct mmsghdr *messages, unsigned count, int flags, struct timespec *timeout);
int sendmmsg(int fd, struct mmsghdr *messages, unsigned count, int flags);

int creat64(const char *path, mode_t mode);
int fcntl64(int fd, int command, ...);
int open64(const char *path, int flags, ...);
int openat64(int folder, const char *path, int flags, ...);
FILE *fopen64(const char *path, const char *mode);
FILE *freopen64(const char *path, const char *mode, FILE *stream);
ssize_t pread64(int fd, void *bytes, size_t size, off_t position);
ssize_t pwrite64(int fd, const void *bytes, size_t size, off_t position);
ssize_t preadv64(int fd, const struct iovec *vectors, int count, off_t position);
ssize_t pwritev64(int fd, const struct iovec *vectors, int count, off_t position);
ssize_t sendfile64(int out, int in, off_t *position, size_t size);

/* Programs that bring their own declarations may call these in a later musl. */
int close_range(unsigned first, unsigned last, int flags);
void closefrom(int first);
int execveat(int folder, const char *path, char *const *arguments, char *const *environment, int flags);
struct epoll_event;
int epoll_pwait2(int epoll, struct epoll_event *events, int capacity, const struct timespec *timeout,
                 const sigset_t *mask);
ssize_t preadv2(int fd, const struct iovec *vectors, int count, off_t position, int flags);
ssize_t pwritev2(int fd, const struct iovec *vectors, int count, off_t position, int flags);
ssize_t preadv64v2(int fd, const struct iovec *vectors, int count, off_t position, int flags);
ssize_t pwritev64v2(int fd, const struct iovec *vectors, int count, off_t position, int flags);

#endif
