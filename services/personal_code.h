/*
 * Estonian personal codes (EVS 585): what one is, how it is shown, and how it is sealed for the database (rule R6).
 *
 * Sealed by XChaCha20-Poly1305 (libsodium) under the key of `personal_code_key_file`, with a fresh nonce and bound to
 * the person and the municipality, so that a row put in another's place does not open. A key that changes makes what
 * was sealed before unreadable, which counts as erased: it lives 14 days at most.
 */
#ifndef VAHETUS_SERVICES_PERSONAL_CODE_H
#define VAHETUS_SERVICES_PERSONAL_CODE_H

#include <stdbool.h>
#include <stdint.h>

#include "db/error.h"
#include "db/personal_codes.h"
#include "db/uuid.h"

enum { PERSONAL_CODE_LENGTH = 11, PERSONAL_CODE_SIZE = PERSONAL_CODE_LENGTH + 1, CODE_KEY_BYTES = 32 };

struct code_key {
    unsigned char bytes[CODE_KEY_BYTES];
};

/* Eleven digits with the right check digit and a date that exists; `birth_day` is that date, in days since 1970. */
bool personal_code_read(const char *code, int32_t *birth_day);

/* "380******18" of a code of 11 digits. */
void personal_code_mask(const char *code, char masked[PERSONAL_CODE_SIZE]);

/* The key from a file of 64 hexadecimal digits that nobody but its owner may read. ERROR_INVALID "bad_setting". */
bool code_key_load(const char *path, struct code_key *key, struct error *error) __attribute__((warn_unused_result));
void code_key_forget(struct code_key *key);

void personal_code_seal(const struct code_key *key, const struct uuid *person, const char *checker, const char *code,
                        unsigned char sealed[SEALED_CODE_BYTES]);
/* False when it was sealed under another key, or for somebody else. */
bool personal_code_open(const struct code_key *key, const struct personal_code *from, char code[PERSONAL_CODE_SIZE])
    __attribute__((warn_unused_result));

#endif
