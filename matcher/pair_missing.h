/* Private: what is missing at open seats. */
#ifndef MATCHER_PAIR_MISSING_H
#define MATCHER_PAIR_MISSING_H

#include "matcher/pair_proposal.h"

/* Fills `missing` of answer->open. False: no memory. O(people x needs with open seats). */
bool pair_fill_missing(const struct matcher_pairing *pairing, struct matcher_pairing_answer *answer);

#endif
