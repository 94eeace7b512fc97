/*
 * Private: ways out of an impossible round. rotate_relax.c looks for rules that should give way, rotate_relax_try.c
 * tries one choice of them.
 */
#ifndef MATCHER_ROTATE_RELAX_H
#define MATCHER_ROTATE_RELAX_H

#include "matcher/rotate.h"

struct relaxing {
    const struct matcher_round *round;
    const struct matcher_relax_options *options;
    const int32_t *costs;
    struct round_copy copy;
    struct matcher_reliefs *reliefs;
    size_t room; /* of reliefs->list */
    bool stopped;
};

/* Where the rule stands, and how far it can give way; by = 0: not at all. */
struct matcher_loosening whole_loosening(const struct relaxing *relaxing, const struct matcher_breach *breach);
/* A plan with these let go: a way out more in relaxing->reliefs, by as little as suffices; *plan (the caller frees it)
 * otherwise tells why not. False: no memory. */
bool try_relief(struct relaxing *relaxing, struct matcher_relief *relief, struct matcher_plan *plan) MATCHER_MUST_CHECK;

#endif
