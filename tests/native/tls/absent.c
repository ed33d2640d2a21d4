/* SPDX-License-Identifier: MIT */
/* Whether a library is there is asked by weak references and by names; and it may be loaded for oneself alone. */
#include <dlfcn.h>
#include <stdio.h>

#pragma weak SSL_read
int SSL_read(void *ssl, void *buffer, int size);
#pragma weak gnutls_record_recv
long gnutls_record_recv(void *session, void *buffer, unsigned long size);

static void look(void)
{
    printf("%d %d %d %d\n", SSL_read != NULL, gnutls_record_recv != NULL, dlsym(RTLD_DEFAULT, "SSL_read") != NULL,
           dlsym(RTLD_DEFAULT, "gnutls_record_recv") != NULL);
}

int main(void)
{
    Dl_info info;
    look();
    void *library = dlopen("libssl.so.3", RTLD_LAZY | RTLD_LOCAL);
    look();
    void *found = library ? dlsym(library, "SSL_read") : NULL;
    printf("%s\n", found && dladdr(found, &info) ? info.dli_fname : "not found");
    return 0;
}
