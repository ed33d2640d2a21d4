/* SPDX-License-Identifier: MIT */
/* A module that is linked to one library of several with the same names. */
int SSL_read(void *ssl, void *buffer, int size);
int ask(void);
int ask(void)
{
    return SSL_read(0, 0, 0);
}
