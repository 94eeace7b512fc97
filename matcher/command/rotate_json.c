/* Plans, and what else `rotate` answers, as FORMATS and matcher/README.md want them. */
#include "matcher/command/command.h"

#include <stdlib.h>

static json_t *named(const struct names *names, uint32_t number)
{
    return number == MATCHER_NONE ? json_null() : json_string(names->names[number]);
}

/* `[[...], ...]` of rows x columns numbers. */
static json_t *matrix(const int64_t *numbers, size_t rows, size_t columns)
{
    json_t *list = json_array();

    for (size_t row = 0; list != NULL && row < rows; row++) {
        json_t *line = json_array();
        int failed = line == NULL;
        for (size_t column = 0; line != NULL && column < columns; column++)
            failed |= json_array_append_new(line, json_integer(numbers[row * columns + column]));
        if (json_array_append_new(list, line) != 0 || failed) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static json_t *vector(const int64_t *numbers, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; list != NULL && i < count; i++)
        if (json_array_append_new(list, json_integer(numbers[i])) != 0) {
            json_decref(list);
            return NULL;
        }
    return list;
}

static json_t *certificate_to_json(const struct named_round *named_round, const struct matcher_plan *plan)
{
    const struct matcher_certificate_prices *prices = &plan->certificate;
    size_t centres = named_round->centres.count, periods = named_round->periods.count;

    return json_pack("{s:I, s:o, s:o, s:o, s:o, s:o, s:o}", "scale", (json_int_t)prices->scale, "guests",
                     matrix(prices->guests, centres, periods), "away", matrix(prices->away, centres, periods),
                     "balance", matrix(prices->balance, centres, periods), "send", vector(prices->send, centres),
                     "host", vector(prices->host, centres), "fair", vector(prices->fair, named_round->workers.count));
}

static json_t *visits_to_json(const struct named_round *round, const struct matcher_visit *visits, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; list != NULL && i < count; i++) {
        const struct matcher_visit *visit = &visits[i];
        json_t *object =
            json_pack("{s:o, s:o, s:o}", "worker", named(&round->workers, visit->worker), "host",
                      named(&round->centres, visit->host), "period", named(&round->periods, visit->period));
        if (json_array_append_new(list, object) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

/* Every centre in every period: whose workers it has, how many are away, how many guests are there. */
static json_t *staffing_to_json(const struct named_round *round, const struct matcher_plan *plan)
{
    size_t centres = round->centres.count, periods = round->periods.count, cells = centres * periods;
    int *counts = calloc(2 * cells + centres + 1, sizeof *counts);
    json_t *list = json_array();
    bool ok = counts != NULL && list != NULL;

    if (ok) {
        int *guests = counts + cells, *own = counts + 2 * cells;
        for (size_t w = 0; w < round->round.workers_count; w++)
            own[round->round.workers[w].home]++;
        for (size_t i = 0; i < plan->visits_count; i++) {
            const struct matcher_visit *visit = &plan->visits[i];
            counts[round->round.workers[visit->worker].home * periods + visit->period]++;
            guests[visit->host * periods + visit->period]++;
        }
        for (size_t i = 0; ok && i < cells; i++) {
            json_t *object =
                json_pack("{s:o, s:o, s:i, s:i, s:i}", "centre", named(&round->centres, (uint32_t)(i / periods)),
                          "period", named(&round->periods, (uint32_t)(i % periods)), "own", own[i / periods], "away",
                          counts[i], "guests", guests[i]);
            ok = json_array_append_new(list, object) == 0;
        }
    }
    free(counts);
    if (ok)
        return list;
    json_decref(list);
    return NULL;
}

/* A rule, and where it stands. */
static json_t *rule_to_json(const struct named_round *round, const struct matcher_breach *breach)
{
    json_t *object = json_pack("{s:s}", "rule", matcher_round_rule_name(breach->rule));
    bool ok = object != NULL;

    if (ok && breach->worker != MATCHER_NONE)
        ok = json_object_set_new(object, "worker", named(&round->workers, breach->worker)) == 0;
    if (ok && breach->centre != MATCHER_NONE)
        ok = json_object_set_new(object, "centre", named(&round->centres, breach->centre)) == 0;
    if (ok && breach->period != MATCHER_NONE)
        ok = json_object_set_new(object, "period", named(&round->periods, breach->period)) == 0;
    if (ok)
        return object;
    json_decref(object);
    return NULL;
}

static json_t *why_to_json(const struct named_round *round, const struct matcher_plan *plan)
{
    json_t *list = json_array();
    bool ok = list != NULL;

    for (size_t i = 0; ok && i < plan->why_count; i++)
        ok = json_array_append_new(list, rule_to_json(round, &plan->why[i])) == 0;
    if (ok)
        return list;
    json_decref(list);
    return NULL;
}

static bool is_counted(enum matcher_round_rule rule)
{
    return rule != MATCHER_ROUND_PIN && rule != MATCHER_ROUND_CLOSED && rule != MATCHER_ROUND_UNAVAILABLE;
}

static json_t *loosenings_to_json(const struct named_round *round, const struct matcher_relief *relief)
{
    json_t *list = json_array();
    bool ok = list != NULL;

    for (size_t i = 0; ok && i < relief->loosenings_count; i++) {
        const struct matcher_loosening *way = &relief->loosenings[i];
        const struct matcher_breach rule = {way->rule, way->centre, way->worker, way->period};
        bool less = way->rule == MATCHER_ROUND_GAP || way->rule == MATCHER_ROUND_MIN_SEND ||
                    way->rule == MATCHER_ROUND_MIN_HOST;
        json_t *object = rule_to_json(round, &rule);
        ok = json_array_append_new(list, object) == 0;
        if (ok && is_counted(way->rule))
            ok = json_object_set_new(object, "from", json_integer(way->from)) == 0 &&
                 json_object_set_new(object, "to", json_integer(less ? way->from - way->by : way->from + way->by)) == 0;
    }
    if (ok)
        return list;
    json_decref(list);
    return NULL;
}

json_t *reliefs_to_json(const struct named_round *round, const struct matcher_reliefs *reliefs)
{
    json_t *list = json_array();
    bool ok = list != NULL;

    for (size_t i = 0; ok && i < reliefs->count; i++) {
        const struct matcher_relief *relief = &reliefs->list[i];
        ok = json_array_append_new(list, json_pack("{s:o, s:I, s:I, s:I, s:o}", "rules",
                                                   loosenings_to_json(round, relief), "cost", (json_int_t)relief->cost,
                                                   "objective", (json_int_t)relief->objective, "bound",
                                                   (json_int_t)relief->bound, "visits",
                                                   visits_to_json(round, relief->visits, relief->visits_count))) == 0;
    }
    if (ok)
        return list;
    json_decref(list);
    return NULL;
}

bool visit_is_known(const struct matcher_visit *visit)
{
    return visit->worker != MATCHER_NONE && visit->host != MATCHER_NONE && visit->period != MATCHER_NONE;
}

/* Lost visits whose names are gone come first, as they stood. */
static json_t *changed_to_json(const struct named_round *round, const struct matcher_changed *lines, size_t count,
                               const struct read_visits *previous)
{
    json_t *list = json_array();
    bool ok = list != NULL;

    for (size_t i = 0; ok && i < previous->count; i++) {
        const json_t *visit = json_array_get(previous->names, i);
        if (!visit_is_known(&previous->list[i]))
            ok = json_array_append_new(list,
                                       json_pack("{s:O, s:O, s:O, s:n}", "worker", json_object_get(visit, "worker"),
                                                 "period", json_object_get(visit, "period"), "from",
                                                 json_object_get(visit, "host"), "to")) == 0;
    }
    for (size_t i = 0; ok && i < count; i++) {
        const struct matcher_changed *changed = &lines[i];
        ok = json_array_append_new(
                 list, json_pack("{s:o, s:o, s:o, s:o}", "worker", named(&round->workers, changed->worker), "period",
                                 named(&round->periods, changed->period), "from", named(&round->centres, changed->from),
                                 "to", named(&round->centres, changed->to))) == 0;
    }
    if (ok)
        return list;
    json_decref(list);
    return NULL;
}

json_t *plan_to_json(const struct named_round *round, const struct matcher_plan *plan,
                     const struct read_visits *previous)
{
    bool infeasible = plan->status == MATCHER_PLAN_INFEASIBLE;
    json_t *object = json_pack(
        "{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "status", matcher_plan_status_name(plan->status), "objective",
        plan->has_plan ? json_integer(plan->objective) : json_null(), "bound",
        infeasible ? json_null() : json_integer(plan->bound), "root_bound",
        infeasible ? json_null() : json_integer(plan->root_bound), "visits",
        visits_to_json(round, plan->visits, plan->visits_count), "staffing", staffing_to_json(round, plan),
        "certificate", infeasible ? json_null() : certificate_to_json(round, plan), "why", why_to_json(round, plan));

    if (object == NULL || previous == NULL || !plan->has_plan)
        return object;
    if (json_object_set_new(object, "changes", json_integer((json_int_t)plan->changes)) == 0 &&
        json_object_set_new(object, "changes_bound", json_integer((json_int_t)plan->changes_bound)) == 0 &&
        json_object_set_new(object, "changed", changed_to_json(round, plan->changed, plan->changed_count, previous)) ==
            0)
        return object;
    json_decref(object);
    return NULL;
}

json_t *alternatives_to_json(const struct named_round *round, const struct matcher_repairs *repairs,
                             const struct read_visits *previous)
{
    json_t *list = json_array();
    bool ok = list != NULL;

    for (size_t i = 0; ok && i < repairs->count; i++) {
        const struct matcher_repair *repair = &repairs->list[i];
        json_t *object = json_pack(
            "{s:I, s:o, s:o, s:o, s:o, s:o}", "changes", (json_int_t)repair->changes, "objective",
            repair->has_plan ? json_integer(repair->objective) : json_null(), "bound",
            repair->impossible || repair->bound == INT64_MAX ? json_null() : json_integer(repair->bound), "delta",
            repair->has_plan ? json_integer(repair->delta) : json_null(), "changed",
            repair->has_plan ? changed_to_json(round, repair->changed, repair->changed_count, previous) : json_array(),
            "visits", visits_to_json(round, repair->visits, repair->visits_count));
        ok = json_array_append_new(list, object) == 0;
    }
    if (ok)
        return list;
    json_decref(list);
    return NULL;
}
