/* `verify pair` reads what `pair` wrote: FORMATS, and matcher/README.md for what this command adds. */
#include "matcher/command/read_pairs.h"

#include <stdlib.h>
#include <string.h>

static void reject(struct read_pairs *pairs, size_t line, const char *reason)
{
    if (pairs->rejection[0] == '\0')
        snprintf(pairs->rejection, sizeof pairs->rejection, "line %zu: %s", line, reason);
}

static bool read_parts(struct input *input, const json_t *object, struct matcher_pairing_details *details)
{
    const char *known[MATCHER_PARTS + 1] = {NULL};
    json_t *parts = input_member(input, object, "parts", true);
    size_t mark = input_down(input, "parts");

    for (int part = 0; part < MATCHER_PARTS; part++)
        known[part] = matcher_part_name((enum matcher_part)part);
    if (parts == NULL || !input_is_object(input, parts) || !input_only(input, parts, known))
        return false;
    for (int part = 0; part < MATCHER_PARTS; part++) {
        int64_t number = 0;
        if (!input_integer_member(input, parts, known[part], INT32_MIN, INT32_MAX, &number))
            return false;
        details->parts[part] = (int32_t)number;
    }
    input_up(input, mark);
    return true;
}

static bool read_flags(struct input *input, const json_t *object, uint32_t *flags)
{
    json_t *list = input_member(input, object, "flags", false), *value;
    size_t mark = input_down(input, "flags"), i;

    if (list != NULL && !input_is_array(input, list))
        return false;
    json_array_foreach(list, i, value)
    {
        size_t at = input_down_at(input, i);
        const char *name = input_string(input, value);
        int flag = 0;
        while (name != NULL && flag < MATCHER_FLAGS && strcmp(matcher_flag_name((enum matcher_flag)flag), name) != 0)
            flag++;
        if (name == NULL || flag == MATCHER_FLAGS)
            return name != NULL && input_fault(input, "is no flag");
        *flags |= 1u << flag;
        input_up(input, at);
    }
    input_up(input, mark);
    return true;
}

/* Both lists grow together. */
static bool keep_pair(struct read_pairs *pairs, struct input *input, const struct matcher_pair *pair,
                      const struct matcher_pairing_details *details)
{
    if (pairs->count == pairs->room) {
        size_t room = pairs->room == 0 ? 256 : pairs->room * 2;
        struct matcher_pair *list = realloc(pairs->list, room * sizeof *list);
        if (list != NULL)
            pairs->list = list;
        struct matcher_pairing_details *more = realloc(pairs->details, room * sizeof *more);
        if (more != NULL)
            pairs->details = more;
        if (list == NULL || more == NULL)
            return input_no_memory(input);
        pairs->room = room;
    }
    pairs->list[pairs->count] = *pair;
    pairs->details[pairs->count++] = *details;
    return true;
}

static bool take_pair(struct read_pairs *pairs, struct input *input, const json_t *object)
{
    static const char *const known[] = {"person", "need", "shift", "score", "parts", "flags", NULL};
    struct matcher_pair pair = {.shift = 0};
    struct matcher_pairing_details details = {.flags = 0};
    struct matcher_id shift_id;
    int64_t score = 0, sum = 0;

    if (pairs->has_sum)
        return input_fault(input, "a pair after the sum");
    if (!input_only(input, object, known) || !read_id(input, object, "person", &pair.person) ||
        !read_id(input, object, "need", &pair.need) || !read_id(input, object, "shift", &shift_id) ||
        input_member(input, object, "score", true) == NULL ||
        !input_integer_member(input, object, "score", INT32_MIN, INT32_MAX, &score) ||
        !read_parts(input, object, &details) || !read_flags(input, object, &details.flags))
        return false;
    const struct matcher_need *need = matcher_find_need(pairs->crowd->matcher, &pair.need);
    size_t shift = need == NULL ? SIZE_MAX : find_shift(need, &shift_id);
    pair.score = (int32_t)score;
    pair.shift = (uint32_t)shift;
    for (int part = 0; part < MATCHER_PARTS; part++)
        sum += details.parts[part];
    if (!matcher_has_person(pairs->crowd->matcher, &pair.person))
        reject(pairs, (size_t)input->line, "no such person");
    else if (shift == SIZE_MAX)
        reject(pairs, (size_t)input->line, "no such need or shift");
    else if (sum != score)
        reject(pairs, (size_t)input->line, "score is not the sum of its parts");
    return pairs->rejection[0] != '\0' || keep_pair(pairs, input, &pair, &details);
}

/* `need` and `shift` of an object; *shift SIZE_MAX when there are none such (then rejected). */
static bool read_shift(struct read_pairs *pairs, struct input *input, const json_t *object,
                       const struct matcher_need **need, size_t *shift)
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

static bool take_open(struct read_pairs *pairs, struct input *input, const json_t *object)
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

static bool take_price(struct read_pairs *pairs, struct input *input, const json_t *object)
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
static bool take_list(struct read_pairs *pairs, struct input *input, const json_t *object, const char *member,
                      void *room, size_t size,
                      bool (*take)(struct read_pairs *pairs, struct input *input, const json_t *object))
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

static bool take_certificate(struct read_pairs *pairs, struct input *input, const json_t *object)
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

static bool take_sum(struct read_pairs *pairs, struct input *input, const json_t *object)
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
    struct read_pairs *pairs = context;

    return json_object_get(object, "filled") != NULL ? take_sum(pairs, input, object) : take_pair(pairs, input, object);
}

bool read_pairs(struct input *input, const char *file, struct read_pairs *pairs)
{
    return input_lines(input, file, take_line, pairs);
}

void read_pairs_free(struct read_pairs *pairs)
{
    free(pairs->list);
    free(pairs->details);
    free(pairs->open);
    free(pairs->prices);
}
