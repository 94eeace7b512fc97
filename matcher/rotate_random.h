/* Private: numbers drawn from a seed, the same on every machine (SplitMix64: Steele, Lea, Flood 2014). */
#ifndef MATCHER_ROTATE_RANDOM_H
#define MATCHER_ROTATE_RANDOM_H

#include <stdint.h>

static inline uint64_t random_next(uint64_t *random)
{
    uint64_t z = *random += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* 0 .. most - 1 */
static inline uint64_t random_below(uint64_t *random, uint64_t most)
{
    return (uint64_t)((unsigned __int128)random_next(random) * most >> 64);
}

/* -log2 of a uniform number, times 256, roughly. */
static inline int64_t random_minus_log(uint64_t *random)
{
    uint64_t draw = random_next(random) | 1;
    int zeros = __builtin_clzll(draw);
    int64_t fraction = (int64_t)((draw << zeros) >> 55 & 255);

    return zeros * INT64_C(256) + 255 - fraction;
}

#endif
