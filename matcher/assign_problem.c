/* An assignment problem, pair by pair. */
#include "matcher/assign_problem.h"

#include <stdlib.h>
#include <string.h>

bool assign_invalid(struct matcher_error *error, const char *field, uint32_t at)
{
    if (error != NULL && error->failure == MATCHER_NO_FAILURE)
        *error = (struct matcher_error){.failure = MATCHER_INVALID, .field = field, .at = at};
    return false;
}

bool assign_no_memory(struct matcher_error *error)
{
    if (error != NULL && error->failure == MATCHER_NO_FAILURE)
        *error = (struct matcher_error){.failure = MATCHER_NO_MEMORY};
    return false;
}

struct matcher_assign_problem *matcher_assign_problem_new(uint32_t people, uint32_t needs, size_t pairs_hint,
                                                          struct matcher_error *error)
{
    if (people > MATCHER_ASSIGN_SIDE_MAX) {
        assign_invalid(error, "people", 0);
        return NULL;
    }
    if (needs > MATCHER_ASSIGN_SIDE_MAX) {
        assign_invalid(error, "needs", 0);
        return NULL;
    }
    struct matcher_assign_problem *problem = calloc(1, sizeof *problem);
    if (problem == NULL) {
        assign_no_memory(error);
        return NULL;
    }
    problem->people = people;
    problem->needs = needs;
    problem->arcs_room = pairs_hint > MATCHER_ASSIGN_PAIRS_MAX ? MATCHER_ASSIGN_PAIRS_MAX : pairs_hint;
    problem->person_capacity = malloc(((size_t)people + 1) * sizeof *problem->person_capacity);
    problem->need_capacity = malloc(((size_t)needs + 1) * sizeof *problem->need_capacity);
    problem->need_degree = calloc((size_t)needs + 1, sizeof *problem->need_degree);
    problem->first = calloc((size_t)people + 2, sizeof *problem->first);
    problem->arcs = malloc((problem->arcs_room + 1) * sizeof *problem->arcs);
    if (problem->person_capacity == NULL || problem->need_capacity == NULL || problem->need_degree == NULL ||
        problem->first == NULL || problem->arcs == NULL) {
        matcher_assign_problem_free(problem);
        assign_no_memory(error);
        return NULL;
    }
    for (uint32_t i = 0; i < people; i++)
        problem->person_capacity[i] = 1;
    for (uint32_t j = 0; j < needs; j++)
        problem->need_capacity[j] = 1;
    return problem;
}

void matcher_assign_problem_free(struct matcher_assign_problem *problem)
{
    if (problem == NULL)
        return;
    free(problem->person_capacity);
    free(problem->need_capacity);
    free(problem->need_degree);
    free(problem->first);
    free(problem->arcs);
    free(problem->arc_person);
    free(problem);
}

bool matcher_assign_person_capacity(struct matcher_assign_problem *problem, uint32_t person, uint32_t capacity,
                                    struct matcher_error *error)
{
    if (person >= problem->people)
        return assign_invalid(error, "person", person);
    if (capacity > MATCHER_ASSIGN_CAPACITY_MAX)
        return assign_invalid(error, "capacity", person);
    problem->person_capacity[person] = capacity;
    return true;
}

bool matcher_assign_need_capacity(struct matcher_assign_problem *problem, uint32_t need, uint32_t capacity,
                                  struct matcher_error *error)
{
    if (need >= problem->needs)
        return assign_invalid(error, "need", need);
    if (capacity > MATCHER_ASSIGN_CAPACITY_MAX)
        return assign_invalid(error, "capacity", need);
    problem->need_capacity[need] = capacity;
    return true;
}

void matcher_assign_problem_size(const struct matcher_assign_problem *problem, uint32_t *people, uint32_t *needs,
                                 size_t *pairs)
{
    if (people != NULL)
        *people = problem->people;
    if (needs != NULL)
        *needs = problem->needs;
    if (pairs != NULL)
        *pairs = problem->arcs_count;
}

/* ---- Pairs ---- */

static bool grow(struct matcher_assign_problem *problem, struct matcher_error *error)
{
    size_t room = problem->arcs_room < 32 ? 64 : problem->arcs_room * 2;

    if (problem->arcs_room == MATCHER_ASSIGN_PAIRS_MAX)
        return assign_invalid(error, "pairs", MATCHER_ASSIGN_PAIRS_MAX);
    if (room > MATCHER_ASSIGN_PAIRS_MAX)
        room = MATCHER_ASSIGN_PAIRS_MAX;
    arc_t *arcs = realloc(problem->arcs, (room + 1) * sizeof *arcs);
    if (arcs == NULL)
        return assign_no_memory(error);
    problem->arcs = arcs;
    if (problem->arc_person != NULL) {
        uint32_t *owners = realloc(problem->arc_person, (room + 1) * sizeof *owners);
        if (owners == NULL)
            return assign_no_memory(error);
        problem->arc_person = owners;
    }
    problem->arcs_room = room;
    return true;
}

/* A person came out of order: from now on every pair says whose it is. */
static bool name_owners(struct matcher_assign_problem *problem, struct matcher_error *error)
{
    uint32_t *owners = malloc((problem->arcs_room + 1) * sizeof *owners);
    size_t at = 0;

    if (owners == NULL)
        return assign_no_memory(error);
    for (uint32_t i = 0; i < problem->people; i++)
        for (uint32_t k = 0; k < problem->first[i + 1]; k++)
            owners[at++] = i;
    problem->arc_person = owners;
    return true;
}

bool matcher_assign_pair(struct matcher_assign_problem *problem, uint32_t person, uint32_t need, int32_t weight,
                         struct matcher_error *error)
{
    if (person >= problem->people || problem->finished)
        return assign_invalid(error, "person", person);
    if (need >= problem->needs)
        return assign_invalid(error, "need", need);
    if (weight < 0 || weight > MATCHER_ASSIGN_WEIGHT_MAX)
        return assign_invalid(error, "weight", (uint32_t)problem->arcs_count);
    if (problem->arcs_count == problem->arcs_room && !grow(problem, error))
        return false;
    if (person < problem->last_person && problem->arc_person == NULL && !name_owners(problem, error))
        return false;
    problem->last_person = person;
    if (problem->arc_person != NULL)
        problem->arc_person[problem->arcs_count] = person;
    problem->arcs[problem->arcs_count++] = arc_make(need, weight);
    problem->first[person + 1]++;
    problem->need_degree[need]++;
    return true;
}

/* Counting sort by person; within a person the order of arrival stays. */
static bool gather(struct matcher_assign_problem *problem, struct matcher_error *error)
{
    arc_t *sorted = malloc((problem->arcs_count + 1) * sizeof *sorted);

    if (sorted == NULL)
        return assign_no_memory(error);
    for (size_t a = 0; a < problem->arcs_count; a++)
        sorted[problem->first[problem->arc_person[a]]++] = problem->arcs[a];
    /* every start has moved on to the next one's */
    memmove(problem->first + 1, problem->first, problem->people * sizeof *problem->first);
    problem->first[0] = 0;
    free(problem->arcs);
    free(problem->arc_person);
    problem->arcs = sorted;
    problem->arc_person = NULL;
    problem->arcs_room = problem->arcs_count;
    return true;
}

static bool has_twice(const struct matcher_assign_problem *problem, uint32_t *seen, struct matcher_assign_edge *twice)
{
    for (uint32_t i = 0; i < problem->people; i++)
        for (uint32_t a = problem->first[i]; a < problem->first[i + 1]; a++) {
            uint32_t need = arc_to(problem->arcs[a]);
            if (seen[need] == i + 1) {
                *twice = (struct matcher_assign_edge){i, need, arc_weight(problem->arcs[a])};
                return true;
            }
            seen[need] = i + 1;
        }
    return false;
}

bool matcher_assign_finish(struct matcher_assign_problem *problem, struct matcher_assign_edge *twice,
                           struct matcher_error *error)
{
    struct matcher_assign_edge found;

    if (problem->finished)
        return true;
    uint32_t *seen = calloc((size_t)problem->needs + 1, sizeof *seen);
    if (seen == NULL)
        return assign_no_memory(error);
    for (uint32_t i = 0; i < problem->people; i++)
        problem->first[i + 1] += problem->first[i];
    problem->finished = true;
    bool ok = problem->arc_person == NULL || gather(problem, error);
    if (ok && has_twice(problem, seen, &found)) {
        if (twice != NULL)
            *twice = found;
        ok = assign_invalid(error, "pairs", found.person);
    }
    free(seen);
    return ok;
}
