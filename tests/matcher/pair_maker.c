/* Small worlds, and the best of all proposals by trying every one. The rules are written down a third time here. */
#include "tests/matcher/pair_maker.h"

#include <stdlib.h>
#include <string.h>

enum { CENTRES = 3, MONDAY = 20836 }; /* 2027-01-18 */

static struct matcher_position centre_at(int centre)
{
    static const int32_t lat_e7[CENTRES] = {593361000, 594312000, 594767000};
    static const int32_t lon_e7[CENTRES] = {253211000, 249495000, 250250000};

    return (struct matcher_position){
        .known = true, .lat_e7 = lat_e7[centre], .lon_e7 = lon_e7[centre], .place = centre};
}

static void make_person(struct crowd_person *made, uint64_t *seed, int number)
{
    struct matcher_person *person = &made->person;

    memset(made, 0, sizeof *made);
    person->id = crowd_id("p", number);
    person->kind = crowd_below(seed, 2) == 0 ? MATCHER_WORKER : MATCHER_VOLUNTEER;
    person->birth_day = MONDAY - 11000;
    person->home = centre_at(crowd_below(seed, CENTRES));
    person->home.place = MATCHER_NO_PLACE;
    person->home_centre = person->kind == MATCHER_WORKER ? crowd_below(seed, CENTRES) : MATCHER_NO_CENTRE;
    person->employer_agreed = true;
    person->availability_given = crowd_below(seed, 10) > 0;
    for (int day = 1; day <= 7; day++)
        if (crowd_below(seed, 5) > 0 && !matcher_week_add(&person->availability, day, 0, 1440))
            abort();
    person->hours_per_week = (uint16_t)(crowd_below(seed, 3) == 0 ? 2 + crowd_below(seed, 9) : 0);
    person->kept = (uint16_t)crowd_below(seed, 4);
    person->invited_30d = (uint16_t)crowd_below(seed, 4);
    person->languages[0] = (uint8_t)crowd_below(seed, 7);
    if (crowd_below(seed, 4) == 0) {
        int start = (MONDAY + crowd_below(seed, 3)) * 1440 + 480 + crowd_below(seed, 40) * 15;
        made->agreed[0] = (struct matcher_agreed){start, start + 120, centre_at(crowd_below(seed, CENTRES))};
        person->agreed = made->agreed;
        person->agreed_count = 1;
    }
}

static void make_need(struct crowd_need *made, uint64_t *seed, int number)
{
    struct matcher_need *need = &made->need;

    memset(made, 0, sizeof *made);
    need->id = crowd_id("n", number);
    need->centre = crowd_below(seed, CENTRES);
    need->employer = MATCHER_NO_EMPLOYER;
    need->at = centre_at(need->centre);
    need->for_whom = crowd_below(seed, 3) == 0 ? MATCHER_FOR_WORKER : MATCHER_FOR_EITHER;
    need->purpose = (uint8_t)crowd_below(seed, 2);
    need->urgency = (uint8_t)crowd_below(seed, 4);
    need->children = crowd_below(seed, 2) == 0;
    need->required_languages[0] = (uint8_t)(crowd_below(seed, 3) == 0 ? 3 : 0);
    need->preferred_languages[0] = (uint8_t)crowd_below(seed, 7);
    need->shifts = made->shifts;
    need->shifts_count = (size_t)crowd_below(seed, 4);
    for (int i = 0; i < CROWD_LIST; i++) {
        struct matcher_shift *shift = &made->shifts[i];
        int length = 60 + 30 * crowd_below(seed, 11);
        shift->id = crowd_id("s", i);
        shift->day = MONDAY + crowd_below(seed, crowd_below(seed, 4) == 0 ? 8 : 2);
        shift->from_minute = (int16_t)(420 + 15 * crowd_below(seed, 50));
        shift->to_minute = (int16_t)(shift->from_minute + length);
        shift->start_utc_min = shift->day * 1440 + shift->from_minute - 120;
        shift->end_utc_min = shift->start_utc_min + length;
        shift->seats = (uint16_t)crowd_below(seed, 3);
        shift->responsible_present = true;
    }
}

void pair_world_make(struct pair_world *world, uint64_t seed)
{
    uint64_t state = seed * 7919 + 3;

    world->matcher = matcher_new(NULL, NULL);
    world->people_count = 1 + crowd_below(&state, PAIR_PEOPLE);
    world->needs_count = 1 + crowd_below(&state, PAIR_NEEDS);
    bool ok = world->matcher != NULL;
    for (int i = 0; ok && i < world->people_count; i++) {
        make_person(&world->people[i], &state, i);
        ok = matcher_put_person(world->matcher, &world->people[i].person, NULL);
    }
    for (int i = 0; ok && i < world->needs_count; i++) {
        make_need(&world->needs[i], &state, i);
        ok = matcher_put_need(world->matcher, &world->needs[i].need, NULL);
    }
    if (!ok)
        abort();
}

void pair_world_free(struct pair_world *world)
{
    matcher_free(world->matcher);
    world->matcher = NULL;
}

int pair_choices(const struct pair_world *world, struct pair_choice choices[PAIR_OPTIONS])
{
    int count = 0;

    for (int p = 0; p < world->people_count; p++)
        for (int n = 0; n < world->needs_count; n++)
            for (uint32_t s = 0; s < world->needs[n].need.shifts_count && count < PAIR_OPTIONS; s++) {
                const struct matcher_id *person = &world->people[p].person.id, *need = &world->needs[n].need.id;
                struct matcher_why why;
                uint32_t rules;
                if (!world->people[p].person.availability_given ||
                    !matcher_verify_fit(world->matcher, person, need, s, NULL, &rules, NULL) || rules != 0 ||
                    !matcher_explain(world->matcher, need, person, NULL, &why, NULL))
                    continue;
                choices[count++] =
                    (struct pair_choice){p, n, {.person = *person, .need = *need, .shift = s, .score = why.fit.score}};
                matcher_why_free(&why);
            }
    return count;
}

/* ---- The rules, once more ---- */

struct trying {
    const struct pair_world *world;
    const struct pair_choice *choices;
    int count;
    const enum pair_mark *marks;
    const struct pair_choice *taken[PAIR_OPTIONS];
    int taken_count;
    int64_t filled, score, best_filled, best_score;
    bool found;
};

static const struct matcher_shift *shift_of(const struct trying *trying, const struct pair_choice *choice)
{
    return &trying->world->needs[choice->need].need.shifts[choice->pair.shift];
}

static bool meet(const struct matcher_shift *a, int32_t start_utc_min, int32_t end_utc_min)
{
    return a->start_utc_min < end_utc_min && start_utc_min < a->end_utc_min;
}

static bool seats_suffice(const struct trying *trying)
{
    for (int i = 0; i < trying->taken_count; i++) {
        int here = 0;
        for (int j = 0; j < trying->taken_count; j++)
            here += shift_of(trying, trying->taken[i]) == shift_of(trying, trying->taken[j]);
        if (here > shift_of(trying, trying->taken[i])->seats)
            return false;
    }
    return true;
}

static bool nobody_is_in_two_places(const struct trying *trying)
{
    for (int i = 0; i < trying->taken_count; i++)
        for (int j = 0; j < i; j++) {
            const struct pair_choice *a = trying->taken[i], *b = trying->taken[j];
            const struct matcher_shift *first = shift_of(trying, a), *second = shift_of(trying, b);
            if (a->person != b->person)
                continue;
            int way = matcher_travel_min(
                matcher_distance_m(&trying->world->needs[a->need].need.at, &trying->world->needs[b->need].need.at));
            if (meet(first, second->start_utc_min - way, second->end_utc_min + way))
                return false;
        }
    return true;
}

static bool hours_suffice(const struct trying *trying, int p)
{
    const struct matcher_person *person = &trying->world->people[p].person;

    for (int32_t monday = MONDAY - 7; monday <= MONDAY + 14 && person->hours_per_week > 0; monday += 7) {
        int minutes = 0, taken = 0;
        for (int i = 0; i < trying->taken_count; i++) {
            const struct matcher_shift *shift = shift_of(trying, trying->taken[i]);
            if (trying->taken[i]->person == p && shift->day >= monday && shift->day < monday + 7) {
                minutes += shift->end_utc_min - shift->start_utc_min;
                taken++;
            }
        }
        for (size_t i = 0; i < person->agreed_count; i++)
            for (int32_t at = person->agreed[i].start_utc_min; at < person->agreed[i].end_utc_min; at++)
                minutes += at >= monday * 1440 - 120 && at < (monday + 7) * 1440 - 120;
        if (taken > 0 && minutes > person->hours_per_week * 60)
            return false;
    }
    return true;
}

/* Does somebody who covers get 11 hours of rest? In a stretch of 24 hours around the shift, whichever, they must lie.
 */
static bool rests(const struct trying *trying, int p)
{
    const struct matcher_person *person = &trying->world->people[p].person;
    static unsigned char works[12 * 1440 / 15];
    const int first = (MONDAY - 2) * 1440 - 120, length = 12 * 1440 / 15;

    memset(works, 0, sizeof works);
    for (int i = 0; i < trying->taken_count; i++) {
        const struct matcher_shift *shift = shift_of(trying, trying->taken[i]);
        for (int at = shift->start_utc_min; trying->taken[i]->person == p && at < shift->end_utc_min; at += 15)
            works[(at - first) / 15] |=
                (unsigned char)(trying->world->needs[trying->taken[i]->need].need.purpose == MATCHER_COVER ? 2 : 1);
    }
    for (size_t i = 0; i < person->agreed_count; i++)
        for (int at = person->agreed[i].start_utc_min; at < person->agreed[i].end_utc_min; at += 15)
            works[(at - first) / 15] |= 1;
    for (int from = 0; from < length;) { /* stretches of work, gaps below 11 hours included */
        int last = from, idle = 0, covers = 0;
        if (!works[from]) {
            from++;
            continue;
        }
        for (int at = from; at < length && idle < 44; at++) {
            idle = works[at] ? 0 : idle + 1;
            last = works[at] ? at : last;
            covers |= works[at] & 2;
        }
        if (covers && last + 1 - from > 52)
            return false;
        from = last + 1;
    }
    return true;
}

static bool is_away(const struct trying *trying, int p, const struct matcher_shift *shift)
{
    const struct matcher_person *person = &trying->world->people[p].person;

    for (size_t i = 0; i < person->agreed_count; i++)
        if (person->agreed[i].at.place != person->home_centre &&
            meet(shift, person->agreed[i].start_utc_min, person->agreed[i].end_utc_min))
            return true;
    for (int i = 0; i < trying->taken_count; i++) {
        const struct matcher_shift *other = shift_of(trying, trying->taken[i]);
        if (trying->taken[i]->person == p &&
            trying->world->needs[trying->taken[i]->need].need.centre != person->home_centre &&
            meet(shift, other->start_utc_min, other->end_utc_min))
            return true;
    }
    return false;
}

static bool homes_are_staffed(const struct trying *trying)
{
    for (int i = 0; i < trying->taken_count; i++) {
        const struct pair_choice *choice = trying->taken[i];
        const struct matcher_need *need = &trying->world->needs[choice->need].need;
        int32_t home = trying->world->people[choice->person].person.home_centre;
        int staying = 0;
        if (need->purpose != MATCHER_COVER || home == MATCHER_NO_CENTRE || home == need->centre)
            continue;
        for (int p = 0; p < trying->world->people_count; p++)
            staying += p != choice->person && trying->world->people[p].person.home_centre == home &&
                       !is_away(trying, p, shift_of(trying, choice));
        if (staying < 1)
            return false;
    }
    return true;
}

/* After `choice` was taken: whoever else was all right before is so still. */
static bool allowed(const struct trying *trying, const struct pair_choice *choice)
{
    const struct matcher_person *person = &trying->world->people[choice->person].person;

    return seats_suffice(trying) && nobody_is_in_two_places(trying) && hours_suffice(trying, choice->person) &&
           homes_are_staffed(trying) && (person->kind != MATCHER_WORKER || rests(trying, choice->person));
}

static void try_from(struct trying *trying, int at)
{
    if (at == trying->count) {
        trying->found = true;
        if (trying->filled > trying->best_filled ||
            (trying->filled == trying->best_filled && trying->score > trying->best_score)) {
            trying->best_filled = trying->filled;
            trying->best_score = trying->score;
        }
        return;
    }
    const struct pair_choice *choice = &trying->choices[at];
    uint8_t urgency = trying->world->needs[choice->need].need.urgency;
    int worth = urgency > 0 ? urgency : 1;
    if (trying->marks == NULL || trying->marks[at] != PAIR_MUST_NOT) {
        trying->taken[trying->taken_count++] = choice;
        trying->filled += worth;
        trying->score += choice->pair.score;
        if (allowed(trying, choice))
            try_from(trying, at + 1);
        trying->taken_count--;
        trying->filled -= worth;
        trying->score -= choice->pair.score;
    }
    if (trying->marks == NULL || trying->marks[at] != PAIR_MUST)
        try_from(trying, at + 1);
}

bool pair_try_all(const struct pair_world *world, const struct pair_choice *choices, int count,
                  const enum pair_mark *marks, int64_t *filled, int64_t *score)
{
    struct trying trying = {.world = world, .choices = choices, .count = count, .marks = marks};

    trying.best_filled = trying.best_score = -1;
    try_from(&trying, 0);
    *filled = trying.best_filled;
    *score = trying.best_score;
    return trying.found;
}
