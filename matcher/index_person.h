/*
 * Private: a person packed into one block of the store, about 60 bytes for most, and unpacked again.
 *
 * Lists of structs lie in the block as they are, so unpacking sets pointers; sets of codes are written as the codes.
 */
#ifndef MATCHER_INDEX_PERSON_H
#define MATCHER_INDEX_PERSON_H

#include "matcher/index_store.h"
#include "matcher/index_weeks.h"
#include "matcher/matcher.h"

/* Bits of `traits`. A need asks: (traits & mask) == mask, for the traits it insists on. */
enum trait {
    TRAIT_ACTIVE = 1 << 0,
    TRAIT_NOT_PROHIBITED = 1 << 1,
    TRAIT_VOLUNTEER = 1 << 2,
    TRAIT_WORKER = 1 << 3,
    TRAIT_MAY_COVER = 1 << 4, /* a volunteer, or a worker whose employer agreed */
    TRAIT_TIME_GIVEN = 1 << 5,
    /* What makes a rule read a list: nobody is asked for these. */
    TRAIT_DECLINES = 1 << 6,
    TRAIT_EXCEPTIONS = 1 << 7,
    TRAIT_AGREED = 1 << 8,
    TRAIT_REACH_M = 1 << 9,
    TRAIT_REACH_LIST = 1 << 10,
};

/* The head of the block; the id follows, the week, then what the person has of everything else. */
struct record {
    int32_t lat_e7, lon_e7;
    int32_t birth_day;
    uint32_t flags; /* enum trait, and above it which members follow */
    uint16_t invited_30d, kept, missed;
    uint16_t spans; /* of the week: how many follow the id */
    uint8_t id_length;
    uint8_t skills; /* how many codes */
    unsigned char id[];
};

enum {
    RECORD_HOME_KNOWN = 1 << 11,
    RECORD_PLACE = 1 << 12, /* the home is a named place with distances of its own */
    RECORD_HOME_CENTRE = 1 << 13,
};

/* What rules and scores look at: a person unpacked. Belongs to the caller; its lists point into the index. */
struct card {
    const struct matcher_person *person; /* `unpacked`, or a copy that explain.c has changed */
    uint32_t traits;
    struct matcher_position start; /* where the person sets out from */
    struct matcher_person unpacked;
};

/* STORE_NONE when memory ran out. */
uint32_t record_pack(struct store *store, const struct matcher_person *person);
void record_give_back(struct store *store, uint32_t name);
void record_unpack(const struct record *record, struct matcher_person *person);
bool record_has_id(const struct record *record, const struct matcher_id *id);
void record_id(const struct record *record, struct matcher_id *id);
unsigned record_spans(const struct record *record, struct span spans[WEEK_SPANS_MOST]);
/* MATCHER_NO_CENTRE for who has none. */
int32_t record_home_centre(const struct record *record);
/* INT32_MAX for who named no distance or also named centres. */
int32_t record_reach_m(const struct record *record);

#endif
