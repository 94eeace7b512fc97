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
        *fit += verify_fits(matcher, person, need, &need->shifts[i], query);
        *open += verify_is_open(&need->shifts[i], query);
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

    for (size_t i = 0; i < MATCHER_CODES / 64; i++) {
        skills += __builtin_popcountll(need->preferred_skills.bits[i]);
        skills_met += __builtin_popcountll(need->preferred_skills.bits[i] & person->skills.bits[i]);
        shared += __builtin_popcountll(need->interests.bits[i] & person->interests.bits[i]);
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
    size_t at; /* in the caller's list */
    const struct matcher_pair *pair;
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

static void judge_one(const struct matcher *matcher, const struct side *side, const struct verify_wishes *wishes,
                      const struct matcher_query *query, struct matcher_verdict *verdict)
{
    struct matcher_person person;
    int32_t parts[MATCHER_PARTS], score = 0;

    if (!matcher_read_person(matcher, &side->pair->person, &person))
        return;
    uint32_t rules = verify_rules(matcher, &person, side->need, side->shift, query);
    if (rules != 0)
        reject(verdict, "pair %zu: %s", side->at, matcher_rule_name((enum matcher_rule)__builtin_ctz(rules)));
    if (!person.availability_given && !verify_is_pinned(wishes, side->pair))
        reject(verdict, "pair %zu: ask_time is never paired", side->at);
    verify_parts(matcher, &person, side->need, query, parts);
    for (int part = 0; part < MATCHER_PARTS; part++)
        score += parts[part];
    if (score != side->pair->score)
        reject(verdict, "pair %zu: score %d claimed, %d true", side->at, side->pair->score, score);
    verdict->objective += score;
}

static void judge_two(const struct matcher *matcher, const struct side *a, const struct side *b,
                      struct matcher_verdict *verdict)
{
    int64_t way = verify_way(matcher, &a->need->at, &b->need->at).minutes;

    if (a->shift->end_utc_min + way > b->shift->start_utc_min && b->shift->end_utc_min + way > a->shift->start_utc_min)
        reject(verdict, "pair %zu: this person has another shift then", a->at > b->at ? a->at : b->at);
}

static int by_person(const void *a, const void *b)
{
    const struct side *left = a, *right = b;
    int order = matcher_id_compare(&left->pair->person, &right->pair->person);

    return order != 0 ? order : (left->at > right->at) - (left->at < right->at);
}

static int by_shift(const void *a, const void *b)
{
    const struct side *left = a, *right = b;

    if (left->shift != right->shift)
        return left->shift < right->shift ? -1 : 1;
    return (left->at > right->at) - (left->at < right->at);
}

static void judge_seats(const struct side *sides, size_t count, struct matcher_verdict *verdict)
{
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i; end < count && sides[end].shift == sides[i].shift;)
            end++;
        if (end - i > sides[i].shift->seats)
            reject(verdict, "pair %zu: %zu people on %u seats", sides[i].at, end - i, sides[i].shift->seats);
    }
}

static bool find_sides(const struct matcher *matcher, const struct matcher_pair *pairs, size_t count,
                       struct side *sides, struct matcher_error *error)
{
    for (size_t i = 0; i < count; i++) {
        sides[i].at = i;
        sides[i].pair = &pairs[i];
        sides[i].need = matcher_find_need(matcher, &pairs[i].need);
        if (!matcher_has_person(matcher, &pairs[i].person) || sides[i].need == NULL ||
            pairs[i].shift >= sides[i].need->shifts_count)
            return matcher_fail(error, MATCHER_UNKNOWN, "pairs", i);
        sides[i].shift = &sides[i].need->shifts[pairs[i].shift];
    }
    return true;
}

bool verify_pairs(const struct matcher *matcher, const struct matcher_pair *pairs, size_t pairs_count,
                  const struct verify_wishes *wishes, const struct matcher_query *query,
                  struct matcher_verdict *verdict, struct matcher_error *error)
{
    struct side *sides = calloc(pairs_count + 1, sizeof *sides);

    *verdict = (struct matcher_verdict){.accepted = true};
    if (sides == NULL)
        return matcher_fail(error, MATCHER_NO_MEMORY, NULL, 0);
    if (!find_sides(matcher, pairs, pairs_count, sides, error)) {
        free(sides);
        return false;
    }
    for (size_t i = 0; i < pairs_count; i++)
        judge_one(matcher, &sides[i], wishes, query, verdict);
    if (pairs_count > 1)
        qsort(sides, pairs_count, sizeof *sides, by_person);
    for (size_t i = 0; i < pairs_count; i++)
        for (size_t j = i; j-- > 0 && matcher_id_compare(&sides[j].pair->person, &sides[i].pair->person) == 0;)
            judge_two(matcher, &sides[j], &sides[i], verdict);
    if (pairs_count > 1)
        qsort(sides, pairs_count, sizeof *sides, by_shift);
    judge_seats(sides, pairs_count, verdict);
    free(sides);
    return true;
}

bool matcher_verify_pairs(const struct matcher *matcher, const struct matcher_pair *pairs, size_t pairs_count,
                          const struct matcher_query *query, struct matcher_verdict *verdict,
                          struct matcher_error *error)
{
    static const struct verify_wishes none;

    return verify_pairs(matcher, pairs, pairs_count, &none, query, verdict, error);
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
