/* Private: what verify_fit.c and verify_pairs.c share with each other, and with nobody else. */
#ifndef MATCHER_VERIFY_H
#define MATCHER_VERIFY_H

#include "matcher/index.h"

struct way {
    int32_t metres, minutes;
};

struct way verify_way(const struct matcher *matcher, const struct matcher_position *a,
                      const struct matcher_position *b);
struct matcher_position verify_start(const struct matcher *matcher, const struct matcher_person *person);
uint32_t verify_rules(const struct matcher *matcher, const struct matcher_person *person,
                      const struct matcher_need *need, const struct matcher_shift *shift,
                      const struct matcher_query *query);
/* The parts of matcher/README.md, written down once more. */
void verify_parts(const struct matcher *matcher, const struct matcher_person *person, const struct matcher_need *need,
                  const struct matcher_query *query, int32_t parts[MATCHER_PARTS]);

#endif
