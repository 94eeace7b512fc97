/* `verify pair`: lines of pairs, then one line that sums them up. */
#include "matcher/command/command.h"

#include <stdlib.h>
#include <string.h>

struct open_shift {
    const struct matcher_need *need;
    size_t shift;
    int64_t seats; /* that are said to be open */
};

struct pairs {
    const struct crowd *crowd;
    struct matcher_pair *list;
    size_t count, room;
    bool has_sum;
    struct matcher_pairing_claim claim;
    struct matcher_pairing_price *prices;
    struct open_shift *open;
    size_t open_count;
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
    static const char *const known[] = {"person", "need", "shift", "score", "parts", "flags", NULL};
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

/* `need` and `shift` of an object; *shift SIZE_MAX when there are none such (then rejected). */
static bool read_shift(struct pairs *pairs, struct input *input, const json_t *object, const struct matcher_need **need,
                       size_t *shift)
{
    struct matcher_id need_id, shift_id;

    if (!read_id(input, object, "need", &need_id) || !read_id(input, object, "shift", &shift_id))
        return false;
    *need = matcher_find_need(pairs->crowd->matcher, &need_id);
    *shift = *need == NULL ? SIZE_MAX : find_shift(*need, &shift_id);
    if (*shift == SIZE_MAX)
        reject(pairs, (size_t)input->line, "no such need or shift");
    return true;
}

static bool take_open(struct pairs *pairs, struct input *input, const json_t *object)
{
    static const char *const known[] = {"need", "shift", "seats", "missing", NULL};
    struct open_shift open = {.seats = 1};

    if (!input_is_object(input, object) || !input_only(input, object, known) ||
        !read_shift(pairs, input, object, &open.need, &open.shift) ||
        !input_integer_member(input, object, "seats", 1, UINT16_MAX, &open.seats))
        return false;
    json_t *missing = input_member(input, object, "missing", true);
    size_t mark = input_down(input, "missing");
    if (missing == NULL || !input_is_array(input, missing))
        return false;
    input_up(input, mark);
    pairs->open[pairs->open_count++] = open;
    return true;
}

static bool take_price(struct pairs *pairs, struct input *input, const json_t *object)
{
    static const char *const known[] = {"need", "shift", "price", NULL};
    const struct matcher_need *need;
    size_t shift;
    int64_t price = 0;

    if (!input_is_object(input, object) || !input_only(input, object, known) ||
        !read_shift(pairs, input, object, &need, &shift) || input_member(input, object, "price", true) == NULL ||
        !input_integer_member(input, object, "price", INT64_MIN, INT64_MAX, &price))
        return false;
    if (shift != SIZE_MAX)
        pairs->prices[pairs->claim.prices_count++] =
            (struct matcher_pairing_price){.need = need->id, .shift = (uint32_t)shift, .price = price};
    return true;
}

/* A list member: `*room` gets space for an element each, then `take` sees them one by one. */
static bool take_list(struct pairs *pairs, struct input *input, const json_t *object, const char *member, void *room,
                      size_t size, bool (*take)(struct pairs *pairs, struct input *input, const json_t *object))
{
    json_t *list = input_member(input, object, member, true), *value;
    size_t mark = input_down(input, member), i;

    if (list == NULL || !input_is_array(input, list))
        return false;
    void *space = calloc(json_array_size(list) + 1, size);
    memcpy(room, &space, sizeof space);
    if (space == NULL)
        return input_no_memory(input);
    json_array_foreach(list, i, value)
    {
        size_t at = input_down_at(input, i);
        if (!take(pairs, input, value))
            return false;
        input_up(input, at);
    }
    input_up(input, mark);
    return true;
}

static bool read_numbers(struct input *input, const json_t *object, const char *const *names, int64_t *const *numbers)
{
    for (int i = 0; names[i] != NULL; i++)
        if (input_member(input, object, names[i], true) == NULL ||
            !input_integer_member(input, object, names[i], INT64_MIN, INT64_MAX, numbers[i]))
            return false;
    return true;
}

static bool take_certificate(struct pairs *pairs, struct input *input, const json_t *object)
{
    static const char *const known[] = {"reward", "scale", "bound_filled", "bound_score", "prices", NULL};
    static const char *const integers[] = {"reward", "scale", "bound_filled", "bound_score", NULL};
    struct matcher_pairing_claim *claim = &pairs->claim;
    int64_t *const numbers[] = {&claim->reward, &claim->scale, &claim->prices_bound_filled, &claim->prices_bound_score};

    claim->has_certificate = true;
    return input_is_object(input, object) && input_only(input, object, known) &&
           read_numbers(input, object, integers, numbers) &&
           take_list(pairs, input, object, "prices", &pairs->prices, sizeof *pairs->prices, take_price);
}

static bool take_sum(struct pairs *pairs, struct input *input, const json_t *object)
{
    static const char *const known[] = {"filled", "score", "bound_filled", "bound_score", "open", "certificate", NULL};
    static const char *const integers[] = {"filled", "score", "bound_filled", "bound_score", NULL};
    struct matcher_pairing_claim *claim = &pairs->claim;
    int64_t *const numbers[] = {&claim->filled, &claim->score, &claim->bound_filled, &claim->bound_score};

    if (pairs->has_sum)
        return input_fault(input, "a second sum");
    pairs->has_sum = true;
    if (!input_only(input, object, known) || !read_numbers(input, object, integers, numbers) ||
        !take_list(pairs, input, object, "open", &pairs->open, sizeof *pairs->open, take_open))
        return false;
    json_t *certificate = input_member(input, object, "certificate", false);
    size_t mark = input_down(input, "certificate");
    if (certificate != NULL && !take_certificate(pairs, input, certificate))
        return false;
    input_up(input, mark);
    return true;
}

static bool take_line(void *context, struct input *input, json_t *object)
{
    struct pairs *pairs = context;

    return json_object_get(object, "filled") != NULL ? take_sum(pairs, input, object) : take_pair(pairs, input, object);
}

/* Every shift with seats that nobody takes is listed once, with how many. */
static bool open_is_right(const struct pairs *pairs)
{
    size_t expected = 0;

    for (size_t n = 0; n < pairs->crowd->needs_count; n++) {
        const struct matcher_need *need = matcher_find_need(pairs->crowd->matcher, &pairs->crowd->needs[n]);
        for (size_t shift = 0; shift < need->shifts_count; shift++)
            expected += need->shifts[shift].seats;
    }
    expected -= pairs->count;
    for (size_t i = 0; i < pairs->open_count; i++) {
        const struct open_shift *open = &pairs->open[i];
        int64_t left = open->need->shifts[open->shift].seats;
        for (size_t k = 0; k < pairs->count; k++)
            left -=
                pairs->list[k].shift == open->shift && matcher_id_compare(&pairs->list[k].need, &open->need->id) == 0;
        for (size_t k = 0; k < i; k++)
            left = pairs->open[k].need == open->need && pairs->open[k].shift == open->shift ? -1 : left;
        if (left != open->seats)
            return false;
        expected -= (size_t)left;
    }
    return expected == 0;
}

/* Accepted, and whether the bounds follow from the certificate: what branching proved beyond it cannot be recounted. */
static enum outcome say_accepted(struct run *run, const struct matcher_pairing_claim *claim)
{
    bool proved = claim->has_certificate && claim->bound_filled == claim->prices_bound_filled &&
                  claim->bound_score == claim->prices_bound_score;

    write_line(run, json_pack("{s:b, s:b}", "accepted", 1, "bounds_proved", proved));
    return OUTCOME_SOLVED;
}

static enum outcome judge(struct run *run, struct pairs *pairs)
{
    const struct matcher_query query = {.now_utc_min = INT32_MIN};
    struct matcher_verdict verdict;

    if (pairs->rejection[0] != '\0')
        return say_verdict(run, false, pairs->rejection);
    if (!pairs->has_sum)
        return say_verdict(run, false, "the last line with filled and score is missing");
    pairs->claim.pairs = pairs->list;
    pairs->claim.pairs_count = pairs->count;
    pairs->claim.prices = pairs->prices;
    if (!matcher_verify_pairing(pairs->crowd->matcher, &pairs->claim, &query, &verdict, NULL)) {
        input_no_memory(&run->input);
        return OUTCOME_MACHINE;
    }
    if (verdict.accepted && !open_is_right(pairs))
        return say_verdict(run, false, "open is not the list of shifts with seats that nobody takes");
    return verdict.accepted ? say_accepted(run, &pairs->claim) : say_verdict(run, false, verdict.reason);
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
    free(pairs.open);
    free(pairs.prices);
    crowd_close(&crowd);
    return outcome;
}
