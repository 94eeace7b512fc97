/*
 * Private: where people are, and when they are free.
 *
 * Volunteers and workers, with times given and without, are four crowds. With times given, every stretch of free time
 * puts its person into the bin of its weekday, first and last hour, so that a need finds those who are free for it
 * without looking at the others; who has several stretches stands in several bins. In a bin people stand by cells of
 * the map. Paused, ended and prohibited people are in none.
 */
#ifndef MATCHER_INDEX_CELLS_H
#define MATCHER_INDEX_CELLS_H

#include "matcher/index_lanes.h"
#include "matcher/index_person.h"

enum person_class { CLASS_VOLUNTEER = 0, CLASS_WORKER, CLASSES };

enum {
    BIN_QUARTERS = 1 << LANE_CLOCK_BITS,
    BIN_FROMS = 96 / BIN_QUARTERS,
    BIN_LASTS = BIN_FROMS + 1, /* the last of them: past midnight */
    CELLS_MOST = 1024,
    ENTRIES_MOST = 7 * 49, /* stretches of a week, cut at midnights */
};

/* One stretch of free time on one day. Its first quarter is on that day, its last may be past midnight. */
struct entry {
    uint8_t weekday;              /* 0 Monday .. 6 */
    uint8_t from, last;           /* the bin: hours of the first and of the last quarter; BIN_LASTS - 1 past midnight */
    uint8_t from_past, last_past; /* quarters past those hours */
};

struct corner {
    int32_t lat_e7, lon_e7; /* south-west */
};

struct crowd_bins {
    struct bin timed[7][BIN_FROMS][BIN_LASTS]; /* times given */
    uint32_t lasts[7][BIN_FROMS];              /* bit l: timed[][][l] has people */
    struct bin untimed;                        /* times not given */
};

/*
 * Cells are numbered as they are met; 0 is anywhere: no start, one with distances of its own, or one cell too many.
 * Workers are few, so their cells are larger: the fuller a word of lanes, the less there is to look at.
 */
struct crowd_map {
    struct corner corners[CELLS_MOST];
    unsigned count;
    struct crowd_bins *bins; /* NULL until somebody comes */
};

struct cells {
    struct crowd_map crowds[CLASSES];
};

struct matcher;

/* Sizes of a class's cells: 9 km for volunteers at 60 degrees north, 36 km for workers. */
static inline int32_t cell_lat_e7(enum person_class class)
{
    return class == CLASS_WORKER ? 3200000 : 800000;
}

static inline int32_t cell_lon_e7(enum person_class class)
{
    return class == CLASS_WORKER ? 6400000 : 1600000;
}

/* Both look at the record alone. False when memory ran out: nothing has changed. */
bool cells_add(struct matcher *matcher, uint32_t name);
void cells_remove(struct matcher *matcher, uint32_t name);
void cells_clear(struct cells *cells);

/* The stretches of a person's free time, that of free exceptions included; by weekday, from, to, each bin once. */
unsigned entries_of(const struct matcher *matcher, const struct record *record, const struct matcher_person *person,
                    struct entry entries[ENTRIES_MOST]);

#endif
