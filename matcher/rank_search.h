/* Private: one question under way. */
#ifndef MATCHER_RANK_SEARCH_H
#define MATCHER_RANK_SEARCH_H

#include "matcher/rank.h"
#include "matcher/rank_probe.h"

enum {
    LEAD_UNITS = SUM_MOST + 2, /* losses that are told apart; the last stands for all above */
    VISITS_MOST = 1024,        /* chunks put in order */
    LOOKED_MOST = 256,         /* and kept with the sums of their lanes */
    LEADS_MOST = 4096,
    MET_FEW = 32, /* so many are met at a time: their memory is waited for together */
    MET_MOST = MET_FEW + CHUNK_LANES,
    NO_NEXT = UINT16_MAX, /* ends a list */
};

/* Somebody to judge. */
struct lead {
    uint16_t looked, lane; /* where */
    uint16_t units;        /* at least so much is lost */
    uint16_t near_units;   /* of it, for the distance */
    uint16_t next;         /* that loses as much */
};

/* A chunk to look at. */
struct visit {
    const struct chunk *chunk;
    uint16_t units;      /* what everybody there loses, for distance and time */
    uint16_t near_units; /* of it, for distance */
    uint16_t travel_min;
    uint8_t weekday;
    bool reads_clock; /* some are not free for any window */
    bool anywhere;    /* some have no start on the map: spots say nothing */
};

/* A chunk that was looked at. */
struct looked {
    struct sums sums; /* `alive`: those who were not met yet */
    lanes least;      /* of them, those who lose least */
    const struct visit *visit;
    uint16_t next; /* whose least lose as much */
};

/* Some 300 KB, on the stack of who asks. */
struct search {
    struct probe probe;
    struct bar bar;
    bool ask;    /* among people without times */
    bool counts; /* how many fit, not who: judges whoever is met */
    size_t k, *count;
    struct matcher_candidate *out;
    const struct matcher_query *query;
    unsigned visits_count, looked_count, leads_count, met_count;
    int32_t met_units, judged_units;   /* whoever loses less was met, and judged */
    uint16_t looked_first[LEAD_UNITS]; /* chunks by what their least lose */
    uint16_t leads_first[LEAD_UNITS];  /* leads by what they lose */
    struct lead met[MET_MOST];         /* their spots are on their way */
    struct lead leads[LEADS_MOST];
    struct visit visits[VISITS_MOST];
    struct looked looked[LOOKED_MOST];
};

/* rank_leaves.c: looks through the leaves of one crowd, or of both. */
void search_leaves(struct search *search);
/* Does a stretch hold the window, with a way of `travel_min` there and back? As exactly as lanes can tell. */
bool entry_serves(const struct entry *entry, const struct window *window, int travel_min);

/* rank_best.c: who loses least first, out of the chunks that were looked at, until nobody who is left can pass the bar.
 * Then there are none. */
void search_best(struct search *search);
/* Keeps the chunk that `looked[looked_count]` describes. */
void search_keep(struct search *search);
/* Judges everybody alive there instead. */
void search_whole(struct search *search);

/* rank_people.c */
void search_judge(struct search *search, const struct lead *lead);
/* What may be lost without falling below the bar; -1: nobody can pass it. */
int32_t search_units_left(const struct search *search);

#endif
