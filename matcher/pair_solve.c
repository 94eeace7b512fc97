/* Everybody at once: the assignment, then the parts of the problem where it leaves a gap. */
#include "matcher/pair_master.h"
#include "matcher/pair_proposal.h"

#include <stdlib.h>
#include <string.h>

/* ---- Solving ---- */

static bool close_parts(struct pair_search *search)
{
    struct pair_parts parts;
    bool ok = pair_parts_make(search->problem, &parts);
    int64_t *bounds = ok ? malloc((parts.count + 1) * sizeof *bounds) : NULL;

    ok = ok && bounds != NULL;
    search->bound = 0;
    for (size_t p = 0; ok && p < parts.count; p++) {
        bounds[p] = pair_points(pair_bound(search, &parts.list[p], search->prices));
        search->bound += bounds[p];
    }
    for (size_t p = 0; ok && p < parts.count && !pair_must_stop(search); p++) {
        int64_t before = bounds[p];
        if (before <= pair_part_worth(search, &parts.list[p], search->taken))
            continue;
        ok = pair_branch(search, &parts.list[p], &bounds[p]);
        search->bound += bounds[p] - before;
    }
    free(bounds);
    pair_parts_clear(&parts);
    return ok;
}

/* No proposal is worth more than all seats at their best; true before anything is known. */
static int64_t first_bound(const struct pair_problem *problem)
{
    int64_t bound = 0;

    for (size_t s = 0; s < problem->seats_count; s++) {
        const struct pair_seat *seat = &problem->seats[s];
        int64_t most = 0;
        for (uint32_t i = 0; i < seat->count; i++) {
            int32_t weight = problem->options[problem->seat_options[seat->first + i]].weight;
            most = weight > most ? weight : most;
        }
        bound += most * seat->places;
    }
    return bound;
}

bool pair_search_run(struct pair_search *search)
{
    const struct pair_problem *problem = search->problem;

    search->bound = first_bound(problem);
    if (problem->options_count == 0)
        return true;
    if (!pair_flow(search))
        return false;
    search->bound = pair_points(pair_bound(search, NULL, search->prices));
    return search->bound <= search->worth || close_parts(search);
}

bool pair_search_open(struct pair_search *search, struct pair_problem *problem,
                      const struct matcher_pairing_options *options)
{
    *search = (struct pair_search){.problem = problem, .options = options};
    search->wishes = calloc(problem->options_count + 1, 1);
    search->taken = calloc(problem->options_count + 1, 1);
    search->prices = calloc(problem->seats_count + 1, sizeof *search->prices);
    bool ok = search->wishes != NULL && search->taken != NULL && search->prices != NULL &&
              pair_set_open(&search->set, problem);
    for (size_t o = 0; ok && o < problem->options_count; o++)
        search->wishes[o] = problem->options[o].wish;
    if (!ok)
        pair_search_close(search);
    return ok;
}

void pair_search_close(struct pair_search *search)
{
    pair_set_close(&search->set);
    free(search->wishes);
    free(search->taken);
    free(search->prices);
    *search = (struct pair_search){0};
}

/* ---- The proposal ---- */

static bool no_memory(struct matcher_error *error)
{
    return matcher_fail(error, MATCHER_NO_MEMORY, NULL, 0);
}

/* Options and groups under the notes. */
static bool make_problem(const struct matcher_pairing *pairing, struct pair_problem *problem,
                         struct matcher_error *error)
{
    size_t count = pairing->notes.count;
    struct pair_note *sorted = malloc((count + 1) * sizeof *sorted);

    *problem = (struct pair_problem){.matcher = pairing->matcher, .query = pairing->query};
    if (sorted == NULL)
        return no_memory(error);
    pair_notes_sort(&pairing->notes, sorted);
    bool ok = pair_gather(problem, sorted, count, error) && pair_pins_hold(problem, &pairing->notes, error);
    free(sorted);
    return ok;
}

/* Searches, under these wishes (by option; NULL: those that the options have), and keeps what was found. */
static bool search_and_keep(struct matcher_pairing *pairing, struct pair_problem *problem, const uint8_t *wishes,
                            const struct matcher_pairing_options *options, struct matcher_error *error)
{
    struct pair_search search = {0};

    if (!pair_search_open(&search, problem, options))
        return no_memory(error);
    if (wishes != NULL)
        memcpy(search.wishes, wishes, problem->options_count);
    if (!pair_search_run(&search)) {
        pair_search_close(&search);
        return no_memory(error);
    }
    free(pairing->taken);
    free(pairing->prices);
    pairing->taken = search.taken;
    pairing->prices = search.prices;
    pairing->worth = search.worth;
    pairing->bound = search.bound;
    pairing->root_bound = pair_points(pair_bound(&search, NULL, search.prices));
    for (size_t o = 0; wishes != NULL && o < problem->options_count; o++)
        problem->options[o].wish = wishes[o];
    search.taken = NULL;
    search.prices = NULL;
    pair_search_close(&search);
    return true;
}

static bool solve_anew(struct matcher_pairing *pairing, const struct matcher_pairing_options *options,
                       struct matcher_error *error)
{
    struct pair_problem problem;

    if (!make_problem(pairing, &problem, error) || !search_and_keep(pairing, &problem, NULL, options, error)) {
        pair_problem_clear(&problem);
        return false;
    }
    pair_problem_clear(&pairing->problem);
    pairing->problem = problem;
    return true;
}

/* Who could take what is known from the last time, and hardly ever changes by a wish: most of the work is done. */
bool matcher_pairing_solve_again(struct matcher_pairing *pairing, const struct matcher_pairing_options *options,
                                 struct matcher_error *error)
{
    struct pair_problem *problem = &pairing->problem;
    bool solved = pairing->taken != NULL;
    uint8_t *wishes = malloc(problem->options_count + 1);

    if (wishes == NULL)
        return no_memory(error);
    bool ok = solved && pair_notes_fit(problem, &pairing->notes, wishes)
                  ? pair_pins_hold(problem, &pairing->notes, error) &&
                        search_and_keep(pairing, problem, wishes, options, error)
                  : solve_anew(pairing, options, error);
    free(wishes);
    return ok;
}

struct matcher_pairing *matcher_pairing_solve(const struct matcher *matcher, const struct matcher_query *query,
                                              const struct matcher_pairing_options *options,
                                              struct matcher_error *error)
{
    struct matcher_pairing *pairing = calloc(1, sizeof *pairing);

    if (pairing == NULL) {
        no_memory(error);
        return NULL;
    }
    pairing->matcher = matcher;
    pairing->query = query != NULL ? *query : (struct matcher_query){.now_utc_min = INT32_MIN};
    if ((options == NULL || pair_note_all(&pairing->notes, options, error)) &&
        matcher_pairing_solve_again(pairing, options, error))
        return pairing;
    matcher_pairing_free(pairing);
    return NULL;
}

void matcher_pairing_free(struct matcher_pairing *pairing)
{
    if (pairing == NULL)
        return;
    pair_problem_clear(&pairing->problem);
    free(pairing->notes.list);
    free(pairing->taken);
    free(pairing->prices);
    free(pairing);
}
