/* What an answer that says "infeasible" names as the conflict, judged. */
#include "matcher/command/command.h"

#include <stdlib.h>
#include <string.h>

static const uint64_t most_steps = 100000000; /* a second or so */

static bool read_rule(struct input *input, const struct named_round *round, const json_t *object,
                      struct matcher_breach *rule)
{
    static const char *const known[] = {"rule", "centre", "worker", "period", NULL};
    json_t *value = input_is_object(input, object) && input_only(input, object, known)
                        ? input_member(input, object, "rule", true)
                        : NULL;
    size_t mark = input_down(input, "rule");
    const char *name = value == NULL ? NULL : input_string(input, value);

    if (name == NULL)
        return false;
    *rule = (struct matcher_breach){.rule = MATCHER_ROUND_OK};
    for (int i = MATCHER_ROUND_OK + 1; i < MATCHER_ROUND_RULES; i++)
        if (strcmp(name, matcher_round_rule_name((enum matcher_round_rule)i)) == 0)
            rule->rule = (enum matcher_round_rule)i;
    if (rule->rule == MATCHER_ROUND_OK)
        return input_fault(input, "\"%.60s\" is no rule", name);
    input_up(input, mark);
    return read_place(input, object, "centre", &round->centres, &rule->centre) &&
           read_place(input, object, "worker", &round->workers, &rule->worker) &&
           read_place(input, object, "period", &round->periods, &rule->period);
}

/* malloc'd; NULL after a fault. */
static struct matcher_breach *read_why(struct input *input, const struct named_round *round, const json_t *answer,
                                       size_t *count)
{
    json_t *list = input_member(input, answer, "why", false);
    size_t mark = input_down(input, "why");
    struct matcher_breach *why;

    if (list != NULL && !input_is_array(input, list))
        return NULL;
    *count = json_array_size(list);
    why = calloc(*count + 1, sizeof *why);
    if (why == NULL)
        (void)input_no_memory(input);
    for (size_t i = 0; why != NULL && i < *count; i++) {
        size_t down = input_down_at(input, i);
        if (!read_rule(input, round, json_array_get(list, i), &why[i])) {
            free(why);
            return NULL;
        }
        input_up(input, down);
    }
    input_up(input, mark);
    return why;
}

bool judge_why(struct input *input, const json_t *answer, const struct named_round *round, bool *proved,
               char reason[400])
{
    struct matcher_conflict_verdict verdict = {0};
    size_t count = 0;
    struct matcher_breach *why = read_why(input, round, answer, &count);
    bool ok = why != NULL;

    if (ok && !matcher_verify_conflict(&round->round, why, count, most_steps, &verdict, NULL))
        ok = input_no_memory(input);
    free(why);
    if (!ok)
        return false;
    *proved = verdict.proved && verdict.smallest;
    snprintf(reason, 400, "%s", verdict.reason);
    return verdict.accepted;
}
