/*
 * Soft parts. Each is floor(points x something in 0..1), so that none is negative and a group can weigh it by one
 * number. "Something" never falls when a person has more skill, lives nearer or is freer.
 *
 * A new part: its name in `enum matcher_part`, its word and points in names.c, and a function in the table below.
 */
#include "matcher/score.h"

#include <string.h>

static int32_t share(int32_t points, int64_t have, int64_t of)
{
    return of <= 0 ? 0 : (int32_t)(points * (have < of ? have : of) / of);
}

static int32_t skills(const struct pairing *pairing, int32_t points)
{
    int32_t met = 0;

    if (pairing->view->skills_total == 0)
        return 0;
    for (int word = 0; word < MATCHER_CODES / 64; word++)
        met += __builtin_popcountll(pairing->view->need->preferred_skills.bits[word] &
                                    pairing->card->person->skills.bits[word]);
    return share(points, met, pairing->view->skills_total);
}

/* A language known below its preferred level counts by the levels reached. */
static int32_t languages(const struct pairing *pairing, int32_t points)
{
    int32_t reached = 0;

    for (unsigned i = 0; i < pairing->view->preferred_count; i++) {
        int wanted = pairing->view->preferred[i].level;
        int level = pairing->card->person->languages[pairing->view->preferred[i].language];
        reached += level < wanted ? level : wanted;
    }
    return share(points, reached, pairing->view->levels_total);
}

static int32_t interest(const struct pairing *pairing, int32_t points)
{
    uint64_t shared = 0;

    for (int word = 0; word < MATCHER_CODES / 64; word++)
        shared |= pairing->view->need->interests.bits[word] & pairing->card->person->interests.bits[word];
    return shared != 0 ? points : 0;
}

static int32_t age_groups(const struct pairing *pairing, int32_t points)
{
    return pairing->view->need->age_groups & pairing->card->person->age_groups ? points : 0;
}

/* Three quarters for having been here once, all for twice or more. */
static int32_t experience_share(int32_t points, int times)
{
    return share(points, times == 0 ? 0 : times + 2, 4);
}

static int32_t experience(const struct pairing *pairing, int32_t points)
{
    const struct matcher_person *person = pairing->card->person;
    int times = 0;

    for (size_t i = 0; i < person->worked_at_count && times < 2; i++)
        times += person->worked_at[i] == pairing->view->need->centre;
    return experience_share(points, times);
}

static int32_t kept_share(const struct matcher_person *person, int32_t points)
{
    return share(points, person->kept + 1, person->kept + person->missed + 2);
}

/* Laplace's rule of succession: the new and those under 18 stand at one half. */
static int32_t promises(const struct pairing *pairing, int32_t points)
{
    const struct matcher_person *person = pairing->card->person;
    bool adult = pairing->view->shifts_count > 0 && person->birth_day <= pairing->view->shifts[0].adult_born_by;

    if (!adult)
        return share(points, 1, 2);
    return kept_share(person, points);
}

static int32_t rest(const struct pairing *pairing, int32_t points)
{
    int32_t invited = pairing->card->person->invited_30d;

    return share(points, invited < 4 ? 4 - invited : 0, 4);
}

/* ---- The table ---- */

typedef int32_t part_function(const struct pairing *pairing, int32_t points);

/* NEARNESS and TIME are missing here: score_nearness and score_time below. */
static part_function *const static_parts[MATCHER_PARTS] = {
    [MATCHER_PART_SKILLS] = skills,
    [MATCHER_PART_LANGUAGES] = languages,
    [MATCHER_PART_INTEREST] = interest,
    [MATCHER_PART_AGE_GROUPS] = age_groups,
    [MATCHER_PART_EXPERIENCE] = experience,
    [MATCHER_PART_PROMISES] = promises,
    [MATCHER_PART_REST] = rest,
};

int32_t score_static(const struct pairing *pairing, int32_t parts[MATCHER_PARTS])
{
    int32_t sum = 0;

    for (int part = 0; part < MATCHER_PARTS; part++) {
        parts[part] = static_parts[part] == NULL ? 0 : static_parts[part](pairing, pairing->settings->points[part]);
        sum += parts[part];
    }
    return sum;
}

/* ---- Bounds ---- */

int32_t score_most(const struct matcher_settings *settings, const struct need_view *view)
{
    const struct matcher_set none = {{0}};
    int32_t sum = 0;

    for (int part = 0; part < MATCHER_PARTS; part++)
        sum += settings->points[part];
    sum -= view->skills_total == 0 ? settings->points[MATCHER_PART_SKILLS] : 0;
    sum -= view->levels_total == 0 ? settings->points[MATCHER_PART_LANGUAGES] : 0;
    sum -= view->need->age_groups == 0 ? settings->points[MATCHER_PART_AGE_GROUPS] : 0;
    if (memcmp(&view->need->interests, &none, sizeof none) == 0)
        sum -= settings->points[MATCHER_PART_INTEREST];
    return sum;
}

int32_t score_lost(const struct matcher_settings *settings, const struct matcher_person *person)
{
    const struct card card = {.person = person};
    const struct pairing pairing = {.card = &card};
    int32_t points = settings->points[MATCHER_PART_PROMISES];
    int32_t kept = kept_share(person, points), neutral = share(points, 1, 2);

    return points - (kept > neutral ? kept : neutral) + settings->points[MATCHER_PART_REST] -
           rest(&pairing, settings->points[MATCHER_PART_REST]);
}

int32_t score_experience_lost(const struct matcher_settings *settings)
{
    int32_t points = settings->points[MATCHER_PART_EXPERIENCE];

    return points - experience_share(points, 1);
}

int32_t score_unit(const struct matcher_settings *settings)
{
    int32_t sum = 0;

    for (int part = 0; part < MATCHER_PARTS; part++)
        sum += settings->points[part];
    return sum < 320 ? 1 : sum / 320 + (sum % 320 > 0);
}

/* ---- The two that a scan works out late ---- */

int32_t score_nearness_at(const struct matcher_settings *settings, int32_t distance_m)
{
    if (distance_m >= settings->farthest_m)
        return 0;
    return share(settings->points[MATCHER_PART_NEARNESS], settings->farthest_m - distance_m, settings->farthest_m);
}

int32_t score_nearness(const struct pairing *pairing)
{
    return pairing->distance_m < 0 ? 0 : score_nearness_at(pairing->settings, pairing->distance_m);
}

int32_t score_time_at(const struct matcher_settings *settings, unsigned fit, unsigned open)
{
    return share(settings->points[MATCHER_PART_TIME], fit, open);
}

int32_t score_time(const struct pairing *pairing)
{
    return score_time_at(pairing->settings, pairing->shifts_fit, pairing->shifts_open);
}

int32_t score_scarcity(const struct matcher_settings *settings, const struct need_view *view)
{
    int64_t seats = view->open_seats > 0 ? view->open_seats : 1;
    int64_t taken_off = (int64_t)settings->scarcity_points * view->need->connections / seats;

    return taken_off < settings->scarcity_most ? (int32_t)taken_off : settings->scarcity_most;
}
