#include "services/random.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include <time.h>

bool random_start(void)
{
    return sodium_init() >= 0;
}

void random_bytes(void *bytes, size_t count)
{
    randombytes_buf(bytes, count);
}

/* The time in milliseconds and 12 bits that count within one; never behind what was given out before. */
static uint64_t next_stamp(void)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static uint64_t last;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    uint64_t stamp = ((uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000) << 12;
    pthread_mutex_lock(&lock);
    last = stamp > last ? stamp : last + 1;
    stamp = last;
    pthread_mutex_unlock(&lock);
    return stamp;
}

struct uuid uuid_new(void)
{
    struct uuid uuid;
    uint64_t stamp = next_stamp();
    random_bytes(uuid.bytes + 8, 8);
    for (int i = 0; i < 6; i++)
        uuid.bytes[i] = (unsigned char)(stamp >> (52 - 8 * i));
    uuid.bytes[6] = (unsigned char)(0x70 | ((stamp >> 8) & 0x0F));
    uuid.bytes[7] = (unsigned char)stamp;
    uuid.bytes[8] = (unsigned char)(0x80 | (uuid.bytes[8] & 0x3F));
    return uuid;
}

void token_new(char text[TOKEN_TEXT_SIZE])
{
    unsigned char bytes[TOKEN_BYTES];
    random_bytes(bytes, sizeof bytes);
    sodium_bin2base64(text, TOKEN_TEXT_SIZE, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(bytes, sizeof bytes);
}

void token_hash(const char *text, unsigned char hash[HASH_BYTES])
{
    crypto_hash_sha256(hash, (const unsigned char *)text, strlen(text));
}

void pieces_hash(const struct hash_piece *pieces, size_t count, unsigned char hash[HASH_BYTES])
{
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    for (size_t i = 0; i < count; i++) {
        uint64_t length = pieces[i].length;
        crypto_hash_sha256_update(&state, (const unsigned char *)&length, sizeof length);
        crypto_hash_sha256_update(&state, pieces[i].bytes, length);
    }
    crypto_hash_sha256_final(&state, hash);
}
