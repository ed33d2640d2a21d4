/* SPDX-License-Identifier: MIT */
/* Sessions that read and write memory, as event loops use them: what comes and goes on the sockets is moved by hand.
 * Several connections take turns on one thread, over memory BIOs and over pairs of BIOs. */
#include "sessions.h"

#define CONNECTIONS 4

struct end {
    SSL *ssl;
    BIO *input, *output; /* the sides that the program moves */
    int fd;
};

static void open_end(struct end *end, int fd, int pairs)
{
    end->fd = fd;
    end->ssl = open_ssl(TLS1_2_VERSION);
    if (pairs) {
        BIO *inside;
        need(BIO_new_bio_pair(&inside, 0, &end->input, 0), "BIO_new_bio_pair");
        end->output = end->input;
        SSL_set_bio(end->ssl, inside, inside);
    } else {
        end->input = BIO_new(BIO_s_mem());
        end->output = BIO_new(BIO_s_mem());
        SSL_set_bio(end->ssl, end->input, end->output);
    }
}

static void flush(struct end *end)
{
    char bytes[20000];
    int count;
    while ((count = BIO_read(end->output, bytes, sizeof bytes)) > 0)
        need(send(end->fd, bytes, (size_t)count, 0) == count, "send");
}

/* What has come, into memory that is elsewhere than where it was received. */
static void fill(struct end *end)
{
    char bytes[20000], *copy;
    ssize_t count = recv(end->fd, bytes, sizeof bytes, 0);
    if (count <= 0) return;
    copy = malloc((size_t)count);
    memcpy(copy, bytes, (size_t)count);
    need(BIO_write(end->input, copy, (int)count) == count, "BIO_write");
    free(copy);
}

static void step(struct end *end)
{
    fill(end);
    SSL_do_handshake(end->ssl);
    flush(end);
}

static void say(struct end *from, struct end *to, const char *text)
{
    char heard[200];
    int size = (int)strlen(text);
    need(SSL_write(from->ssl, text, size) == size, "SSL_write");
    flush(from);
    fill(to);
    need(SSL_read(to->ssl, heard, sizeof heard) == size && memcmp(heard, text, (size_t)size) == 0, "SSL_read");
}

int main(void)
{
    static struct end clients[CONNECTIONS], servers[CONNECTIONS];
    char request[100];
    for (int i = 0; i < CONNECTIONS; i++) {
        int ends[2];
        ends_of_pair(ends);
        open_end(&clients[i], ends[0], i % 2);
        open_end(&servers[i], ends[1], i % 2);
        SSL_set_connect_state(clients[i].ssl);
        SSL_set_accept_state(servers[i].ssl);
    }
    for (int round = 0; round < 4; round++) {
        for (int i = 0; i < CONNECTIONS; i++)
            step(&clients[i]);
        for (int i = 0; i < CONNECTIONS; i++)
            step(&servers[i]);
    }
    for (int round = 0; round < 3; round++)
        for (int i = 0; i < CONNECTIONS; i++) {
            snprintf(request, sizeof request, "GET /%d/%d HTTP/1.1\r\nHost: x\r\n\r\n", i, round);
            say(&clients[i], &servers[i], request);
            say(&servers[i], &clients[i], ANSWER);
        }
    printf("%d\n", 3 * CONNECTIONS);
    return 0;
}
