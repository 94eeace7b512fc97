/*
 * Private: a need as the index is asked about it. Which columns of a lane refuse, which lose points, and when one must
 * be free; and a bound from above on what each lane can score.
 */
#ifndef MATCHER_RANK_PROBE_H
#define MATCHER_RANK_PROBE_H

#include "matcher/index.h"

/* Distinct times of the open shifts in the week: the same evening every week is one. */
enum { PROBE_WINDOWS = 16 };

struct window {
    uint8_t weekday;          /* 0 Monday .. 6 */
    uint16_t shifts;          /* how many open shifts have it */
    int16_t from, to;         /* quarters from that day's midnight, without the way */
    int16_t from_min, to_min; /* minutes, to add a way to */
    uint16_t touching;        /* windows that share a quarter of the week with it: whoever is free for both has them in
                                 one stretch */
};

/* Having none of some columns loses `units`. */
struct loss {
    uint8_t first, count; /* in `columns` */
    uint16_t units;
};

/* Each level short of `wanted` loses `units`. */
struct level_loss {
    uint8_t column, wanted;
    uint16_t units;
};

struct probe {
    const struct matcher *matcher;
    const struct need_view *view;
    const struct matcher_query *query;
    int32_t most; /* score_most */
    int32_t unit;
    double cos_lat; /* of the need's place */
    unsigned shifts_open;
    bool any_time; /* too many windows: free time is judged one by one */
    unsigned windows_count, required_count, levels_count, losses_count, level_losses_count;
    struct window windows[PROBE_WINDOWS];
    uint8_t required[LANE_SKILLS];
    struct level_wanted levels[MATCHER_LANGUAGES]; /* .language is a column */
    struct loss losses[LANE_SKILLS + 3];
    uint8_t columns[LANE_SKILLS + LANE_INTERESTS + LANE_AGE_GROUPS + 1];
    struct level_loss level_losses[MATCHER_LANGUAGES];
};

void probe_make(const struct matcher *matcher, const struct need_view *view, const struct matcher_query *query,
                struct probe *probe);

/* Metres on the road that nobody from here is under: `corner` and the sizes of a cell, 0 for a single point. */
int32_t probe_least_m(const struct probe *probe, int32_t lat_e7, int32_t lon_e7, int32_t size_lat_e7,
                      int32_t size_lon_e7);

/* ---- Lanes ---- */

/* As many lanes as one look takes: GCC's vectors, which any machine has in software if not in silicon. */
enum { LOOK_WORDS = 2, LOOK_LANES = LOOK_WORDS * 64, SUM_BITS = 8 };
typedef uint64_t lanes __attribute__((vector_size(LOOK_WORDS * 8), aligned(8), may_alias));

/* Which windows a bin may serve, and how exactly the time must be looked at. */
struct bin_time {
    uint16_t windows;                               /* by place in probe->windows */
    bool whole;                                     /* everybody in it is free for one of them, without the way */
    uint8_t from[PROBE_WINDOWS], to[PROBE_WINDOWS]; /* else: the latest start and the earliest last quarter */
};

/* What each of the lanes loses, in units, bit-sliced; over: more than SUM_BITS hold. */
struct sums {
    lanes candidates; /* those whom nothing refuses */
    lanes bits[SUM_BITS];
    lanes over;
};

/* False when everybody is refused. `part` counts LOOK_WORDS words. `time` NULL: not looked at. */
bool probe_look(const struct probe *probe, const struct chunk *chunk, unsigned part, const struct bin_time *time,
                struct sums *sums);
/* Those who lose at most `units`. */
lanes sums_at_most(const struct sums *sums, int32_t units);
unsigned sums_of_lane(const struct sums *sums, unsigned lane);
unsigned lanes_count(lanes mask);

#endif
