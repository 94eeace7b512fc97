/* `rotate`: a round in, a plan out. */
#include "matcher/command/command.h"

#include <stdlib.h>
#include <string.h>

/* ---- JSON ---- */

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

static json_t *why_to_json(const struct named_round *round, const struct matcher_plan *plan)
{
    json_t *list = json_array();
    bool ok = list != NULL;

    for (size_t i = 0; ok && i < plan->why_count; i++) {
        const struct matcher_breach *breach = &plan->why[i];
        json_t *object = json_pack("{s:s}", "rule", matcher_round_rule_name(breach->rule));
        ok = object != NULL;
        if (ok && breach->worker != MATCHER_NONE)
            ok = json_object_set_new(object, "worker", named(&round->workers, breach->worker)) == 0;
        if (ok && breach->centre != MATCHER_NONE)
            ok = json_object_set_new(object, "centre", named(&round->centres, breach->centre)) == 0;
        if (ok && breach->period != MATCHER_NONE)
            ok = json_object_set_new(object, "period", named(&round->periods, breach->period)) == 0;
        ok = json_array_append_new(list, object) == 0 && ok;
    }
    if (ok)
        return list;
    json_decref(list);
    return NULL;
}

static bool is_known(const struct matcher_visit *visit)
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
        if (!is_known(&previous->list[i]))
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

/* The smallest repairs, by number of changes; those that are proved impossible have neither plan nor bound. */
static json_t *alternatives_to_json(const struct named_round *round, const struct matcher_repairs *repairs,
                                    const struct read_visits *previous)
{
    json_t *list = json_array();
    bool ok = list != NULL;

    for (size_t i = 0; ok && i < repairs->count; i++) {
        const struct matcher_repair *repair = &repairs->list[i];
        json_t *object = json_pack(
            "{s:I, s:o, s:o, s:o, s:o, s:o}", "changes", (json_int_t)repair->changes, "objective",
            repair->has_plan ? json_integer(repair->objective) : json_null(), "bound",
            repair->impossible ? json_null() : json_integer(repair->bound), "delta",
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

/* ---- The command ---- */

static bool must_stop(void *context, const struct matcher_progress *progress)
{
    (void)progress;
    return run_must_stop(context);
}

/* Those of the earlier visits that the round still knows, to the front; how many there are. */
static size_t known_visits(const struct read_visits *previous, struct matcher_visit *known)
{
    size_t count = 0;

    for (size_t i = 0; i < previous->count; i++)
        if (is_known(&previous->list[i]))
            known[count++] = previous->list[i];
    return count;
}

static bool say_error(struct run *run, const struct matcher_error *error)
{
    if (error->failure == MATCHER_NO_MEMORY)
        return input_no_memory(&run->input);
    return input_fault(&run->input, "%s[%u] is out of bounds", error->field, error->at);
}

static bool add_alternatives(struct run *run, const struct named_round *round, const struct read_visits *previous,
                             const struct matcher_rotate_options *planned, json_t *answer)
{
    const struct matcher_repair_options options = {.most = (unsigned)run->arguments.alternatives,
                                                   .keep_forced = planned->keep_forced,
                                                   .progress = must_stop,
                                                   .context = run};
    struct matcher_repairs repairs;
    struct matcher_error error = {0};

    if (!matcher_round_repairs(&round->round, planned->keep, planned->keep_count, &options, &repairs, &error))
        return say_error(run, &error);
    bool ok = json_object_set_new(answer, "alternatives", alternatives_to_json(round, &repairs, previous)) == 0;
    matcher_repairs_free(&repairs);
    return ok;
}

static enum outcome plan_round(struct run *run, const struct named_round *round, const struct read_visits *previous,
                               struct matcher_rotate_options *options)
{
    static const enum outcome outcomes[] = {
        [MATCHER_PLAN_OPTIMAL] = OUTCOME_SOLVED,
        [MATCHER_PLAN_FEASIBLE] = OUTCOME_STOPPED,
        [MATCHER_PLAN_INFEASIBLE] = OUTCOME_IMPOSSIBLE,
        [MATCHER_PLAN_UNKNOWN] = OUTCOME_STOPPED,
    };
    struct matcher_error error = {0};
    struct matcher_plan plan;

    if (!matcher_rotate(&round->round, options, &plan, &error)) {
        say_error(run, &error);
        return OUTCOME_BAD_INPUT;
    }
    enum outcome outcome = outcomes[plan.status];
    json_t *answer = plan_to_json(round, &plan, options->has_keep ? previous : NULL);
    if (answer != NULL && run->arguments.has_alternatives && !add_alternatives(run, round, previous, options, answer)) {
        json_decref(answer);
        answer = NULL;
    }
    if (run->input.outcome == OUTCOME_SOLVED)
        write_line(run, answer);
    else
        json_decref(answer);
    matcher_plan_free(&plan);
    return outcome;
}

enum outcome command_rotate(struct run *run)
{
    const struct arguments *arguments = &run->arguments;
    struct named_round round = {0};
    struct read_visits previous = {0};
    json_t *earlier = NULL;
    enum outcome outcome = OUTCOME_BAD_INPUT;
    struct matcher_rotate_options options = {
        .seed = (uint64_t)arguments->seed,
        .budget = arguments->has_budget    ? (uint64_t)arguments->budget
                  : arguments->has_seconds ? UINT64_MAX
                                           : 0,
        .progress = must_stop,
        .context = run,
        .has_keep = arguments->keep != NULL,
        .trading = arguments->mechanism != NULL,
    };

    if (arguments->files_count != 1) {
        usage_fault(run, "rotate [--keep PREVIOUS.json [--alternatives N] | --mechanism 2s-ttc] ROUND.json");
        return OUTCOME_BAD_INPUT;
    }
    if (arguments->has_alternatives && !options.has_keep) {
        usage_fault(run, "--alternatives wants --keep PREVIOUS.json");
        return OUTCOME_BAD_INPUT;
    }
    if (options.trading && (strcmp(arguments->mechanism, "2s-ttc") != 0 || options.has_keep)) {
        usage_fault(run, "--mechanism knows 2s-ttc alone, and takes no --keep");
        return OUTCOME_BAD_INPUT;
    }
    bool ok = read_round(&run->input, arguments->files[0], &round);
    if (ok && arguments->keep != NULL) {
        earlier = input_load(&run->input, arguments->keep);
        ok = earlier != NULL && read_visits(&run->input, earlier, &round, &previous);
    }
    if (ok && options.trading && round.round.pins_count > 0) {
        input_down(&run->input, "pins");
        ok = input_fault(&run->input, "2s-ttc takes no pins");
    }
    run_read_done(run);
    struct matcher_visit *known = calloc(previous.count + 1, sizeof *known);
    if (known == NULL)
        ok = input_no_memory(&run->input);
    if (ok && known != NULL) {
        options.keep = known;
        options.keep_count = known_visits(&previous, known);
        options.keep_forced = previous.count - options.keep_count;
        outcome = plan_round(run, &round, &previous, &options);
    }
    free(known);
    free(previous.list);
    json_decref(earlier);
    named_round_free(&round);
    return outcome;
}
