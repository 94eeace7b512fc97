/*
 * Private: where people are, and when they are free.
 *
 * Four grids (volunteers and workers, with times given and without), each of cells on the map. In a cell with times
 * given, every stretch of free time puts its person into the bin of its weekday, start and end, so that a need finds
 * those who are free for it without looking at the others; who has several stretches stands in several bins. Paused,
 * ended and prohibited people are in none.
 */
#ifndef MATCHER_INDEX_CELLS_H
#define MATCHER_INDEX_CELLS_H

#include "matcher/index_lanes.h"
#include "matcher/index_person.h"

enum person_class { CLASS_VOLUNTEER = 0, CLASS_WORKER, CLASSES };

enum {
    BIN_QUARTERS = 1 << LANE_CLOCK_BITS,
    BIN_FROMS = 96 / BIN_QUARTERS,
    BIN_TOS = BIN_FROMS + 1, /* the last: past midnight */
    ENTRIES_MOST = 7 * 49,   /* stretches of a week, cut at midnights */
};

/* One stretch of free time on one day: from <= 95, to may be past midnight. */
struct entry {
    uint8_t weekday;              /* 0 Monday .. 6 */
    uint8_t from, to;             /* the bin */
    uint8_t from_past, last_past; /* quarters past the bin's beginning of the first quarter and of the last one */
};

/* Bins of one weekday; bit t of rows[f]: bins[f][t] is not empty. */
struct day_bins {
    uint16_t rows[BIN_FROMS];
    struct chunk *bins[BIN_FROMS][BIN_TOS];
};

struct cell {
    int32_t lat_e7, lon_e7; /* its south-west corner */
    bool anywhere;          /* not on the map: no start, or one with distances of its own */
    size_t entries;
    struct day_bins *days[7]; /* times given */
    struct chunk *untimed;    /* times not given */
};

struct grid {
    struct cell **cells; /* in no order; without gaps */
    size_t count, capacity;
    uint32_t *table; /* place in `cells` plus one, by corner; open addressing */
    size_t table_capacity;
};

struct cells {
    struct grid known[CLASSES], ask[CLASSES];
};

/* The people whom `cells` holds, and what it needs to read them. */
struct matcher;

enum { CELL_LAT_E7 = 400000, CELL_LON_E7 = 800000 }; /* 4.4 km; 4.5 km at 60 degrees north */

/* Both look at the record alone. False when memory ran out: nothing has changed. */
bool cells_add(struct matcher *matcher, uint32_t name);
void cells_remove(struct matcher *matcher, uint32_t name);
void cells_clear(struct cells *cells);

/* The stretches of a person's free time, that of free exceptions included; by weekday, from, to, each bin once. */
unsigned entries_of(const struct matcher *matcher, const struct record *record, const struct matcher_person *person,
                    struct entry entries[ENTRIES_MOST]);

#endif
