/* What an answer offers beside its plan, judged: ways out of an impossible round, and the smallest repairs. */
#include "matcher/command/command.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

struct offers {
    struct input *input;
    struct named_round *round;
    const struct read_visits *previous;
    char *reason;
};

__attribute__((format(printf, 2, 3))) static bool rejected(struct offers *offers, const char *format, ...)
{
    va_list arguments;

    if (offers->reason[0] == '\0') {
        va_start(arguments, format);
        vsnprintf(offers->reason, 400, format, arguments);
        va_end(arguments);
    }
    return false;
}

/* ---- A round whose rules are changed, and put back ---- */

struct saved {
    struct matcher_round round;
    int32_t *numbers;
    struct matcher_round_centre *centres;
    struct matcher_round_worker *workers;
    struct matcher_visit *pins;
};

static void *copied(const void *from, size_t count, size_t size)
{
    void *copy = calloc(count + 1, size);

    if (copy == NULL)
        return NULL;
    if (count > 0)
        memcpy(copy, from, count * size);
    return copy;
}

static void saved_clear(struct saved *saved)
{
    free(saved->numbers);
    free(saved->centres);
    free(saved->workers);
    free(saved->pins);
}

static bool save(struct saved *saved, const struct named_round *round)
{
    size_t centres = round->centres.count;

    *saved = (struct saved){
        .round = round->round,
        .numbers = copied(round->numbers, centres * round->periods.count * 3, sizeof *saved->numbers),
        .centres = copied(round->centre_list, centres, sizeof *saved->centres),
        .workers = copied(round->worker_list, round->workers.count, sizeof *saved->workers),
        .pins = copied(round->pin_list, round->round.pins_count, sizeof *saved->pins),
    };
    return saved->numbers != NULL && saved->centres != NULL && saved->workers != NULL && saved->pins != NULL;
}

/* An empty list may be NULL on either side. */
static void copy_back(void *to, const void *from, size_t count, size_t size)
{
    if (to != NULL && from != NULL && count > 0)
        memcpy(to, from, count * size);
}

static void put_back(const struct saved *saved, struct named_round *round)
{
    size_t centres = round->centres.count;

    round->round = saved->round;
    copy_back(round->numbers, saved->numbers, centres * round->periods.count * 3, sizeof *saved->numbers);
    copy_back(round->centre_list, saved->centres, centres, sizeof *saved->centres);
    copy_back(round->worker_list, saved->workers, round->workers.count, sizeof *saved->workers);
    copy_back(round->pin_list, saved->pins, saved->round.pins_count, sizeof *saved->pins);
}

/* ---- One rule that gives way ---- */

struct way {
    const char *rule;
    uint32_t centre, worker, period;
    int64_t from, to;
};

bool read_place(struct input *input, const json_t *object, const char *member, const struct names *names,
                uint32_t *number)
{
    json_t *value = input_member(input, object, member, false);
    size_t mark = input_down(input, member), found;

    *number = MATCHER_NONE;
    if (value == NULL) {
        input_up(input, mark);
        return true;
    }
    const char *name = input_string(input, value);
    if (name == NULL)
        return false;
    found = names_find(names, name);
    if (found == SIZE_MAX)
        return input_fault(input, "\"%.60s\" is not among the %s", name, names->what);
    *number = (uint32_t)found;
    input_up(input, mark);
    return true;
}

static bool read_way(struct offers *offers, const json_t *object, struct way *way)
{
    static const char *const known[] = {"rule", "centre", "worker", "period", "from", "to", NULL};
    struct input *input = offers->input;
    json_t *rule = input_only(input, object, known) ? input_member(input, object, "rule", true) : NULL;

    *way = (struct way){.rule = rule == NULL ? NULL : input_string(input, rule), .from = -1, .to = -1};
    return way->rule != NULL && read_place(input, object, "centre", &offers->round->centres, &way->centre) &&
           read_place(input, object, "worker", &offers->round->workers, &way->worker) &&
           read_place(input, object, "period", &offers->round->periods, &way->period) &&
           input_integer_member(input, object, "from", 0, INT32_MAX, &way->from) &&
           input_integer_member(input, object, "to", 0, INT32_MAX, &way->to);
}

/* A number that may change in one direction; false: it is not `from`, or goes the other way. */
static bool change(int32_t *number, const struct way *way, int direction)
{
    if (*number != way->from || (way->to - way->from) * direction <= 0)
        return false;
    *number = (int32_t)way->to;
    return true;
}

static bool change_rule(uint32_t *number, const struct way *way, int direction)
{
    int32_t value = (int32_t)*number;
    bool ok = change(&value, way, direction);

    *number = (uint32_t)value;
    return ok;
}

static bool drop_pin(struct named_round *round, const struct way *way)
{
    size_t count = 0, all = round->round.pins_count;

    for (size_t i = 0; i < all; i++) {
        const struct matcher_visit *pin = &round->pin_list[i];
        if (pin->worker != way->worker || pin->host != way->centre || pin->period != way->period)
            round->pin_list[count++] = *pin;
    }
    round->round.pins_count = count;
    return count < all;
}

static bool clear_bit(uint64_t *bits, uint32_t period)
{
    bool was = *bits >> period & 1;

    *bits &= ~(UINT64_C(1) << period);
    return was;
}

/* False: there is no such rule, or it does not stand as is said. */
static bool give_way(struct named_round *round, const struct way *way)
{
    bool centre = way->centre != MATCHER_NONE, worker = way->worker != MATCHER_NONE;
    bool period = way->period != MATCHER_NONE;
    int32_t *cells = centre ? round->numbers + way->centre * 3 * round->periods.count : NULL;

    if (strcmp(way->rule, "guests") == 0)
        return centre && period && change(&cells[way->period], way, 1);
    if (strcmp(way->rule, "away") == 0)
        return centre && period && change(&cells[round->periods.count + way->period], way, 1);
    if (strcmp(way->rule, "min_send") == 0)
        return centre && change(&round->centre_list[way->centre].min_send, way, -1);
    if (strcmp(way->rule, "min_host") == 0)
        return centre && change(&round->centre_list[way->centre].min_host, way, -1);
    if (strcmp(way->rule, "max_visits") == 0)
        return change_rule(&round->round.max_visits, way, 1);
    if (strcmp(way->rule, "min_gap") == 0)
        return change_rule(&round->round.min_gap, way, -1);
    if (strcmp(way->rule, "pin") == 0)
        return centre && worker && period && drop_pin(round, way);
    if (strcmp(way->rule, "closed") == 0)
        return centre && period && clear_bit(&round->centre_list[way->centre].closed, way->period);
    if (strcmp(way->rule, "unavailable") == 0)
        return worker && period && clear_bit(&round->worker_list[way->worker].unavailable, way->period);
    return false;
}

/* ---- Offers ---- */

/* A plan and its worth under the round as it now is. */
static bool judge_plan(struct offers *offers, const json_t *object, const struct read_visits *visits, const char *where,
                       size_t at)
{
    struct matcher_verdict verdict;
    int64_t objective = 0, bound = INT64_MAX;

    if (input_member(offers->input, object, "objective", true) == NULL ||
        input_member(offers->input, object, "bound", true) == NULL ||
        !input_integer_member(offers->input, object, "objective", INT64_MIN, INT64_MAX, &objective) ||
        (!json_is_null(json_object_get(object, "bound")) && /* nothing is claimed */
         !input_integer_member(offers->input, object, "bound", INT64_MIN, INT64_MAX, &bound)))
        return false;
    for (size_t i = 0; i < visits->count; i++)
        if (!visit_is_known(&visits->list[i]))
            return rejected(offers, "%s[%zu].visits[%zu]: no such worker, host or period", where, at, i);
    if (!matcher_verify_round(&offers->round->round, visits->list, visits->count, objective, &verdict, NULL))
        return input_no_memory(offers->input);
    if (!verdict.accepted)
        return rejected(offers, "%s[%zu]: %s", where, at, verdict.reason);
    return bound >= objective || rejected(offers, "%s[%zu]: bound is below the objective", where, at);
}

static bool give_all_way(struct offers *offers, const json_t *object, size_t at)
{
    json_t *rules = input_member(offers->input, object, "rules", true), *rule;
    size_t i, mark = input_down(offers->input, "rules");

    if (rules == NULL || !input_is_array(offers->input, rules))
        return false;
    json_array_foreach(rules, i, rule)
    {
        struct way way;
        size_t down = input_down_at(offers->input, i);
        if (!read_way(offers, rule, &way))
            return false;
        if (!give_way(offers->round, &way))
            return rejected(offers, "relax[%zu].rules[%zu]: no such rule of the round can give way like that", at, i);
        input_up(offers->input, down);
    }
    input_up(offers->input, mark);
    return true;
}

static bool judge_relief(struct offers *offers, json_t *object, size_t at)
{
    struct read_visits visits = {0};
    bool ok = input_is_object(offers->input, object) && give_all_way(offers, object, at) &&
              read_visits(offers->input, object, offers->round, &visits) &&
              judge_plan(offers, object, &visits, "relax", at);

    free(visits.list);
    return ok;
}

static bool judge_repair(struct offers *offers, json_t *object, size_t at)
{
    struct read_visits visits = {0};
    int64_t changes = -1;

    if (!input_is_object(offers->input, object) ||
        !input_integer_member(offers->input, object, "changes", 0, INT64_MAX, &changes))
        return false;
    if (json_is_null(json_object_get(object, "objective"))) /* nothing is offered */
        return true;
    bool ok = read_visits(offers->input, object, offers->round, &visits) &&
              judge_plan(offers, object, &visits, "alternatives", at);
    uint64_t true_changes = ok ? count_changes(offers->previous, &visits) : 0;
    if (ok && (uint64_t)changes != true_changes)
        ok = rejected(offers, "alternatives[%zu].changes: %lld claimed, %llu true", at, (long long)changes,
                      (unsigned long long)true_changes);
    ok = ok && judge_changed(offers->input, object, offers->round, offers->previous, &visits, offers->reason);
    free(visits.list);
    return ok;
}

static bool judge_list(struct offers *offers, const json_t *answer, const char *member,
                       bool (*judge)(struct offers *offers, json_t *object, size_t at), const struct saved *saved)
{
    json_t *list = input_member(offers->input, answer, member, false), *object;
    size_t i, mark = input_down(offers->input, member);
    bool ok = list == NULL || input_is_array(offers->input, list);

    for (i = 0; ok && list != NULL && i < json_array_size(list); i++) {
        size_t down = input_down_at(offers->input, i);
        object = json_array_get(list, i);
        ok = judge(offers, object, i);
        put_back(saved, offers->round);
        if (ok)
            input_up(offers->input, down);
    }
    if (ok)
        input_up(offers->input, mark);
    return ok;
}

bool judge_offers(struct input *input, const json_t *answer, struct named_round *round,
                  const struct read_visits *previous, char reason[400])
{
    struct offers offers = {.input = input, .round = round, .previous = previous, .reason = reason};
    struct saved saved;
    bool ok = save(&saved, round) || input_no_memory(input);

    ok = ok && judge_list(&offers, answer, "relax", judge_relief, &saved) &&
         (previous == NULL || judge_list(&offers, answer, "alternatives", judge_repair, &saved));
    saved_clear(&saved);
    return ok;
}
