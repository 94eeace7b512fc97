/* What the shares of a programme's solution say: a proposal by rounding them, and where to split. */
#include "matcher/pair_master.h"

#include <math.h>
#include <stdlib.h>

struct share {
    double value;
    uint32_t column;
};

static int by_share(const void *a, const void *b)
{
    const struct share *left = a, *right = b;

    if (left->value != right->value)
        return left->value > right->value ? -1 : 1;
    return (left->column > right->column) - (left->column < right->column);
}

static bool fits(const struct pair_master *master, const struct pair_column *column, const uint32_t *left)
{
    const struct pair_problem *problem = master->search->problem;

    for (uint32_t i = 0; i < column->count; i++) {
        uint32_t seat = problem->options[master->members[column->first + i]].seat, wanted = 0;
        for (uint32_t k = 0; k <= i; k++)
            wanted += problem->options[master->members[column->first + k]].seat == seat;
        if (wanted > left[master->seat_row[seat]])
            return false;
    }
    return true;
}

int64_t pair_part_worth(const struct pair_search *search, const struct pair_part *part, const uint8_t *taken)
{
    const struct pair_problem *problem = search->problem;
    int64_t worth = 0;

    for (size_t i = 0; i < part->seats_count; i++) {
        const struct pair_seat *seat = &problem->seats[part->seats[i]];
        for (uint32_t k = 0; k < seat->count; k++) {
            uint32_t option = problem->seat_options[seat->first + k];
            worth += taken[option] ? problem->options[option].weight : 0;
        }
    }
    return worth;
}

static void copy_part(const struct pair_search *search, const struct pair_part *part, uint8_t *to, const uint8_t *from)
{
    const struct pair_problem *problem = search->problem;

    for (size_t i = 0; i < part->seats_count; i++) {
        const struct pair_seat *seat = &problem->seats[part->seats[i]];
        for (uint32_t k = 0; k < seat->count; k++) {
            uint32_t option = problem->seat_options[seat->first + k];
            to[option] = from == NULL ? 0 : from[option];
        }
    }
}

/* Columns in the order of their shares, those of pinned groups first; then whatever fits. False: no memory. */
bool pair_master_try(struct pair_master *master)
{
    struct pair_search *search = master->search;
    const struct pair_part *part = master->part;
    const double *values = lp_values(master->lp);
    const double *lower = lp_row_lower(master->lp);
    struct share *shares = malloc((master->sent + 1) * sizeof *shares);
    uint32_t *left = malloc((part->seats_count + 1) * sizeof *left);
    uint8_t *done = calloc(part->groups_count + 1, 1);
    size_t count = 0;
    bool ok = shares != NULL && left != NULL && done != NULL, pinned_in = true;

    for (size_t c = 0; ok && c < master->sent; c++)
        if (values[c] > 1e-6)
            shares[count++] = (struct share){.value = values[c] + lower[master->group_row[master->columns[c].group]],
                                             .column = (uint32_t)c};
    if (ok && count > 1)
        qsort(shares, count, sizeof *shares, by_share);
    for (size_t i = 0; ok && i < part->seats_count; i++)
        left[i] = search->problem->seats[part->seats[i]].places;
    if (ok)
        copy_part(search, part, master->trial, NULL);
    for (size_t i = 0; ok && i < count; i++) {
        const struct pair_column *column = &master->columns[shares[i].column];
        if (done[column->group] || !fits(master, column, left))
            continue;
        done[column->group] = 1;
        for (uint32_t k = 0; k < column->count; k++) {
            uint32_t option = master->members[column->first + k];
            master->trial[option] = 1;
            left[master->seat_row[search->problem->options[option].seat]]--;
        }
    }
    for (size_t g = 0; ok && g < part->groups_count; g++)
        if (master->group_row[g] != PAIR_NONE && lower[master->group_row[g]] > 0)
            pinned_in = pinned_in && done[g];
    if (ok && pinned_in) {
        pair_fill(search, part->seats, part->seats_count, master->trial, master->room);
        int64_t worth = pair_part_worth(search, part, master->trial);
        int64_t before = pair_part_worth(search, part, search->taken);
        if (worth > before) {
            copy_part(search, part, search->taken, master->trial);
            search->worth += worth - before;
        }
    }
    free(shares);
    free(left);
    free(done);
    return ok;
}

/* The option whose share is nearest to one half; PAIR_NONE when the programme takes whole columns alone. */
uint32_t pair_master_split(struct pair_master *master)
{
    const struct pair_part *part = master->part;
    const struct pair_problem *problem = master->search->problem;
    const double *values = lp_values(master->lp);
    double nearest = 0.5 - 1e-6;
    uint32_t split = PAIR_NONE;

    for (size_t c = 0; c < master->sent; c++)
        for (uint32_t k = 0; values[c] > 1e-9 && k < master->columns[c].count; k++)
            master->shares[master->members[master->columns[c].first + k]] += values[c];
    for (size_t i = 0; i < part->seats_count; i++) {
        const struct pair_seat *seat = &problem->seats[part->seats[i]];
        for (uint32_t k = 0; k < seat->count; k++) {
            uint32_t option = problem->seat_options[seat->first + k];
            double apart = fabs(master->shares[option] - 0.5);
            master->shares[option] = 0;
            if (apart < nearest && master->search->wishes[option] == PAIR_FREE) {
                nearest = apart;
                split = option;
            }
        }
    }
    return split;
}
