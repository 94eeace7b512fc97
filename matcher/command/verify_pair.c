/* `verify pair`: lines of pairs, then one line that sums them up. */
#include "matcher/command/command.h"

#include <stdlib.h>
#include <string.h>

struct pairs {
    const struct crowd *crowd;
    struct matcher_pair *list;
    size_t count, room;
    bool has_sum;
    int64_t filled, score, bound_filled, bound_score;
    char rejection[200]; /* well-formed, but wrong; the first */
};

static size_t find_shift(const struct matcher_need *need, const struct matcher_id *id)
{
    for (size_t i = 0; i < need->shifts_count; i++)
        if (matcher_id_compare(&need->shifts[i].id, id) == 0)
            return i;
    return SIZE_MAX;
}

static void reject(struct pairs *pairs, size_t line, const char *reason)
{
    if (pairs->rejection[0] == '\0')
        snprintf(pairs->rejection, sizeof pairs->rejection, "line %zu: %s", line, reason);
}

/* The sum of `parts` must be the score. */
static bool read_parts(struct input *input, const json_t *object, int64_t *sum)
{
    json_t *parts = input_member(input, object, "parts", true), *value;
    const char *key;
    size_t mark = input_down(input, "parts");

    if (parts == NULL || !input_is_object(input, parts))
        return false;
    *sum = 0;
    json_object_foreach(parts, key, value)
    {
        size_t at = input_down(input, key);
        int64_t number;
        if (!input_integer(input, value, INT32_MIN, INT32_MAX, &number))
            return false;
        *sum += number;
        input_up(input, at);
    }
    input_up(input, mark);
    return true;
}

static bool take_pair(struct pairs *pairs, struct input *input, const json_t *object)
{
    static const char *const known[] = {"person", "need", "shift", "score", "parts", NULL};
    struct matcher_pair pair = {.shift = 0};
    struct matcher_id shift_id;
    int64_t score = 0, sum;

    if (pairs->has_sum)
        return input_fault(input, "a pair after the sum");
    if (!input_only(input, object, known) || !read_id(input, object, "person", &pair.person) ||
        !read_id(input, object, "need", &pair.need) || !read_id(input, object, "shift", &shift_id) ||
        input_member(input, object, "score", true) == NULL ||
        !input_integer_member(input, object, "score", INT32_MIN, INT32_MAX, &score) || !read_parts(input, object, &sum))
        return false;
    const struct matcher_need *need = matcher_find_need(pairs->crowd->matcher, &pair.need);
    size_t shift = need == NULL ? SIZE_MAX : find_shift(need, &shift_id);
    pair.score = (int32_t)score;
    pair.shift = (uint32_t)shift;
    if (!matcher_has_person(pairs->crowd->matcher, &pair.person))
        reject(pairs, (size_t)input->line, "no such person");
    else if (shift == SIZE_MAX)
        reject(pairs, (size_t)input->line, "no such need or shift");
    else if (sum != score)
        reject(pairs, (size_t)input->line, "score is not the sum of its parts");
    if (pairs->rejection[0] != '\0')
        return true;
    if (pairs->count == pairs->room) {
        size_t room = pairs->room == 0 ? 256 : pairs->room * 2;
        struct matcher_pair *grown = realloc(pairs->list, room * sizeof *grown);
        if (grown == NULL)
            return input_no_memory(input);
        pairs->list = grown;
        pairs->room = room;
    }
    pairs->list[pairs->count++] = pair;
    return true;
}

static bool take_sum(struct pairs *pairs, struct input *input, const json_t *object)
{
    static const char *const known[] = {"filled", "score", "bound_filled", "bound_score", "open", NULL};
    int64_t *numbers[] = {&pairs->filled, &pairs->score, &pairs->bound_filled, &pairs->bound_score};

    if (pairs->has_sum)
        return input_fault(input, "a second sum");
    if (!input_only(input, object, known))
        return false;
    for (int i = 0; i < 4; i++)
        if (input_member(input, object, known[i], true) == NULL ||
            !input_integer_member(input, object, known[i], INT64_MIN, INT64_MAX, numbers[i]))
            return false;
    pairs->has_sum = true;
    return true;
}

static bool take_line(void *context, struct input *input, json_t *object)
{
    struct pairs *pairs = context;

    return json_object_get(object, "filled") != NULL ? take_sum(pairs, input, object) : take_pair(pairs, input, object);
}

static enum outcome judge(struct run *run, struct pairs *pairs)
{
    const struct matcher_query query = {.now_utc_min = INT32_MIN};
    struct matcher_verdict verdict;

    if (pairs->rejection[0] != '\0')
        return say_verdict(run, false, pairs->rejection);
    if (!pairs->has_sum)
        return say_verdict(run, false, "the last line with filled and score is missing");
    if (!matcher_verify_pairs(pairs->crowd->matcher, pairs->list, pairs->count, &query, &verdict, NULL)) {
        input_no_memory(&run->input);
        return OUTCOME_MACHINE;
    }
    if (verdict.accepted && pairs->filled != (int64_t)pairs->count)
        return say_verdict(run, false, "filled is not the number of pairs");
    if (verdict.accepted && pairs->score != verdict.objective)
        return say_verdict(run, false, "score is not the sum of the pairs' scores");
    if (verdict.accepted && (pairs->bound_filled < pairs->filled ||
                             (pairs->bound_filled == pairs->filled && pairs->bound_score < pairs->score)))
        return say_verdict(run, false, "a bound is below what was found");
    return say_verdict(run, verdict.accepted, verdict.reason);
}

enum outcome verify_pair(struct run *run)
{
    const struct arguments *arguments = &run->arguments;
    struct crowd crowd = {0};
    struct pairs pairs = {.crowd = &crowd};
    enum outcome outcome = OUTCOME_BAD_INPUT;
    bool ok = crowd_open(&run->input, &crowd) && crowd_read_people(&run->input, &crowd, arguments->files[1]) &&
              crowd_read_needs(&run->input, &crowd, arguments->files[2]) &&
              input_lines(&run->input, arguments->files[3], take_line, &pairs);

    run_read_done(run);
    if (ok)
        outcome = judge(run, &pairs);
    free(pairs.list);
    crowd_close(&crowd);
    return outcome;
}
