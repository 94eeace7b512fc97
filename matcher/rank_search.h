/* Private: one question under way. */
#ifndef MATCHER_RANK_SEARCH_H
#define MATCHER_RANK_SEARCH_H

#include "matcher/rank.h"
#include "matcher/rank_probe.h"

enum {
    LEAD_UNITS = SUM_MOST + 2, /* losses that are told apart; the last stands for all above */
    VISITS_MOST = 1024,        /* chunks looked at together */
    LEADS_MOST = 4096,
    SAMPLE_MOST = 8, /* of them tell how much is lost */
};

/* Somebody to judge. */
struct lead {
    uint16_t visit, lane; /* where */
    uint16_t units;       /* at least so much is lost */
    uint16_t near_units;  /* of it, for the distance */
};

/* A chunk to look at. */
struct visit {
    const struct leaf *leaf;
    uint16_t units;      /* what everybody there loses, for distance and time */
    uint16_t near_units; /* of it, for distance */
    uint16_t travel_min;
    uint8_t weekday;
    bool reads_clock; /* some are not free for any window */
};

/* Some 80 KB, on the stack of who asks. */
struct search {
    struct probe probe;
    struct bar bar;
    bool ask;    /* among people without times */
    bool counts; /* how many fit, not who: judges whoever is met */
    size_t k, *count;
    struct matcher_candidate *out;
    const struct matcher_query *query;
    unsigned visits_count, leads_count, sample_count;
    struct sums sample[SAMPLE_MOST]; /* without a limit */
    struct lead leads[LEADS_MOST];   /* their spots are on their way */
    struct visit visits[VISITS_MOST];
};

/* rank_leaves.c: looks through the leaves of one crowd, or of both. */
void search_leaves(struct search *search);
/* Does a stretch hold the window, with a way of `travel_min` there and back? As exactly as lanes can tell. */
bool entry_serves(const struct entry *entry, const struct window *window, int travel_min);

/* Asks for the columns of a chunk. */
void search_fetch(const struct probe *probe, const struct visit *visit);
/* Sums of those who are free and lose at most `most`, of all when that is LEAD_UNITS - 1. False: nobody. */
bool search_look(const struct search *search, const struct visit *visit, unsigned most, struct sums *sums);

/* rank_best.c: judges those of `visits` who lose least, until nobody there who is left can pass the bar. Then there are
 * none. */
void search_visits(struct search *search);

/* rank_people.c */
void search_judge(struct search *search, const struct lead *lead);
/* What may be lost without falling below the bar; -1: nobody can pass it. */
int32_t search_units_left(const struct search *search);

#endif
