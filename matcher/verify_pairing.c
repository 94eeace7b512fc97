/*
 * Judges proposals as a whole: beyond what verify_pairs.c says of single pairs, what all of them ask of a person, of a
 * week, of a night's rest and of a home centre; and the bounds they claim. Shares no code with the solver: every pair
 * is judged once more as if all others were agreed already.
 */
#include "matcher/verify.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int32_t verify_monday(const struct matcher_shift *shift)
{
    int32_t day = shift->day;

    while (matcher_weekday(day) != 1)
        day--;
    return day;
}

int64_t verify_agreed_minutes(const struct matcher_person *person, const struct matcher_shift *shift)
{
    int64_t monday = shift->start_utc_min - shift->from_minute - (shift->day - verify_monday(shift)) * INT64_C(1440);
    int64_t sum = 0;

    for (size_t i = 0; i < person->agreed_count; i++) {
        int64_t from = person->agreed[i].start_utc_min, to = person->agreed[i].end_utc_min;
        from = from < monday ? monday : from;
        to = to > monday + 10080 ? monday + 10080 : to;
        sum += from < to ? to - from : 0;
    }
    return sum;
}

/* ---- One of them, the others agreed ---- */

/* Hours of the week, all that is proposed in it included. */
static bool within_hours(const struct verify_option *options, size_t count, size_t one)
{
    const struct matcher_person *person = options[one].who;
    int64_t minutes = verify_agreed_minutes(person, options[one].shift);

    for (size_t i = 0; i < count; i++)
        if (options[i].person == options[one].person &&
            verify_monday(options[i].shift) == verify_monday(options[one].shift))
            minutes += options[i].shift->end_utc_min - options[i].shift->start_utc_min;
    return person->hours_per_week == 0 || minutes <= person->hours_per_week * INT64_C(60);
}

/* The person, with the other options as promises. */
static const char *alone(const struct matcher *matcher, const struct verify_option *options, size_t count, size_t one,
                         bool *no_memory)
{
    struct matcher_person person = *options[one].who;
    struct matcher_agreed *agreed = malloc((person.agreed_count + count + 1) * sizeof *agreed);
    size_t total = person.agreed_count;

    if (agreed == NULL) {
        *no_memory = true;
        return NULL;
    }
    if (total > 0)
        memcpy(agreed, person.agreed, total * sizeof *agreed);
    for (size_t i = 0; i < count; i++)
        if (i != one && options[i].person == options[one].person)
            agreed[total++] = (struct matcher_agreed){.start_utc_min = options[i].shift->start_utc_min,
                                                      .end_utc_min = options[i].shift->end_utc_min,
                                                      .at = options[i].need->at};
    person.agreed = agreed;
    person.agreed_count = total;
    uint32_t rules = verify_rules(matcher, &person, options[one].need, options[one].shift, NULL);
    free(agreed);
    if (rules >> MATCHER_RULE_BUSY & 1)
        return "this person has another shift then";
    return rules >> MATCHER_RULE_REST & 1 ? "too little rest between shifts" : NULL;
}

static bool is_away(const struct verify_option *options, size_t count, const struct matcher_person *other,
                    const struct matcher_shift *shift)
{
    for (size_t i = 0; i < other->agreed_count; i++)
        if (other->agreed[i].at.place != other->home_centre && other->agreed[i].start_utc_min < shift->end_utc_min &&
            shift->start_utc_min < other->agreed[i].end_utc_min)
            return true;
    for (size_t i = 0; i < count; i++)
        if (options[i].need->centre != other->home_centre && options[i].shift->start_utc_min < shift->end_utc_min &&
            shift->start_utc_min < options[i].shift->end_utc_min &&
            matcher_id_compare(&options[i].who->id, &other->id) == 0)
            return true;
    return false;
}

static bool home_is_kept(const struct matcher *matcher, const struct verify_option *options, size_t count, size_t one)
{
    const struct matcher_person *person = options[one].who;
    size_t cursor = 0;
    unsigned staying = 0;

    if (options[one].need->purpose != MATCHER_COVER || person->kind != MATCHER_WORKER ||
        person->home_centre == MATCHER_NO_CENTRE || person->home_centre == options[one].need->centre)
        return true;
    for (const struct record *record; (record = record_next(matcher, &cursor)) != NULL;) {
        struct matcher_person other;
        if (record_home_centre(record) != person->home_centre)
            continue;
        record_unpack(record, &other);
        if (other.kind == MATCHER_WORKER && other.status == MATCHER_ACTIVE &&
            matcher_id_compare(&other.id, &person->id) != 0)
            staying += !is_away(options, count, &other, options[one].shift);
    }
    return staying >= matcher->settings.home_staff;
}

const char *verify_together(const struct matcher *matcher, const struct verify_option *options, size_t count,
                            bool *no_memory)
{
    for (size_t one = 0; one < count; one++) {
        const char *reason = alone(matcher, options, count, one, no_memory);
        if (*no_memory || reason != NULL)
            return reason;
        if (!within_hours(options, count, one))
            return "more hours than this person gives a week";
        if (!home_is_kept(matcher, options, count, one))
            return "the home centre would be left without its own staff";
    }
    return NULL;
}

/* ---- The proposal ---- */

struct trial {
    const struct matcher *matcher;
    const struct matcher_pairing_claim *claim;
    struct matcher_verdict *verdict;
    struct verify_wishes wishes;
    struct verify_option *options; /* the pairs */
    struct matcher_person *people;
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

static int by_who(const void *a, const void *b)
{
    const struct verify_option *left = a, *right = b;
    int32_t home_left = left->who->kind == MATCHER_WORKER ? left->who->home_centre : MATCHER_NO_CENTRE;
    int32_t home_right = right->who->kind == MATCHER_WORKER ? right->who->home_centre : MATCHER_NO_CENTRE;

    if (home_left != home_right)
        return home_left < home_right ? -1 : 1;
    int order = matcher_id_compare(&left->who->id, &right->who->id);
    return order != 0 ? order : left->shift->start_utc_min - right->shift->start_utc_min;
}

static bool read_options(struct trial *trial)
{
    const struct matcher_pairing_claim *claim = trial->claim;

    for (size_t i = 0; i < claim->pairs_count; i++) {
        struct verify_option *option = &trial->options[i];
        if (!matcher_read_person(trial->matcher, &claim->pairs[i].person, &trial->people[i]))
            return false;
        option->who = &trial->people[i];
        option->need = matcher_find_need(trial->matcher, &claim->pairs[i].need);
        option->shift = &option->need->shifts[claim->pairs[i].shift];
    }
    return true;
}

/* Workers of a home centre together, everybody else alone. False: no memory. */
static bool judge_together(struct trial *trial)
{
    size_t count = trial->claim->pairs_count;
    bool no_memory = false;

    if (count > 1)
        qsort(trial->options, count, sizeof *trial->options, by_who);
    for (size_t i = 0; i < count; i++)
        trial->options[i].person =
            i > 0 && matcher_id_compare(&trial->options[i - 1].who->id, &trial->options[i].who->id) == 0
                ? trial->options[i - 1].person
                : i;
    for (size_t i = 0, end; i < count && !no_memory; i = end) {
        const struct matcher_person *first = trial->options[i].who;
        bool with_home = first->kind == MATCHER_WORKER && first->home_centre != MATCHER_NO_CENTRE;
        for (end = i + 1; end < count; end++) {
            const struct matcher_person *other = trial->options[end].who;
            bool same_home = with_home && other->kind == MATCHER_WORKER && other->home_centre == first->home_centre;
            if (!same_home && trial->options[end].person != trial->options[i].person)
                break;
        }
        const char *reason = verify_together(trial->matcher, trial->options + i, end - i, &no_memory);
        if (reason != NULL)
            reject(trial->verdict, "person %.*s%s: %s", first->id.length, (const char *)first->id.bytes,
                   with_home ? " or a colleague" : "", reason);
    }
    return !no_memory;
}

/* Contact with children, old enough for a check to be asked, and none that counts here and covers the day. */
static bool needs_check(const struct matcher *matcher, const struct verify_option *option)
{
    const struct matcher_person *person = option->who;
    int32_t last_day = option->shift->day;

    for (int minute = option->shift->to_minute; minute > 1440; minute -= 1440)
        last_day++;
    for (size_t i = 0; i < person->checks_count; i++) {
        const struct matcher_check *check = &person->checks[i];
        bool counts = check->employer == MATCHER_NO_EMPLOYER || option->need->employer == MATCHER_NO_EMPLOYER ||
                      check->employer == option->need->employer;
        if (counts && check->result == MATCHER_CHECK_PERMITTED && check->valid_until_day >= last_day)
            return false;
    }
    return option->need->children &&
           matcher_age_on(person->birth_day, option->shift->day) >= matcher->settings.check_from_age;
}

/* Before the options are put in another order. */
static void judge_details(struct trial *trial, const struct matcher_query *query)
{
    const struct matcher_pairing_claim *claim = trial->claim;

    for (size_t i = 0; claim->details != NULL && i < claim->pairs_count; i++) {
        const struct verify_option *option = &trial->options[i];
        uint32_t flags = needs_check(trial->matcher, option) ? 1u << MATCHER_FLAG_CHECK_NEEDED : 0;
        flags |= option->who->availability_given ? 0 : 1u << MATCHER_FLAG_ASK_TIME;
        int32_t parts[MATCHER_PARTS];
        verify_parts(trial->matcher, option->who, option->need, query, parts);
        if (memcmp(parts, claim->details[i].parts, sizeof parts) != 0)
            reject(trial->verdict, "pair %zu: parts of the score are others", i);
        if (flags != claim->details[i].flags)
            reject(trial->verdict, "pair %zu: flags are others", i);
    }
}

/* Pins are there, forbidden pairs are not. False: no memory. */
static bool judge_wishes(struct trial *trial)
{
    bool no_memory;
    const struct matcher_pair *broken =
        verify_broken_wish(&trial->wishes, trial->claim->pairs, trial->claim->pairs_count, &no_memory);

    if (broken != NULL)
        reject(trial->verdict, "person %.*s, need %.*s: %s", broken->person.length, (const char *)broken->person.bytes,
               broken->need.length, (const char *)broken->need.bytes,
               verify_is_pinned(&trial->wishes, broken) ? "pinned, and not in the proposal" : "forbidden");
    return !no_memory;
}

static void judge_sums(struct trial *trial)
{
    const struct matcher_pairing_claim *claim = trial->claim;
    int64_t filled = 0;

    for (size_t i = 0; i < claim->pairs_count; i++)
        filled += trial->options[i].need->urgency > 1 ? trial->options[i].need->urgency : 1;
    if (filled != claim->filled)
        reject(trial->verdict, "filled is not the worth of the seats taken");
    if (trial->verdict->objective != claim->score)
        reject(trial->verdict, "score is not the sum of the pairs' scores");
    if (claim->bound_filled < claim->filled || claim->bound_score < claim->score)
        reject(trial->verdict, "a bound is below what was found");
}

/* The certificate's own bounds must be no better than its prices prove; the bounds of the answer no looser than those.
 */
static bool judge_certificate(struct trial *trial, const struct matcher_query *query)
{
    const struct matcher_pairing_claim *claim = trial->claim;
    __int128 bound, most;

    if (!claim->has_certificate || !trial->verdict->accepted)
        return true;
    if (claim->reward < 1 || claim->scale < 1 || claim->reward > INT32_MAX || claim->scale > INT32_MAX) {
        reject(trial->verdict, "certificate: reward and scale must be from 1 to 2147483647");
        return true;
    }
    for (size_t i = 0; i < claim->prices_count; i++)
        if (claim->prices[i].price < 0)
            reject(trial->verdict, "certificate: a price is below 0");
    if (!trial->verdict->accepted)
        return true;
    if (!verify_prices_bound(trial->matcher, claim, &trial->wishes, query, &bound, &most))
        return false;
    __int128 points = bound / claim->scale, score = points - (__int128)claim->reward * claim->filled;
    score = score < most ? score : most;
    if (claim->prices_bound_filled < points / claim->reward)
        reject(trial->verdict, "certificate: the prices do not prove bound_filled");
    if (claim->prices_bound_score < score)
        reject(trial->verdict, "certificate: the prices do not prove bound_score");
    if (claim->bound_filled > claim->prices_bound_filled)
        reject(trial->verdict, "bound_filled is looser than its certificate");
    return true;
}

bool matcher_verify_pairing(const struct matcher *matcher, const struct matcher_pairing_claim *claim,
                            const struct matcher_query *query, struct matcher_verdict *verdict,
                            struct matcher_error *error)
{
    struct trial trial = {.matcher = matcher, .claim = claim, .verdict = verdict};

    *verdict = (struct matcher_verdict){.accepted = true};
    if (!verify_wishes_open(&trial.wishes, claim))
        return matcher_fail(error, MATCHER_NO_MEMORY, NULL, 0);
    if (!verify_pairs(matcher, claim->pairs, claim->pairs_count, &trial.wishes, query, verdict, error)) {
        verify_wishes_close(&trial.wishes);
        return false;
    }
    trial.options = calloc(claim->pairs_count + 1, sizeof *trial.options);
    trial.people = malloc((claim->pairs_count + 1) * sizeof *trial.people);
    bool ok = trial.options != NULL && trial.people != NULL && read_options(&trial);
    if (ok) {
        judge_details(&trial, query);
        judge_sums(&trial);
        ok = judge_wishes(&trial) && judge_together(&trial) && judge_certificate(&trial, query);
    }
    verify_wishes_close(&trial.wishes);
    free(trial.options);
    free(trial.people);
    return ok || matcher_fail(error, MATCHER_NO_MEMORY, NULL, 0);
}
