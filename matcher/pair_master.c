/* Columns, rows and prices: pair_master.h. What Clp says is advice; bounds are counted in integers (pair_bound.c). */
#include "matcher/pair_master.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SPARE_ROWS = 64 };

/* A column's own limit lies above what its group's row allows: it never binds, so that all a column is worth shows in
 * the prices of rows. */
static const double column_limit = 2;

/* ---- Rows ---- */

/* A new programme with room for more groups; all columns are to be sent again. */
static bool make_rows(struct pair_master *master)
{
    const struct pair_problem *problem = master->search->problem;
    const struct pair_part *part = master->part;
    size_t groups = master->rows_used - part->seats_count, rows = part->seats_count + groups * 2 + SPARE_ROWS;
    double *lower = calloc(rows, sizeof *lower), *upper = malloc(rows * sizeof *upper);

    lp_free(master->lp);
    master->lp = NULL;
    if (lower != NULL && upper != NULL) {
        for (size_t row = 0; row < rows; row++)
            upper[row] = row < part->seats_count ? problem->seats[part->seats[row]].places : 1;
        master->lp = lp_new(rows, lower, upper);
    }
    free(lower);
    free(upper);
    master->rows = rows;
    master->sent = 0;
    master->limits_stale = true;
    return master->lp != NULL;
}

bool pair_master_open(struct pair_master *master, struct pair_search *search, const struct pair_part *part)
{
    const struct pair_problem *problem = search->problem;

    *master = (struct pair_master){.search = search, .part = part, .rows_used = part->seats_count};
    master->seat_row = malloc((problem->seats_count + 1) * sizeof *master->seat_row);
    master->group_row = malloc((part->groups_count + 1) * sizeof *master->group_row);
    master->asked = calloc(problem->seats_count + 1, sizeof *master->asked);
    master->shares = calloc(problem->options_count + 1, sizeof *master->shares);
    master->trial = calloc(problem->options_count + 1, 1);
    master->paid = calloc(part->groups_count + 1, sizeof *master->paid);
    master->duals = calloc(problem->seats_count + 1, sizeof *master->duals);
    master->room = malloc((problem->largest_group + 1) * sizeof *master->room);
    if (master->seat_row == NULL || master->group_row == NULL || master->asked == NULL || master->shares == NULL ||
        master->trial == NULL || master->paid == NULL || master->duals == NULL || master->room == NULL ||
        !make_rows(master)) {
        pair_master_close(master);
        return false;
    }
    for (size_t i = 0; i < part->seats_count; i++)
        master->seat_row[part->seats[i]] = (uint32_t)i;
    memset(master->group_row, 0xff, part->groups_count * sizeof *master->group_row);
    return true;
}

void pair_master_close(struct pair_master *master)
{
    lp_free(master->lp);
    free(master->seat_row);
    free(master->group_row);
    free(master->columns);
    free(master->members);
    free(master->asked);
    free(master->shares);
    free(master->trial);
    free(master->paid);
    free(master->duals);
    free(master->room);
    *master = (struct pair_master){0};
}

/* ---- Columns ---- */

static bool add_column(struct pair_master *master, size_t group, const uint32_t *options, size_t count)
{
    if (master->columns_count == master->columns_room) {
        size_t room = master->columns_room == 0 ? 256 : master->columns_room * 2;
        struct pair_column *grown = realloc(master->columns, room * sizeof *grown);
        if (grown == NULL)
            return false;
        master->columns = grown;
        master->columns_room = room;
    }
    while (master->members_count + count > master->members_room) {
        size_t room = master->members_room == 0 ? 1024 : master->members_room * 2;
        uint32_t *grown = realloc(master->members, room * sizeof *grown);
        if (grown == NULL)
            return false;
        master->members = grown;
        master->members_room = room;
    }
    if (master->group_row[group] == PAIR_NONE) {
        master->group_row[group] = (uint32_t)master->rows_used++;
        if (master->rows_used > master->rows && !make_rows(master))
            return false;
    }
    if (count > 0)
        memcpy(master->members + master->members_count, options, count * sizeof *options);
    master->columns[master->columns_count++] = (struct pair_column){
        .group = (uint32_t)group, .first = (uint32_t)master->members_count, .count = (uint32_t)count};
    master->members_count += count;
    return true;
}

/* Two workers of one group may want the same seat: then its row counts two. */
static int add_elements(const struct pair_master *master, const struct pair_column *column, int *rows, double *elements)
{
    int count = 0;

    rows[count] = (int)master->group_row[column->group];
    elements[count++] = 1;
    for (uint32_t i = 0; i < column->count; i++) {
        const struct pair_option *option = &master->search->problem->options[master->members[column->first + i]];
        int row = (int)master->seat_row[option->seat], at = 1;
        while (at < count && rows[at] != row)
            at++;
        if (at == count) {
            rows[count] = row;
            elements[count++] = 0;
        }
        elements[at] += 1;
    }
    return count;
}

static bool send_columns(struct pair_master *master)
{
    size_t count = master->columns_count - master->sent, elements = 0;

    for (size_t c = master->sent; c < master->columns_count; c++)
        elements += master->columns[c].count + 1;
    double *worth = malloc((count + 1) * sizeof *worth), *upper = malloc((count + 1) * sizeof *upper);
    double *values = malloc((elements + 1) * sizeof *values);
    int *starts = malloc((count + 1) * sizeof *starts), *rows = malloc((elements + 1) * sizeof *rows);
    bool ok = worth != NULL && upper != NULL && values != NULL && starts != NULL && rows != NULL;
    int at = 0;

    for (size_t i = 0; ok && i < count; i++) {
        const struct pair_column *column = &master->columns[master->sent + i];
        worth[i] = 0;
        for (uint32_t k = 0; k < column->count; k++)
            worth[i] += master->search->problem->options[master->members[column->first + k]].weight;
        upper[i] = column_limit;
        starts[i] = at;
        at += add_elements(master, column, rows + at, values + at);
    }
    if (ok) {
        starts[count] = at;
        const struct lp_columns columns = {
            .count = count, .worth = worth, .upper = upper, .starts = starts, .rows = rows, .elements = values};
        ok = lp_append(master->lp, &columns);
        master->sent = master->columns_count;
    }
    free(worth);
    free(upper);
    free(values);
    free(starts);
    free(rows);
    return ok;
}

/* ---- Wishes ---- */

/* Does the column keep to what is pinned and forbidden in its group? */
static bool keeps_wishes(const struct pair_master *master, const struct pair_column *column)
{
    const struct pair_problem *problem = master->search->problem;
    const uint8_t *wishes = master->search->wishes;
    uint32_t group = master->part->groups[column->group];
    uint32_t pinned = 0, kept = 0;

    for (uint32_t i = 0; i < column->count; i++) {
        uint8_t wish = wishes[master->members[column->first + i]];
        if (wish == PAIR_FORBIDDEN)
            return false;
        kept += wish == PAIR_PINNED;
    }
    for (uint32_t i = problem->group_first[group]; i < problem->group_first[group + 1]; i++)
        pinned += wishes[problem->group_options[i]] == PAIR_PINNED;
    return kept == pinned;
}

/* A group with something pinned has a column of exactly that, and must take one. */
static bool pin_groups(struct pair_master *master)
{
    const struct pair_problem *problem = master->search->problem;
    size_t columns = master->columns_count;

    for (size_t g = 0; g < master->part->groups_count; g++) {
        uint32_t group = master->part->groups[g];
        size_t count = 0;
        for (uint32_t i = problem->group_first[group]; i < problem->group_first[group + 1]; i++)
            if (master->search->wishes[problem->group_options[i]] == PAIR_PINNED)
                master->room[count++] = problem->group_options[i];
        bool has = count == 0;
        for (size_t c = 0; !has && c < columns; c++)
            has = master->columns[c].group == g && master->columns[c].count == count &&
                  keeps_wishes(master, &master->columns[c]);
        if (!has && !add_column(master, g, master->room, count))
            return false;
    }
    return true;
}

/* New columns keep the wishes by themselves. */
static bool set_limits(struct pair_master *master)
{
    const struct pair_problem *problem = master->search->problem;

    if (!send_columns(master))
        return false;
    if (!master->limits_stale)
        return true;
    double *upper = lp_upper(master->lp), *lower = lp_row_lower(master->lp);
    for (size_t c = 0; c < master->columns_count; c++)
        upper[c] = keeps_wishes(master, &master->columns[c]) ? column_limit : 0;
    for (size_t g = 0; g < master->part->groups_count; g++) {
        uint32_t group = master->part->groups[g];
        bool pinned = false;
        for (uint32_t i = problem->group_first[group]; i < problem->group_first[group + 1]; i++)
            pinned = pinned || master->search->wishes[problem->group_options[i]] == PAIR_PINNED;
        if (master->group_row[g] != PAIR_NONE)
            lower[master->group_row[g]] = pinned ? 1 : 0;
    }
    master->limits_stale = false;
    return true;
}

/* ---- Prices ---- */

static void read_duals(struct pair_master *master)
{
    const double *duals = lp_prices(master->lp);

    for (size_t i = 0; i < master->part->seats_count; i++)
        master->duals[master->part->seats[i]] = duals[i] > 0 ? (int64_t)llround(duals[i] * PAIR_SCALE) : 0;
    for (size_t g = 0; g < master->part->groups_count; g++)
        master->paid[g] = master->group_row[g] == PAIR_NONE ? 0 : duals[master->group_row[g]] * PAIR_SCALE;
}

/* What a set gains under the programme's own prices, beyond what its group is paid for already. What rounding of prices
 * can make up does not count. */
static bool gains(const struct pair_master *master, size_t group)
{
    const struct pair_set *set = &master->search->set;
    double worth = -0.5 - 0.5 * (double)set->best_count;

    for (size_t i = 0; i < set->best_count; i++) {
        const struct pair_option *option = &master->search->problem->options[set->best[i]];
        worth += (double)((int64_t)option->weight * PAIR_SCALE - master->duals[option->seat]);
    }
    return set->best_count > 0 && worth > master->paid[group];
}

/* The bound at the prices asked; groups that have a set which gains get a column for it. */
static bool ask_groups(struct pair_master *master, int64_t *bound, bool *better)
{
    struct pair_search *search = master->search;
    const struct pair_part *part = master->part;

    *bound = 0;
    *better = false;
    for (size_t i = 0; i < part->seats_count; i++)
        *bound += search->problem->seats[part->seats[i]].places * master->asked[part->seats[i]];
    for (size_t g = 0; g < part->groups_count; g++) {
        pair_set_best(&search->set, part->groups[g], master->asked, search->wishes);
        *bound += search->set.bound;
        if (!gains(master, g))
            continue;
        if (!add_column(master, g, search->set.best, search->set.best_count))
            return false;
        *better = true;
    }
    return true;
}

/* Between the best prices so far and the programme's, which swing (Wentges 1997); then the programme's own. */
static void choose_prices(struct pair_master *master, const int64_t *prices, bool between)
{
    for (size_t i = 0; i < master->part->seats_count; i++) {
        uint32_t seat = master->part->seats[i];
        master->asked[seat] = between ? (prices[seat] + master->duals[seat]) / 2 : master->duals[seat];
    }
}

/* ---- A node ---- */

static enum lp_answer ask_programme(struct pair_master *master, bool dual)
{
    enum lp_answer answer = LP_STOPPED;

    while (answer == LP_STOPPED && !pair_must_stop(master->search))
        answer = lp_solve(master->lp, dual);
    master->search->steps++;
    return answer;
}

/* Sets to begin with: those of the proposal at hand, and the best at the prices at hand. */
static bool begin(struct pair_master *master, const int64_t *prices, int64_t *proved)
{
    const struct pair_problem *problem = master->search->problem;
    bool better;

    for (size_t g = 0; g < master->part->groups_count; g++) {
        uint32_t group = master->part->groups[g];
        size_t count = 0;
        for (uint32_t i = problem->group_first[group]; i < problem->group_first[group + 1]; i++)
            if (master->search->taken[problem->group_options[i]])
                master->room[count++] = problem->group_options[i];
        if (count > 0 && !add_column(master, g, master->room, count))
            return false;
    }
    for (size_t i = 0; i < master->part->seats_count; i++) {
        uint32_t seat = master->part->seats[i];
        master->asked[seat] = master->duals[seat] = prices[seat];
    }
    return ask_groups(master, proved, &better);
}

static void keep_bound(struct pair_master *master, int64_t proved, int64_t *prices, int64_t *bound)
{
    if (pair_points(proved) >= *bound)
        return;
    *bound = pair_points(proved);
    for (size_t i = 0; i < master->part->seats_count; i++)
        prices[master->part->seats[i]] = master->asked[master->part->seats[i]];
}

enum pair_node pair_master_solve(struct pair_master *master, int64_t *prices, int64_t *bound, uint32_t *split)
{
    struct pair_search *search = master->search;
    bool dual = master->columns_count > 0;
    int64_t proved;

    if (!dual) {
        if (!begin(master, prices, &proved))
            return PAIR_NODE_NO_MEMORY;
        keep_bound(master, proved, prices, bound);
    }
    master->limits_stale = true;
    if (!pin_groups(master))
        return PAIR_NODE_NO_MEMORY;
    for (bool better = true; better; dual = false) {
        if (*bound <= pair_part_worth(search, master->part, search->taken))
            return PAIR_NODE_CLOSED;
        if (!set_limits(master))
            return PAIR_NODE_NO_MEMORY;
        enum lp_answer answer = ask_programme(master, dual);
        *split = PAIR_NONE;
        if (answer != LP_SOLVED)
            return search->stopped ? PAIR_NODE_STOPPED : PAIR_NODE_OPEN;
        if (!pair_master_try(master))
            return PAIR_NODE_NO_MEMORY;
        read_duals(master);
        *split = pair_master_split(master);
        better = false;
        for (int pass = 0; pass < 2 && !better; pass++) {
            choose_prices(master, prices, pass == 0);
            if (!ask_groups(master, &proved, &better))
                return PAIR_NODE_NO_MEMORY;
            keep_bound(master, proved, prices, bound);
        }
    }
    return *bound <= pair_part_worth(search, master->part, search->taken) ? PAIR_NODE_CLOSED : PAIR_NODE_OPEN;
}
