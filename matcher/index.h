/*
 * Private: people and needs in memory.
 *
 * A person is a packed record (index_person.h) that a hash table finds by its id, and stands in trees of lanes
 * (index_crowds.h) that a need looks through. A need is kept as it came, with what its shifts ask worked out once.
 */
#ifndef MATCHER_INDEX_H
#define MATCHER_INDEX_H

#include "matcher/idtable.h"
#include "matcher/index_crowds.h"
#include "matcher/index_needs.h"
#include "matcher/index_person.h"
#include "matcher/matcher.h"

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
    unsigned rows_count;
    struct row_place rows[ROWS_MOST]; /* those with times first */
};

struct collection {
    struct idtable table;
    const struct matcher_id **ids;
    size_t count, capacity;
};

/* Records, and the hash table that finds them by id: open addressing, STORE_NONE is empty. */
struct people {
    struct store store;
    uint32_t *table;
    size_t capacity, count;
};

/* Workers of one home centre, by the names of their records. */
struct home {
    uint32_t *workers;
    size_t count, capacity;
    struct matcher_position at;
};

struct travel {
    uint64_t key; /* lower place << 32 | higher place, plus one; 0 is empty */
    int32_t distance_m, travel_min;
};

/* What is lost for a distance, at least, in units: by distance >> shift, the last for all beyond. */
struct near_table {
    uint16_t units[257];
    uint8_t shift;
};

struct matcher {
    struct matcher_settings settings;
    struct near_table near;
    struct people people;
    struct crowd *crowds[CLASSES]; /* NULL until somebody comes */
    struct chunk_pool chunks;      /* of their trees */
    struct collection needs;
    struct need_record **need_records; /* by slot of needs */
    struct need_rows need_rows[ROW_LISTS];
    struct need_place *need_places; /* by centre */
    size_t need_places_count;
    struct home *homes; /* by centre */
    size_t homes_count;
    struct travel *travels; /* open addressing; capacity 0 or a power of two */
    size_t travels_capacity, travels_count;
};

/* index_people.c: STORE_NONE and NULL for who is unknown. */
uint32_t record_find(const struct matcher *matcher, const struct matcher_id *id);
const struct record *record_next(const struct matcher *matcher, size_t *cursor); /* in no order; NULL after the last */
void records_clear(struct matcher *matcher);
/* A person as rules and scores see it. */
void card_fill(const struct matcher *matcher, const struct record *record, struct card *card);
bool homes_reserve(struct matcher *matcher, int32_t centre);

/* index_records.c: bounds, copies of needs and what is worked out from them. NULL: no memory. */
struct matcher_need *need_copy(const struct matcher_need *need); /* shifts in the same block */
bool position_valid(const struct matcher_position *at);
bool person_valid(const struct matcher_person *person, struct matcher_error *error);
bool need_valid(const struct matcher_need *need, struct matcher_error *error);
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

#endif
