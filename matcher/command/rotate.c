/* `rotate`: a round in, a plan out. */
#include "matcher/command/command.h"

#include <stdlib.h>
#include <string.h>

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
        if (visit_is_known(&previous->list[i]))
            known[count++] = previous->list[i];
    return count;
}

static bool say_error(struct run *run, const struct matcher_error *error)
{
    if (error->failure == MATCHER_NO_MEMORY)
        return input_no_memory(&run->input);
    return input_fault(&run->input, "%s[%u] is out of bounds", error->field, error->at);
}

static bool find_repairs(struct run *run, const struct named_round *round, const struct matcher_rotate_options *planned,
                         struct matcher_repairs *repairs)
{
    const struct matcher_repair_options options = {.most = (unsigned)run->arguments.alternatives,
                                                   .quick = planned->budget == 1,
                                                   .keep_forced = planned->keep_forced,
                                                   .progress = must_stop,
                                                   .context = run};
    struct matcher_error error = {0};

    return matcher_round_repairs(&round->round, planned->keep, planned->keep_count, &options, repairs, &error) ||
           say_error(run, &error);
}

static bool add_reliefs(struct run *run, const struct named_round *round, const struct matcher_plan *plan,
                        json_t *answer)
{
    const struct matcher_relax_options options = {.seed = (uint64_t)run->arguments.seed,
                                                  .budget =
                                                      run->arguments.has_budget ? (uint64_t)run->arguments.budget : 0,
                                                  .progress = must_stop,
                                                  .context = run};
    struct matcher_reliefs reliefs;
    struct matcher_error error = {0};

    if (!matcher_round_relax(&round->round, plan->why, plan->why_count, &options, &reliefs, &error))
        return say_error(run, &error);
    bool ok = json_object_set_new(answer, "relax", reliefs_to_json(round, &reliefs)) == 0;
    matcher_reliefs_free(&reliefs);
    return ok;
}

static bool add_alternatives(struct run *run, const struct named_round *round, const struct read_visits *previous,
                             const struct matcher_repairs *repairs, json_t *answer)
{
    return !run->arguments.has_alternatives ||
           json_object_set_new(answer, "alternatives", alternatives_to_json(round, repairs, previous)) == 0;
}

static enum outcome answer_plan(struct run *run, const struct named_round *round, const struct read_visits *previous,
                                const struct matcher_repairs *repairs, const struct matcher_plan *plan)
{
    static const enum outcome outcomes[] = {
        [MATCHER_PLAN_OPTIMAL] = OUTCOME_SOLVED,
        [MATCHER_PLAN_FEASIBLE] = OUTCOME_STOPPED,
        [MATCHER_PLAN_INFEASIBLE] = OUTCOME_IMPOSSIBLE,
        [MATCHER_PLAN_UNKNOWN] = OUTCOME_STOPPED,
    };
    json_t *answer = plan_to_json(round, plan, run->arguments.keep != NULL ? previous : NULL);

    if (answer != NULL && ((plan->status == MATCHER_PLAN_INFEASIBLE && !add_reliefs(run, round, plan, answer)) ||
                           !add_alternatives(run, round, previous, repairs, answer))) {
        json_decref(answer);
        answer = NULL;
    }
    if (run->input.outcome == OUTCOME_SOLVED)
        write_line(run, answer);
    else
        json_decref(answer);
    return outcomes[plan->status];
}

static enum outcome plan_round(struct run *run, const struct named_round *round, const struct read_visits *previous,
                               const struct matcher_rotate_options *wanted)
{
    struct matcher_rotate_options options = *wanted;
    struct matcher_error error = {0};
    struct matcher_repairs repairs = {0};
    struct matcher_plan plan = {0};
    enum outcome outcome = OUTCOME_BAD_INPUT;
    bool ok = !run->arguments.has_alternatives || find_repairs(run, round, wanted, &repairs);

    if (ok && run->arguments.alternatives == MATCHER_REPAIRS)
        options.repairs = &repairs;
    if (ok && !matcher_rotate(&round->round, &options, &plan, &error))
        say_error(run, &error);
    else if (ok)
        outcome = answer_plan(run, round, previous, &repairs, &plan);
    matcher_plan_free(&plan);
    matcher_repairs_free(&repairs);
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
