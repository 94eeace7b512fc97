/* `assign`: a raw problem in, the best choice and its proof out. */
#include "matcher/command/command.h"
#include "matcher/command/read_assign.h"

#include <stdlib.h>
#include <string.h>

static bool must_stop(void *context)
{
    return run_must_stop(context);
}

/* ---- The answer, by the megabyte ---- */

struct output {
    char text[1 << 16];
    size_t used;
};

static void put_number(struct output *out, char before, uint64_t value)
{
    char digits[20];
    int count = 0;

    do
        digits[count++] = (char)('0' + value % 10);
    while ((value /= 10) > 0);
    out->text[out->used++] = before;
    while (count > 0)
        out->text[out->used++] = digits[--count];
}

static void put_line(struct output *out, char kind, int fields, uint64_t first, uint64_t second)
{
    if (out->used + 64 > sizeof out->text) {
        fwrite(out->text, 1, out->used, stdout);
        out->used = 0;
    }
    out->text[out->used++] = kind;
    put_number(out, ' ', first);
    if (fields > 1)
        put_number(out, ' ', second);
    out->text[out->used++] = '\n';
}

static void write_answer(const struct matcher_assign_answer *answer)
{
    static struct output out;

    put_line(&out, 's', 1, (uint64_t)answer->total, 0);
    for (size_t k = 0; k < answer->pairs_count; k++)
        put_line(&out, 'm', 2, (uint64_t)answer->pairs[k].person + 1, (uint64_t)answer->pairs[k].need + 1);
    for (uint32_t i = 0; i < answer->people; i++)
        if (answer->person_prices[i] > 0)
            put_line(&out, 'u', 2, (uint64_t)i + 1, (uint64_t)answer->person_prices[i]);
    for (uint32_t j = 0; j < answer->needs; j++)
        if (answer->need_prices[j] > 0)
            put_line(&out, 'x', 2, (uint64_t)j + 1, (uint64_t)answer->need_prices[j]);
    if (!answer->proved)
        put_line(&out, 'b', 1, (uint64_t)answer->bound, 0);
    fwrite(out.text, 1, out.used, stdout);
}

enum outcome command_assign(struct run *run)
{
    const struct arguments *arguments = &run->arguments;
    const struct matcher_assign_options options = {
        .budget = arguments->has_budget ? (uint64_t)arguments->budget : 0, .stop = must_stop, .context = run};
    struct matcher_error error = {0};
    struct matcher_assign_answer answer = {0};
    enum outcome outcome = OUTCOME_BAD_INPUT;
    size_t pairs;

    if (arguments->files_count != 1) {
        usage_fault(run, "assign FILE");
        return OUTCOME_BAD_INPUT;
    }
    struct matcher_assign_problem *problem = read_assign(&run->input, arguments->files[0]);
    run_read_done(run);
    if (problem == NULL)
        return OUTCOME_BAD_INPUT;
    struct matcher_assign *assign = NULL;
    matcher_assign_problem_size(problem, NULL, NULL, &pairs);
    if (pairs == 0) { /* no state need be built to say so */
        answer.proved = true;
        matcher_assign_problem_free(problem);
    } else
        assign = matcher_assign_solve(problem, &options, &error);
    if (pairs == 0 || (assign != NULL && matcher_assign_answer(assign, &answer, &error))) {
        write_answer(&answer);
        outcome = answer.proved ? OUTCOME_SOLVED : OUTCOME_STOPPED;
    } else
        input_no_memory(&run->input);
    matcher_assign_answer_free(&answer);
    matcher_assign_free(assign);
    return outcome;
}
