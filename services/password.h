/* Passwords: Argon2id (19 MiB, t = 2, p = 1) through libsodium. About 45 ms each: only for the hash pool. */
#ifndef VAHETUS_SERVICES_PASSWORD_H
#define VAHETUS_SERVICES_PASSWORD_H

#include <stdbool.h>

enum { PASSWORD_HASH_SIZE = 128 };

/* False when there is no memory. */
bool password_hash(const char *password, char hash[PASSWORD_HASH_SIZE]) __attribute__((warn_unused_result));

/* `hash` may be NULL (nobody has this address): then the same work is done and the answer is false. */
bool password_matches(const char *password, const char *hash) __attribute__((warn_unused_result));

#endif
