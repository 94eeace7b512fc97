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
bool verify_is_open(const struct matcher_shift *shift, const struct matcher_query *query);
/* verify_rules is 0, and what takes long is not asked of whom something else keeps out. */
bool verify_fits(const struct matcher *matcher, const struct matcher_person *person, const struct matcher_need *need,
                 const struct matcher_shift *shift, const struct matcher_query *query);
/* Do the rules of person and need alone, shifts left out, let the person in? */
bool verify_may_come(const struct matcher *matcher, const struct matcher_person *person,
                     const struct matcher_need *need);
/* The parts of matcher/README.md, written down once more. */
void verify_parts(const struct matcher *matcher, const struct matcher_person *person, const struct matcher_need *need,
                  const struct matcher_query *query, int32_t parts[MATCHER_PARTS]);

/* ---- Pairings: verify_pairing.c, verify_prices.c, verify_wishes.c ---- */

/* Pins and forbids of a claim, each pair once; what is both is forbidden. */
struct verify_wishes {
    struct matcher_pair *pins, *forbids;
    size_t pins_count, forbids_count;
};

/* False: no memory. Close in either case. */
bool verify_wishes_open(struct verify_wishes *wishes, const struct matcher_pairing_claim *claim);
void verify_wishes_close(struct verify_wishes *wishes);
bool verify_is_pinned(const struct verify_wishes *wishes, const struct matcher_pair *pair);
bool verify_is_forbidden(const struct verify_wishes *wishes, const struct matcher_pair *pair);
bool verify_has_pins(const struct verify_wishes *wishes, const struct matcher_id *person);
/* A pin that is not among the pairs, or a pair that is forbidden; NULL: every wish is kept. */
const struct matcher_pair *verify_broken_wish(const struct verify_wishes *wishes, const struct matcher_pair *pairs,
                                              size_t count, bool *no_memory);
/* matcher_verify_pairs, but that who was pinned may be somebody whose times are not known. */
bool verify_pairs(const struct matcher *matcher, const struct matcher_pair *pairs, size_t pairs_count,
                  const struct verify_wishes *wishes, const struct matcher_query *query,
                  struct matcher_verdict *verdict, struct matcher_error *error);

/* The Monday of the shift's local week, as a day; minutes agreed in that week. */
int32_t verify_monday(const struct matcher_shift *shift);
int64_t verify_agreed_minutes(const struct matcher_person *person, const struct matcher_shift *shift);

struct verify_option {
    size_t person; /* which one, counted by the caller */
    const struct matcher_person *who;
    const struct matcher_need *need;
    const struct matcher_shift *shift;
    int64_t value; /* of taking it; only verify_prices.c */
    bool pinned;   /* likewise */
};

/* May all of these be agreed together? Each is judged as if the others were agreed already; seats are not looked at.
 * NULL: yes; else a few words. */
const char *verify_together(const struct matcher *matcher, const struct verify_option *options, size_t count,
                            bool *no_memory);

/* The bound that prices prove for reward x worth + score of whatever keeps the wishes; *most is the largest sum of
 * scores anybody could have. False: no memory. */
bool verify_prices_bound(const struct matcher *matcher, const struct matcher_pairing_claim *claim,
                         const struct verify_wishes *wishes, const struct matcher_query *query, __int128 *bound,
                         __int128 *most);

#endif
