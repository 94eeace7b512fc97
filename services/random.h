/* Keys and secrets. Thread-safe after random_start(). */
#ifndef VAHETUS_SERVICES_RANDOM_H
#define VAHETUS_SERVICES_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/uuid.h"

enum { TOKEN_BYTES = 32, TOKEN_TEXT_SIZE = 44, HASH_BYTES = 32 };

/* Starts libsodium; false when the system gives no randomness. May be called again. */
bool random_start(void) __attribute__((warn_unused_result));

void random_bytes(void *bytes, size_t count);

/* A UUID of version 7 (RFC 9562, method 1): milliseconds, a counter that ascends within one, random bits. Ascends
 * within a process even when the clock steps back. */
struct uuid uuid_new(void);

/* 256 random bits as 43 characters of base64url. What is stored is its hash alone. */
void token_new(char text[TOKEN_TEXT_SIZE]);

/* SHA-256 of a token's text. */
void token_hash(const char *text, unsigned char hash[HASH_BYTES]);

/* SHA-256 of several pieces, each with its length before it, so that no two lists of pieces hash alike. */
struct hash_piece {
    const void *bytes;
    size_t length;
};
void pieces_hash(const struct hash_piece *pieces, size_t count, unsigned char hash[HASH_BYTES]);

#endif
