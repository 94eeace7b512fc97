/*
 * The best set of a group under prices.
 *
 * Sets that are allowed stay so when something is left out. The search goes through a person's options by their start:
 * take one and go on, or leave it. It is pruned by what the rest could bring at most if only neighbours clashed, which
 * a dynamic programme knows (weighted interval scheduling; Kleinberg, Tardos, Algorithm Design, 2005, 6.1), counted for
 * so many shifts as fit into the hours of a week.
 */
#include "matcher/pair_state.h"

#include <stdlib.h>
#include <string.h>

enum { SLOTS_MOST = 8 };             /* shifts that a person has hours for; with more of them hours do not prune */
enum { UNITS_MOST = 64 };            /* parts that the hours a person has left in a week are counted in */
#define STEPS_MOST UINT64_C(2000000) /* of one search; then its bound is what the programme says */

bool pair_set_open(struct pair_set *set, struct pair_problem *problem)
{
    size_t room = problem->largest_group + 1;

    *set = (struct pair_set){.problem = problem};
    set->best = malloc(room * sizeof *set->best);
    set->list = malloc(room * sizeof *set->list);
    set->taken = malloc(room * sizeof *set->taken);
    set->next = malloc(room * sizeof *set->next);
    set->run = malloc(room * sizeof *set->run);
    set->units = malloc(room * sizeof *set->units);
    set->full = malloc(room * sizeof *set->full);
    set->values = malloc(room * sizeof *set->values);
    set->rest = malloc(room * (UNITS_MOST + 1) * sizeof *set->rest);
    if (set->best != NULL && set->list != NULL && set->taken != NULL && set->next != NULL && set->run != NULL &&
        set->units != NULL && set->full != NULL && set->values != NULL && set->rest != NULL)
        return true;
    pair_set_close(set);
    return false;
}

void pair_set_close(struct pair_set *set)
{
    free(set->best);
    free(set->list);
    free(set->taken);
    free(set->next);
    free(set->run);
    free(set->units);
    free(set->full);
    free(set->values);
    free(set->rest);
    *set = (struct pair_set){0};
}

static const struct pair_option *listed(const struct pair_set *set, size_t i)
{
    return &set->problem->options[set->list[i]];
}

/* A run: options of one person in one week, from `from`. What hours it has left is counted in units, rounded so that
 * nothing possible is left out; none where hours are no limit. */
static size_t measure_run(struct pair_set *set, size_t from)
{
    const struct pair_problem *problem = set->problem;
    const struct pair_option *first = listed(set, from);
    int32_t week = problem->seats[first->seat].week, agreed = INT32_MAX;
    int32_t hours = problem->people[first->person].hours_per_week;
    int64_t minutes = 0;
    size_t end = from;

    for (; end < set->list_count && listed(set, end)->person == first->person &&
           problem->seats[listed(set, end)->seat].week == week;
         end++) {
        minutes += problem->seats[listed(set, end)->seat].minutes;
        agreed = listed(set, end)->agreed_min < agreed ? listed(set, end)->agreed_min : agreed;
    }
    int32_t left = hours * 60 - agreed;
    for (size_t i = 0; i < set->taken_count; i++) {
        const struct pair_option *pinned = &problem->options[set->taken[i]];
        if (pinned->person == first->person && problem->seats[pinned->seat].week == week)
            left -= problem->seats[pinned->seat].minutes;
    }
    left = left > 0 ? left : 0;
    int32_t unit = left > 15 * UNITS_MOST ? left / UNITS_MOST + 1 : 15;
    bool limited = hours > 0 && minutes > left;
    for (size_t i = from; i < end; i++) {
        set->run[i] = (uint32_t)from;
        set->units[i] = limited ? (uint32_t)(problem->seats[listed(set, i)->seat].minutes / unit) : 0;
        set->full[i] = limited ? (uint32_t)(left / unit) : 0;
    }
    return end;
}

/* What list[i ..] could bring with `left` units in the run of option i, if only neighbours clashed. */
static int64_t *rest_at(const struct pair_set *set, size_t i, uint32_t left)
{
    return &set->rest[i * (UNITS_MOST + 1) + left];
}

/* The same, coming from option `before` with `left` units. */
static int64_t rest_after(const struct pair_set *set, size_t before, uint32_t left, size_t i)
{
    if (i == set->list_count)
        return 0;
    return *rest_at(set, i, set->run[i] == set->run[before] ? left : set->full[i]);
}

static int64_t fill_rest(struct pair_set *set)
{
    size_t count = set->list_count;

    for (size_t from = 0; from < count;)
        from = measure_run(set, from);
    for (size_t i = count; i-- > 0;) {
        size_t next = i + 1;
        while (next < count && listed(set, next)->person == listed(set, i)->person &&
               pair_clash(set->problem, set->list[i], set->list[next]))
            next++;
        set->next[i] = (uint32_t)next;
        for (uint32_t left = 0; left <= set->full[i]; left++) {
            int64_t leave = rest_after(set, i, left, i + 1), take = 0;
            if (set->units[i] <= left)
                take = set->values[i] + rest_after(set, i, left - set->units[i], next);
            *rest_at(set, i, left) = take > leave ? take : leave;
        }
    }
    return count == 0 ? 0 : *rest_at(set, 0, set->full[0]);
}

static void keep(struct pair_set *set)
{
    if (set->worth <= set->value)
        return;
    set->value = set->worth;
    set->best_count = set->taken_count;
    memcpy(set->best, set->taken, set->taken_count * sizeof *set->best);
}

static void take(struct pair_set *set, size_t i)
{
    set->taken[set->taken_count++] = set->list[i];
    set->worth += set->values[i];
}

static void put_back(struct pair_set *set, size_t i)
{
    set->taken_count--;
    set->worth -= set->values[i];
}

/* Units left at option i, coming from the one before it. */
static uint32_t left_at(const struct pair_set *set, size_t before, uint32_t left, size_t i)
{
    return i < set->list_count && set->run[i] != set->run[before] ? set->full[i] : left;
}

/* As the programme would have it, where that is allowed: a good set to begin with. */
static void follow(struct pair_set *set)
{
    size_t before = set->taken_count;
    int64_t worth = set->worth;
    uint32_t left = set->full[0];

    for (size_t i = 0, next; i < set->list_count; i = next) {
        bool better =
            set->units[i] <= left &&
            set->values[i] + rest_after(set, i, left - set->units[i], set->next[i]) >= rest_after(set, i, left, i + 1);
        next = i + 1;
        if (better && pair_allows(set->problem, set->taken, set->taken_count, set->list[i])) {
            take(set, i);
            left -= set->units[i];
            next = set->next[i];
        }
        left = left_at(set, i, left, next);
    }
    keep(set);
    set->taken_count = before;
    set->worth = worth;
}

static void look(struct pair_set *set, size_t from, uint32_t left)
{
    keep(set);
    for (size_t i = from; i < set->list_count; i++) {
        if (set->worth + *rest_at(set, i, left) <= set->value || ++set->steps > STEPS_MOST)
            return;
        if (set->units[i] <= left && pair_allows(set->problem, set->taken, set->taken_count, set->list[i])) {
            take(set, i);
            look(set, i + 1, left_at(set, i, left - set->units[i], i + 1));
            put_back(set, i);
        }
        left = left_at(set, i, left, i + 1);
    }
}

void pair_set_best(struct pair_set *set, uint32_t group, const int64_t *prices, const uint8_t *wishes)
{
    struct pair_problem *problem = set->problem;
    const uint32_t *options = problem->group_options + problem->group_first[group];
    size_t count = problem->group_first[group + 1] - problem->group_first[group];

    set->taken_count = set->list_count = 0;
    set->worth = 0;
    set->steps = 0;
    for (size_t i = 0; i < count; i++)
        if (wishes[options[i]] == PAIR_PINNED) {
            const struct pair_option *option = &problem->options[options[i]];
            set->taken[set->taken_count++] = options[i];
            set->worth += (int64_t)option->weight * PAIR_SCALE - prices[option->seat];
        }
    for (size_t i = 0; i < count; i++) {
        const struct pair_option *option = &problem->options[options[i]];
        int64_t value = (int64_t)option->weight * PAIR_SCALE - prices[option->seat];
        if (wishes[options[i]] != PAIR_FREE || value <= 0 ||
            (set->taken_count > 0 && !pair_allows(problem, set->taken, set->taken_count, options[i])))
            continue;
        set->values[set->list_count] = value;
        set->list[set->list_count++] = options[i];
    }
    set->value = INT64_MIN;
    keep(set);
    set->bound = set->value;
    if (set->list_count == 0)
        return;
    set->bound += fill_rest(set);
    follow(set);
    if (set->value < set->bound)
        look(set, 0, set->full[0]);
    if (set->steps <= STEPS_MOST)
        set->bound = set->value;
}

uint32_t pair_set_most(struct pair_set *set, uint32_t group, uint32_t first, uint32_t count, const uint8_t *wishes)
{
    struct pair_problem *problem = set->problem;

    set->taken_count = set->list_count = 0;
    for (uint32_t i = problem->group_first[group]; i < problem->group_first[group + 1]; i++)
        if (wishes[problem->group_options[i]] == PAIR_PINNED)
            set->taken[set->taken_count++] = problem->group_options[i];
    for (uint32_t i = first; i < first + count; i++) {
        uint32_t option = problem->group_options[i];
        if (wishes[option] != PAIR_FREE || !pair_allows(problem, set->taken, set->taken_count, option))
            continue;
        set->values[set->list_count] = 1;
        set->list[set->list_count++] = option;
    }
    return (uint32_t)fill_rest(set);
}
