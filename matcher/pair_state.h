/*
 * Private: what the files of pairing share.
 *
 *   pair_needs.c      open shifts, and the ways between them
 *   pair_gather.c     options: who could take which open shift, and what that is worth
 *   pair_groups.c     options that cannot be taken freely together hang together in groups
 *   pair_allows.c     which options of a group may be taken together
 *   pair_set.c        the best set of a group under prices of seats
 *   pair_flow.c       groups taken apart: an assignment whose bound is true, and a proposal mended from it
 *   pair_bound.c      the bound that prices of seats prove
 *   pair_master.c     which sets go together: columns, rows and prices of one part of the problem
 *   pair_shares.c     a proposal from the shares that columns have, and where to split
 *   pair_branch.c     branching where the columns leave shares
 *   pair_parts.c      groups and seats that are connected
 *   pair_notes.c      pins and forbids
 *   pair_solve.c      puts them together
 *   pair_answer.c     the proposal as the caller sees it
 *   pair_missing.c    what is missing at open seats
 *   pair_recruit.c    what one more person would bring
 *
 * A seat here is an open shift, with as many places as it has seats. Options of different groups have nothing to do
 * with each other but the seats they want. That makes prices of seats a bound: whatever they are, none below 0,
 *
 *   sum of seats x price + sum over groups of the best set of options, each worth weight - price
 *
 * is at least what any proposal is worth.
 */
#ifndef MATCHER_PAIR_STATE_H
#define MATCHER_PAIR_STATE_H

#include "matcher/index.h"

#define PAIR_NONE     UINT32_MAX
#define PAIR_NO_LIMIT INT32_MAX

/* Prices are integers times this, so that thirds and fifths of a point are exact. */
enum { PAIR_SCALE = 2520 };

struct pair_seat {
    const struct need_view *view;
    const struct shift_view *shift;
    uint32_t place;        /* row of `ways` */
    int32_t week;          /* the Monday of its local week, as a day */
    int32_t minutes;       /* how long it takes */
    uint32_t places;       /* seats */
    uint32_t first, count; /* in seat_options */
};

struct pair_person {
    const struct record *record; /* NULL: somebody who is in no index, pair_recruit.c */
    const struct matcher_agreed *agreed;
    size_t agreed_count;
    int32_t home_centre;
    uint32_t first, count; /* in options */
    uint16_t hours_per_week;
    bool worker;
};

enum pair_wish { PAIR_FREE = 0, PAIR_PINNED, PAIR_FORBIDDEN };

struct pair_option {
    uint32_t person, seat, group;
    int32_t score, weight; /* weight = reward x urgency + score */
    int32_t agreed_min;    /* minutes agreed already in the seat's week */
    int32_t spare;         /* cover: how many others of the home centre may be away then; PAIR_NO_LIMIT */
    uint8_t wish;          /* enum pair_wish */
    bool covers;           /* a worker who covers: rest is kept */
    bool away;             /* not at the home centre */
    bool by_hand;          /* times are not known: an option as long as it is pinned */
};

/* A wish of the coordinator. */
struct pair_note {
    struct matcher_pair pair;
    uint8_t wish;
    uint32_t order; /* in which it was said */
};

struct pair_problem {
    const struct matcher *matcher;
    struct matcher_query query;
    const struct need_view **views; /* by id */
    size_t views_count;
    struct pair_seat *seats;
    size_t seats_count;
    struct pair_person *people; /* by id; those with options */
    size_t people_count;
    struct pair_option *options; /* by person, then seat */
    size_t options_count;
    uint32_t *seat_options;  /* by seat, then person */
    uint32_t *group_first;   /* groups_count + 1 */
    uint32_t *group_options; /* by group, then person, then start */
    size_t groups_count, largest_group;
    int32_t *ways; /* minutes between places of needs; -1 not asked yet */
    const struct matcher_position **places;
    size_t places_count;
    int32_t reward;
    int32_t longest_way, longest_shift; /* minutes */
    bool shares;                        /* views, places and ways belong to another problem */
};

/* pair_gather.c: options and groups. False with the error filled; clear in either case. */
bool pair_gather(struct pair_problem *problem, const struct pair_note *notes, size_t notes_count,
                 struct matcher_error *error);
/* The same needs with one person more, who is in no index, or with that person alone; `base` must
 * outlive it. */
bool pair_extend(struct pair_problem *problem, const struct pair_problem *base, const struct matcher_person *person,
                 bool alone, struct matcher_error *error);
void pair_problem_clear(struct pair_problem *problem);
/* pair_needs.c */
bool pair_gather_needs(struct pair_problem *problem, struct matcher_error *error);
int32_t pair_way(struct pair_problem *problem, uint32_t seat_a, uint32_t seat_b);
/* Beyond the hours a person gives, alone? */
bool pair_over_hours(const struct matcher_person *person, const struct shift_view *shift, int32_t *agreed_min);

/* pair_groups.c: no memory is the only failure. */
bool pair_make_groups(struct pair_problem *problem);

/* pair_allows.c */
bool pair_clash(struct pair_problem *problem, uint32_t option_a, uint32_t option_b);
/* May `option` be taken beside those of its group that are taken already? */
bool pair_allows(struct pair_problem *problem, const uint32_t *taken, size_t count, uint32_t option);

/* pair_set.c: room for the search of the best set. */
struct pair_set {
    struct pair_problem *problem;
    uint32_t *best; /* the set found: forced options first */
    size_t best_count;
    int64_t value, bound; /* of the set; bound > value where the search was given up */
    /* inside */
    uint32_t *list, *taken, *next;
    uint32_t *run, *units, *full;
    size_t list_count, taken_count;
    int64_t *values, *rest;
    int64_t worth;
    uint64_t steps;
};
bool pair_set_open(struct pair_set *set, struct pair_problem *problem);
void pair_set_close(struct pair_set *set);
/* The best set of a group when seats cost `prices` (times PAIR_SCALE) and options have `wishes` (by option): what is
 * pinned is taken, what is forbidden is not. */
void pair_set_best(struct pair_set *set, uint32_t group, const int64_t *prices, const uint8_t *wishes);
/* group_options[first ..] are `count` options of one person in the group. Those that may be taken beside what is pinned
 * are left in set->list; no more of them than is returned can be taken together. */
uint32_t pair_set_most(struct pair_set *set, uint32_t group, uint32_t first, uint32_t count, const uint8_t *wishes);

/* A proposal under way, and what is known about the best. */
struct pair_search {
    struct pair_problem *problem;
    struct pair_set set;
    const struct matcher_pairing_options *options; /* NULL: no limits */
    uint8_t *wishes; /* by option: pins and forbids, and while branching what a node has decided */
    uint8_t *taken;  /* by option: the best proposal so far */
    int64_t *prices; /* by seat, times PAIR_SCALE: the certificate */
    int64_t worth;   /* of `taken` */
    int64_t bound;   /* no proposal is worth more */
    uint64_t steps;
    bool stopped;
};

/* A limit is reached, or the caller wants to stop; remembered. */
bool pair_must_stop(struct pair_search *search);
int64_t pair_worth(const struct pair_search *search, const uint8_t *taken);
/* Are the options of the group that are taken allowed together? */
bool pair_group_allowed(struct pair_problem *problem, uint32_t group, const uint8_t *taken, uint32_t *room);
/* Whatever free option still fits is taken, the heaviest of a seat first. */
void pair_fill(struct pair_search *search, const uint32_t *seats, size_t count, uint8_t *taken, uint32_t *room);

/* pair_flow.c: fills prices and taken. False: no memory. */
bool pair_flow(struct pair_search *search);

/* Groups and seats that have nothing to do with the others. */
struct pair_part {
    uint32_t *groups, *seats;
    size_t groups_count, seats_count;
};
struct pair_parts {
    struct pair_part *list;
    size_t count;
    uint32_t *groups, *seats; /* all of them, part by part */
};
/* pair_parts.c. False: no memory. Clear in either case. */
bool pair_parts_make(const struct pair_problem *problem, struct pair_parts *parts);
void pair_parts_clear(struct pair_parts *parts);
/* pair_bound.c: what the prices prove for a part (NULL: for all), times PAIR_SCALE. */
int64_t pair_bound(struct pair_search *search, const struct pair_part *part, const int64_t *prices);
/* The most score beside at least as many seats as `worth` has, when nothing is worth more than `bound`. */
int64_t pair_score_bound(const struct pair_problem *problem, int64_t worth, int64_t bound);
/* Prices and bound in whole points, rounded down. */
int64_t pair_points(int64_t scaled);

#endif
