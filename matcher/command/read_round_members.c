/*
 * One centre and one worker of a round, from their objects. All periods, goals, centres and workers have names by then:
 * what is written here refers to them. Capacities are cut where more makes no difference, lists are sorted by number.
 */
#include "matcher/command/read_round_members.h"

#include <stdlib.h>

static const int64_t million = 1000000;
/* Of visits a round has no more than 65,536 x 64: any minimum above that is as impossible as this one. */
static const int64_t too_many_visits = (int64_t)MATCHER_WORKERS * MATCHER_PERIODS + 1;

bool read_reference(struct input *input, const struct names *names, const json_t *value, uint32_t *number)
{
    const char *name = input_string(input, value);

    if (name == NULL)
        return false;
    size_t found = names_find(names, name);
    if (found == SIZE_MAX)
        return input_fault(input, "\"%.60s\" is not among the %s", name, names->what);
    *number = (uint32_t)found;
    return true;
}

/* A list of periods, each once, as a mask. */
static bool read_periods(struct input *input, const struct named_round *named, const json_t *object, const char *member,
                         uint64_t *mask)
{
    json_t *list = json_object_get(object, member), *value;
    size_t i, mark = input_down(input, member);

    *mask = 0;
    if (list != NULL && !input_is_array(input, list))
        return false;
    json_array_foreach(list, i, value)
    {
        uint32_t period = 0;
        size_t at = input_down_at(input, i);
        if (!read_reference(input, &named->periods, value, &period))
            return false;
        if (*mask >> period & 1)
            return input_fault(input, "\"%.60s\" stands twice", json_string_value(value));
        *mask |= UINT64_C(1) << period;
        input_up(input, at);
    }
    input_up(input, mark);
    return true;
}

/* ---- A centre ---- */

/* {period: integer}; periods that are missing keep what they have. */
static bool read_by_period(struct input *input, const struct named_round *named, json_t *object, int64_t least,
                           int64_t most, int32_t *numbers)
{
    const char *key;
    json_t *value;

    if (!input_is_object(input, object))
        return false;
    json_object_foreach(object, key, value)
    {
        size_t mark = input_down(input, key), period = names_find(&named->periods, key);
        int64_t number;
        if (period == SIZE_MAX)
            return input_fault(input, "is not among the periods");
        if (!input_integer(input, value, least, most, &number))
            return false;
        numbers[period] = (int32_t)(number > million ? million : number);
        input_up(input, mark);
    }
    return true;
}

/* `guests`, `away`: an integer or an object; 1 where nothing is said. */
static bool read_capacity(struct input *input, const struct named_round *named, const json_t *object,
                          const char *member, int32_t *numbers)
{
    json_t *value = json_object_get(object, member);
    size_t mark = input_down(input, member);
    int64_t number = 1;

    if (json_is_object(value) || value == NULL || json_is_integer(value)) {
        if (json_is_integer(value) && !input_integer(input, value, 0, INT64_MAX, &number))
            return false;
        for (size_t t = 0; t < named->periods.count; t++)
            numbers[t] = (int32_t)(number > million ? million : number);
        if (json_is_object(value) && !read_by_period(input, named, value, 0, INT64_MAX, numbers))
            return false;
        input_up(input, mark);
        return true;
    }
    return input_fault(input, "must be an integer or an object {period: integer}");
}

static int by_number(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;

    return (left > right) - (left < right);
}

static bool read_offers(struct input *input, const struct named_round *named, const json_t *object,
                        struct matcher_round_centre *centre)
{
    json_t *list = json_object_get(object, "offers"), *value;
    size_t i, mark = input_down(input, "offers");

    if (list == NULL) {
        input_up(input, mark);
        return true;
    }
    if (!input_is_array(input, list))
        return false;
    uint32_t *offers = calloc(json_array_size(list) + 1, sizeof *offers);
    if (offers == NULL)
        return input_no_memory(input);
    centre->offers = offers;
    json_array_foreach(list, i, value)
    {
        size_t at = input_down_at(input, i);
        if (!read_reference(input, &named->goals, value, &offers[i]))
            return false;
        input_up(input, at);
    }
    centre->offers_count = json_array_size(list);
    qsort(offers, centre->offers_count, sizeof *offers, by_number);
    for (i = 1; i < centre->offers_count; i++)
        if (offers[i] == offers[i - 1])
            return input_fault(input, "\"%.60s\" stands twice", named->goals.names[offers[i]]);
    input_up(input, mark);
    return true;
}

bool read_centre(struct input *input, struct named_round *named, size_t at, json_t *object)
{
    static const char *const known[] = {"id",    "guests",   "away",     "offers", "closed",
                                        "bonus", "min_send", "min_host", NULL};
    struct matcher_round_centre *centre = &named->centre_list[at];
    size_t periods = named->periods.count;
    int32_t *guests = named->numbers + at * 3 * periods;
    int64_t min_send = named->min_send, min_host = named->min_host;
    json_t *bonus = json_object_get(object, "bonus");

    centre->guests = guests;
    centre->away = guests + periods;
    centre->bonus = guests + 2 * periods;
    if (!input_only(input, object, known) || !read_capacity(input, named, object, "guests", guests) ||
        !read_capacity(input, named, object, "away", guests + periods) || !read_offers(input, named, object, centre) ||
        !read_periods(input, named, object, "closed", &centre->closed) ||
        !input_integer_member(input, object, "min_send", 0, INT64_MAX, &min_send) ||
        !input_integer_member(input, object, "min_host", 0, INT64_MAX, &min_host))
        return false;
    centre->min_send = (int32_t)(min_send > too_many_visits ? too_many_visits : min_send);
    centre->min_host = (int32_t)(min_host > too_many_visits ? too_many_visits : min_host);
    if (bonus == NULL)
        return true;
    size_t mark = input_down(input, "bonus");
    if (!read_by_period(input, named, bonus, -million, million, guests + 2 * periods))
        return false;
    input_up(input, mark);
    return true;
}

/* ---- A worker ---- */

static bool read_wants(struct input *input, const struct named_round *named, const json_t *object,
                       struct matcher_round_worker *worker)
{
    json_t *wants = json_object_get(object, "wants"), *value;
    const char *key;
    size_t mark = input_down(input, "wants");

    if (wants != NULL && !input_is_object(input, wants))
        return false;
    if (json_object_size(wants) > MATCHER_WANTS)
        return input_fault(input, "more than %d goals", MATCHER_WANTS);
    json_object_foreach(wants, key, value)
    {
        size_t at = input_down(input, key), goal = names_find(&named->goals, key);
        int64_t worth;
        if (goal == SIZE_MAX)
            return input_fault(input, "is not among the goals");
        if (!input_integer(input, value, -million, million, &worth))
            return false;
        worker->wants[worker->wants_count++] = (struct matcher_want){.goal = (uint32_t)goal, .worth = (int32_t)worth};
        input_up(input, at);
    }
    input_up(input, mark);
    return true;
}

static int by_host(const void *a, const void *b)
{
    const struct matcher_fit *left = a, *right = b;

    return (left->host > right->host) - (left->host < right->host);
}

static bool read_fits(struct input *input, const struct named_round *named, const json_t *object,
                      struct matcher_round_worker *worker)
{
    json_t *fit = json_object_get(object, "fit"), *value;
    const char *key;
    size_t mark = input_down(input, "fit");

    if (fit != NULL && !input_is_object(input, fit))
        return false;
    struct matcher_fit *fits = calloc(json_object_size(fit) + 1, sizeof *fits);
    if (fits == NULL)
        return input_no_memory(input);
    worker->fits = fits;
    json_object_foreach(fit, key, value)
    {
        size_t at = input_down(input, key), host = names_find(&named->centres, key);
        int64_t worth;
        if (host == SIZE_MAX)
            return input_fault(input, "is not among the centres");
        if (!input_integer(input, value, -million, million, &worth))
            return false;
        fits[worker->fits_count++] = (struct matcher_fit){.host = (uint32_t)host, .fit = (int32_t)worth};
        input_up(input, at);
    }
    qsort(fits, worker->fits_count, sizeof *fits, by_host);
    input_up(input, mark);
    return true;
}

bool read_worker(struct input *input, struct named_round *named, size_t at, json_t *object)
{
    static const char *const known[] = {"id", "home", "unavailable", "wants", "fit", NULL};
    struct matcher_round_worker *worker = &named->worker_list[at];
    json_t *home = input_only(input, object, known) ? input_member(input, object, "home", true) : NULL;

    if (home == NULL)
        return false;
    size_t mark = input_down(input, "home");
    if (!read_reference(input, &named->centres, home, &worker->home))
        return false;
    input_up(input, mark);
    return read_periods(input, named, object, "unavailable", &worker->unavailable) &&
           read_wants(input, named, object, worker) && read_fits(input, named, object, worker);
}
