/*
 * The best of one part: its columns, and where they leave shares, branching over options: taken first, then not taken.
 * Depth first, so that memory stays small and proposals come early.
 */
#include "matcher/pair_master.h"

#include <stdlib.h>
#include <string.h>

struct frame {
    uint32_t option;
    bool second; /* the option is not taken; the side where it is has been looked at */
    int64_t bound;
};

struct branching {
    struct pair_search *search;
    const struct pair_part *part;
    struct pair_master master;
    struct frame *frames;
    size_t depth, room;
    int64_t left_over; /* the bound of nodes that could be neither closed nor split */
};

/* May the option be pinned beside what is pinned already? */
static bool can_pin(struct branching *branching, uint32_t option)
{
    const struct pair_search *search = branching->search;
    struct pair_problem *problem = search->problem;
    const struct pair_seat *seat = &problem->seats[problem->options[option].seat];
    uint32_t group = problem->options[option].group, pinned = 0;
    size_t count = 0;

    for (uint32_t i = 0; i < seat->count; i++)
        pinned += search->wishes[problem->seat_options[seat->first + i]] == PAIR_PINNED;
    if (pinned >= seat->places)
        return false;
    for (uint32_t i = problem->group_first[group]; i < problem->group_first[group + 1]; i++)
        if (search->wishes[problem->group_options[i]] == PAIR_PINNED)
            branching->master.room[count++] = problem->group_options[i];
    return pair_allows(problem, branching->master.room, count, option);
}

static bool push(struct branching *branching, uint32_t option, int64_t bound)
{
    if (branching->depth == branching->room) {
        size_t room = branching->room == 0 ? 64 : branching->room * 2;
        struct frame *grown = realloc(branching->frames, room * sizeof *grown);
        if (grown == NULL)
            return false;
        branching->frames = grown;
        branching->room = room;
    }
    bool second = !can_pin(branching, option);
    branching->search->wishes[option] = second ? PAIR_FORBIDDEN : PAIR_PINNED;
    branching->frames[branching->depth++] = (struct frame){.option = option, .second = second, .bound = bound};
    return true;
}

/* To the next node that could hold something better; false: there is none. */
static bool go_on(struct branching *branching, int64_t *bound)
{
    struct pair_search *search = branching->search;
    int64_t worth = pair_part_worth(search, branching->part, search->taken);

    while (branching->depth > 0) {
        struct frame *frame = &branching->frames[branching->depth - 1];
        if (!frame->second && frame->bound > worth) {
            frame->second = true;
            search->wishes[frame->option] = PAIR_FORBIDDEN;
            *bound = frame->bound;
            return true;
        }
        search->wishes[frame->option] = PAIR_FREE;
        branching->depth--;
    }
    return false;
}

/* What is true of everything not looked at. */
static int64_t open_bound(const struct branching *branching, int64_t bound)
{
    for (size_t i = 0; i < branching->depth; i++)
        if (!branching->frames[i].second && branching->frames[i].bound > bound)
            bound = branching->frames[i].bound;
    return bound > branching->left_over ? bound : branching->left_over;
}

static void clear_frames(struct branching *branching)
{
    while (branching->depth > 0)
        branching->search->wishes[branching->frames[--branching->depth].option] = PAIR_FREE;
}

bool pair_branch(struct pair_search *search, const struct pair_part *part, int64_t *bound)
{
    struct branching branching = {.search = search, .part = part, .left_over = INT64_MIN};
    int64_t *prices = malloc((search->problem->seats_count + 1) * sizeof *prices), node_bound = *bound;
    bool root = true;
    enum pair_node node = PAIR_NODE_CLOSED;

    if (prices == NULL || !pair_master_open(&branching.master, search, part)) {
        free(prices);
        return false;
    }
    do {
        uint32_t split = PAIR_NONE;
        node = pair_master_solve(&branching.master, root ? search->prices : prices, &node_bound, &split);
        if (root)
            memcpy(prices, search->prices, search->problem->seats_count * sizeof *prices);
        root = false;
        if (node == PAIR_NODE_OPEN && split == PAIR_NONE && node_bound > branching.left_over)
            branching.left_over = node_bound;
        if (node == PAIR_NODE_OPEN && split != PAIR_NONE) {
            if (!push(&branching, split, node_bound))
                node = PAIR_NODE_NO_MEMORY;
            continue;
        }
        if (node == PAIR_NODE_STOPPED || node == PAIR_NODE_NO_MEMORY)
            break;
        node = go_on(&branching, &node_bound) ? PAIR_NODE_OPEN : PAIR_NODE_CLOSED;
    } while (node == PAIR_NODE_OPEN);
    if (node == PAIR_NODE_STOPPED)
        *bound = open_bound(&branching, node_bound);
    else {
        int64_t worth = pair_part_worth(search, part, search->taken);
        *bound = branching.left_over > worth ? branching.left_over : worth;
    }
    clear_frames(&branching);
    free(branching.frames);
    pair_master_close(&branching.master);
    free(prices);
    return node != PAIR_NODE_NO_MEMORY;
}
