/*
 * Private: people and needs in memory.
 *
 * A person is three things, from hot to cold, at the same slot of three dense arrays: `traits` (what a need can refuse
 * by one AND), a `card` (masks, the unit vector of the start, small numbers) and the `record` (a deep copy of what the
 * caller passed, one allocation). A removal moves the last slot into the hole, so a scan never meets a gap.
 */
#ifndef MATCHER_INDEX_H
#define MATCHER_INDEX_H

#include "matcher/idtable.h"
#include "matcher/matcher.h"

/* Bits of `traits`. A need asks: (traits & mask) == mask, for the traits it insists on. */
enum trait {
    TRAIT_ACTIVE = 1 << 0,
    TRAIT_NOT_PROHIBITED = 1 << 1,
    TRAIT_VOLUNTEER = 1 << 2,
    TRAIT_WORKER = 1 << 3,
    TRAIT_MAY_COVER = 1 << 4, /* a volunteer, or a worker whose employer agreed */
    TRAIT_TIME_GIVEN = 1 << 5,
    /* What makes a scan read the record: nobody is asked for these. */
    TRAIT_DECLINES = 1 << 6,
    TRAIT_EXCEPTIONS = 1 << 7,
    TRAIT_AGREED = 1 << 8,
    TRAIT_REACH_M = 1 << 9,
    TRAIT_REACH_LIST = 1 << 10,
};

struct card {
    const struct matcher_person *person; /* the record */
    uint32_t traits;
    int32_t birth_day;
    struct matcher_week week;
    double start[3]; /* unit vector of where the person sets out from */
    int32_t start_place;
    bool start_known;
    uint16_t invited_30d, kept, missed;
    int32_t reach_m;
    uint64_t reach_filter, worked_filter; /* bit (centre % 64) of the lists: most lists can be refused unread */
    uint64_t levels[4];                   /* languages, four bits each */
    struct matcher_set skills, interests;
    uint64_t age_groups, certificates;
};

struct level_wanted {
    uint8_t language, level;
};

/* What a shift asks, worked out once. */
struct shift_view {
    const struct matcher_shift *shift;
    uint32_t number;       /* its place in the need's list */
    int32_t last_day;      /* the local date of its last minute: what must hold, must hold then */
    int32_t born_by;       /* old enough: birth_day <= born_by */
    int32_t adult_born_by; /* of age on the day */
    int32_t check_born_by; /* old enough for a check to be asked */
    int32_t week_bit;      /* bit of `matcher_week` at the midnight of its day */
    bool has_masks;        /* the shift alone, without the way, lies in two words of the week: `word` and the next */
    uint8_t word;
    uint64_t masks[2];
};

struct need_view {
    const struct matcher_need *need;
    uint32_t traits; /* what everybody must have */
    double at[3];
    struct level_wanted required[MATCHER_LANGUAGES], preferred[MATCHER_LANGUAGES];
    unsigned required_count, preferred_count;
    bool skills_required;
    int32_t skills_total, levels_total; /* of what is preferred */
    int32_t born_by;                    /* the kindest of its shifts: too young for it is too young for all */
    int32_t open_seats;
    size_t shifts_count; /* open ones; seats > 0 */
    struct shift_view shifts[];
};

struct need_record {
    struct matcher_need *need;
    struct need_view *view; /* points into `need` */
};

struct collection {
    struct idtable table;
    const struct matcher_id **ids;
    size_t count, capacity;
};

/* Workers of one home centre. */
struct home {
    const struct matcher_person **workers;
    size_t count, capacity;
    struct matcher_position at;
};

struct travel {
    uint64_t key; /* lower place << 32 | higher place, plus one; 0 is empty */
    int32_t distance_m, travel_min;
};

struct matcher {
    struct matcher_settings settings;
    struct collection people, needs;
    uint32_t *traits;   /* by slot of people */
    struct card *cards; /* by slot of people */
    struct matcher_person **persons;
    struct need_record **need_records; /* by slot of needs */
    struct home *homes;                /* by centre */
    size_t homes_count;
    struct travel *travels; /* open addressing; capacity 0 or a power of two */
    size_t travels_capacity, travels_count;
};

/* index_records.c: deep copies and what is worked out from them. NULL or false: no memory. */
struct matcher_person *person_copy(const struct matcher_person *person);
struct matcher_need *need_copy(const struct matcher_need *need); /* shifts in the same block */
bool position_valid(const struct matcher_position *at);
bool person_valid(const struct matcher_person *person, struct matcher_error *error);
bool need_valid(const struct matcher_need *need, struct matcher_error *error);
void card_fill(const struct matcher *matcher, const struct matcher_person *person, struct card *card, uint32_t *traits);
struct need_view *view_new(const struct matcher_settings *settings, const struct matcher_need *need);

bool matcher_fail(struct matcher_error *error, enum matcher_failure failure, const char *field, size_t at);

/* distance.c */
void unit_vector(const struct matcher_position *at, double vector[3]);
int32_t distance_between_m(const double a[3], const double b[3]);
/* Metres (-1 unknown) and minutes (0 unknown) between two positions, a pair's own entry first. */
struct leg {
    int32_t distance_m, travel_min;
};
struct leg leg_between(const struct matcher *matcher, const struct matcher_position *a,
                       const struct matcher_position *b);
struct leg leg_to_need(const struct matcher *matcher, const struct card *card, const struct need_view *view);
const struct travel *travel_find(const struct matcher *matcher, int32_t place_a, int32_t place_b);

static inline unsigned card_level(const struct card *card, unsigned language)
{
    return card->levels[language / 16] >> (language % 16 * 4) & 15;
}

#endif
