/* Private: one question under way. */
#ifndef MATCHER_RANK_SEARCH_H
#define MATCHER_RANK_SEARCH_H

#include "matcher/rank.h"
#include "matcher/rank_probe.h"

enum {
    LEADS_KEPT_MOST = 256, /* how many are worth judging before looking at more */
    LEADS_MOST = LEADS_KEPT_MOST * 2 + CHUNK_LANES,
    LEAD_UNITS = SUM_MOST + 2,
    VISITS_MOST = 1024,
};

/* Somebody to judge: where the lane was found. */
struct lead {
    const struct chunk *chunk;
    uint16_t lane;
    uint16_t units;      /* at least so much is lost; LEAD_UNITS - 1 stands for all above */
    uint16_t near_units; /* of it, for the distance */
    uint8_t weekday;
    bool anywhere; /* in a chunk of whom some have no start on the map: spots say nothing */
};

/* A chunk to look at. */
struct visit {
    const struct chunk *chunk;
    uint16_t units;      /* what everybody there loses, for distance and time */
    uint16_t near_units; /* of it, for distance */
    uint16_t travel_min;
    uint8_t weekday;
    bool reads_clock; /* some are not free for any window */
    bool anywhere;
};

struct search {
    struct probe probe;
    struct bar bar;
    bool ask;            /* among people without times */
    bool counts;         /* how many fit, not who */
    bool at_once;        /* judge whoever is met: all are wanted, or many */
    int32_t least, most; /* losses of this round; `most` falls when leads are many */
    size_t k, *count;
    struct matcher_candidate *out;
    const struct matcher_query *query;
    enum person_class class; /* whose leaves are looked through */
    unsigned leads_kept;     /* so many leads are enough for a round */
    unsigned leads_count, leads_hopeful, visits_count, met_count;
    uint16_t losing[LEAD_UNITS]; /* leads by their units, those of `leads_hopeful` */
    struct lead leads[LEADS_MOST];
    struct visit visits[VISITS_MOST];
    struct lead met[CHUNK_LANES]; /* in the last chunk: their spots are on their way */
};

/* rank_leaves.c: leads of one crowd, or judges them at once. */
void search_leaves(struct search *search);
/* Does a stretch hold the window, with a way of `travel_min` there and back? As exactly as lanes can tell. */
bool entry_serves(const struct entry *entry, const struct window *window, int travel_min);

/* rank_people.c */
void search_judge(struct search *search, const struct lead *lead);
/* All leads, in the order of their losses, as long as the next may pass the bar; then there are none. */
void search_judge_leads(struct search *search);
/* What may be lost without falling below the bar; -1: nobody can pass it. */
int32_t search_units_left(const struct search *search);

#endif
