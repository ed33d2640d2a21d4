/* SPDX-License-Identifier: MIT */
/* A test is a function; a failed check says where and what, and ends the program. */
#ifndef CHECK_H
#define CHECK_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define CHECK(condition, ...)                                                                                          \
    do {                                                                                                               \
        if (!(condition)) check_failed(__FILE__, __LINE__, #condition, __VA_ARGS__);                                   \
    } while (0)

__attribute__((noreturn, format(printf, 4, 5))) static inline void
check_failed(const char *file, int line, const char *condition, const char *format, ...)
{
    va_list arguments;
    fprintf(stderr, "%s:%d: not true: %s\n", file, line, condition);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(1);
}

void golden_tests(const char *folder, int rewrite);
void http1_tests(void);
void http2_tests(void);
void secret_tests(void);
void postgres_tests(void);
void mysql_tests(void);
void fastcgi_tests(void);
void gateway_tests(void);
void script_tests(void);
void redis_tests(void);
void mail_tests(void);
void memcached_tests(void);
void text_tests(void);
void redact_tests(void);
void services_tests(void);
void recognition_tests(void);
void garbage_tests(void);
void resume_tests(void);
void passed_tests(void);
void dns_tests(void);
void x11_tests(void);
void private_tests(void);

#endif
