/* SPDX-License-Identifier: MIT */
/* stdio on pipes: what libc moves within a call is recorded as fread and fwrite. */
#include "calls.h"

#include <stdarg.h>

size_t _IO_fwrite(const void *bytes, size_t size, size_t count, FILE *stream);
int _IO_fputs(const char *text, FILE *stream);
int _IO_puts(const char *text);
int _IO_putc(int character, FILE *stream);
int _IO_printf(const char *format, ...);
int _IO_fprintf(FILE *stream, const char *format, ...);
int _IO_vfprintf(FILE *stream, const char *format, va_list list);
int _IO_fflush(FILE *stream);
int __overflow(FILE *stream, int character);
int __printf_chk(int flag, const char *format, ...);
int __fprintf_chk(FILE *stream, int flag, const char *format, ...);
int __vprintf_chk(int flag, const char *format, va_list list);
int __vfprintf_chk(FILE *stream, int flag, const char *format, va_list list);
int __dprintf_chk(int fd, int flag, const char *format, ...);
int __vdprintf_chk(int fd, int flag, const char *format, va_list list);
size_t _IO_fread(void *room, size_t size, size_t count, FILE *stream);
size_t __fread_chk(void *room, size_t room_size, size_t size, size_t count, FILE *stream);
size_t __fread_unlocked_chk(void *room, size_t room_size, size_t size, size_t count, FILE *stream);
char *_IO_fgets(char *line, int size, FILE *stream);
char *__fgets_chk(char *line, size_t room, int size, FILE *stream);
char *__fgets_unlocked_chk(char *line, size_t room, int size, FILE *stream);
int _IO_getc(FILE *stream);
int __uflow(FILE *stream);
int __underflow(FILE *stream);
ssize_t __getdelim(char **line, size_t *size, int end, FILE *stream);

#undef fwrite_unlocked
#undef fread_unlocked
#undef putc
#undef getc
#undef putc_unlocked
#undef getc_unlocked
#undef putchar_unlocked
#undef getchar_unlocked

static char room[64];
static int ends[2];

/* An end of a new pipe as an unbuffered stream, and as standard output. */
static FILE *output(void)
{
    signal(SIGPIPE, SIG_IGN);
    check(pipe(ends), "pipe");
    stdout = fdopen(ends[1], "w");
    setvbuf(stdout, NULL, _IONBF, 0);
    return stdout;
}

/* Writes `size` bytes, then to a pipe that nobody reads. */
#define PUT_AS(call, symbol, size, call_expression)                                                                    \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        FILE *stream = output();                                                                                       \
        (void)stream;                                                                                                  \
        call_expression;                                                                                               \
        expect(&(struct expected){#call, false, ends[1], size, 0, size, 0, ""});                                       \
        check(close(ends[0]), "close");                                                                                \
        call_expression;                                                                                               \
        expect(&(struct expected){#call, true, ends[1], -1, EPIPE, 0, size, ""});                                      \
    }

#define PUT(symbol, size, ...) PUT_AS(fwrite, symbol, size, symbol(__VA_ARGS__))

PUT(fwrite, 4, "1234", 2, 2, stream)
PUT(_IO_fwrite, 4, "1234", 2, 2, stream)
PUT(fwrite_unlocked, 4, "1234", 2, 2, stream)
PUT(fputs, 4, "1234", stream)
PUT(_IO_fputs, 4, "1234", stream)
PUT(fputs_unlocked, 4, "1234", stream)
PUT(puts, 5, "1234")
PUT(_IO_puts, 5, "1234")
PUT(fputc, 1, '1', stream)
PUT(putc, 1, '1', stream)
PUT(_IO_putc, 1, '1', stream)
PUT(fputc_unlocked, 1, '1', stream)
PUT(putc_unlocked, 1, '1', stream)
PUT(putchar, 1, '1')
PUT(putchar_unlocked, 1, '1')
PUT(__overflow, 1, stream, '1')
PUT(printf, 4, "%d%s", 12, "34")
PUT(_IO_printf, 4, "%d%s", 12, "34")
PUT(__printf_chk, 4, 1, "%d%s", 12, "34")
PUT(fprintf, 4, stream, "%d%s", 12, "34")
PUT(_IO_fprintf, 4, stream, "%d%s", 12, "34")
PUT(__fprintf_chk, 4, stream, 1, "%d%s", 12, "34")

/* Calls of a function with a list made of the arguments behind. */
#define LISTED(symbol, function, ...)                                                                                  \
    static void listed_##symbol(FILE *stream, const char *format, ...)                                                 \
    {                                                                                                                  \
        va_list list;                                                                                                  \
        (void)stream;                                                                                                  \
        va_start(list, format);                                                                                        \
        symbol(__VA_ARGS__, format, list);                                                                             \
        va_end(list);                                                                                                  \
    }                                                                                                                  \
    PUT_AS(function, symbol, 4, listed_##symbol(stream, "%d%s", 12, "34"))

static int list_to_output(const char *format, va_list list)
{
    return vprintf(format, list);
}

static void listed_vprintf(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    list_to_output(format, list);
    va_end(list);
}

PUT_AS(fwrite, vprintf, 4, listed_vprintf("%d%s", 12, "34"))
LISTED(vfprintf, fwrite, stream)
LISTED(_IO_vfprintf, fwrite, stream)
LISTED(__vprintf_chk, fwrite, 1)
LISTED(__vfprintf_chk, fwrite, stream, 1)
PUT_AS(write, dprintf, 4, dprintf(ends[1], "%d%s", 12, "34"))
PUT_AS(write, __dprintf_chk, 4, __dprintf_chk(ends[1], 1, "%d%s", 12, "34"))
LISTED(vdprintf, write, ends[1])
LISTED(__vdprintf_chk, write, ends[1], 1)

/* What is put into a buffer moves when that is flushed. */
static void put_aside(FILE *stream)
{
    for (int i = 0; i < 4; i++)
        fputc('x', stream);
}

#define FLUSH(symbol)                                                                                                  \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        FILE *stream = output();                                                                                       \
        setvbuf(stream, room, _IOFBF, sizeof room);                                                                    \
        put_aside(stream);                                                                                             \
        symbol(stream);                                                                                                \
        expect(&(struct expected){"fwrite", false, ends[1], 4, 0, 4, 0, ""});                                          \
        put_aside(stream);                                                                                             \
        check(close(ends[0]), "close");                                                                                \
        symbol(stream);                                                                                                \
        expect(&(struct expected){"fwrite", true, ends[1], -1, EPIPE, 0, 4, ""});                                      \
    }

FLUSH(fflush)
FLUSH(_IO_fflush)
FLUSH(fflush_unlocked)

/* The reading end of a pipe with bytes in it, as a stream and as standard input. */
static FILE *input(const char *bytes)
{
    check(pipe2(ends, O_NONBLOCK), "pipe2");
    check((int)write(ends[1], bytes, strlen(bytes)), "write");
    stdin = fdopen(ends[0], "r");
    return stdin;
}

/* Takes all of the bytes, then finds none. */
#define GET_AS(symbol, bytes, call_expression)                                                                         \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        FILE *stream = input(bytes);                                                                                   \
        (void)stream;                                                                                                  \
        if ((long)(call_expression) <= 0) abort();                                                                     \
        expect(&(struct expected){"fread", false, ends[0], sizeof bytes - 1, 0, sizeof bytes - 1, 0, ""});             \
        if ((long)(call_expression) > 0) abort();                                                                      \
        expect(&(struct expected){"fread", true, ends[0], -1, EAGAIN, 0, sizeof bytes - 1, ""});                       \
    }

#define GET(symbol, bytes, ...) GET_AS(symbol, bytes, symbol(__VA_ARGS__))

static char *line;
static size_t line_size;

GET(fread, "1234", room, 2, 2, stream)
GET(_IO_fread, "1234", room, 2, 2, stream)
GET(fread_unlocked, "1234", room, 2, 2, stream)
GET(__fread_chk, "1234", room, sizeof room, 2, 2, stream)
GET(__fread_unlocked_chk, "1234", room, sizeof room, 2, 2, stream)
/* A character that is pushed back is no byte of the pipe. */
SNIPPET(fgets)
{
    FILE *stream = input("123\n");
    if (fgetc(stream) != '1' || ungetc('x', stream) != 'x') abort();
    expect(&(struct expected){"fread", false, ends[0], 4, 0, 4, 0, ""});
    if (!fgets(room, sizeof room, stream) || strcmp(room, "x23\n") != 0) abort();
    if (fgets(room, sizeof room, stream)) abort();
    expect(&(struct expected){"fread", true, ends[0], -1, EAGAIN, 0, 4, ""});
}

GET(_IO_fgets, "123\n", room, sizeof room, stream)
GET(fgets_unlocked, "123\n", room, sizeof room, stream)
GET(__fgets_chk, "123\n", room, sizeof room, sizeof room, stream)
GET(__fgets_unlocked_chk, "123\n", room, sizeof room, sizeof room, stream)
GET(getline, "123\n", &line, &line_size, stream)
GET(getdelim, "123;", &line, &line_size, ';', stream)
GET(__getdelim, "123;", &line, &line_size, ';', stream)
GET(fgetc, "1", stream)
GET(getc, "1", stream)
GET(_IO_getc, "1", stream)
GET(fgetc_unlocked, "1", stream)
GET(getc_unlocked, "1", stream)
GET(__uflow, "1", stream)
GET_AS(getchar, "1", getchar())
GET_AS(getchar_unlocked, "1", getchar_unlocked())

/* The character stays until it is taken. */
static int look_and_take(FILE *stream)
{
    int character = __underflow(stream);
    if (character != EOF) fgetc(stream);
    return character;
}

GET_AS(__underflow, "1", look_and_take(stream))
