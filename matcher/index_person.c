/* A person as one block. */
#include "matcher/index_person.h"

#include <string.h>

/* Flags above those of index_person.h. */
enum {
    HAS_EMPLOYER_AGREED = 1 << 14,
    HAS_HOURS = 1 << 15,
    HAS_LIST = 1 << 16, /* eight of them, in the order of lists_of */
    IS_PAUSED = 1 << 24,
    IS_ENDED = 1 << 25,
    HAS_SKILL_BITS = 1 << 26, /* more than 32 codes: the set itself */
    HAS_INTEREST_BITS = 1 << 27,
    HAS_AGE_BITS = 1 << 28, /* an age group above 7: all eight bytes */
};
enum { LISTS = 8, CODES_MOST = 32 };

/* One list of a person: the address of the pointer to it, and how long its elements are. */
struct list {
    void *elements;
    size_t *count;
    size_t size;
};

/* Those of whole words first, so that all stay aligned. */
static void lists_of(struct matcher_person *person, struct list lists[LISTS])
{
    struct matcher_person *p = person;

    lists[0] = (struct list){&p->certificates, &p->certificates_count, sizeof *p->certificates};
    lists[1] = (struct list){&p->exceptions, &p->exceptions_count, sizeof *p->exceptions};
    lists[2] = (struct list){&p->checks, &p->checks_count, sizeof *p->checks};
    lists[3] = (struct list){&p->permissions, &p->permissions_count, sizeof *p->permissions};
    lists[4] = (struct list){&p->agreed, &p->agreed_count, sizeof *p->agreed};
    lists[5] = (struct list){&p->reach_centres, &p->reach_centres_count, sizeof *p->reach_centres};
    lists[6] = (struct list){&p->worked_at, &p->worked_at_count, sizeof *p->worked_at};
    lists[7] = (struct list){&p->declined, &p->declined_count, sizeof *p->declined};
}

static uint32_t traits_of(const struct matcher_person *person)
{
    uint32_t traits = TRAIT_NOT_PROHIBITED;

    for (size_t i = 0; i < person->checks_count; i++)
        if (person->checks[i].result == MATCHER_CHECK_PROHIBITED)
            traits &= ~(uint32_t)TRAIT_NOT_PROHIBITED;
    traits |= person->status == MATCHER_ACTIVE ? TRAIT_ACTIVE : 0;
    traits |= person->kind == MATCHER_WORKER ? TRAIT_WORKER : TRAIT_VOLUNTEER;
    traits |= person->kind == MATCHER_VOLUNTEER || person->employer_agreed ? TRAIT_MAY_COVER : 0;
    traits |= person->availability_given ? TRAIT_TIME_GIVEN : 0;
    traits |= person->declined_count > 0 ? TRAIT_DECLINES : 0;
    traits |= person->exceptions_count > 0 ? TRAIT_EXCEPTIONS : 0;
    traits |= person->agreed_count > 0 ? TRAIT_AGREED : 0;
    traits |= person->has_reach_m ? TRAIT_REACH_M : 0;
    traits |= person->reach_centres_count > 0 ? TRAIT_REACH_LIST : 0;
    return traits;
}

static unsigned codes_count(const struct matcher_set *set)
{
    unsigned count = 0;

    for (int word = 0; word < MATCHER_CODES / 64; word++)
        count += (unsigned)__builtin_popcountll(set->bits[word]);
    return count;
}

static uint32_t flags_of(const struct matcher_person *person)
{
    struct matcher_person copy = *person;
    struct list lists[LISTS];
    uint32_t flags = traits_of(person);

    lists_of(&copy, lists);
    for (int i = 0; i < LISTS; i++)
        flags |= *lists[i].count > 0 ? (uint32_t)HAS_LIST << i : 0;
    flags |= person->home.known ? RECORD_HOME_KNOWN : 0;
    flags |= person->home.place != MATCHER_NO_PLACE ? RECORD_PLACE : 0;
    flags |= person->home_centre != MATCHER_NO_CENTRE ? RECORD_HOME_CENTRE : 0;
    flags |= person->employer_agreed ? HAS_EMPLOYER_AGREED : 0;
    flags |= person->hours_per_week != 0 ? HAS_HOURS : 0;
    flags |= person->status == MATCHER_PAUSED ? IS_PAUSED : 0;
    flags |= person->status == MATCHER_ENDED ? IS_ENDED : 0;
    flags |= codes_count(&person->skills) > CODES_MOST ? HAS_SKILL_BITS : 0;
    flags |= codes_count(&person->interests) > CODES_MOST ? HAS_INTEREST_BITS : 0;
    flags |= person->age_groups > UINT8_MAX ? HAS_AGE_BITS : 0;
    return flags;
}

/* ---- Writing: once to measure, once for real ---- */

struct writer {
    unsigned char *block; /* NULL while measuring */
    size_t used;
};

static void write_bytes(struct writer *writer, const void *bytes, size_t size)
{
    if (writer->block != NULL && size > 0)
        memcpy(writer->block + writer->used, bytes, size);
    writer->used += size;
}

static void write_byte(struct writer *writer, unsigned byte)
{
    if (writer->block != NULL)
        writer->block[writer->used] = (unsigned char)byte;
    writer->used++;
}

static void align_words(struct writer *writer)
{
    while (writer->used % 4 != 0)
        write_byte(writer, 0);
}

static void write_count(struct writer *writer, size_t count)
{
    uint16_t number = (uint16_t)count;

    write_bytes(writer, &number, sizeof number);
}

static void write_set(struct writer *writer, const struct matcher_set *set, bool as_bits)
{
    if (as_bits) {
        write_bytes(writer, set, sizeof *set);
        return;
    }
    for (unsigned word = 0; word < MATCHER_CODES / 64; word++)
        for (uint64_t left = set->bits[word]; left != 0; left &= left - 1)
            write_byte(writer, word * 64 + (unsigned)__builtin_ctzll(left));
}

static void write_languages(struct writer *writer, const uint8_t *levels)
{
    size_t at = writer->used;
    unsigned count = 0;

    write_byte(writer, 0);
    for (unsigned word = 0; word < MATCHER_LANGUAGES / 8; word++) {
        uint64_t eight;
        memcpy(&eight, levels + (size_t)word * 8, sizeof eight);
        for (unsigned i = 0; eight != 0 && i < 8; i++)
            if (levels[word * 8 + i] != MATCHER_LEVEL_NONE) {
                write_byte(writer, word * 8 + i);
                write_byte(writer, levels[word * 8 + i]);
                count++;
            }
    }
    if (writer->block != NULL)
        writer->block[at] = (unsigned char)count;
}

/* Their number. */
static uint16_t write_week(struct writer *writer, const struct matcher_week *week)
{
    struct span spans[WEEK_SPANS_MOST];
    unsigned count = week_to_spans(week, spans);

    for (unsigned i = 0; i < count; i++, writer->used += SPAN_BYTES)
        if (writer->block != NULL)
            span_write(writer->block + writer->used, spans[i]);
    return (uint16_t)count;
}

/* How many spans the week has. */
static uint16_t write_rest(struct writer *writer, const struct matcher_person *person, uint32_t flags)
{
    struct matcher_person copy = *person;
    struct list lists[LISTS];

    write_bytes(writer, person->id.bytes, person->id.length);
    uint16_t spans = write_week(writer, &person->availability);
    align_words(writer);
    if (flags & RECORD_PLACE)
        write_bytes(writer, &person->home.place, sizeof person->home.place);
    if (flags & RECORD_HOME_CENTRE)
        write_bytes(writer, &person->home_centre, sizeof person->home_centre);
    if (flags & TRAIT_REACH_M)
        write_bytes(writer, &person->reach_m, sizeof person->reach_m);
    if (flags & HAS_HOURS)
        write_count(writer, person->hours_per_week);
    lists_of(&copy, lists);
    for (int i = 0; i < LISTS; i++)
        if (*lists[i].count > 0)
            write_count(writer, *lists[i].count);
    align_words(writer);
    for (int i = 0; i < LISTS; i++) {
        const void *elements;
        memcpy(&elements, lists[i].elements, sizeof elements);
        write_bytes(writer, elements, *lists[i].count * lists[i].size);
    }
    write_set(writer, &person->skills, flags & HAS_SKILL_BITS);
    write_byte(writer, flags & HAS_INTEREST_BITS ? 0 : codes_count(&person->interests));
    write_set(writer, &person->interests, flags & HAS_INTEREST_BITS);
    write_bytes(writer, &person->age_groups, flags & HAS_AGE_BITS ? 8 : 1);
    write_languages(writer, person->languages);
    return spans;
}

uint32_t record_pack(struct store *store, const struct matcher_person *person)
{
    struct writer writer = {.used = offsetof(struct record, id)};
    struct record head = {
        .lat_e7 = person->home.known ? person->home.lat_e7 : 0,
        .lon_e7 = person->home.known ? person->home.lon_e7 : 0,
        .birth_day = person->birth_day,
        .flags = flags_of(person),
        .invited_30d = person->invited_30d,
        .kept = person->kept,
        .missed = person->missed,
        .id_length = person->id.length,
    };

    head.skills = head.flags & HAS_SKILL_BITS ? 0 : (uint8_t)codes_count(&person->skills);
    head.spans = write_rest(&writer, person, head.flags);
    uint32_t name = store_take(store, writer.used);
    if (name == STORE_NONE)
        return STORE_NONE;
    writer = (struct writer){.block = store_at(store, name), .used = offsetof(struct record, id)};
    memcpy(writer.block, &head, offsetof(struct record, id));
    write_rest(&writer, person, head.flags);
    return name;
}

/* ---- Reading ---- */

static const unsigned char *read_bytes(const unsigned char *at, void *out, size_t size)
{
    memcpy(out, at, size);
    return at + size;
}

static const unsigned char *aligned(const struct record *record, const unsigned char *at)
{
    size_t used = (size_t)(at - (const unsigned char *)record);

    return at + (4 - used % 4) % 4;
}

static const unsigned char *after_week(const struct record *record)
{
    return aligned(record, record->id + record->id_length + (size_t)record->spans * SPAN_BYTES);
}

unsigned record_spans(const struct record *record, struct span spans[WEEK_SPANS_MOST])
{
    const unsigned char *at = record->id + record->id_length;

    for (unsigned i = 0; i < record->spans; i++, at += SPAN_BYTES)
        spans[i] = span_read(at);
    return record->spans;
}

static const unsigned char *read_set(const unsigned char *at, struct matcher_set *set, unsigned count, bool as_bits)
{
    if (as_bits)
        return read_bytes(at, set, sizeof *set);
    for (unsigned i = 0; i < count; i++)
        set->bits[at[i] / 64] |= UINT64_C(1) << (at[i] % 64);
    return at + count;
}

static const unsigned char *read_lists(const struct record *record, const unsigned char *at,
                                       struct matcher_person *person)
{
    struct list lists[LISTS];
    uint16_t number;

    lists_of(person, lists);
    if (record->flags & HAS_HOURS)
        at = read_bytes(at, &person->hours_per_week, sizeof person->hours_per_week);
    for (unsigned left = record->flags >> 16 & UINT8_MAX; left != 0; left &= left - 1) {
        at = read_bytes(at, &number, sizeof number);
        *lists[__builtin_ctz(left)].count = number;
    }
    at = aligned(record, at);
    for (unsigned left = record->flags >> 16 & UINT8_MAX; left != 0; left &= left - 1) {
        const struct list *list = &lists[__builtin_ctz(left)];
        const void *elements = at;
        memcpy(list->elements, &elements, sizeof elements);
        at += *list->count * list->size;
    }
    return at;
}

static void read_head(const struct record *record, struct matcher_person *person)
{
    uint32_t flags = record->flags;

    record_id(record, &person->id);
    person->kind = flags & TRAIT_WORKER ? MATCHER_WORKER : MATCHER_VOLUNTEER;
    person->status = flags & IS_PAUSED ? MATCHER_PAUSED : flags & IS_ENDED ? MATCHER_ENDED : MATCHER_ACTIVE;
    person->birth_day = record->birth_day;
    person->home = (struct matcher_position){.known = flags & RECORD_HOME_KNOWN,
                                             .lat_e7 = record->lat_e7,
                                             .lon_e7 = record->lon_e7,
                                             .place = MATCHER_NO_PLACE};
    person->home_centre = MATCHER_NO_CENTRE;
    person->employer_agreed = flags & HAS_EMPLOYER_AGREED;
    person->has_reach_m = flags & TRAIT_REACH_M;
    person->availability_given = flags & TRAIT_TIME_GIVEN;
    person->invited_30d = record->invited_30d;
    person->kept = record->kept;
    person->missed = record->missed;
    for (unsigned i = 0; i < record->spans; i++)
        week_add_span(&person->availability, span_read(record->id + record->id_length + (size_t)i * SPAN_BYTES));
}

void record_unpack(const struct record *record, struct matcher_person *person)
{
    const unsigned char *at = after_week(record);

    memset(person, 0, sizeof *person);
    read_head(record, person);
    if (record->flags & RECORD_PLACE)
        at = read_bytes(at, &person->home.place, sizeof person->home.place);
    if (record->flags & RECORD_HOME_CENTRE)
        at = read_bytes(at, &person->home_centre, sizeof person->home_centre);
    if (record->flags & TRAIT_REACH_M)
        at = read_bytes(at, &person->reach_m, sizeof person->reach_m);
    at = read_lists(record, at, person);
    at = read_set(at, &person->skills, record->skills, record->flags & HAS_SKILL_BITS);
    at = read_set(at + 1, &person->interests, *at, record->flags & HAS_INTEREST_BITS);
    at = read_bytes(at, &person->age_groups, record->flags & HAS_AGE_BITS ? 8 : 1);
    for (unsigned left = *at++; left > 0; left--, at += 2)
        person->languages[at[0]] = at[1];
}

void record_give_back(struct store *store, uint32_t name)
{
    const struct record *record = store_at(store, name);
    struct writer writer = {.used = offsetof(struct record, id)};
    struct matcher_person person;

    record_unpack(record, &person);
    write_rest(&writer, &person, record->flags);
    store_give_back(store, name, writer.used);
}

bool record_has_id(const struct record *record, const struct matcher_id *id)
{
    return record->id_length == id->length && memcmp(record->id, id->bytes, id->length) == 0;
}

void record_id(const struct record *record, struct matcher_id *id)
{
    *id = (struct matcher_id){.length = record->id_length};
    memcpy(id->bytes, record->id, record->id_length);
}

int32_t record_home_centre(const struct record *record)
{
    const unsigned char *at = after_week(record);
    int32_t centre = MATCHER_NO_CENTRE;

    if (record->flags & RECORD_HOME_CENTRE)
        memcpy(&centre, at + (record->flags & RECORD_PLACE ? sizeof(int32_t) : 0), sizeof centre);
    return centre;
}

int32_t record_reach_m(const struct record *record)
{
    const unsigned char *at = after_week(record);
    int32_t reach_m = INT32_MAX;

    at += record->flags & RECORD_PLACE ? sizeof(int32_t) : 0;
    at += record->flags & RECORD_HOME_CENTRE ? sizeof(int32_t) : 0;
    if ((record->flags & (TRAIT_REACH_M | TRAIT_REACH_LIST)) == TRAIT_REACH_M)
        memcpy(&reach_m, at, sizeof reach_m);
    return reach_m;
}
