/*
 * Private: a need as the index is asked about it. Which columns of a lane refuse, which lose points, and when one must
 * be free; and a bound from above on what each lane can score.
 */
#ifndef MATCHER_RANK_PROBE_H
#define MATCHER_RANK_PROBE_H

#include "matcher/index.h"

#include <math.h>

/* Distinct times of the open shifts in the week: the same evening every week is one. */
enum { PROBE_WINDOWS = 16 };

struct window {
    uint8_t weekday;          /* 0 Monday .. 6 */
    bool leads;               /* holds no other window: whoever is free for any is free for one that leads */
    uint16_t shifts;          /* how many open shifts have it */
    int16_t from_min, to_min; /* from that day's midnight, without the way */
    uint16_t touching;        /* windows that share a quarter of the week with it: whoever is free for both has them in
                                 one stretch */
};

/* Sums of units are kept for all lanes of a chunk at once, bit by bit. */
enum { SUM_BITS = 8, SUM_MOST = (1 << SUM_BITS) - 1 };

/* Units as they are added: all ones for each bit that is set. */
struct addend {
    uint64_t bits[SUM_BITS];
    uint64_t over; /* they are more than SUM_MOST */
};

/* Having none of some columns loses units. */
struct loss {
    uint8_t first, count; /* in `columns` */
    struct addend units;
};

/* Each level short of `wanted` loses units. */
struct level_loss {
    uint8_t column, wanted;
    struct addend units[3]; /* of one level, of two, of four */
};

struct probe {
    const struct matcher *matcher;
    const struct need_view *view;
    const struct matcher_query *query;
    int32_t most; /* score_most; units are lost from it */
    int32_t unit;
    double cos_lat; /* of the need's place */
    unsigned shifts_open;
    bool any_time; /* too many windows: free time is judged one by one */
    unsigned windows_count, required_count, levels_count, losses_count, level_losses_count;
    struct window windows[PROBE_WINDOWS];
    uint8_t touched[LANE_COLUMNS]; /* every column that a look reads: fetched ahead */
    unsigned touched_count;
    uint8_t required[LANE_SKILLS];
    struct level_wanted levels[MATCHER_LANGUAGES]; /* .language is a column */
    struct loss losses[LANE_SKILLS + 3];
    uint8_t columns[LANE_SKILLS + LANE_INTERESTS + LANE_AGE_GROUPS + 1];
    struct level_loss level_losses[MATCHER_LANGUAGES];
};

void probe_make(const struct matcher *matcher, const struct need_view *view, const struct matcher_query *query,
                struct probe *probe);

/* Metres on the road that nobody from here is under: a corner and the size of a box, 0 for a single point. */
int32_t probe_least_m(const struct probe *probe, int32_t lat_e7, int32_t lon_e7, int64_t size_lat_e7,
                      int64_t size_lon_e7);

/* Metres between a place and a box; `cos_lat` is the place's. */
int32_t road_least_m(const struct matcher_position *at, double cos_lat, int32_t lat_e7, int32_t lon_e7,
                     int64_t size_lat_e7, int64_t size_lon_e7);

/* Road metres of 1e-7 degrees of a great circle: 6,371,000 m x 1.3 x pi / 180 / 1e7. Two degrees are as good as flat:
 * 0.02 %. */
#define RADIANS_PER_E7 (3.14159265358979323846 / 180.0 / 1e7)
#define METRES_PER_E7  (6371000.0 * 1.3 * RADIANS_PER_E7)
enum { FLAT_E7 = 20000000 };

/* From 0 to what begins at `low` and is `size` long. */
static inline int64_t gap_e7(int64_t low, int64_t size)
{
    return low > 0 ? low : low + size < 0 ? -low - size : 0;
}

/* The cosine of no latitude there is smaller: it falls by at most the difference in radians. */
static inline double cos_least(double cos_lat, int64_t up_e7, int64_t size_e7)
{
    double least = cos_lat - (double)(up_e7 + size_e7) * RADIANS_PER_E7;

    return least > 0 ? least : 0;
}

/* Neither is more than FLAT_E7. */
static inline int32_t flat_least_m(double cos_lat, int64_t up_e7, int64_t aside_e7, int64_t size_lat_e7)
{
    double up = (double)up_e7, aside = (double)aside_e7 * cos_least(cos_lat, up_e7, size_lat_e7);
    double metres = sqrt(up * up + aside * aside) * METRES_PER_E7 * 0.9997 - 1;

    return metres > 0 ? (int32_t)metres : 0;
}

/* What is lost for a distance. */
static inline int32_t probe_near_units(const struct probe *probe, int32_t distance_m)
{
    const struct near_table *near = &probe->matcher->near;
    const int32_t beyond = sizeof near->units / sizeof near->units[0] - 1;
    int32_t step = probe->view->need->at.known ? distance_m >> near->shift : beyond;

    return near->units[step < beyond ? step : beyond];
}

/* As probe_least_m, from squares `rows` high and `columns` wide. */
static inline int32_t probe_squares_m(const struct probe *probe, unsigned north, unsigned east, unsigned rows,
                                      unsigned columns)
{
    const struct matcher_position *at = &probe->view->need->at;
    int64_t lat_e7 = (int64_t)north * SPOT_LAT_E7 - 900000000, lon_e7 = (int64_t)east * SPOT_LON_E7 - 1800000000;
    int64_t up = gap_e7(lat_e7 - at->lat_e7, (int64_t)rows * SPOT_LAT_E7);
    int64_t aside = gap_e7(lon_e7 - at->lon_e7, (int64_t)columns * SPOT_LON_E7);

    if (up > FLAT_E7 || aside > FLAT_E7 || (int64_t)columns * SPOT_LON_E7 > FLAT_E7)
        return probe_least_m(probe, (int32_t)lat_e7, (int32_t)lon_e7, (int64_t)rows * SPOT_LAT_E7,
                             (int64_t)columns * SPOT_LON_E7);
    return at->known ? flat_least_m(probe->cos_lat, up, aside, (int64_t)rows * SPOT_LAT_E7) : 0;
}

/* ---- Lanes ---- */

/* The lanes of a chunk at once: GCC's vectors, which any machine has in software if not in silicon. */
typedef uint64_t lanes __attribute__((vector_size(CHUNK_WORDS * 8), may_alias));

/* What the lanes of a chunk lose, in units. */
struct sums {
    lanes alive;          /* those whom nothing refuses, and who lose no more than was asked for */
    lanes bits[SUM_BITS]; /* with `offset` on top */
    lanes over;           /* more than SUM_MOST */
    unsigned offset;
};

static inline bool lanes_none(const lanes *mask)
{
    uint64_t any = 0;

    for (int i = 0; i < CHUNK_WORDS; i++)
        any |= (*mask)[i];
    return any == 0;
}

static inline unsigned lanes_count(const lanes *mask)
{
    unsigned count = 0;

    for (int i = 0; i < CHUNK_WORDS; i++)
        count += (unsigned)__builtin_popcountll((*mask)[i]);
    return count;
}

/* Adds to `into` the lanes of stretches that hold quarters `first` to `last` of their day. */
void lanes_free(const struct chunk *chunk, unsigned first, unsigned last, lanes *into);
/* `sums->alive` says whom to look at, all of whom lose `units` already. Leaves those who lose at most `most`, which is
 * no less, or everybody when that is more than SUM_MOST. False: nobody. */
bool probe_look(const struct probe *probe, const struct leaf *leaf, unsigned units, unsigned most, struct sums *sums);

#endif
