/*
 * Limits per address (and per recipient of mail), in the memory of one process: so many hits in a window. Addresses are
 * kept only as keyed hashes; of IPv6 the first 64 bits count. The table has a fixed size: when it is crowded the oldest
 * entries go.
 */
#ifndef VAHETUS_SERVICES_RATE_H
#define VAHETUS_SERVICES_RATE_H

#include <stdbool.h>
#include <stdint.h>

enum rate_class {
    RATE_BY_METHOD = 0, /* reads for GET, writes for others */
    RATE_READ,
    RATE_WRITE,
    RATE_SIGN_IN, /* tries to prove who one is */
    RATE_MAIL,    /* mails that strangers cause; counted by recipient instead of address */
    RATE_NONE,    /* not counted: health, metrics */
    RATE_CLASSES,
};

struct rate_limit {
    int64_t hits; /* 0: no limit */
    int64_t window_s;
};

struct rate;

/* NULL when out of memory. `limits` has one entry for each class and is copied. */
struct rate *rate_new(const struct rate_limit limits[RATE_CLASSES]);
void rate_free(struct rate *rate); /* takes NULL */

/* Counts one hit. False when there are too many: `retry_after_s` then says how long the window still lasts. */
bool rate_hit(struct rate *rate, enum rate_class kind, const char *who, int64_t now_ms, int64_t *retry_after_s);

#endif
