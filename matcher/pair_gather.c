/* Options: who could take which open shift, judged and scored as ranking does it, one person after another. */
#include "matcher/pair_state.h"

#include "matcher/rank.h"
#include "matcher/rules.h"

#include <stdlib.h>
#include <string.h>

struct gathering {
    struct pair_problem *problem;
    const struct pair_note *notes; /* by person, need, shift */
    size_t notes_count, note_at;
    size_t options_room, people_room;
    uint32_t *first_seat; /* by view */
    struct matcher_error *error;
};

static bool no_memory(struct gathering *gathering)
{
    return matcher_fail(gathering->error, MATCHER_NO_MEMORY, NULL, 0);
}

/* Seats of a need stand side by side: where each need's begin. */
static bool find_first_seats(struct gathering *gathering)
{
    const struct pair_problem *problem = gathering->problem;
    size_t s = 0;

    gathering->first_seat = calloc(problem->views_count + 1, sizeof *gathering->first_seat);
    if (gathering->first_seat == NULL)
        return no_memory(gathering);
    for (size_t v = 0; v < problem->views_count; v++) {
        gathering->first_seat[v] = (uint32_t)s;
        while (s < problem->seats_count && problem->seats[s].view == problem->views[v])
            s++;
    }
    gathering->first_seat[problem->views_count] = (uint32_t)s;
    return true;
}

/* ---- People ---- */

static int by_record_id(const void *a, const void *b)
{
    const struct record *const *left = a, *const *right = b;
    size_t shorter = (*left)->id_length < (*right)->id_length ? (*left)->id_length : (*right)->id_length;
    int order = memcmp((*left)->id, (*right)->id, shorter);

    return order != 0 ? order : (int)(*left)->id_length - (int)(*right)->id_length;
}

bool pair_over_hours(const struct matcher_person *person, const struct shift_view *shift, int32_t *agreed_min)
{
    int32_t week_start = shift->shift->start_utc_min - shift->shift->from_minute - shift->week_bit / 96 * 1440;
    int32_t week_end = week_start + 7 * 1440, minutes = 0;

    for (size_t i = 0; i < person->agreed_count; i++) {
        int32_t start = person->agreed[i].start_utc_min > week_start ? person->agreed[i].start_utc_min : week_start;
        int32_t end = person->agreed[i].end_utc_min < week_end ? person->agreed[i].end_utc_min : week_end;
        minutes += end > start ? end - start : 0;
        minutes = minutes < 7 * 1440 ? minutes : 7 * 1440;
    }
    *agreed_min = minutes;
    return person->hours_per_week > 0 &&
           minutes + shift->shift->end_utc_min - shift->shift->start_utc_min > person->hours_per_week * 60;
}

static uint8_t wish_of(struct gathering *gathering, const struct matcher_id *person, const struct matcher_id *need,
                       uint32_t shift)
{
    for (size_t i = gathering->note_at; i < gathering->notes_count; i++) {
        const struct matcher_pair *pair = &gathering->notes[i].pair;
        if (matcher_id_compare(&pair->person, person) != 0)
            break;
        if (pair->shift == shift && matcher_id_compare(&pair->need, need) == 0)
            return gathering->notes[i].wish;
    }
    return PAIR_FREE;
}

static bool add_option(struct gathering *gathering, const struct pair_option *option)
{
    struct pair_problem *problem = gathering->problem;

    if (problem->options_count == MATCHER_PAIRING_OPTIONS_MAX)
        return matcher_fail(gathering->error, MATCHER_INVALID, "options", 0);
    if (problem->options_count == gathering->options_room) {
        size_t room = gathering->options_room == 0 ? 1024 : gathering->options_room * 2;
        struct pair_option *grown = realloc(problem->options, room * sizeof *grown);
        if (grown == NULL)
            return no_memory(gathering);
        problem->options = grown;
        gathering->options_room = room;
    }
    problem->options[problem->options_count++] = *option;
    return true;
}

/* The shifts of one need that fit this person become options. */
static bool add_options(struct gathering *gathering, const struct card *card, size_t v,
                        const struct matcher_candidate *candidate)
{
    struct pair_problem *problem = gathering->problem;
    const struct matcher_person *person = card->person;
    const struct matcher_need *need = problem->views[v]->need;
    struct pair_option option = {.person = (uint32_t)problem->people_count, .score = candidate->score};

    option.covers = need->purpose == MATCHER_COVER && person->kind == MATCHER_WORKER;
    option.away = person->home_centre != need->centre;
    option.by_hand = !person->availability_given;
    for (uint32_t seat = gathering->first_seat[v]; seat < gathering->first_seat[v + 1]; seat++) {
        const struct shift_view *shift = problem->seats[seat].shift;
        if (!matcher_set_has(&candidate->shifts, shift->number) || pair_over_hours(person, shift, &option.agreed_min))
            continue;
        option.wish = wish_of(gathering, &person->id, &need->id, shift->number);
        if (option.by_hand && option.wish != PAIR_PINNED)
            continue;
        option.seat = seat;
        option.spare = PAIR_NO_LIMIT;
        if (!add_option(gathering, &option))
            return false;
    }
    return true;
}

static bool keep_person(struct gathering *gathering, const struct pair_person *person)
{
    struct pair_problem *problem = gathering->problem;

    if (problem->people_count == gathering->people_room) {
        size_t room = gathering->people_room == 0 ? 256 : gathering->people_room * 2;
        struct pair_person *grown = realloc(problem->people, room * sizeof *grown);
        if (grown == NULL)
            return no_memory(gathering);
        problem->people = grown;
        gathering->people_room = room;
    }
    problem->people[problem->people_count++] = *person;
    return true;
}

static bool gather_person(struct gathering *gathering, const struct card *card, const struct record *record)
{
    struct pair_problem *problem = gathering->problem;
    const struct matcher_person *person = card->person;
    const struct bar bar = {0};
    size_t first = problem->options_count;

    while (gathering->note_at < gathering->notes_count &&
           matcher_id_compare(&gathering->notes[gathering->note_at].pair.person, &person->id) < 0)
        gathering->note_at++;
    bool noted = gathering->note_at < gathering->notes_count &&
                 matcher_id_compare(&gathering->notes[gathering->note_at].pair.person, &person->id) == 0;
    if (!person->availability_given && !noted)
        return true;
    for (size_t v = 0; v < problem->views_count; v++) {
        struct matcher_candidate candidate;
        if (gathering->first_seat[v] == gathering->first_seat[v + 1])
            continue;
        if (pair_score(problem->matcher, card, card->traits, problem->views[v], &problem->query, &bar, &candidate) &&
            !add_options(gathering, card, v, &candidate))
            return false;
    }
    if (problem->options_count == first)
        return true;
    const struct pair_person kept = {
        .record = record,
        .agreed = person->agreed,
        .agreed_count = person->agreed_count,
        .home_centre = person->home_centre,
        .first = (uint32_t)first,
        .count = (uint32_t)(problem->options_count - first),
        .hours_per_week = person->hours_per_week,
        .worker = person->kind == MATCHER_WORKER,
    };
    return keep_person(gathering, &kept);
}

static bool gather_people(struct gathering *gathering)
{
    const struct matcher *matcher = gathering->problem->matcher;
    const struct record **records = calloc(matcher->people.count + 1, sizeof(const struct record *));
    size_t count = 0, cursor = 0;
    bool ok = true;

    if (records == NULL)
        return no_memory(gathering);
    for (const struct record *record; (record = record_next(matcher, &cursor)) != NULL;)
        if (record->flags & TRAIT_ACTIVE && (record->flags & TRAIT_TIME_GIVEN || gathering->notes_count > 0))
            records[count++] = record;
    if (count > 1)
        qsort(records, count, sizeof(const struct record *), by_record_id);
    for (size_t i = 0; ok && i < count; i++) {
        struct card card;
        card_fill(matcher, records[i], &card);
        ok = gather_person(gathering, &card, records[i]);
    }
    free(records);
    return ok;
}

/* ---- Worth ---- */

static bool index_seats(struct gathering *gathering)
{
    struct pair_problem *problem = gathering->problem;
    uint32_t sum = 0;

    problem->seat_options = malloc((problem->options_count + 1) * sizeof *problem->seat_options);
    if (problem->seat_options == NULL)
        return no_memory(gathering);
    for (size_t o = 0; o < problem->options_count; o++)
        problem->seats[problem->options[o].seat].count++;
    for (size_t s = 0; s < problem->seats_count; s++) {
        problem->seats[s].first = sum;
        sum += problem->seats[s].count;
        problem->seats[s].count = 0;
    }
    for (size_t o = 0; o < problem->options_count; o++) {
        struct pair_seat *seat = &problem->seats[problem->options[o].seat];
        problem->seat_options[seat->first + seat->count++] = (uint32_t)o;
    }
    return true;
}

/* A reward above the sum of all scores that could be chosen at once: seats come first. */
static bool set_reward(struct gathering *gathering)
{
    struct pair_problem *problem = gathering->problem;
    int64_t sum = 0, largest = 0;

    for (size_t s = 0; s < problem->seats_count; s++) {
        const struct pair_seat *seat = &problem->seats[s];
        int64_t most = 0;
        for (uint32_t i = 0; i < seat->count; i++) {
            int32_t score = problem->options[problem->seat_options[seat->first + i]].score;
            most = score > most ? score : most;
        }
        sum += most * (seat->places < seat->count ? seat->places : seat->count);
        largest = most > largest ? most : largest;
    }
    if (3 * (sum + 1) + largest > MATCHER_ASSIGN_WEIGHT_MAX)
        return matcher_fail(gathering->error, MATCHER_INVALID, "seats", 0);
    problem->reward = (int32_t)(sum + 1);
    return true;
}

static void set_weights(struct pair_problem *problem)
{
    for (size_t o = 0; o < problem->options_count; o++) {
        struct pair_option *option = &problem->options[o];
        uint8_t urgency = problem->seats[option->seat].view->need->urgency;
        option->weight = problem->reward * (urgency > 0 ? urgency : 1) + option->score;
    }
}

bool pair_gather(struct pair_problem *problem, const struct pair_note *notes, size_t notes_count,
                 struct matcher_error *error)
{
    struct gathering gathering = {.problem = problem, .notes = notes, .notes_count = notes_count, .error = error};
    bool ok = pair_gather_needs(problem, error) && find_first_seats(&gathering) && gather_people(&gathering) &&
              index_seats(&gathering) && set_reward(&gathering);

    free(gathering.first_seat);
    if (ok)
        set_weights(problem);
    return ok && (pair_make_groups(problem) || no_memory(&gathering));
}

/* ---- One person more ---- */

/* Somebody who is in no index, seen as the index would show them. */
static void card_of(const struct matcher_person *person, struct card *card)
{
    card->person = person;
    card->start = person->home;
    card->traits = TRAIT_ACTIVE | TRAIT_NOT_PROHIBITED | TRAIT_MAY_COVER | TRAIT_TIME_GIVEN;
    card->traits |= person->kind == MATCHER_WORKER ? TRAIT_WORKER : TRAIT_VOLUNTEER;
    card->traits |= person->reach_centres_count > 0 ? TRAIT_REACH_LIST : 0;
}

static bool copy_seats(struct gathering *gathering, const struct pair_problem *base)
{
    struct pair_problem *problem = gathering->problem;

    problem->seats = calloc(base->seats_count + 1, sizeof *problem->seats);
    if (problem->seats == NULL)
        return no_memory(gathering);
    for (size_t s = 0; s < base->seats_count; s++) {
        problem->seats[s] = base->seats[s];
        problem->seats[s].count = 0;
    }
    return find_first_seats(gathering);
}

static bool copy_people(struct gathering *gathering, const struct pair_problem *base)
{
    for (size_t o = 0; o < base->options_count; o++)
        if (!add_option(gathering, &base->options[o]))
            return false;
    for (size_t p = 0; p < base->people_count; p++)
        if (!keep_person(gathering, &base->people[p]))
            return false;
    return true;
}

bool pair_extend(struct pair_problem *problem, const struct pair_problem *base, const struct matcher_person *person,
                 bool alone, struct matcher_error *error)
{
    struct gathering gathering = {.problem = problem, .error = error};
    struct card card;

    *problem = *base;
    problem->shares = true;
    problem->seats = NULL;
    problem->people = NULL;
    problem->options = NULL;
    problem->seat_options = problem->group_first = problem->group_options = NULL;
    problem->people_count = problem->options_count = problem->groups_count = problem->largest_group = 0;
    card_of(person, &card);
    bool ok = copy_seats(&gathering, base) && (alone || copy_people(&gathering, base)) &&
              gather_person(&gathering, &card, NULL) && index_seats(&gathering) && (alone || set_reward(&gathering));
    free(gathering.first_seat);
    if (ok)
        set_weights(problem);
    return ok && (pair_make_groups(problem) || no_memory(&gathering));
}

void pair_problem_clear(struct pair_problem *problem)
{
    if (!problem->shares) {
        free(problem->views);
        free(problem->ways);
        free(problem->places);
    }
    free(problem->seats);
    free(problem->people);
    free(problem->options);
    free(problem->seat_options);
    free(problem->group_first);
    free(problem->group_options);
}
