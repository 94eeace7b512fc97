/* Small worlds for pairing, in which people clash, tire and leave home centres bare; and the best by trying everything.
 */
#ifndef TESTS_MATCHER_PAIR_MAKER_H
#define TESTS_MATCHER_PAIR_MAKER_H

#include "tests/matcher/crowd.h"

enum { PAIR_PEOPLE = 6, PAIR_NEEDS = 4, PAIR_OPTIONS = 64, PAIR_TRIED = 12 };

struct pair_world {
    struct matcher *matcher;
    struct crowd_person people[PAIR_PEOPLE];
    struct crowd_need needs[PAIR_NEEDS];
    int people_count, needs_count;
};

struct pair_choice {
    int person, need;
    struct matcher_pair pair; /* with its score */
};

/* Never fails: aborts without memory. Free with pair_world_free. */
void pair_world_make(struct pair_world *world, uint64_t seed);
void pair_world_free(struct pair_world *world);

/* Everything that anybody could take, by the separate judge. */
int pair_choices(const struct pair_world *world, struct pair_choice choices[PAIR_OPTIONS]);

enum pair_mark { PAIR_MAY = 0, PAIR_MUST, PAIR_MUST_NOT };
/* The best filled and score of all sets of at most PAIR_TRIED choices; false when the marks cannot be kept. */
bool pair_try_all(const struct pair_world *world, const struct pair_choice *choices, int count,
                  const enum pair_mark *marks, int64_t *filled, int64_t *score);

#endif
