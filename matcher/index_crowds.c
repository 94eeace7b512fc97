/* Stretches of free time, and a person's lanes: adding and removing. */
#include "matcher/index_crowds.h"

#include "matcher/index.h"
#include "matcher/score.h"

#include <stdlib.h>

/* ---- Stretches of free time ---- */

static void free_exceptions(const struct matcher_person *person, struct matcher_week *week)
{
    for (size_t i = 0; i < person->exceptions_count; i++) {
        const struct matcher_exception *exception = &person->exceptions[i];
        int weekday = matcher_weekday(exception->day);
        if (exception->free && !matcher_week_add(week, weekday, exception->from_minute, exception->to_minute))
            continue; /* cannot be: its bounds were looked at when it came in */
    }
}

unsigned entries_of(const struct record *record, const struct matcher_person *person,
                    struct entry entries[ENTRIES_MOST])
{
    struct span spans[WEEK_SPANS_MOST];
    unsigned spans_count, count = 0;

    if (record->flags & TRAIT_EXCEPTIONS) {
        struct matcher_week week = person->availability;
        free_exceptions(person, &week);
        spans_count = week_to_spans(&week, spans);
    } else {
        spans_count = record_spans(record, spans);
    }
    if (spans_count == 0)
        return 0;
    /* Sunday's last quarter and Monday's first are neighbours. */
    bool ring = spans[0].from == 0 && spans[spans_count - 1].to == WEEK_QUARTERS;
    for (unsigned i = 0; i < spans_count; i++) {
        unsigned to = spans[i].to;
        if (ring && i == spans_count - 1)
            to += spans[0].to;
        for (unsigned day = spans[i].from / 96; day * 96 < spans[i].to; day++) {
            unsigned from = spans[i].from > day * 96 ? spans[i].from - day * 96 : 0;
            unsigned last = to - 1 - day * 96;
            entries[count++] =
                (struct entry){(uint8_t)day, (uint8_t)from, (uint8_t)(last < PAST_MIDNIGHT ? last : PAST_MIDNIGHT)};
        }
    }
    return count;
}

/* ---- A person's lanes ---- */

static bool is_listed(const struct record *record)
{
    return (record->flags & (TRAIT_ACTIVE | TRAIT_NOT_PROHIBITED)) == (TRAIT_ACTIVE | TRAIT_NOT_PROHIBITED);
}

static void lane_add_set(struct lane *lane, const struct matcher_set *set, unsigned column, unsigned columns)
{
    uint64_t shared = 0;

    for (unsigned word = 0; word < MATCHER_CODES / 64; word++)
        for (uint64_t left = set->bits[word]; left != 0; left &= left - 1)
            shared |= UINT64_C(1) << (word * 64 + (unsigned)__builtin_ctzll(left)) % columns;
    for (; shared != 0; shared &= shared - 1)
        lane_add(lane, column + (unsigned)__builtin_ctzll(shared));
}

static void lane_add_languages(struct lane *lane, const struct matcher_person *person)
{
    unsigned levels[LANE_LANGUAGES] = {0};

    for (unsigned i = 0; i < MATCHER_LANGUAGES; i++)
        if (person->languages[i] > levels[i % LANE_LANGUAGES])
            levels[i % LANE_LANGUAGES] = person->languages[i];
    for (unsigned i = 0; i < LANE_LANGUAGES; i++)
        lane_add_number(lane, LANE_LANGUAGE + i * 3, 3, levels[i]);
}

static unsigned lost_units(const struct matcher_settings *settings, const struct matcher_person *person)
{
    int32_t units = score_lost(settings, person) / score_unit(settings), most = (1 << LANE_LOST_BITS) - 1;

    return (unsigned)(units < most ? units : most);
}

static void lane_of(const struct matcher *matcher, uint32_t name, const struct matcher_person *person,
                    struct lane *lane)
{
    const struct record *record = store_at(&matcher->people.store, name);
    const struct matcher_set ages = {{person->age_groups}};
    struct matcher_set centres = {{0}};

    *lane = (struct lane){.name = name, .lost = (uint8_t)lost_units(&matcher->settings, person)};
    if (record_on_map(record)) {
        lane->north = (uint16_t)((record->lat_e7 + 900000000LL) / SPOT_LAT_E7);
        lane->east = (uint16_t)((record->lon_e7 + 1800000000LL) / SPOT_LON_E7);
    }
    lane_add_set(lane, &person->skills, LANE_SKILL, LANE_SKILLS);
    lane_add_set(lane, &person->interests, LANE_INTEREST, LANE_INTERESTS);
    lane_add_set(lane, &ages, LANE_AGE_GROUP, LANE_AGE_GROUPS);
    lane_add_languages(lane, person);
    for (size_t i = 0; i < person->worked_at_count; i++)
        matcher_set_add(&centres, person->worked_at[i] % LANE_CENTRES);
    lane_add_set(lane, &centres, LANE_CENTRE, LANE_CENTRES);
    lane_add_number(lane, LANE_LOST, LANE_LOST_BITS, lane->lost);
}

/* ---- Adding and removing ---- */

static struct crowd **crowd_of(struct matcher *matcher, const struct record *record)
{
    return &matcher->crowds[record->flags & TRAIT_WORKER ? CLASS_WORKER : CLASS_VOLUNTEER];
}

static struct lane timed_lane(const struct lane *untimed, const struct entry *entry)
{
    struct lane lane = *untimed;

    lane.from = entry->from;
    lane.last = entry->last;
    lane_add_number(&lane, LANE_FROM, LANE_CLOCK_BITS, entry->from);
    lane_add_number(&lane, LANE_LAST, LANE_CLOCK_BITS, entry->last);
    return lane;
}

static bool add_timed(struct matcher *matcher, struct crowd *crowd, const struct lane *untimed,
                      const struct entry *entry)
{
    struct lane lane = timed_lane(untimed, entry);

    return tree_add(&crowd->timed[entry->weekday], &matcher->chunks, &lane);
}

static void fetch_timed(const struct crowd *crowd, const struct lane *untimed, const struct entry entries[],
                        unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        struct lane lane = timed_lane(untimed, &entries[i]);
        tree_fetch(&crowd->timed[entries[i].weekday], &lane);
    }
}

static void remove_timed(struct matcher *matcher, struct crowd *crowd, const struct lane *untimed,
                         const struct entry *entry)
{
    struct lane lane = timed_lane(untimed, entry);

    tree_remove(&crowd->timed[entry->weekday], &matcher->chunks, &lane);
}

bool crowds_add(struct matcher *matcher, uint32_t name, const struct matcher_person *person)
{
    const struct store *store = &matcher->people.store;
    const struct record *record = store_at(store, name);
    struct crowd **crowd = crowd_of(matcher, record);
    struct entry entries[ENTRIES_MOST];
    struct lane lane;
    unsigned added = 0;

    if (!is_listed(record))
        return true;
    if (*crowd == NULL)
        *crowd = calloc(1, sizeof **crowd);
    if (*crowd == NULL)
        return false;
    lane_of(matcher, name, person, &lane);
    if (!(record->flags & TRAIT_TIME_GIVEN))
        return tree_add(&(*crowd)->untimed, &matcher->chunks, &lane);
    unsigned count = entries_of(record, person, entries);
    fetch_timed(*crowd, &lane, entries, count);
    while (added < count && add_timed(matcher, *crowd, &lane, &entries[added]))
        added++;
    if (added == count)
        return true;
    while (added > 0)
        remove_timed(matcher, *crowd, &lane, &entries[--added]);
    return false;
}

void crowds_remove(struct matcher *matcher, uint32_t name, const struct matcher_person *person)
{
    const struct store *store = &matcher->people.store;
    const struct record *record = store_at(store, name);
    struct crowd *crowd = *crowd_of(matcher, record);
    struct entry entries[ENTRIES_MOST];
    struct lane lane;

    if (!is_listed(record))
        return;
    lane_of(matcher, name, person, &lane);
    if (!(record->flags & TRAIT_TIME_GIVEN)) {
        tree_remove(&crowd->untimed, &matcher->chunks, &lane);
        return;
    }
    unsigned count = entries_of(record, person, entries);
    fetch_timed(crowd, &lane, entries, count);
    while (count > 0)
        remove_timed(matcher, crowd, &lane, &entries[--count]);
}

void crowds_clear(struct matcher *matcher)
{
    for (int class = 0; class < CLASSES; class ++) {
        struct crowd *crowd = matcher->crowds[class];
        for (int day = 0; crowd != NULL && day < 7; day++)
            tree_clear(&crowd->timed[day]);
        if (crowd != NULL)
            tree_clear(&crowd->untimed);
        free(crowd);
    }
    chunks_clear(&matcher->chunks);
}
