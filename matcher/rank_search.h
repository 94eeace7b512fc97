/* Private: one question under way. */
#ifndef MATCHER_RANK_SEARCH_H
#define MATCHER_RANK_SEARCH_H

#include "matcher/rank.h"
#include "matcher/rank_probe.h"

enum {
    LEADS_KEPT = 128, /* how many are worth judging before looking at more */
    LEADS_MOST = LEADS_KEPT * 2 + CHUNK_LANES,
    LEAD_UNITS = (1 << SUM_BITS) + 1,
};

/* Somebody to judge: where the lane was found. */
struct lead {
    const uint32_t *name; /* in the chunk: read when the turn comes, since few turns do */
    uint16_t units;       /* at least so much is lost; LEAD_UNITS - 1 stands for all above */
    uint16_t cell;
    uint8_t class, weekday, from, last; /* the bin */
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
    enum person_class class; /* whose bins are looked through */
    unsigned leads_count;
    struct lead leads[LEADS_MOST];
};

/* rank_bins.c: leads of one crowd, or judges them at once. */
void search_bins(struct search *search);
/* Does a stretch hold the window, with a way of `travel_min` there and back? As exactly as lanes can tell. */
bool entry_serves(const struct entry *entry, const struct window *window, int travel_min);

/* rank_people.c */
void search_judge(struct search *search, const struct lead *lead);
/* All leads, in the order of their losses, as long as the next may pass the bar; then there are none. */
void search_judge_leads(struct search *search);
/* What may be lost without falling below the bar; -1: nobody can pass it. */
int32_t search_units_left(const struct search *search);

#endif
