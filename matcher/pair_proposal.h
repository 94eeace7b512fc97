/* Private: a proposal as its owner keeps it, and one run of the search. */
#ifndef MATCHER_PAIR_PROPOSAL_H
#define MATCHER_PAIR_PROPOSAL_H

#include "matcher/pair_state.h"

/* What the coordinator wishes, in the order in which it was said; a pair once. */
struct pair_notes {
    struct pair_note *list;
    size_t count, room;
    uint32_t said;
};

struct matcher_pairing {
    const struct matcher *matcher;
    struct matcher_query query;
    struct pair_notes notes;
    struct pair_problem problem;
    uint8_t *taken;                   /* by option */
    int64_t *prices;                  /* by seat */
    int64_t worth, bound, root_bound; /* root_bound: what the prices prove */
};

/* pair_notes.c */
bool pair_note_all(struct pair_notes *notes, const struct matcher_pairing_options *options,
                   struct matcher_error *error);
/* By person, need and shift; `sorted` has room for all. */
void pair_notes_sort(const struct pair_notes *notes, struct pair_note *sorted);
/* Can all pins be kept together? The first that cannot is the error. */
bool pair_pins_hold(struct pair_problem *problem, const struct pair_notes *notes, struct matcher_error *error);

/* The wishes of every option, when no option comes or goes by them; false: the options have to be gathered anew. */
bool pair_notes_fit(const struct pair_problem *problem, const struct pair_notes *notes, uint8_t *wishes);

/* pair_solve.c: a search over a problem with groups. False: no memory. */
bool pair_search_open(struct pair_search *search, struct pair_problem *problem,
                      const struct matcher_pairing_options *options);
void pair_search_close(struct pair_search *search);
bool pair_search_run(struct pair_search *search);

#endif
