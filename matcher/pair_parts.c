/* Parts of the problem: groups and seats that are connected. Each is solved by itself. */
#include "matcher/pair_master.h"

#include <stdlib.h>

static uint32_t root_of(uint32_t *parent, uint32_t at)
{
    while (parent[at] != at)
        at = parent[at] = parent[parent[at]];
    return at;
}

static uint32_t seat_in(const struct pair_problem *problem, uint32_t group_option)
{
    return problem->options[problem->group_options[group_option]].seat;
}

static void join_seats(const struct pair_problem *problem, uint32_t *parent)
{
    for (size_t s = 0; s < problem->seats_count; s++)
        parent[s] = (uint32_t)s;
    for (size_t g = 0; g < problem->groups_count; g++)
        for (uint32_t i = problem->group_first[g] + 1; i < problem->group_first[g + 1]; i++) {
            uint32_t a = root_of(parent, seat_in(problem, i - 1)), b = root_of(parent, seat_in(problem, i));
            parent[a > b ? a : b] = a > b ? b : a;
        }
}

void pair_parts_clear(struct pair_parts *parts)
{
    free(parts->list);
    free(parts->groups);
    free(parts->seats);
}

/* Seats nobody could take are in no part. */
bool pair_parts_make(const struct pair_problem *problem, struct pair_parts *parts)
{
    size_t seats = problem->seats_count, groups = problem->groups_count;
    uint32_t *parent = malloc((seats + 1) * sizeof *parent), *number = malloc((seats + 1) * sizeof *number);
    size_t seat_at = 0, group_at = 0;

    *parts = (struct pair_parts){.list = calloc(seats + 1, sizeof *parts->list),
                                 .groups = malloc((groups + 1) * sizeof *parts->groups),
                                 .seats = malloc((seats + 1) * sizeof *parts->seats)};
    bool ok = parent != NULL && number != NULL && parts->list != NULL && parts->groups != NULL && parts->seats != NULL;
    if (ok)
        join_seats(problem, parent);
    for (size_t s = 0; ok && s < seats; s++) {
        number[s] = parent[s] == s && problem->seats[s].count > 0 ? (uint32_t)parts->count++ : PAIR_NONE;
        uint32_t part = number[root_of(parent, (uint32_t)s)];
        if (part != PAIR_NONE)
            parts->list[part].seats_count++;
    }
    for (size_t g = 0; ok && g < groups; g++)
        parts->list[number[root_of(parent, seat_in(problem, problem->group_first[g]))]].groups_count++;
    for (size_t p = 0; ok && p < parts->count; p++) {
        struct pair_part *part = &parts->list[p];
        part->seats = parts->seats + seat_at;
        part->groups = parts->groups + group_at;
        seat_at += part->seats_count;
        group_at += part->groups_count;
        part->seats_count = part->groups_count = 0;
    }
    for (size_t s = 0; ok && s < seats; s++) {
        uint32_t at = number[root_of(parent, (uint32_t)s)];
        if (at != PAIR_NONE)
            parts->list[at].seats[parts->list[at].seats_count++] = (uint32_t)s;
    }
    for (size_t g = 0; ok && g < groups; g++) {
        struct pair_part *part = &parts->list[number[root_of(parent, seat_in(problem, problem->group_first[g]))]];
        part->groups[part->groups_count++] = (uint32_t)g;
    }
    free(parent);
    free(number);
    return ok;
}
