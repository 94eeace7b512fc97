/*
 * The best needs for a person: a look at each row in the hours when the person is free tells whether all that it says
 * is met, and what the need can score at most. Those who can score most are judged first, until the next cannot pass
 * the bar any more (the threshold algorithm, as in rank_people.c). Who has not said when looks through the needs of one
 * centre after the other, the nearest first, and leaves out centres where nothing can pass the bar.
 */
#include "matcher/rank.h"
#include "matcher/rank_machine.h"
#include "matcher/rank_probe.h"
#include "matcher/score.h"

#include <math.h>
#include <string.h>

enum { CHANCES_MOST = 1024, CHANCE_STEPS = 512 };

/* A need to judge. */
struct chance {
    const struct need_row *row;
    int32_t most;        /* what it can score, less scarcity */
    uint16_t step;       /* in units less than the most there is */
    uint16_t travel_min; /* at least */
};

struct choice {
    const struct matcher *matcher;
    const struct matcher_query *query;
    const struct card *card;
    uint64_t skills;                 /* bit code % 64 */
    uint64_t centres, centres_again; /* worked at, and more than once: bit centre % 64 */
    uint32_t interests;              /* bit code % 32 */
    uint16_t age_groups;             /* bit group % 16 */
    int32_t reach_m;
    double cos_lat;
    int32_t lost;       /* score_lost */
    int32_t experience; /* lost by who has been there once */
    int32_t unit, best; /* score_unit, and what a row can hold in `most` */
    bool on_map;
    bool ask;
    struct bar bar;
    size_t k, *count;
    struct matcher_candidate *out;
    unsigned chances_count;
    struct chance chances[CHANCES_MOST];
    /* The end of the free stretch that holds a quarter, 0 when it is not free; whatever has no time is served. */
    uint16_t free_until[WEEK_QUARTERS + 1];
};

/* ---- Free time ---- */

static void add_free(struct choice *choice, const struct record *record)
{
    struct entry entries[ENTRIES_MOST];
    unsigned count = entries_of(record, choice->card->person, entries);

    memset(choice->free_until, choice->ask ? UINT8_MAX : 0, sizeof choice->free_until);
    choice->free_until[WEEK_QUARTERS] = UINT16_MAX;
    for (unsigned i = 0; i < count; i++) { /* as far as a day tells; the next day is taken to be free */
        const struct entry *entry = &entries[i];
        unsigned day = entry->weekday * 96u, last = entry->last < PAST_MIDNIGHT ? entry->last : PAST_MIDNIGHT - 1;
        unsigned until = entry->last == PAST_MIDNIGHT ? UINT16_MAX : day + last + 1;
        for (unsigned quarter = entry->from; quarter <= last; quarter++)
            choice->free_until[day + quarter] = (uint16_t)until;
    }
}

INLINE bool may_be_free(const struct choice *choice, struct span time)
{
    return choice->free_until[time.from] >= time.to;
}

/* With a way of `travel_min` there and back, as far as the day of the beginning tells. */
static bool may_come(const struct choice *choice, const struct need_row *row, int travel_min)
{
    int quarters = (travel_min + (row->on_quarters ? 14 : 0)) / 15, from = row->time.from;

    if (from == WEEK_QUARTERS)
        return true;
    from = from % 96 > quarters ? from - quarters : from - from % 96;
    return choice->free_until[from] >= row->time.to + quarters;
}

/* A need with several times that serve is judged for the first of them alone. */
static bool is_first_time(const struct choice *choice, const struct chance *chance)
{
    const struct need_record *record = choice->matcher->need_records[chance->row->slot];

    if (!chance->row->has_others)
        return true;
    for (unsigned i = 0; i < chance->row->which; i++) {
        const struct row_place *place = &record->rows[i];
        if (may_come(choice, &choice->matcher->need_rows[place->list].rows[place->at], chance->travel_min))
            return false;
    }
    return true;
}

/* ---- Judging ---- */

static void judge(struct choice *choice, const struct need_record *record)
{
    const struct matcher *matcher = choice->matcher;
    const struct need_view *view = record->view;
    struct matcher_candidate candidate;

    choice->bar.taken_off = score_scarcity(&matcher->settings, view);
    if (!pair_score(matcher, choice->card, choice->card->traits, view, choice->query, &choice->bar, &candidate))
        return;
    candidate.id = view->need->id;
    keep_best(choice->out, choice->count, choice->k, &candidate);
    set_bar(&choice->bar, choice->out, *choice->count, choice->k, choice->query);
}

static void fetch(const struct need_record *record)
{
    for (size_t at = 0; at < sizeof *record->view; at += 64)
        __builtin_prefetch((const char *)record->view + at);
    for (size_t at = 0; at < sizeof *record->need; at += 64)
        __builtin_prefetch((const char *)record->need + at);
}

/* The chances in the order of what they can score, counted by steps; then there are none. */
static void judge_chances(struct choice *choice)
{
    struct need_record *const *records = choice->matcher->need_records;
    uint16_t order[CHANCES_MOST], starts[CHANCE_STEPS + 1] = {0};

    for (unsigned i = 0; i < choice->chances_count; i++)
        starts[choice->chances[i].step + 1]++;
    for (unsigned i = 1; i < CHANCE_STEPS; i++)
        starts[i] = (uint16_t)(starts[i] + starts[i - 1]);
    for (unsigned i = 0; i < choice->chances_count; i++)
        order[starts[choice->chances[i].step]++] = (uint16_t)i;
    for (unsigned i = 0; i < choice->chances_count; i++) {
        const unsigned ahead = 3, far_ahead = 6;
        const struct chance *chance = &choice->chances[order[i]];
        if (choice->bar.set && choice->best - chance->step * choice->unit < choice->bar.order)
            break;
        if (i + far_ahead < choice->chances_count)
            __builtin_prefetch(records[choice->chances[order[i + far_ahead]].row->slot]);
        if (i + ahead < choice->chances_count)
            fetch(records[choice->chances[order[i + ahead]].row->slot]);
        if ((!choice->bar.set || chance->most >= choice->bar.order) && is_first_time(choice, chance))
            judge(choice, records[chance->row->slot]);
    }
    choice->chances_count = 0;
}

/* ---- A look at a row ---- */

/* Points of soft parts that the person surely lacks. */
INLINE int32_t surely_lost(const struct choice *choice, const struct need_row *row)
{
    const int32_t *points = choice->matcher->settings.points;
    const uint8_t *levels = choice->card->person->languages;
    unsigned missing = (unsigned)__builtin_popcountll(row->preferred_skills & ~choice->skills), short_of = 0;
    int32_t lost = 0;

    for (unsigned i = 0; i < ROW_LANGUAGES; i++) {
        int levels_short = row->preferred[i].level - levels[row->preferred[i].language];
        short_of += levels_short > 0 ? (unsigned)levels_short : 0;
    }
    lost += (int32_t)(((uint64_t)row->skill_points * missing + 255) >> 8);
    lost += (int32_t)(((uint64_t)row->level_points * short_of + 255) >> 8);
    lost += row->interests != 0 && (row->interests & choice->interests) == 0 ? points[MATCHER_PART_INTEREST] : 0;
    lost += row->age_groups != 0 && (row->age_groups & choice->age_groups) == 0 ? points[MATCHER_PART_AGE_GROUPS] : 0;
    if (!(choice->centres_again >> (row->centre % 64) & 1))
        lost += choice->centres >> (row->centre % 64) & 1 ? choice->experience : points[MATCHER_PART_EXPERIENCE];
    return lost;
}

/* Without a branch for each: they go either way too often. */
INLINE bool refuses(const struct choice *choice, const struct need_row *row)
{
    uint64_t missing = (row->traits & ~choice->card->traits) | (row->required_skills & ~choice->skills);

    return (missing != 0) | (choice->card->person->birth_day > row->born_by) |
           (choice->card->person->languages[row->language] < row->level) | !may_be_free(choice, row->time);
}

static void add_chance(struct choice *choice, const struct need_row *row, int32_t most, int travel_min)
{
    int32_t step = (choice->best - most) / choice->unit;

    if (choice->chances_count == CHANCES_MOST)
        judge_chances(choice);
    choice->chances[choice->chances_count++] = (struct chance){
        .row = row,
        .most = most,
        .step = (uint16_t)(step < CHANCE_STEPS - 1 ? step : CHANCE_STEPS - 1),
        .travel_min = (uint16_t)(travel_min < UINT16_MAX ? travel_min : UINT16_MAX),
    };
}

/* What nothing that the row says refuses. */
INLINE void look_at(struct choice *choice, const struct need_row *row)
{
    const struct matcher_settings *settings = &choice->matcher->settings;
    int32_t most = row->most - choice->lost - surely_lost(choice, row), travel_min = 0;

    if (choice->bar.set && most < choice->bar.order)
        return;
    if (row->on_map && choice->on_map) {
        int32_t least_m = road_least_m(&choice->card->start, choice->cos_lat, row->lat_e7, row->lon_e7, 0, 0);
        if (least_m > choice->reach_m)
            return;
        most += score_nearness_at(settings, least_m) - settings->points[MATCHER_PART_NEARNESS];
        travel_min = settings->travel_in_availability ? matcher_travel_min(least_m) : 0;
        if ((choice->bar.set && most < choice->bar.order) || !may_come(choice, row, travel_min))
            return;
    }
    add_chance(choice, row, most, travel_min);
}

FOR_EACH_MACHINE
static void look_through(struct choice *choice, const struct need_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        if (!refuses(choice, &rows->rows[i]))
            look_at(choice, &rows->rows[i]);
}

/* ---- Which rows to look at ---- */

static void look_through_hours(struct choice *choice)
{
    for (unsigned list = 0; list < ROW_ANY; list++) {
        const uint16_t *until = &choice->free_until[list * 4];
        if ((until[0] | until[1] | until[2] | until[3]) != 0)
            look_through(choice, &choice->matcher->need_rows[list]);
    }
    look_through(choice, &choice->matcher->need_rows[ROW_ANY]);
    judge_chances(choice);
}

/* Metres to the nearest need of a centre, at least. */
static int32_t place_least_m(const struct choice *choice, const struct need_place *place)
{
    if (!choice->on_map || place->anywhere)
        return 0;
    return road_least_m(&choice->card->start, choice->cos_lat, place->south_e7, place->west_e7,
                        (int64_t)place->north_e7 - place->south_e7, (int64_t)place->east_e7 - place->west_e7);
}

/* Centres from `from_m` on and nearer than `to_m`. */
static void look_through_ring(struct choice *choice, int32_t from_m, int32_t to_m)
{
    const struct matcher_settings *settings = &choice->matcher->settings;

    for (size_t centre = 0; centre < choice->matcher->need_places_count; centre++) {
        const struct need_place *place = &choice->matcher->need_places[centre];
        int32_t least_m = place->rows.count == 0 ? INT32_MAX : place_least_m(choice, place);
        if (least_m < from_m || least_m >= to_m || least_m > choice->reach_m)
            continue;
        int32_t most =
            place->most - choice->lost - settings->points[MATCHER_PART_NEARNESS] + score_nearness_at(settings, least_m);
        if (!choice->bar.set || most >= choice->bar.order)
            look_through(choice, &place->rows);
    }
    judge_chances(choice);
}

static void look_through_places(struct choice *choice)
{
    const int32_t rings_m[] = {0, 2000, 6000, 12000, 24000, INT32_MAX};

    for (unsigned i = 0; i + 1 < sizeof rings_m / sizeof rings_m[0]; i++)
        look_through_ring(choice, rings_m[i], rings_m[i + 1]);
}

/* ---- A person asks ---- */

static void describe(struct choice *choice, const struct record *record)
{
    const struct matcher_settings *settings = &choice->matcher->settings;
    const struct card *card = choice->card;
    const struct matcher_person *person = card->person;
    double start[3] = {0};

    for (int word = 0; word < MATCHER_CODES / 64; word++) {
        choice->skills |= person->skills.bits[word];
        choice->interests |= (uint32_t)(person->interests.bits[word] | person->interests.bits[word] >> 32);
    }
    for (unsigned i = 0; i < MATCHER_AGE_GROUPS; i += 16)
        choice->age_groups |= (uint16_t)(person->age_groups >> i);
    for (size_t i = 0; i < person->worked_at_count; i++) {
        uint64_t bit = UINT64_C(1) << (person->worked_at[i] % 64);
        choice->centres_again |= choice->centres & bit;
        choice->centres |= bit;
    }
    choice->reach_m = record_reach_m(record);
    choice->on_map = card->start.known && card->start.place == MATCHER_NO_PLACE;
    if (choice->on_map)
        unit_vector(&card->start, start);
    choice->cos_lat = sqrt(start[0] * start[0] + start[1] * start[1]);
    choice->lost = score_lost(settings, person);
    choice->experience = score_experience_lost(settings);
    choice->unit = score_unit(settings);
    for (int part = 0; part < MATCHER_PARTS; part++)
        choice->best += settings->points[part];
    choice->ask = !(record->flags & TRAIT_TIME_GIVEN);
    add_free(choice, record);
}

bool matcher_rank_needs(const struct matcher *matcher, const struct matcher_id *person,
                        const struct matcher_query *query, size_t k, struct matcher_candidate *out, size_t *count,
                        struct matcher_error *error)
{
    uint32_t name = record_find(matcher, person);
    struct card card;
    struct choice choice;

    *count = 0;
    if (name == STORE_NONE)
        return matcher_fail(error, MATCHER_UNKNOWN, "person", 0);
    if (k == 0)
        return true;
    const struct record *record = store_at(&matcher->people.store, name);
    card_fill(matcher, record, &card);
    memset(&choice, 0, offsetof(struct choice, chances));
    choice.matcher = matcher;
    choice.query = query;
    choice.card = &card;
    choice.k = k;
    choice.count = count;
    choice.out = out;
    describe(&choice, record);
    if (query != NULL && query->exhaustive)
        for (size_t i = 0; i < matcher->needs.count; i++)
            judge(&choice, matcher->need_records[i]);
    else if (choice.ask)
        look_through_places(&choice);
    else
        look_through_hours(&choice);
    heap_to_list(out, *count);
    return true;
}
