/*
 * Rounds from JSON. First the names of everything, then what refers to them: rules, centres and workers
 * (read_round_members.c), pins. Visits of an answer or an earlier plan too, whose names may be unknown.
 */
#include "matcher/command/read_round_members.h"

#include <stdlib.h>

/* A list of names that must all be new. */
static bool declare(struct input *input, struct names *names, const json_t *list)
{
    size_t i;
    json_t *value;

    if (!input_is_array(input, list))
        return false;
    json_array_foreach((json_t *)(uintptr_t)list, i, value)
    {
        size_t mark = input_down_at(input, i), before = names->count;
        if (names_intern(names, input, value) == SIZE_MAX)
            return false;
        if (names->count == before)
            return input_fault(input, "\"%.60s\" stands twice", json_string_value(value));
        input_up(input, mark);
    }
    return true;
}

static bool declare_member(struct input *input, struct names *names, const json_t *root, const char *member,
                           bool required)
{
    json_t *list = required ? input_member(input, root, member, true) : json_object_get(root, member);
    size_t mark = input_down(input, member);
    bool ok = list == NULL ? !required : declare(input, names, list);

    if (ok)
        input_up(input, mark);
    return ok;
}

/* The ids of a list of objects. */
static bool declare_ids(struct input *input, struct names *names, const json_t *root, const char *member)
{
    json_t *list = input_member(input, root, member, true), *object;
    size_t i, mark = input_down(input, member);

    if (list == NULL || !input_is_array(input, list))
        return false;
    json_array_foreach(list, i, object)
    {
        size_t at = input_down_at(input, i), before = names->count;
        json_t *id = input_is_object(input, object) ? input_member(input, object, "id", true) : NULL;
        if (id == NULL)
            return false;
        input_down(input, "id");
        if (names_intern(names, input, id) == SIZE_MAX)
            return false;
        if (names->count == before)
            return input_fault(input, "\"%.60s\" stands twice", json_string_value(id));
        input_up(input, at);
    }
    input_up(input, mark);
    return true;
}

static bool read_rules(struct input *input, struct named_round *named, const json_t *root)
{
    static const char *const known[] = {"max_visits",  "balanced", "min_gap",  "fair_target",
                                        "fair_weight", "min_send", "min_host", NULL};
    json_t *rules = input_member(input, root, "rules", true);
    struct matcher_round *round = &named->round;
    int64_t max_visits = (int64_t)named->periods.count, min_gap = 1;
    size_t mark = input_down(input, "rules");

    if (rules == NULL || !input_only(input, rules, known) ||
        !input_integer_member(input, rules, "max_visits", 0, INT64_MAX, &max_visits) ||
        !input_integer_member(input, rules, "min_gap", 0, INT64_MAX, &min_gap) ||
        !input_bool_member(input, rules, "balanced", &round->balanced) ||
        !input_integer_member(input, rules, "fair_target", 0, 1000000000, &round->fair_target) ||
        !input_integer_member(input, rules, "fair_weight", 0, 1000, &round->fair_weight) ||
        !input_integer_member(input, rules, "min_send", 0, INT64_MAX, &named->min_send) ||
        !input_integer_member(input, rules, "min_host", 0, INT64_MAX, &named->min_host))
        return false;
    round->max_visits = max_visits > MATCHER_PERIODS ? MATCHER_PERIODS : (uint32_t)max_visits;
    round->min_gap = min_gap > MATCHER_PERIODS ? MATCHER_PERIODS : (uint32_t)min_gap;
    input_up(input, mark);
    return true;
}

static bool read_pins(struct input *input, struct named_round *named, const json_t *root)
{
    static const char *const known[] = {"worker", "host", "period", NULL};
    const struct names *names[] = {&named->workers, &named->centres, &named->periods};
    json_t *list = json_object_get(root, "pins"), *object;
    size_t i, mark = input_down(input, "pins");

    if (list != NULL && !input_is_array(input, list))
        return false;
    named->pin_list = calloc(json_array_size(list) + 1, sizeof *named->pin_list);
    if (named->pin_list == NULL)
        return input_no_memory(input);
    json_array_foreach(list, i, object)
    {
        uint32_t *numbers[] = {&named->pin_list[i].worker, &named->pin_list[i].host, &named->pin_list[i].period};
        size_t at = input_down_at(input, i);
        if (!input_only(input, object, known))
            return false;
        for (int part = 0; part < 3; part++) {
            json_t *value = input_member(input, object, known[part], true);
            size_t down = input_down(input, known[part]);
            if (value == NULL || !read_reference(input, names[part], value, numbers[part]))
                return false;
            input_up(input, down);
        }
        input_up(input, at);
    }
    named->round.pins = named->pin_list;
    named->round.pins_count = json_array_size(list);
    input_up(input, mark);
    return true;
}

static bool read_objects(struct input *input, struct named_round *named, const json_t *root, const char *member,
                         bool (*take)(struct input *input, struct named_round *named, size_t at, json_t *object))
{
    json_t *object;
    size_t i, mark = input_down(input, member);

    json_array_foreach(json_object_get(root, member), i, object)
    {
        size_t at = input_down_at(input, i);
        if (!take(input, named, i, object))
            return false;
        input_up(input, at);
    }
    input_up(input, mark);
    return true;
}

static bool read_root(struct input *input, struct named_round *named, const json_t *root)
{
    static const char *const known[] = {"periods", "goals", "rules", "centres", "workers", "pins", NULL};

    if (!input_only(input, root, known) || !declare_member(input, &named->periods, root, "periods", true) ||
        !declare_member(input, &named->goals, root, "goals", false) ||
        !declare_ids(input, &named->centres, root, "centres") ||
        !declare_ids(input, &named->workers, root, "workers") || !read_rules(input, named, root))
        return false;
    named->centre_list = calloc(named->centres.count + 1, sizeof *named->centre_list);
    named->worker_list = calloc(named->workers.count + 1, sizeof *named->worker_list);
    named->numbers = calloc(named->centres.count * named->periods.count * 3 + 1, sizeof *named->numbers);
    if (named->centre_list == NULL || named->worker_list == NULL || named->numbers == NULL)
        return input_no_memory(input);
    named->round.periods = (uint32_t)named->periods.count;
    named->round.goals = (uint32_t)named->goals.count;
    named->round.centres = named->centre_list;
    named->round.centres_count = named->centres.count;
    named->round.workers = named->worker_list;
    named->round.workers_count = named->workers.count;
    return read_objects(input, named, root, "centres", read_centre) &&
           read_objects(input, named, root, "workers", read_worker) && read_pins(input, named, root);
}

bool read_round(struct input *input, const char *file, struct named_round *named)
{
    *named = (struct named_round){0};
    if (!names_open(&named->periods, "periods", MATCHER_PERIODS) || !names_open(&named->goals, "goals", UINT32_MAX) ||
        !names_open(&named->centres, "centres", MATCHER_CENTRES) ||
        !names_open(&named->workers, "workers", MATCHER_WORKERS))
        return input_no_memory(input);
    json_t *root = input_load(input, file);
    if (root == NULL)
        return false;
    bool ok = read_root(input, named, root);
    json_decref(root);
    return ok;
}

void named_round_free(struct named_round *named)
{
    for (size_t c = 0; named->centre_list != NULL && c < named->centres.count; c++)
        free((void *)(uintptr_t)named->centre_list[c].offers);
    for (size_t w = 0; named->worker_list != NULL && w < named->workers.count; w++)
        free((void *)(uintptr_t)named->worker_list[w].fits);
    names_close(&named->periods);
    names_close(&named->goals);
    names_close(&named->centres);
    names_close(&named->workers);
    free(named->centre_list);
    free(named->worker_list);
    free(named->pin_list);
    free(named->numbers);
    *named = (struct named_round){0};
}

static uint32_t number_or_none(const struct names *names, const json_t *value)
{
    size_t found = names_find(names, json_string_value(value));

    return found == SIZE_MAX ? MATCHER_NONE : (uint32_t)found;
}

bool read_visits(struct input *input, json_t *root, const struct named_round *named, struct read_visits *visits)
{
    static const char *const members[] = {"worker", "host", "period"};
    const struct names *names[] = {&named->workers, &named->centres, &named->periods};
    json_t *list = input_is_object(input, root) ? input_member(input, root, "visits", true) : NULL, *object;
    size_t i, mark = input_down(input, "visits");

    if (list == NULL || !input_is_array(input, list))
        return false;
    visits->names = list;
    visits->list = calloc(json_array_size(list) + 1, sizeof *visits->list);
    if (visits->list == NULL)
        return input_no_memory(input);
    json_array_foreach(list, i, object)
    {
        struct matcher_visit *visit = &visits->list[i];
        uint32_t *numbers[] = {&visit->worker, &visit->host, &visit->period};
        size_t at = input_down_at(input, i);
        if (!input_is_object(input, object))
            return false;
        for (int part = 0; part < 3; part++) {
            json_t *value = input_member(input, object, members[part], true);
            size_t down = input_down(input, members[part]);
            if (value == NULL || input_string(input, value) == NULL)
                return false;
            *numbers[part] = number_or_none(names[part], value);
            input_up(input, down);
        }
        input_up(input, at);
    }
    visits->count = json_array_size(list);
    input_up(input, mark);
    return true;
}
