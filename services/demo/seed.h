/* Numbers and keys that are the same whenever the seed is: what is invented here is invented again exactly. */
#ifndef VAHETUS_DEMO_SEED_H
#define VAHETUS_DEMO_SEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/uuid.h"

struct seed {
    uint64_t state;
};

uint64_t seed_next(struct seed *seed);
/* Evenly from `low` to `high`, both included. */
int seed_between(struct seed *seed, int low, int high);
/* True in `percent` of 100 cases. */
bool seed_chance(struct seed *seed, int percent);
/* The place of a weight, each drawn as often as it weighs. */
size_t seed_weighted(struct seed *seed, const int *weights, size_t count);
/* A key of version 7 of the instant, otherwise of the seed. */
struct uuid seed_uuid(struct seed *seed, int64_t instant_ms);

#endif
