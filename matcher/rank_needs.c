/*
 * The best needs for a person: rows by weekday, where one look tells whether the person may be free, has the skills and
 * could pass the bar; the few that are left are judged.
 */
#include "matcher/rank.h"
#include "matcher/rank_probe.h"
#include "matcher/score.h"

#include <math.h>
#include <string.h>

struct choice {
    const struct matcher *matcher;
    const struct matcher_query *query;
    const struct card *card;
    uint64_t skills, interests; /* bit code % 64 */
    int32_t reach_m;
    double cos_lat;
    int32_t lost; /* score_lost */
    bool on_map;
    bool ask;
    bool exhaustive;
    struct bar bar;
    size_t k, *count;
    struct matcher_candidate *out;
    uint16_t free_until[WEEK_QUARTERS]; /* the end of the free stretch that holds a quarter, 0 when it is not free */
};

static void add_free(struct choice *choice, const struct record *record)
{
    struct entry entries[ENTRIES_MOST];
    unsigned count = entries_of(choice->matcher, record, choice->card->person, entries);

    memset(choice->free_until, 0, sizeof choice->free_until);
    for (unsigned i = 0; i < count; i++) { /* as far as a bin tells; the next day is taken to be free */
        const struct entry *entry = &entries[i];
        unsigned day = entry->weekday * 96u;
        unsigned last = entry->last == BIN_LASTS - 1 ? 95 : entry->last * (unsigned)BIN_QUARTERS + entry->last_past;
        unsigned until = entry->last == BIN_LASTS - 1 ? UINT16_MAX : day + last + 1;
        for (unsigned quarter = entry->from * (unsigned)BIN_QUARTERS + entry->from_past; quarter <= last; quarter++)
            choice->free_until[day + quarter] = (uint16_t)until;
    }
}

static bool may_be_free(const struct choice *choice, const struct need_row *row)
{
    if (choice->ask || row->times_count > ROW_TIMES)
        return true;
    for (unsigned i = 0; i < row->times_count; i++)
        if (choice->free_until[row->times[i].from] >= row->times[i].to)
            return true;
    return false;
}

static void judge(struct choice *choice, const struct need_row *row)
{
    const struct matcher *matcher = choice->matcher;
    const struct need_view *view = matcher->need_records[row->slot]->view;
    struct matcher_candidate candidate;

    choice->bar.taken_off = score_scarcity(&matcher->settings, view);
    if (!pair_score(matcher, choice->card, choice->card->traits, view, choice->query, &choice->bar, &candidate))
        return;
    candidate.id = view->need->id;
    keep_best(choice->out, choice->count, choice->k, &candidate);
    set_bar(&choice->bar, choice->out, *choice->count, choice->k, choice->query);
}

/* Of soft parts of which the person has nothing. */
static int32_t surely_lost(const struct choice *choice, const struct need_row *row)
{
    const int32_t *points = choice->matcher->settings.points;
    int32_t lost = 0;

    lost +=
        row->preferred_skills != 0 && (row->preferred_skills & choice->skills) == 0 ? points[MATCHER_PART_SKILLS] : 0;
    lost += row->interests != 0 && (row->interests & choice->interests) == 0 ? points[MATCHER_PART_INTEREST] : 0;
    if (row->age_groups != 0 && (row->age_groups & choice->card->person->age_groups) == 0)
        lost += points[MATCHER_PART_AGE_GROUPS];
    lost += choice->card->person->worked_at_count == 0 ? points[MATCHER_PART_EXPERIENCE] : 0;
    return lost;
}

static void look_at(struct choice *choice, const struct need_row *row)
{
    const struct matcher_settings *settings = &choice->matcher->settings;
    const struct matcher_person *person = choice->card->person;

    if ((row->traits & ~choice->card->traits) != 0 || (row->required_skills & ~choice->skills) != 0 ||
        person->birth_day > row->born_by || person->languages[row->language] < row->level || !may_be_free(choice, row))
        return;
    int32_t most = row->most - choice->lost - surely_lost(choice, row);
    if (row->on_map && choice->on_map) {
        int32_t least_m = road_least_m(&choice->card->start, choice->cos_lat, row->lat_e7, row->lon_e7, 0, 0);
        if (least_m > choice->reach_m)
            return;
        most += score_nearness_at(settings, least_m) - settings->points[MATCHER_PART_NEARNESS];
    }
    if (!choice->bar.set || most >= choice->bar.order)
        judge(choice, row);
}

static void look_through(struct choice *choice, unsigned day)
{
    const struct need_rows *rows = &choice->matcher->need_rows[day];
    bool any = choice->ask || choice->exhaustive || day == ROW_SEVERAL;

    for (unsigned quarter = day * 96; !any && quarter < (day + 1) * 96; quarter++)
        any = choice->free_until[quarter] != 0;
    for (size_t i = 0; any && i < rows->count; i++)
        if (choice->exhaustive)
            judge(choice, &rows->rows[i]);
        else
            look_at(choice, &rows->rows[i]);
}

bool matcher_rank_needs(const struct matcher *matcher, const struct matcher_id *person,
                        const struct matcher_query *query, size_t k, struct matcher_candidate *out, size_t *count,
                        struct matcher_error *error)
{
    uint32_t name = record_find(matcher, person);
    struct card card;
    struct choice choice;
    double start[3] = {0};

    *count = 0;
    if (name == STORE_NONE)
        return matcher_fail(error, MATCHER_UNKNOWN, "person", 0);
    if (k == 0)
        return true;
    const struct record *record = store_at(&matcher->people.store, name);
    card_fill(matcher, record, &card);
    choice.matcher = matcher;
    choice.query = query;
    choice.card = &card;
    choice.skills = choice.interests = 0;
    choice.reach_m = record_reach_m(record);
    for (int word = 0; word < MATCHER_CODES / 64; word++) {
        choice.skills |= card.person->skills.bits[word];
        choice.interests |= card.person->interests.bits[word];
    }
    choice.on_map = card.start.known && card.start.place == MATCHER_NO_PLACE;
    if (choice.on_map)
        unit_vector(&card.start, start);
    choice.cos_lat = sqrt(start[0] * start[0] + start[1] * start[1]);
    choice.lost = score_lost(&matcher->settings, card.person);
    choice.ask = !(record->flags & TRAIT_TIME_GIVEN);
    choice.exhaustive = query != NULL && query->exhaustive;
    choice.bar = (struct bar){0};
    choice.k = k;
    choice.count = count;
    choice.out = out;
    add_free(&choice, record);
    for (unsigned day = 0; day < ROW_DAYS; day++)
        look_through(&choice, day);
    heap_to_list(out, *count);
    return true;
}
