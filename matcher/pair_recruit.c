/*
 * What one more person would bring. Prices bound it: by weak duality the new optimum is at most what the prices prove
 * for everybody else and the best set of the new person under them. Kinds of people are looked at in the order of that
 * bound, added and solved for, until no bound passes the worst of the best.
 */
#include "matcher/pair_proposal.h"

#include <stdlib.h>
#include <string.h>

struct kind {
    struct matcher_recruit recruit;
    const struct matcher_need *need;
    int64_t most; /* what the prices say it can fill */
    size_t number;
};

struct recruiting {
    const struct matcher_pairing *pairing;
    const struct matcher_pairing_options *options;
    struct kind *kinds;
    size_t count, room;
    int64_t filled;
    size_t seats;
};

/* ---- A kind as a person ---- */

void matcher_recruit_person(const struct matcher_recruit *recruit, const struct matcher_id *id, uint16_t *centre,
                            struct matcher_check *check, struct matcher_certificate certificates[MATCHER_CERTIFICATES],
                            struct matcher_person *person)
{
    *centre = (uint16_t)recruit->centre;
    *check = (struct matcher_check){
        .employer = MATCHER_NO_EMPLOYER, .result = MATCHER_CHECK_PERMITTED, .valid_until_day = MATCHER_FOREVER};
    *person = (struct matcher_person){
        .id = *id,
        .kind = recruit->kind,
        .birth_day = matcher_day_from_date(1900, 1, 1),
        .home = recruit->at,
        .home_centre = MATCHER_NO_CENTRE,
        .employer_agreed = true,
        .reach_centres = centre,
        .reach_centres_count = 1,
        .skills = recruit->skills,
        .certificates = certificates,
        .availability_given = true,
        .checks = check,
        .checks_count = 1,
    };
    memcpy(person->languages, recruit->languages, sizeof person->languages);
    for (unsigned code = 0; code < MATCHER_CERTIFICATES; code++)
        if (recruit->certificates >> code & 1)
            certificates[person->certificates_count++] =
                (struct matcher_certificate){.code = (uint8_t)code, .valid_until_day = MATCHER_FOREVER};
    for (int minute = recruit->from_minute; minute < recruit->to_minute; minute += 15) {
        int quarter = ((recruit->weekday - 1) * 96 + minute / 15) % (7 * 96);
        person->availability.bits[quarter / 64] |= UINT64_C(1) << (quarter % 64);
    }
}

/* ---- Kinds ---- */

static bool same_kind(const struct matcher_recruit *a, const struct matcher_recruit *b)
{
    return a->kind == b->kind && a->centre == b->centre && a->weekday == b->weekday &&
           a->certificates == b->certificates && a->min_age == b->min_age && a->at.known == b->at.known &&
           a->at.lat_e7 == b->at.lat_e7 && a->at.lon_e7 == b->at.lon_e7 &&
           memcmp(&a->skills, &b->skills, sizeof a->skills) == 0 &&
           memcmp(a->languages, b->languages, sizeof a->languages) == 0;
}

/* Needs that ask the same of the same place on the same day are one kind, free for all their hours. */
static bool add_kind(struct recruiting *recruiting, const struct pair_seat *seat)
{
    const struct matcher_need *need = seat->view->need;
    const struct matcher_shift *shift = seat->shift->shift;
    bool for_workers = need->for_whom == MATCHER_FOR_WORKER || need->role == MATCHER_RESPONSIBLE;
    struct matcher_recruit recruit = {
        .kind = for_workers ? MATCHER_WORKER : MATCHER_VOLUNTEER,
        .centre = need->centre,
        .at = need->at,
        .skills = need->required_skills,
        .certificates = need->required_certificates,
        .weekday = (int8_t)matcher_weekday(shift->day),
        .from_minute = (int16_t)(shift->from_minute / 15 * 15),
        .to_minute = (int16_t)((shift->to_minute + 14) / 15 * 15),
        .min_age = need->min_age,
        .need = need->id,
    };

    memcpy(recruit.languages, need->required_languages, sizeof recruit.languages);
    for (size_t i = recruiting->count; i-- > 0;) {
        struct matcher_recruit *known = &recruiting->kinds[i].recruit;
        if (!same_kind(known, &recruit))
            continue;
        known->from_minute = recruit.from_minute < known->from_minute ? recruit.from_minute : known->from_minute;
        known->to_minute = recruit.to_minute > known->to_minute ? recruit.to_minute : known->to_minute;
        return true;
    }
    if (recruiting->count == recruiting->room) {
        size_t room = recruiting->room * 2 + 32;
        struct kind *grown = realloc(recruiting->kinds, room * sizeof *grown);
        if (grown == NULL)
            return false;
        recruiting->kinds = grown;
        recruiting->room = room;
    }
    recruiting->kinds[recruiting->count] = (struct kind){.recruit = recruit, .need = need, .number = recruiting->count};
    recruiting->count++;
    return true;
}

/* A seat that costs more than anybody could be worth there brings nobody further. */
static bool may_help(const struct matcher_pairing *pairing, size_t s)
{
    const struct pair_problem *problem = &pairing->problem;
    uint8_t urgency = problem->seats[s].view->need->urgency;
    int64_t worth = (int64_t)problem->reward * ((urgency > 0 ? urgency : 1) + 1) + pairing->root_bound - pairing->worth;

    return pair_points(pairing->prices[s]) < worth;
}

/* ---- What a kind brings ---- */

struct made {
    uint16_t centre;
    struct matcher_check check;
    struct matcher_certificate certificates[MATCHER_CERTIFICATES];
    struct matcher_person person;
};

static void make_person(const struct matcher_recruit *recruit, struct made *made)
{
    const struct matcher_id nobody = {.length = 1, .bytes = {0}};

    matcher_recruit_person(recruit, &nobody, &made->centre, &made->check, made->certificates, &made->person);
}

static bool bound_kind(struct recruiting *recruiting, struct kind *kind, struct matcher_error *error)
{
    const struct matcher_pairing *pairing = recruiting->pairing;
    struct pair_problem alone;
    struct pair_search search = {0};
    struct made made;

    make_person(&kind->recruit, &made);
    bool ok = pair_extend(&alone, &pairing->problem, &made.person, true, error);
    if (ok && !pair_search_open(&search, &alone, NULL))
        ok = matcher_fail(error, MATCHER_NO_MEMORY, NULL, 0);
    int64_t value = 0;
    for (uint32_t group = 0; ok && group < alone.groups_count; group++) {
        pair_set_best(&search.set, group, pairing->prices, search.wishes);
        value += search.set.bound;
    }
    int64_t bound = pairing->root_bound + pair_points(value) + 1;
    kind->most = bound / alone.reward - recruiting->filled;
    pair_search_close(&search);
    pair_problem_clear(&alone);
    return ok;
}

static size_t seats_taken(const struct pair_problem *problem, const uint8_t *taken)
{
    size_t seats = 0;

    for (size_t o = 0; o < problem->options_count; o++)
        seats += taken[o];
    return seats;
}

static bool solve_kind(struct recruiting *recruiting, struct kind *kind, bool *proved, struct matcher_error *error)
{
    struct pair_problem more;
    struct pair_search search = {0};
    struct made made;

    make_person(&kind->recruit, &made);
    bool ok = pair_extend(&more, &recruiting->pairing->problem, &made.person, false, error);
    if (ok && (!pair_search_open(&search, &more, recruiting->options) || !pair_search_run(&search)))
        ok = matcher_fail(error, MATCHER_NO_MEMORY, NULL, 0);
    if (ok) {
        *proved = search.bound / more.reward == search.worth / more.reward;
        kind->recruit.filled = search.worth / more.reward - recruiting->filled;
        kind->recruit.seats = (int32_t)seats_taken(&more, search.taken) - (int32_t)recruiting->seats;
    }
    pair_search_close(&search);
    pair_problem_clear(&more);
    return ok;
}

static int by_most(const void *a, const void *b)
{
    const struct kind *left = a, *right = b;

    if (left->most != right->most)
        return left->most > right->most ? -1 : 1;
    return (left->number > right->number) - (left->number < right->number);
}

/* Best first; who comes later stands behind equals. */
static void keep_recruit(struct matcher_recruit *out, size_t *count, size_t most, const struct matcher_recruit *recruit)
{
    size_t at = *count;

    while (at > 0 && (out[at - 1].filled < recruit->filled ||
                      (out[at - 1].filled == recruit->filled && out[at - 1].seats < recruit->seats)))
        at--;
    if (at == most)
        return;
    *count += *count < most;
    memmove(out + at + 1, out + at, (*count - at - 1) * sizeof *out);
    out[at] = *recruit;
}

static bool find_recruits(struct recruiting *recruiting, size_t most, struct matcher_recruit *out, size_t *count,
                          bool *complete, struct matcher_error *error)
{
    const struct pair_problem *problem = &recruiting->pairing->problem;

    for (size_t s = 0; s < problem->seats_count; s++)
        if (may_help(recruiting->pairing, s) && !add_kind(recruiting, &problem->seats[s]))
            return matcher_fail(error, MATCHER_NO_MEMORY, NULL, 0);
    for (size_t i = 0; i < recruiting->count; i++)
        if (!bound_kind(recruiting, &recruiting->kinds[i], error))
            return false;
    if (recruiting->count > 1)
        qsort(recruiting->kinds, recruiting->count, sizeof *recruiting->kinds, by_most);
    for (size_t i = 0; i < recruiting->count; i++) {
        struct kind *kind = &recruiting->kinds[i];
        int64_t bar = *count == most && most > 0 ? out[most - 1].filled : 0;
        bool proved = false;
        if (kind->most <= bar)
            break;
        if (!solve_kind(recruiting, kind, &proved, error))
            return false;
        *complete = *complete && proved;
        if (!proved)
            break;
        if (kind->recruit.filled > 0)
            keep_recruit(out, count, most, &kind->recruit);
    }
    return true;
}

bool matcher_pairing_recruits(const struct matcher_pairing *pairing, const struct matcher_pairing_options *options,
                              size_t most, struct matcher_recruit *out, size_t *count, bool *complete,
                              struct matcher_error *error)
{
    struct recruiting recruiting = {
        .pairing = pairing,
        .options = options,
        .filled = pairing->worth / pairing->problem.reward,
        .seats = seats_taken(&pairing->problem, pairing->taken),
    };

    *count = 0;
    *complete = true;
    if (pairing->bound > pairing->worth)
        return matcher_fail(error, MATCHER_INVALID, "proved", 0);
    bool ok = most == 0 || find_recruits(&recruiting, most, out, count, complete, error);
    free(recruiting.kinds);
    return ok;
}
