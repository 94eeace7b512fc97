#include "services/personal_code.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "services/fields.h"

enum { NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES };
_Static_assert(NONCE + PERSONAL_CODE_LENGTH + TAG == SEALED_CODE_BYTES, "a nonce, the digits and the tag");
_Static_assert(CODE_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "the key of the cipher");

/* EVS 585: weights 1 2 ... 9 1; where that leaves 10, weights 3 4 ... 9 1 2 3; where that leaves 10 too, 0. */
static int check_digit(const char *code)
{
    int sum = 0;
    for (int i = 0; i < PERSONAL_CODE_LENGTH - 1; i++)
        sum += (code[i] - '0') * (i % 9 + 1);
    if (sum % 11 < 10)
        return sum % 11;
    sum = 0;
    for (int i = 0; i < PERSONAL_CODE_LENGTH - 1; i++)
        sum += (code[i] - '0') * ((i + 2) % 9 + 1);
    return sum % 11 % 10;
}

static int two_digits(const char *text)
{
    return (text[0] - '0') * 10 + text[1] - '0';
}

bool personal_code_read(const char *code, int32_t *birth_day)
{
    if (strlen(code) != PERSONAL_CODE_LENGTH || strspn(code, "0123456789") != PERSONAL_CODE_LENGTH)
        return false;
    if (code[0] < '1' || code[0] > '8' || check_digit(code) != code[10] - '0')
        return false;
    int year = 1800 + (code[0] - '1') / 2 * 100 + two_digits(code + 1);
    char date[16];
    snprintf(date, sizeof date, "%04d-%.2s-%.2s", year % 10000, code + 3, code + 5);
    return date_parse(date, birth_day);
}

void personal_code_mask(const char *code, char masked[PERSONAL_CODE_SIZE])
{
    snprintf(masked, PERSONAL_CODE_SIZE, "%.3s******%.2s", code, code + PERSONAL_CODE_LENGTH - 2);
}

static bool read_key(const char *path, char text[2 * CODE_KEY_BYTES + 1], struct error *error)
{
    struct stat info;
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return error_set(error, ERROR_INVALID, "bad_setting", "personal_code_key_file %s cannot be read: %s", path,
                         strerror(errno));
    bool private = fstat(fileno(file), &info) == 0 && (info.st_mode & 077) == 0;
    setvbuf(file, NULL, _IONBF, 0); /* no copy of the key stays in a buffer */
    size_t length = fread(text, 1, (size_t)2 * CODE_KEY_BYTES, file);
    text[length] = '\0';
    fclose(file);
    return private || error_set(error, ERROR_INVALID, "bad_setting",
                                "personal_code_key_file %s may be read by others: chmod 600 it", path);
}

bool code_key_load(const char *path, struct code_key *key, struct error *error)
{
    char text[2 * CODE_KEY_BYTES + 1];
    size_t length = 0;
    bool good = read_key(path, text, error);
    if (good && (sodium_hex2bin(key->bytes, sizeof key->bytes, text, strlen(text), NULL, &length, NULL) != 0 ||
                 length != sizeof key->bytes))
        good = error_set(error, ERROR_INVALID, "bad_setting",
                         "personal_code_key_file %s must hold 64 hexadecimal digits", path);
    sodium_memzero(text, sizeof text);
    return good;
}

void code_key_forget(struct code_key *key)
{
    sodium_memzero(key, sizeof *key);
}

/* What the seal is bound to, besides the digits. */
static size_t bind_to(const struct uuid *person, const char *checker, unsigned char bound[sizeof person->bytes + 8])
{
    size_t length = strnlen(checker, 8);
    memcpy(bound, person->bytes, sizeof person->bytes);
    memcpy(bound + sizeof person->bytes, checker, length);
    return sizeof person->bytes + length;
}

void personal_code_seal(const struct code_key *key, const struct uuid *person, const char *checker, const char *code,
                        unsigned char sealed[SEALED_CODE_BYTES])
{
    unsigned char bound[sizeof person->bytes + 8];
    size_t length = bind_to(person, checker, bound);
    randombytes_buf(sealed, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + NONCE, NULL, (const unsigned char *)code, PERSONAL_CODE_LENGTH,
                                               bound, length, NULL, sealed, key->bytes);
}

bool personal_code_open(const struct code_key *key, const struct personal_code *from, char code[PERSONAL_CODE_SIZE])
{
    unsigned char bound[sizeof from->person.bytes + 8];
    size_t length = bind_to(&from->person, from->checker, bound);
    memset(code, 0, PERSONAL_CODE_SIZE);
    return from->has_code && crypto_aead_xchacha20poly1305_ietf_decrypt((unsigned char *)code, NULL, NULL,
                                                                        from->sealed + NONCE, SEALED_CODE_BYTES - NONCE,
                                                                        bound, length, from->sealed, key->bytes) == 0;
}
