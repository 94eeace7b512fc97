/* Visits that satisfy some rules of a round, or prices that prove that there are none. */
#include "matcher/rotate_conflict.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

enum { DEEPEST = 300 };
static const double price_unit = 1 << 24, most_price = 1 << 20, nothing = 1e-6;

static bool is_out(const struct conflict_row *row, const bool *out)
{
    return row->rule != CONFLICT_FACT && out[row->rule];
}

static void set_rows(struct conflict *conflict, const bool *out)
{
    double *lower = lp_row_lower(conflict->lp), *upper = lp_row_upper(conflict->lp);

    for (size_t i = 0; i < conflict->rows_count; i++) {
        const struct conflict_row *row = &conflict->rows[i];
        bool is_free = is_out(row, out);
        lower[i] = is_free || row->lower == NO_LOWER ? -DBL_MAX : row->lower;
        upper[i] = is_free || row->upper == NO_UPPER ? DBL_MAX : row->upper;
    }
}

/* Whatever the prices of rows are, with the right sign: what visits pay is at most what the rows allow. */
static void round_prices(struct conflict *conflict, const bool *out)
{
    const double *prices = lp_prices(conflict->lp);

    for (size_t i = 0; i < conflict->rows_count; i++) {
        const struct conflict_row *row = &conflict->rows[i];
        double price = fmin(fmax(prices[i], -most_price), most_price);
        conflict->prices[i] = is_out(row, out) || isnan(price) ? 0 : llround(price * price_unit);
        if (conflict->prices[i] > 0 ? row->upper == NO_UPPER : row->lower == NO_LOWER)
            conflict->prices[i] = 0;
    }
}

/* Do the prices contradict every choice of the visits that may still be made? */
static bool is_proved(struct conflict *conflict, const bool *out)
{
    const double *lower = lp_lower(conflict->lp), *upper = lp_upper(conflict->lp);
    __int128 room = 0;

    round_prices(conflict, out);
    for (size_t i = 0; i < conflict->rows_count; i++)
        room += (__int128)conflict->prices[i] *
                (conflict->prices[i] > 0 ? conflict->rows[i].upper : conflict->rows[i].lower);
    for (size_t v = 0; v < conflict->visits_count; v++) {
        int64_t pays = 0;
        for (int i = conflict->starts[v]; i < conflict->starts[v + 1]; i++)
            pays += conflict->elements[i] > 0 ? conflict->prices[conflict->rows_of[i]]
                                              : -conflict->prices[conflict->rows_of[i]];
        if (pays > 0 ? lower[v] > 0 : upper[v] > 0)
            room -= pays;
    }
    return room < 0;
}

bool conflict_makes(const struct conflict *conflict, size_t visit)
{
    return lp_values(conflict->lp)[visit] > 0.5;
}

/* Does the answer satisfy all, to the nearest whole number? */
static bool is_plan(struct conflict *conflict, const bool *out)
{
    int64_t *sums = conflict->prices;

    for (size_t i = 0; i < conflict->rows_count; i++)
        sums[i] = 0;
    for (size_t v = 0; v < conflict->visits_count; v++)
        for (int i = conflict->starts[v]; conflict_makes(conflict, v) && i < conflict->starts[v + 1]; i++)
            sums[conflict->rows_of[i]] += conflict->elements[i] > 0 ? 1 : -1;
    for (size_t i = 0; i < conflict->rows_count; i++) {
        const struct conflict_row *row = &conflict->rows[i];
        if (!is_out(row, out) &&
            ((row->lower != NO_LOWER && sums[i] < row->lower) || (row->upper != NO_UPPER && sums[i] > row->upper)))
            return false;
    }
    return true;
}

/* The visit that the answer is most in doubt about, visits_count: none. */
static size_t doubtful(const struct conflict *conflict)
{
    const double *values = lp_values(conflict->lp);
    size_t which = conflict->visits_count;
    double most = nothing;

    for (size_t v = 0; v < conflict->visits_count; v++) {
        double doubt = fmin(values[v], 1 - values[v]);
        if (doubt > most + nothing) {
            most = doubt;
            which = v;
        }
    }
    return which;
}

/* As few misses as can be; false: not within the steps. */
static bool solve(struct conflict *conflict)
{
    enum lp_answer answer = LP_STOPPED;

    while (answer == LP_STOPPED && conflict->steps > 0) {
        answer = lp_solve(conflict->lp, true);
        uint64_t pivots = (uint64_t)lp_pivots(conflict->lp) + 1;
        uint64_t steps = pivots * (conflict->rows_count + conflict->visits_count / 10 + 100);
        conflict->steps = steps < conflict->steps ? conflict->steps - steps : 0;
    }
    return answer == LP_SOLVED;
}

static void mark_used(const struct conflict *conflict, bool *used)
{
    for (size_t i = 0; i < conflict->rows_count; i++)
        if (conflict->prices[i] != 0 && conflict->rows[i].rule != CONFLICT_FACT)
            used[conflict->rows[i].rule] = true;
}

static enum conflict_answer look(struct conflict *conflict, const bool *out, bool *used, unsigned depth)
{
    if (!solve(conflict))
        return CONFLICT_OPEN;
    if (is_proved(conflict, out)) {
        mark_used(conflict, used);
        return CONFLICT_PROVED;
    }
    if (is_plan(conflict, out))
        return CONFLICT_PLAN;
    size_t which = doubtful(conflict);
    if (which == conflict->visits_count || depth == DEEPEST)
        return CONFLICT_OPEN;
    lp_lower(conflict->lp)[which] = 1;
    enum conflict_answer answer = look(conflict, out, used, depth + 1);
    lp_lower(conflict->lp)[which] = 0;
    if (answer != CONFLICT_PROVED)
        return answer;
    lp_upper(conflict->lp)[which] = 0;
    answer = look(conflict, out, used, depth + 1);
    lp_upper(conflict->lp)[which] = 1;
    return answer;
}

enum conflict_answer conflict_search(struct conflict *conflict, const bool *out, bool *used)
{
    for (size_t i = 0; i < conflict->rules_count; i++)
        used[i] = false;
    set_rows(conflict, out);
    return look(conflict, out, used, 0);
}
