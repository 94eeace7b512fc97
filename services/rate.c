#include "services/rate.h"

#include <arpa/inet.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 1 << 14, PROBES = 8, WHO_MAX = 256 };

struct slot {
    uint64_t key;   /* hash of class and address; 0: empty */
    int64_t window; /* number of the window that the hits are of */
    int64_t hits;
};

struct rate {
    struct rate_limit limits[RATE_CLASSES];
    unsigned char secret[crypto_shorthash_KEYBYTES];
    struct slot slots[SLOTS];
};

struct rate *rate_new(const struct rate_limit limits[RATE_CLASSES])
{
    struct rate *rate = calloc(1, sizeof *rate);
    if (rate == NULL)
        return NULL;
    memcpy(rate->limits, limits, sizeof rate->limits);
    randombytes_buf(rate->secret, sizeof rate->secret);
    return rate;
}

void rate_free(struct rate *rate)
{
    free(rate);
}

/* Of an IPv6 address the first 64 bits; any other text whole. */
static uint64_t key_of(const struct rate *rate, enum rate_class kind, const char *who)
{
    unsigned char bytes[1 + WHO_MAX] = {(unsigned char)kind};
    size_t length = 1 + 8;
    if (inet_pton(AF_INET6, who, bytes + 1) != 1) {
        length = 1 + strnlen(who, WHO_MAX);
        memcpy(bytes + 1, who, length - 1);
    }
    unsigned char hash[crypto_shorthash_BYTES];
    crypto_shorthash(hash, bytes, length, rate->secret);
    uint64_t key;
    memcpy(&key, hash, sizeof key);
    return key == 0 ? 1 : key;
}

/* The slot of this key, or one for it: an empty one, else the one whose window is the oldest. */
static struct slot *find(struct rate *rate, uint64_t key)
{
    struct slot *oldest = NULL;
    for (size_t i = 0; i < PROBES; i++) {
        struct slot *slot = &rate->slots[(key + i) % SLOTS];
        if (slot->key == key)
            return slot;
        if (oldest == NULL || slot->key == 0 || (oldest->key != 0 && slot->window < oldest->window))
            oldest = slot;
    }
    *oldest = (struct slot){.key = key};
    return oldest;
}

bool rate_hit(struct rate *rate, enum rate_class kind, const char *who, int64_t now_ms, int64_t *retry_after_s)
{
    const struct rate_limit *limit = &rate->limits[kind];
    if (limit->hits == 0 || limit->window_s == 0)
        return true;
    struct slot *slot = find(rate, key_of(rate, kind, who));
    int64_t window = now_ms / 1000 / limit->window_s;
    if (slot->window != window) {
        slot->window = window;
        slot->hits = 0;
    }
    *retry_after_s = (window + 1) * limit->window_s - now_ms / 1000;
    return ++slot->hits <= limit->hits;
}
