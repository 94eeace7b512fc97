/*
 * The best needs for a person: of the rows in the hours when the person is free, a look at each tells whether all that
 * it says is met, and what the need can score at most. Those who can score most are judged first, until the next cannot
 * pass the bar any more (the threshold algorithm, as in rank_people.c).
 */
#include "matcher/rank.h"
#include "matcher/rank_probe.h"
#include "matcher/score.h"

#include <math.h>
#include <string.h>

enum { CHANCES_MOST = 1024, CHANCE_STEPS = 512 };

/* A need to judge. */
struct chance {
    const struct need_row *row;
    int32_t most;  /* what it can score, less scarcity */
    uint16_t step; /* in units less than the most there is */
};

struct choice {
    const struct matcher *matcher;
    const struct matcher_query *query;
    const struct card *card;
    uint64_t skills;     /* bit code % 64 */
    uint64_t centres;    /* worked at: bit centre % 64 */
    uint32_t interests;  /* bit code % 32 */
    uint16_t age_groups; /* bit group % 16 */
    int32_t reach_m;
    double cos_lat;
    int32_t lost;       /* score_lost */
    int32_t unit, best; /* score_unit, and what a row can hold in `most` */
    bool on_map;
    bool ask;
    struct bar bar;
    size_t k, *count;
    struct matcher_candidate *out;
    unsigned chances_count;
    struct chance chances[CHANCES_MOST];
    uint16_t free_until[WEEK_QUARTERS]; /* the end of the free stretch that holds a quarter, 0 when it is not free */
};

/* ---- Free time ---- */

static void add_free(struct choice *choice, const struct record *record)
{
    struct entry entries[ENTRIES_MOST];
    unsigned count = entries_of(record, choice->card->person, entries);

    memset(choice->free_until, 0, sizeof choice->free_until);
    for (unsigned i = 0; i < count; i++) { /* as far as a day tells; the next day is taken to be free */
        const struct entry *entry = &entries[i];
        unsigned day = entry->weekday * 96u, last = entry->last < PAST_MIDNIGHT ? entry->last : PAST_MIDNIGHT - 1;
        unsigned until = entry->last == PAST_MIDNIGHT ? UINT16_MAX : day + last + 1;
        for (unsigned quarter = entry->from; quarter <= last; quarter++)
            choice->free_until[day + quarter] = (uint16_t)until;
    }
}

static bool may_be_free(const struct choice *choice, struct span time)
{
    return choice->free_until[time.from] >= time.to;
}

/* A need with several times that serve is judged for the first of them alone. */
static bool is_first_time(const struct choice *choice, const struct need_row *row)
{
    const struct need_record *record = choice->matcher->need_records[row->slot];

    if (!row->has_others || choice->ask)
        return true;
    for (size_t i = 0; i < record->view->shifts_count; i++) {
        struct span time = shift_time(&record->view->shifts[i]);
        if (may_be_free(choice, time))
            return time.from == row->time.from && time.to == row->time.to;
    }
    return false;
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
        if ((!choice->bar.set || chance->most >= choice->bar.order) && is_first_time(choice, chance->row))
            judge(choice, records[chance->row->slot]);
    }
    choice->chances_count = 0;
}

/* ---- A look at a row ---- */

static int32_t share_of(int32_t points, int32_t have, int32_t of)
{
    return (int32_t)((int64_t)points * have / of);
}

/* Points of soft parts that the person surely lacks. */
static int32_t surely_lost(const struct choice *choice, const struct need_row *row)
{
    const int32_t *points = choice->matcher->settings.points;
    int missing = __builtin_popcountll(row->preferred_skills & ~choice->skills), reached = row->levels_total;
    int32_t lost = 0;

    if (missing > 0)
        lost += points[MATCHER_PART_SKILLS] -
                share_of(points[MATCHER_PART_SKILLS], row->skills_total - missing, row->skills_total);
    for (unsigned i = 0; i < ROW_LANGUAGES; i++) {
        int short_of = row->preferred[i].level - choice->card->person->languages[row->preferred[i].language];
        reached -= short_of > 0 ? short_of : 0;
    }
    if (reached < row->levels_total)
        lost += points[MATCHER_PART_LANGUAGES] - share_of(points[MATCHER_PART_LANGUAGES], reached, row->levels_total);
    lost += row->interests != 0 && (row->interests & choice->interests) == 0 ? points[MATCHER_PART_INTEREST] : 0;
    lost += row->age_groups != 0 && (row->age_groups & choice->age_groups) == 0 ? points[MATCHER_PART_AGE_GROUPS] : 0;
    lost += choice->centres >> (row->centre % 64) & 1 ? 0 : points[MATCHER_PART_EXPERIENCE];
    return lost;
}

static void look_at(struct choice *choice, const struct need_row *row)
{
    const struct matcher_settings *settings = &choice->matcher->settings;
    const struct matcher_person *person = choice->card->person;

    if ((row->traits & ~choice->card->traits) != 0 || (row->required_skills & ~choice->skills) != 0 ||
        person->birth_day > row->born_by || person->languages[row->language] < row->level)
        return;
    int32_t most = row->most - choice->lost - surely_lost(choice, row);
    if (choice->bar.set && most < choice->bar.order)
        return;
    if (row->on_map && choice->on_map) {
        int32_t least_m = road_least_m(&choice->card->start, choice->cos_lat, row->lat_e7, row->lon_e7, 0, 0);
        if (least_m > choice->reach_m)
            return;
        most += score_nearness_at(settings, least_m) - settings->points[MATCHER_PART_NEARNESS];
        if (choice->bar.set && most < choice->bar.order)
            return;
    }
    if (choice->chances_count == CHANCES_MOST)
        judge_chances(choice);
    int32_t step = (choice->best - most) / choice->unit;
    choice->chances[choice->chances_count++] = (struct chance){
        .row = row, .most = most, .step = (uint16_t)(step < CHANCE_STEPS - 1 ? step : CHANCE_STEPS - 1)};
}

static void look_through(struct choice *choice, unsigned list)
{
    const struct need_rows *rows = &choice->matcher->need_rows[list];

    for (size_t i = 0; i < rows->count; i++)
        if (list == ROW_ANY || (choice->ask ? rows->rows[i].which == 0 : may_be_free(choice, rows->rows[i].time)))
            look_at(choice, &rows->rows[i]);
}

static void look_through_all(struct choice *choice)
{
    for (unsigned list = 0; list < ROW_ANY; list++) {
        const uint16_t *until = &choice->free_until[list * 4];
        if (choice->ask || (until[0] | until[1] | until[2] | until[3]) != 0)
            look_through(choice, list);
    }
    look_through(choice, ROW_ANY);
    judge_chances(choice);
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
    for (size_t i = 0; i < person->worked_at_count; i++)
        choice->centres |= UINT64_C(1) << (person->worked_at[i] % 64);
    choice->reach_m = record_reach_m(record);
    choice->on_map = card->start.known && card->start.place == MATCHER_NO_PLACE;
    if (choice->on_map)
        unit_vector(&card->start, start);
    choice->cos_lat = sqrt(start[0] * start[0] + start[1] * start[1]);
    choice->lost = score_lost(settings, person);
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
    else
        look_through_all(&choice);
    heap_to_list(out, *count);
    return true;
}
