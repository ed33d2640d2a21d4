/* SPDX-License-Identifier: MIT */
/* Files: opened, read, written and closed in every way, with and without success. */
#include <sys/sendfile.h>
#include <sys/stat.h>

#include "io.h"

/* What fortified programs call. */
ssize_t __read_chk(int fd, void *buffer, size_t size, size_t room);
ssize_t __pread_chk(int fd, void *buffer, size_t size, off_t at, size_t room);
int __open_2(const char *path, int flags);
int __openat_2(int folder, const char *path, int flags);

static unsigned mode_of(int fd)
{
    struct stat facts;
    demand(fstat(fd, &facts), "fstat");
    return facts.st_mode & 07777;
}

/* The mode argument counts where a file is made, and is not there elsewhere. */
static void opening(void)
{
    umask(027);
    int fd = open("made", O_RDWR | O_CREAT | O_EXCL, 0666);
    printf("made %o\n", mode_of(fd));
    close(fd);
    fd = open64("made64", O_RDWR | O_CREAT, 06755);
    printf("made64 %o\n", mode_of(fd));
    close(fd);
    fd = openat(AT_FDCWD, "at", O_WRONLY | O_CREAT, 0604);
    printf("at %o\n", mode_of(fd));
    close(fd);
    fd = creat("creat", 0777);
    printf("creat %o\n", mode_of(fd));
    close(fd);
    fd = open(".", O_TMPFILE | O_RDWR, 0600);
    if (fd >= 0) printf("tmpfile %o\n", mode_of(fd));
    close(fd);
    SHOW(close(open("made", O_RDONLY)));
    SHOW(close(__open_2("made", O_RDONLY | O_CLOEXEC)));
    SHOW(close(__openat_2(AT_FDCWD, "made", O_RDONLY)));
    SHOW(open("made", O_RDWR | O_CREAT | O_EXCL, 0666));
    SHOW(open("no/such", O_RDONLY));
    SHOW(open(nowhere, O_RDONLY));
    SHOW(openat(-1, "made", O_RDONLY));
    SHOW(openat(AT_FDCWD, nowhere, O_RDONLY));
    SHOW(creat("/proc/none", 0600));
}

static void moving(void)
{
    char bytes[64] = "";
    int fd = demand(open("made", O_RDWR | O_TRUNC), "open");
    struct iovec parts[] = {{"abc", 3}, {"", 0}, {"defgh", 5}}, back[] = {{bytes, 2}, {bytes + 2, 30}};
    SHOW(write(fd, "0123456789", 10));
    SHOW(writev(fd, parts, 3));
    SHOW(pwrite(fd, "XY", 2, 4));
    SHOW(pwritev(fd, parts, 3, 100));
    SHOW(pwritev2(fd, parts, 1, -1, 0));
    SHOW(pwritev2(fd, parts, 1, 50, 0));
    SHOW(lseek(fd, 0, SEEK_SET));
    SHOW(read(fd, bytes, 6));
    SHOW(__read_chk(fd, bytes + 6, 4, 10));
    printf("%s\n", bytes);
    SHOW(readv(fd, back, 2));
    SHOW(pread(fd, bytes, 8, 2));
    SHOW(__pread_chk(fd, bytes + 8, 4, 0, 20));
    printf("%.12s\n", bytes);
    SHOW(preadv(fd, back, 2, 100));
    SHOW(preadv2(fd, back, 2, -1, 0));
    SHOW(preadv2(fd, back, 1, 3, 0));
    SHOW(fsync(fd));
    SHOW(fdatasync(fd));
    SHOW(read(fd, nowhere, 10));
    SHOW(write(fd, nowhere, 10));
    SHOW(readv(fd, nowhere, 2));
    SHOW(pread(fd, bytes, 1, -5));
    SHOW(read(fd, NULL, 0));
    SHOW(close(fd));
    SHOW(read(fd, bytes, 1));
    SHOW(write(-1, bytes, 1));
    SHOW(fsync(fd));
    SHOW(close(fd));
    SHOW(close(-1));
}

static void copying(void)
{
    char bytes[128];
    off_t at = 1;
    int from = demand(open("made", O_RDONLY), "open"),
        to = demand(open("copy", O_RDWR | O_CREAT | O_TRUNC, 0600), "open");
    SHOW(copy_file_range(from, NULL, to, NULL, 7, 0));
    SHOW(sendfile(to, from, &at, 5));
    SHOW(sendfile(to, from, NULL, 3));
    SHOW(sendfile(to, -1, NULL, 3));
    SHOW(pread(to, bytes, sizeof bytes, 0));
    printf("%ld %.15s\n", (long)at, bytes);
    close(from);
    close(to);
}

static void duplicating(void)
{
    int fd = demand(open("made", O_RDONLY), "open");
    SHOW(dup(fd) - fd);
    SHOW(dup2(fd, 40));
    SHOW(dup2(fd, fd) - fd);
    SHOW(dup2(99, 40));
    SHOW(dup3(fd, 41, O_CLOEXEC));
    SHOW(dup3(fd, fd, 0));
    SHOW(fcntl(fd, F_DUPFD, 50));
    SHOW(fcntl(fd, F_DUPFD_CLOEXEC, 50));
    SHOW(fcntl(51, F_GETFD));
    SHOW(fcntl(fd, F_SETFL, O_NONBLOCK));
    SHOW(fcntl(fd, F_GETFL) & O_NONBLOCK);
    SHOW(fcntl(99, F_GETFD));
    SHOW(close_range(40, 45, 0));
    SHOW(fcntl(40, F_GETFD));
    SHOW(close_range(45, 40, 0));
    SHOW(fcntl(50, F_GETFD));
    closefrom(50);
    SHOW(fcntl(50, F_GETFD));
    SHOW(close(fd));
}

static void streaming(void)
{
    char line[32] = "";
    FILE *stream = fopen("stream", "w+");
    int fd = fileno(stream);
    fprintf(stream, "some text\n");
    rewind(stream);
    printf("%s", fgets(line, sizeof line, stream));
    stream = freopen("made", "r", stream);
    printf("same number %d, %c\n", fileno(stream) == fd, fgetc(stream));
    SHOW(fclose(stream));
    SHOW(fopen("no/such", "r"));
    printf("%s\n", strerrorname_np(errno));
    fd = open("made", O_RDONLY);
    stream = fdopen(fd, "r");
    printf("%c\n", fgetc(stream));
    SHOW(fclose(stream));
    SHOW(fcntl(fd, F_GETFD));
    stream = fopen64("made", "r");
    SHOW(fileno(stream) == fd);
    fclose(stream);
}

int main(void)
{
    char folder[] = "/tmp/bp-files-XXXXXX";
    if (!mkdtemp(folder) || chdir(folder) != 0) return 100;
    opening();
    moving();
    copying();
    duplicating();
    streaming();
    static const char *const made[] = {"made", "made64", "at", "creat", "copy", "stream"};
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        unlink(made[i]);
    return chdir("/") || rmdir(folder);
}
