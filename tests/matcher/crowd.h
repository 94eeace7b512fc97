/* Invented people and needs from a seed, narrow enough that every rule bites now and then. */
#ifndef TESTS_MATCHER_CROWD_H
#define TESTS_MATCHER_CROWD_H

#include "matcher/matcher.h"

#define CROWD_LIST 4

struct crowd_person {
    struct matcher_person person;
    uint16_t reach_centres[CROWD_LIST], worked_at[CROWD_LIST];
    struct matcher_certificate certificates[CROWD_LIST];
    struct matcher_exception exceptions[CROWD_LIST];
    struct matcher_check checks[CROWD_LIST];
    struct matcher_permission permissions[CROWD_LIST];
    struct matcher_agreed agreed[CROWD_LIST];
    struct matcher_id declined[CROWD_LIST];
};

struct crowd_need {
    struct matcher_need need;
    struct matcher_shift shifts[CROWD_LIST];
};

uint64_t crowd_draw(uint64_t *seed);
int crowd_below(uint64_t *seed, int most);
struct matcher_id crowd_id(const char *prefix, int number);
/* They point into themselves: do not move them afterwards. */
void crowd_make_person(struct crowd_person *made, uint64_t *seed, int number);
void crowd_make_need(struct crowd_need *made, uint64_t *seed, int number);

#endif
