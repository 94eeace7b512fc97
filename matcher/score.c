/*
 * Soft parts. Each is floor(points x something in 0..1), so that none is negative and a group can weigh it by one
 * number. "Something" never falls when a person has more skill, lives nearer or is freer.
 *
 * A new part: its name in `enum matcher_part`, its word and points in names.c, and a function in the table below.
 */
#include "matcher/score.h"

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
        met +=
            __builtin_popcountll(pairing->view->need->preferred_skills.bits[word] & pairing->card->skills.bits[word]);
    return share(points, met, pairing->view->skills_total);
}

/* A language known below its preferred level counts by the levels reached. */
static int32_t languages(const struct pairing *pairing, int32_t points)
{
    int32_t reached = 0;

    for (unsigned i = 0; i < pairing->view->preferred_count; i++) {
        int wanted = pairing->view->preferred[i].level;
        int level = (int)card_level(pairing->card, pairing->view->preferred[i].language);
        reached += level < wanted ? level : wanted;
    }
    return share(points, reached, pairing->view->levels_total);
}

static int32_t interest(const struct pairing *pairing, int32_t points)
{
    uint64_t shared = 0;

    for (int word = 0; word < MATCHER_CODES / 64; word++)
        shared |= pairing->view->need->interests.bits[word] & pairing->card->interests.bits[word];
    return shared != 0 ? points : 0;
}

static int32_t age_groups(const struct pairing *pairing, int32_t points)
{
    return pairing->view->need->age_groups & pairing->card->age_groups ? points : 0;
}

/* Three quarters for having been here once, all for twice or more. */
static int32_t experience(const struct pairing *pairing, int32_t points)
{
    const struct matcher_person *person = pairing->card->person;
    int times = 0;

    if (!(pairing->card->worked_filter >> (pairing->view->need->centre % 64) & 1))
        return 0;
    for (size_t i = 0; i < person->worked_at_count && times < 2; i++)
        times += person->worked_at[i] == pairing->view->need->centre;
    return share(points, times == 0 ? 0 : times + 2, 4);
}

/* Laplace's rule of succession: the new and those under 18 stand at one half. */
static int32_t promises(const struct pairing *pairing, int32_t points)
{
    const struct card *card = pairing->card;
    bool adult = pairing->view->shifts_count > 0 && card->birth_day <= pairing->view->shifts[0].adult_born_by;

    if (!adult)
        return share(points, 1, 2);
    return share(points, card->kept + 1, card->kept + card->missed + 2);
}

static int32_t rest(const struct pairing *pairing, int32_t points)
{
    int32_t invited = pairing->card->invited_30d;

    return share(points, invited < 4 ? 4 - invited : 0, 4);
}

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

int32_t score_nearness(const struct pairing *pairing)
{
    int32_t farthest_m = pairing->settings->farthest_m;

    if (pairing->distance_m < 0 || pairing->distance_m >= farthest_m)
        return 0;
    return share(pairing->settings->points[MATCHER_PART_NEARNESS], farthest_m - pairing->distance_m, farthest_m);
}

int32_t score_time(const struct pairing *pairing)
{
    return share(pairing->settings->points[MATCHER_PART_TIME], pairing->shifts_fit, pairing->shifts_open);
}
