/* SPDX-License-Identifier: MIT */
/* A library with OpenSSL's names and versions that says which one it is. */
int SSL_read(void *ssl, void *buffer, int size);
int SSL_read(void *ssl, void *buffer, int size)
{
    (void)ssl;
    (void)buffer;
    (void)size;
    return NUMBER;
}
