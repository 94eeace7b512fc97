/* Private: a round whose rules are left out while a smallest conflict is looked for (rotate_why.c). */
#ifndef MATCHER_ROTATE_WHY_H
#define MATCHER_ROTATE_WHY_H

#include "matcher/rotate.h"

/* A copy of the round whose rules can be left out and put back. */
struct relaxed {
    struct round_copy copy;
    uint64_t *unbalanced;
    struct matcher_breach *rules; /* all that may be left out, class by class */
    bool *out;
    size_t rules_count;
    bool minimums;  /* else there are none */
    uint64_t tries; /* that are left: in a very large round the set is not the smallest */
};

/* Places and balance in these periods alone; pins always, for they bind their workers in others too. False: no memory
 * (nothing is left to clear). */
bool relaxed_new(struct relaxed *relaxed, const struct matcher_round *round, uint64_t periods,
                 bool minimums) MATCHER_MUST_CHECK;
void relaxed_clear(struct relaxed *relaxed);
/* The copy is the round without what is out. */
void relaxed_rebuild(struct relaxed *relaxed);

#endif
