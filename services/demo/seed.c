#include "services/demo/seed.h"

/* SplitMix64 (Steele, Lea, Flood 2014): good enough for inventing people, and three lines long. */
uint64_t seed_next(struct seed *seed)
{
    uint64_t z = seed->state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

int seed_between(struct seed *seed, int low, int high)
{
    return low + (int)(seed_next(seed) % (uint64_t)(high - low + 1));
}

bool seed_chance(struct seed *seed, int percent)
{
    return seed_between(seed, 1, 100) <= percent;
}

size_t seed_weighted(struct seed *seed, const int *weights, size_t count)
{
    int total = 0;

    for (size_t i = 0; i < count; i++)
        total += weights[i];
    int at = seed_between(seed, 1, total);
    for (size_t i = 0; i < count; i++) {
        at -= weights[i];
        if (at <= 0)
            return i;
    }
    return count - 1;
}

struct uuid seed_uuid(struct seed *seed, int64_t instant_ms)
{
    struct uuid uuid;
    uint64_t high = seed_next(seed), low = seed_next(seed);

    for (int i = 0; i < 6; i++)
        uuid.bytes[i] = (unsigned char)((uint64_t)instant_ms >> (40 - 8 * i));
    for (int i = 6; i < 8; i++)
        uuid.bytes[i] = (unsigned char)(high >> (8 * i));
    for (int i = 8; i < 16; i++)
        uuid.bytes[i] = (unsigned char)(low >> (8 * (i - 8)));
    uuid.bytes[6] = (unsigned char)((uuid.bytes[6] & 0x0f) | 0x70); /* version 7 */
    uuid.bytes[8] = (unsigned char)((uuid.bytes[8] & 0x3f) | 0x80); /* variant of RFC 9562 */
    return uuid;
}
