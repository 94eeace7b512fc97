/* Judges pairings: every pair by verify_fit.c, seats, nobody in two places, and the scores. */
#include "matcher/verify.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Scores ---- */

static int32_t portion(int64_t points, int64_t numerator, int64_t denominator)
{
    if (denominator == 0)
        return 0;
    return (int32_t)(points * numerator / denominator);
}

static void language_levels(const struct matcher_person *person, const struct matcher_need *need, int *reached,
                            int *wanted)
{
    *reached = *wanted = 0;
    for (int language = 0; language < MATCHER_LANGUAGES; language++) {
        int want = need->preferred_languages[language], have = person->languages[language];
        *wanted += want;
        *reached += have > want ? want : have;
    }
}

static const struct matcher_shift *first_open(const struct matcher_need *need)
{
    for (size_t i = 0; i < need->shifts_count; i++)
        if (need->shifts[i].seats > 0)
            return &need->shifts[i];
    return NULL;
}

static void shifts_that_fit(const struct matcher *matcher, const struct matcher_person *person,
                            const struct matcher_need *need, const struct matcher_query *query, int *fit, int *open)
{
    *fit = *open = 0;
    for (size_t i = 0; i < need->shifts_count; i++) {
        uint32_t rules = verify_rules(matcher, person, need, &need->shifts[i], query);
        *fit += rules == 0;
        *open += !(rules >> MATCHER_RULE_NO_SHIFT & 1);
    }
}

void verify_parts(const struct matcher *matcher, const struct matcher_person *person, const struct matcher_need *need,
                  const struct matcher_query *query, int32_t parts[MATCHER_PARTS])
{
    const int32_t *points = matcher->settings.points;
    struct matcher_position start = verify_start(matcher, person);
    struct way way = verify_way(matcher, &start, &need->at);
    int skills = 0, skills_met = 0, shared = 0, here = 0, reached, wanted, fit, open;
    const struct matcher_shift *first = first_open(need);

    for (unsigned code = 0; code < MATCHER_CODES; code++) {
        skills += matcher_set_has(&need->preferred_skills, code);
        skills_met += matcher_set_has(&need->preferred_skills, code) && matcher_set_has(&person->skills, code);
        shared += matcher_set_has(&need->interests, code) && matcher_set_has(&person->interests, code);
    }
    for (size_t i = 0; i < person->worked_at_count; i++)
        here += person->worked_at[i] == need->centre;
    language_levels(person, need, &reached, &wanted);
    shifts_that_fit(matcher, person, need, query, &fit, &open);
    bool adult = first != NULL && matcher_age_on(person->birth_day, first->day) >= matcher->settings.adult_age;
    int32_t farthest = matcher->settings.farthest_m;
    parts[MATCHER_PART_SKILLS] = portion(points[MATCHER_PART_SKILLS], skills_met, skills);
    parts[MATCHER_PART_LANGUAGES] = portion(points[MATCHER_PART_LANGUAGES], reached, wanted);
    parts[MATCHER_PART_NEARNESS] = way.metres < 0 || way.metres > farthest
                                       ? 0
                                       : portion(points[MATCHER_PART_NEARNESS], farthest - way.metres, farthest);
    parts[MATCHER_PART_INTEREST] = shared > 0 ? points[MATCHER_PART_INTEREST] : 0;
    parts[MATCHER_PART_AGE_GROUPS] = (need->age_groups & person->age_groups) != 0 ? points[MATCHER_PART_AGE_GROUPS] : 0;
    parts[MATCHER_PART_EXPERIENCE] = portion(points[MATCHER_PART_EXPERIENCE], here == 0 ? 0 : here == 1 ? 3 : 4, 4);
    parts[MATCHER_PART_PROMISES] =
        adult ? portion(points[MATCHER_PART_PROMISES], person->kept + 1, person->kept + person->missed + 2)
              : portion(points[MATCHER_PART_PROMISES], 1, 2);
    parts[MATCHER_PART_REST] =
        portion(points[MATCHER_PART_REST], person->invited_30d > 4 ? 0 : 4 - person->invited_30d, 4);
    parts[MATCHER_PART_TIME] = portion(points[MATCHER_PART_TIME], fit, open);
}

/* ---- Pairs ---- */

struct side {
    struct matcher_person read;
    const struct matcher_person *person;
    const struct matcher_need *need;
    const struct matcher_shift *shift;
};

__attribute__((format(printf, 2, 3))) static void reject(struct matcher_verdict *verdict, const char *format, ...)
{
    va_list arguments;

    if (!verdict->accepted)
        return;
    verdict->accepted = false;
    va_start(arguments, format);
    vsnprintf(verdict->reason, sizeof verdict->reason, format, arguments);
    va_end(arguments);
}

static void judge_one(const struct matcher *matcher, const struct matcher_pair *pair, const struct side *side,
                      size_t at, const struct matcher_query *query, struct matcher_verdict *verdict)
{
    uint32_t rules = verify_rules(matcher, side->person, side->need, side->shift, query);
    int32_t parts[MATCHER_PARTS], score = 0;

    if (rules != 0)
        reject(verdict, "pair %zu: %s", at, matcher_rule_name((enum matcher_rule)__builtin_ctz(rules)));
    if (!side->person->availability_given)
        reject(verdict, "pair %zu: ask_time is never paired", at);
    verify_parts(matcher, side->person, side->need, query, parts);
    for (int part = 0; part < MATCHER_PARTS; part++)
        score += parts[part];
    if (score != pair->score)
        reject(verdict, "pair %zu: score %d claimed, %d true", at, pair->score, score);
    verdict->objective += score;
}

static void judge_two(const struct matcher *matcher, const struct side *a, const struct side *b, size_t at,
                      struct matcher_verdict *verdict)
{
    if (matcher_id_compare(&a->person->id, &b->person->id) != 0)
        return;
    int64_t way = verify_way(matcher, &a->need->at, &b->need->at).minutes;
    if (a->shift->end_utc_min + way > b->shift->start_utc_min && b->shift->end_utc_min + way > a->shift->start_utc_min)
        reject(verdict, "pair %zu: this person has another shift then", at);
}

static void judge_seats(const struct side *sides, size_t count, struct matcher_verdict *verdict)
{
    for (size_t i = 0; i < count; i++) {
        unsigned taken = 0;
        for (size_t j = 0; j < count; j++)
            taken += sides[j].shift == sides[i].shift;
        if (taken > sides[i].shift->seats)
            reject(verdict, "pair %zu: %u people on %u seats", i, taken, sides[i].shift->seats);
    }
}

bool matcher_verify_pairs(const struct matcher *matcher, const struct matcher_pair *pairs, size_t pairs_count,
                          const struct matcher_query *query, struct matcher_verdict *verdict,
                          struct matcher_error *error)
{
    struct side *sides = calloc(pairs_count + 1, sizeof *sides);

    *verdict = (struct matcher_verdict){.accepted = true};
    if (sides == NULL)
        return matcher_fail(error, MATCHER_NO_MEMORY, NULL, 0);
    for (size_t i = 0; i < pairs_count; i++) {
        sides[i].need = matcher_find_need(matcher, &pairs[i].need);
        sides[i].person = &sides[i].read;
        if (!matcher_read_person(matcher, &pairs[i].person, &sides[i].read) || sides[i].need == NULL ||
            pairs[i].shift >= sides[i].need->shifts_count) {
            free(sides);
            return matcher_fail(error, MATCHER_UNKNOWN, "pairs", i);
        }
        sides[i].shift = &sides[i].need->shifts[pairs[i].shift];
        judge_one(matcher, &pairs[i], &sides[i], i, query, verdict);
        for (size_t j = 0; j < i; j++)
            judge_two(matcher, &sides[j], &sides[i], i, verdict);
    }
    judge_seats(sides, pairs_count, verdict);
    free(sides);
    return true;
}

bool matcher_verify_fit(const struct matcher *matcher, const struct matcher_id *person, const struct matcher_id *need,
                        uint32_t shift, const struct matcher_query *query, uint32_t *rules, struct matcher_error *error)
{
    const struct matcher_need *what = matcher_find_need(matcher, need);
    struct matcher_person who;

    if (!matcher_read_person(matcher, person, &who))
        return matcher_fail(error, MATCHER_UNKNOWN, "person", 0);
    if (what == NULL)
        return matcher_fail(error, MATCHER_UNKNOWN, "need", 0);
    if (shift >= what->shifts_count)
        return matcher_fail(error, MATCHER_INVALID, "shift", shift);
    *rules = verify_rules(matcher, &who, what, &what->shifts[shift], query);
    return true;
}
