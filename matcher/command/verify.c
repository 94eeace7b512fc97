/* `verify rotate` and `verify pair`: answers judged by the library's separate judges. */
#include "matcher/command/command.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum outcome say_verdict(struct run *run, bool accepted, const char *reason)
{
    json_t *line =
        accepted ? json_pack("{s:b}", "accepted", 1) : json_pack("{s:b, s:s}", "accepted", 0, "reason", reason);

    write_line(run, line);
    return accepted ? OUTCOME_SOLVED : OUTCOME_IMPOSSIBLE;
}

/* An answer to a round, read. */
struct answer {
    const char *status;
    bool has_objective, has_bound, has_root_bound;
    int64_t objective, bound, root_bound;
    bool has_changes;
    int64_t changes, changes_bound;
    struct read_visits visits;
    struct matcher_certificate_prices prices;
    bool has_certificate;
};

static bool read_number(struct input *input, const json_t *root, const char *member, bool *has, int64_t *out)
{
    if (json_is_null(json_object_get(root, member)) || json_object_get(root, member) == NULL)
        return true;
    *has = true;
    return input_integer_member(input, root, member, INT64_MIN, INT64_MAX, out);
}

/* rows x columns integers; with columns 0 a plain list. */
static bool read_prices(struct input *input, const json_t *object, const char *member, size_t rows, size_t columns,
                        int64_t **out)
{
    json_t *list = input_member(input, object, member, true);
    size_t mark = input_down(input, member), width = columns == SIZE_MAX ? 1 : columns;

    *out = calloc(rows * width + 1, sizeof **out);
    if (*out == NULL)
        return input_no_memory(input);
    if (list == NULL || !input_is_array(input, list))
        return false;
    if (json_array_size(list) != rows)
        return input_fault(input, "must have %zu elements", rows);
    for (size_t row = 0; row < rows; row++) {
        json_t *line = json_array_get(list, row);
        size_t at = input_down_at(input, row);
        if (columns == SIZE_MAX) {
            if (!input_integer(input, line, INT64_MIN, INT64_MAX, &(*out)[row]))
                return false;
        } else {
            if (!json_is_array(line) || json_array_size(line) != columns)
                return input_fault(input, "must be a list of %zu", columns);
            for (size_t column = 0; column < columns; column++)
                if (!input_integer(input, json_array_get(line, column), INT64_MIN, INT64_MAX,
                                   &(*out)[row * columns + column]))
                    return false;
        }
        input_up(input, at);
    }
    input_up(input, mark);
    return true;
}

static bool read_certificate(struct input *input, const json_t *root, const struct named_round *round,
                             struct answer *answer)
{
    json_t *object = input_member(input, root, "certificate", false);
    size_t centres = round->centres.count, periods = round->periods.count, mark = input_down(input, "certificate");
    struct matcher_certificate_prices *prices = &answer->prices;

    if (object == NULL) {
        input_up(input, mark);
        return true;
    }
    answer->has_certificate = true;
    if (!input_is_object(input, object) || input_member(input, object, "scale", true) == NULL ||
        !input_integer_member(input, object, "scale", INT64_MIN, INT64_MAX, &prices->scale) ||
        !read_prices(input, object, "guests", centres, periods, &prices->guests) ||
        !read_prices(input, object, "away", centres, periods, &prices->away) ||
        !read_prices(input, object, "balance", centres, periods, &prices->balance) ||
        !read_prices(input, object, "send", centres, SIZE_MAX, &prices->send) ||
        !read_prices(input, object, "host", centres, SIZE_MAX, &prices->host) ||
        !read_prices(input, object, "fair", round->workers.count, SIZE_MAX, &prices->fair))
        return false;
    input_up(input, mark);
    return true;
}

static bool read_answer(struct input *input, json_t *root, const struct named_round *round, struct answer *answer)
{
    json_t *status = input_is_object(input, root) ? input_member(input, root, "status", true) : NULL;

    if (status == NULL)
        return false;
    size_t mark = input_down(input, "status");
    answer->status = input_string(input, status);
    if (answer->status == NULL)
        return false;
    if (strcmp(answer->status, "optimal") != 0 && strcmp(answer->status, "feasible") != 0 &&
        strcmp(answer->status, "infeasible") != 0 && strcmp(answer->status, "unknown") != 0)
        return input_fault(input, "is no status");
    input_up(input, mark);
    return read_number(input, root, "objective", &answer->has_objective, &answer->objective) &&
           read_number(input, root, "bound", &answer->has_bound, &answer->bound) &&
           read_number(input, root, "root_bound", &answer->has_root_bound, &answer->root_bound) &&
           read_number(input, root, "changes", &answer->has_changes, &answer->changes) &&
           read_number(input, root, "changes_bound", &answer->has_changes, &answer->changes_bound) &&
           read_visits(input, root, round, &answer->visits) && read_certificate(input, root, round, answer);
}

/* ---- Judging ---- */

struct trial {
    const struct named_round *round;
    const struct answer *answer;
    const struct read_visits *previous; /* NULL without --keep */
    const json_t *root;                 /* of the answer */
    bool proved;                        /* that there is no plan, if that is what the answer says */
    char reason[400];
};

__attribute__((format(printf, 2, 3))) static bool rejected(struct trial *trial, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(trial->reason, sizeof trial->reason, format, arguments);
    va_end(arguments);
    return false;
}

static bool names_are_known(struct trial *trial)
{
    const struct read_visits *visits = &trial->answer->visits;

    for (size_t i = 0; i < visits->count; i++)
        if (visits->list[i].worker == MATCHER_NONE || visits->list[i].host == MATCHER_NONE ||
            visits->list[i].period == MATCHER_NONE)
            return rejected(trial, "visits[%zu]: no such worker, host or period", i);
    return true;
}

static bool in_order(struct trial *trial)
{
    const struct read_visits *visits = &trial->answer->visits;

    for (size_t i = 1; i < visits->count; i++) {
        const struct matcher_visit *a = &visits->list[i - 1], *b = &visits->list[i];
        if (a->period > b->period || (a->period == b->period && a->worker >= b->worker))
            return rejected(trial, "visits[%zu]: not in the order of (period, worker)", i);
    }
    return true;
}

bool visit_is_lost(const struct read_visits *previous, size_t at, const struct read_visits *visits)
{
    const struct matcher_visit *old = &previous->list[at];
    bool is_lost = true;

    for (size_t i = 0; is_lost && i < visits->count; i++)
        is_lost = memcmp(old, &visits->list[i], sizeof *old) != 0;
    for (size_t i = 0; is_lost && visit_is_known(old) && i < at; i++)
        is_lost = memcmp(old, &previous->list[i], sizeof *old) != 0;
    return is_lost;
}

uint64_t count_changes(const struct read_visits *previous, const struct read_visits *visits)
{
    uint64_t changes = 0;

    for (size_t i = 0; i < previous->count; i++)
        changes += visit_is_lost(previous, i, visits);
    return changes;
}

static bool judge_plan(struct trial *trial, struct input *input)
{
    const struct answer *answer = trial->answer;
    struct matcher_verdict verdict;

    if (!answer->has_objective)
        return rejected(trial, "objective is missing");
    if (!names_are_known(trial) || !in_order(trial))
        return false;
    if (!matcher_verify_round(&trial->round->round, answer->visits.list, answer->visits.count, answer->objective,
                              &verdict, NULL))
        return input_no_memory(input);
    if (!verdict.accepted)
        return rejected(trial, "%s", verdict.reason);
    if (!answer->has_bound || answer->bound < answer->objective)
        return rejected(trial, "bound is below the objective, or missing");
    bool optimal = strcmp(answer->status, "optimal") == 0;
    if (optimal && answer->bound != answer->objective)
        return rejected(trial, "status is optimal, but bound %lld is not the objective", (long long)answer->bound);
    if (trial->previous == NULL)
        return true;
    uint64_t changes = count_changes(trial->previous, &answer->visits);
    if (!answer->has_changes || (uint64_t)answer->changes != changes)
        return rejected(trial, "changes: %lld claimed, %llu true", (long long)answer->changes,
                        (unsigned long long)changes);
    if (answer->changes_bound > answer->changes || (optimal && answer->changes_bound != answer->changes))
        return rejected(trial, "changes_bound does not fit changes");
    return true;
}

static bool judge_bound(struct trial *trial, struct input *input)
{
    const struct answer *answer = trial->answer;
    int64_t bound;
    bool proved;

    if (!answer->has_root_bound && !answer->has_certificate)
        return strcmp(answer->status, "infeasible") == 0 || rejected(trial, "root_bound and certificate are missing");
    if (!answer->has_root_bound || !answer->has_certificate)
        return rejected(trial, "root_bound and certificate go together");
    if (!matcher_verify_bound(&trial->round->round, &answer->prices, &proved, &bound, NULL))
        return input_no_memory(input);
    if (!proved)
        return rejected(trial, "certificate: a price has the wrong sign, or the numbers are too large");
    if (answer->root_bound < bound)
        return rejected(trial, "root_bound: %lld claimed, the certificate proves %lld", (long long)answer->root_bound,
                        (long long)bound);
    if (answer->has_bound && answer->bound > answer->root_bound)
        return rejected(trial, "bound is above root_bound");
    return true;
}

static bool judge_shown(struct trial *trial, struct input *input)
{
    const struct read_visits *visits = &trial->answer->visits;

    return judge_staffing(input, trial->root, trial->round, visits, trial->reason) &&
           (trial->previous == NULL ||
            judge_changed(input, trial->root, trial->round, trial->previous, visits, trial->reason));
}

static bool judge(struct trial *trial, struct input *input)
{
    const struct answer *answer = trial->answer;
    bool planned = strcmp(answer->status, "optimal") == 0 || strcmp(answer->status, "feasible") == 0;

    if (planned)
        return judge_plan(trial, input) && judge_bound(trial, input) && judge_shown(trial, input);
    if (answer->visits.count > 0 || answer->has_objective)
        return rejected(trial, "status is %s, but there is a plan", answer->status);
    if (strcmp(answer->status, "infeasible") == 0 &&
        !judge_why(input, trial->root, trial->round, &trial->proved, trial->reason))
        return false;
    return judge_bound(trial, input) &&
           judge_staffing(input, trial->root, trial->round, &answer->visits, trial->reason);
}

static enum outcome say(struct run *run, const struct trial *trial, bool accepted)
{
    if (!accepted || strcmp(trial->answer->status, "infeasible") != 0)
        return say_verdict(run, accepted, trial->reason);
    write_line(run, json_pack("{s:b, s:b}", "accepted", 1, "infeasible_proved", trial->proved));
    return OUTCOME_SOLVED;
}

static void answer_free(struct answer *answer)
{
    free(answer->visits.list);
    free(answer->prices.guests);
    free(answer->prices.away);
    free(answer->prices.balance);
    free(answer->prices.send);
    free(answer->prices.host);
    free(answer->prices.fair);
}

enum outcome verify_rotate(struct run *run)
{
    const struct arguments *arguments = &run->arguments;
    struct named_round round = {0};
    struct answer answer = {0};
    struct read_visits previous = {0};
    json_t *root = NULL, *earlier = NULL;
    enum outcome outcome = OUTCOME_BAD_INPUT;
    bool ok = read_round(&run->input, arguments->files[1], &round);

    root = ok ? input_load(&run->input, arguments->files[2]) : NULL;
    ok = root != NULL && read_answer(&run->input, root, &round, &answer);
    if (ok && arguments->keep != NULL) {
        earlier = input_load(&run->input, arguments->keep);
        ok = earlier != NULL && read_visits(&run->input, earlier, &round, &previous);
    }
    run_read_done(run);
    if (ok) {
        struct trial trial = {
            .round = &round, .answer = &answer, .previous = arguments->keep == NULL ? NULL : &previous, .root = root};
        bool accepted =
            judge(&trial, &run->input) && judge_offers(&run->input, root, &round, trial.previous, trial.reason);
        if (run->input.outcome == OUTCOME_SOLVED)
            outcome = say(run, &trial, accepted);
    }
    answer_free(&answer);
    free(previous.list);
    json_decref(root);
    json_decref(earlier);
    named_round_free(&round);
    return outcome;
}

enum outcome command_verify(struct run *run)
{
    const struct arguments *arguments = &run->arguments;
    const char *what = arguments->files_count > 0 ? arguments->files[0] : "";

    if (strcmp(what, "assign") == 0 && arguments->files_count == 3)
        return verify_assign(run);
    if (strcmp(what, "rotate") == 0 && arguments->files_count == 3)
        return verify_rotate(run);
    if (strcmp(what, "pair") == 0 && arguments->files_count == 4)
        return verify_pair(run);
    usage_fault(run, "verify assign PROBLEM ANSWER, verify rotate ROUND ANSWER [--keep PREVIOUS], verify pair PEOPLE "
                     "NEEDS ANSWER [--wishes FILE]");
    return OUTCOME_BAD_INPUT;
}
