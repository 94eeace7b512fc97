/* What is true of any proposal: the bound that prices prove, and what a set of pairs is worth. */
#include "matcher/pair_state.h"

#include <stdlib.h>

int64_t pair_points(int64_t scaled)
{
    return scaled >= 0 ? scaled / PAIR_SCALE : -((PAIR_SCALE - 1 - scaled) / PAIR_SCALE);
}

int64_t pair_score_bound(const struct pair_problem *problem, int64_t worth, int64_t bound)
{
    int64_t left = bound - worth / problem->reward * problem->reward;

    return left < problem->reward ? left : problem->reward - 1;
}

int64_t pair_bound(struct pair_search *search, const struct pair_part *part, const int64_t *prices)
{
    const struct pair_problem *problem = search->problem;
    size_t seats = part == NULL ? problem->seats_count : part->seats_count;
    size_t groups = part == NULL ? problem->groups_count : part->groups_count;
    int64_t bound = 0;

    for (size_t i = 0; i < seats; i++) {
        size_t s = part == NULL ? i : part->seats[i];
        bound += problem->seats[s].places * prices[s];
    }
    for (size_t i = 0; i < groups; i++) {
        pair_set_best(&search->set, part == NULL ? (uint32_t)i : part->groups[i], prices, search->wishes);
        bound += search->set.bound;
    }
    return bound;
}

int64_t pair_worth(const struct pair_search *search, const uint8_t *taken)
{
    int64_t worth = 0;

    for (size_t o = 0; o < search->problem->options_count; o++)
        worth += taken[o] ? search->problem->options[o].weight : 0;
    return worth;
}

bool pair_group_allowed(struct pair_problem *problem, uint32_t group, const uint8_t *taken, uint32_t *room)
{
    size_t count = 0;

    for (uint32_t i = problem->group_first[group]; i < problem->group_first[group + 1]; i++) {
        uint32_t option = problem->group_options[i];
        if (!taken[option])
            continue;
        if (!pair_allows(problem, room, count, option))
            return false;
        room[count++] = option;
    }
    return true;
}

/* The heaviest option of a seat that may be taken beside what is. */
static uint32_t heaviest_left(const struct pair_search *search, const struct pair_seat *seat, const uint8_t *taken,
                              uint32_t *room)
{
    struct pair_problem *problem = search->problem;
    uint32_t best = PAIR_NONE;

    for (uint32_t i = 0; i < seat->count; i++) {
        uint32_t option = problem->seat_options[seat->first + i], group = problem->options[option].group;
        size_t count = 0;
        if (taken[option] || search->wishes[option] != PAIR_FREE ||
            (best != PAIR_NONE && problem->options[option].weight <= problem->options[best].weight))
            continue;
        for (uint32_t g = problem->group_first[group]; g < problem->group_first[group + 1]; g++)
            if (taken[problem->group_options[g]])
                room[count++] = problem->group_options[g];
        if (pair_allows(problem, room, count, option))
            best = option;
    }
    return best;
}

void pair_fill(struct pair_search *search, const uint32_t *seats, size_t count, uint8_t *taken, uint32_t *room)
{
    const struct pair_problem *problem = search->problem;

    for (size_t i = 0; i < count; i++) {
        const struct pair_seat *seat = &problem->seats[seats == NULL ? i : seats[i]];
        uint32_t left = seat->places;
        for (uint32_t k = 0; k < seat->count; k++)
            left -= taken[problem->seat_options[seat->first + k]] && left > 0;
        for (uint32_t option; left > 0 && (option = heaviest_left(search, seat, taken, room)) != PAIR_NONE; left--)
            taken[option] = 1;
    }
}

bool pair_must_stop(struct pair_search *search)
{
    const struct matcher_pairing_options *options = search->options;

    if (search->stopped || options == NULL)
        return search->stopped;
    if (options->budget > 0 && search->steps >= options->budget)
        search->stopped = true;
    if (options->stop != NULL) {
        const int64_t reward = search->problem->reward;
        const struct matcher_pairing_progress progress = {
            .filled = search->worth / reward,
            .score = search->worth % reward,
            .bound_filled = search->bound / reward,
            .bound_score = pair_score_bound(search->problem, search->worth, search->bound),
            .steps = search->steps,
        };
        search->stopped = options->stop(options->context, &progress) || search->stopped;
    }
    return search->stopped;
}
