/*
 * Inequalities over three rows (subset-row inequalities: Jepsen, Petersen, Spoorendonk, Pisinger, "Subset-row
 * inequalities applied to the vehicle-routing problem with time windows", 2008; Chvatal 1973, Gomory 1958): half the
 * sum of three rows, each rounded down, leaves every plan that is in two or three of them 1 and halves the limits. In
 * whole plans that is no less true; shares break it.
 */
#include "matcher/rotate_listed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Cuts that long did nothing go; those that hardly help do not come. By trial. */
enum { AT_A_TIME = 60, OF_A_ROW = 5, IDLE_AT_MOST = 4, FOUND_AT_MOST = 20000 };
#define BROKEN_BY 0.02

struct broken {
    uint32_t rows[CUT_ROWS];
    double by;
};

struct separation {
    const struct listed *listed;
    uint32_t *row_of;   /* rows that are fractional: a plan in use is in them, and not wholly */
    uint32_t *place_of; /* by row: in `row_of`, or UINT32_MAX */
    size_t count;
    double *both;           /* [place][place]: shares of the plans in both rows */
    uint32_t *first, *plan; /* by place: which of the shares are in the row */
    struct broken *found;
    size_t found_count;
};

static void free_separation(struct separation *separation)
{
    free(separation->row_of);
    free(separation->place_of);
    free(separation->both);
    free(separation->first);
    free(separation->plan);
    free(separation->found);
}

static bool is_whole(const struct listed_share *share)
{
    return share->share > 1 - 1e-6;
}

/* Rows that shares are in, and who is in them. */
static bool collect(struct separation *separation)
{
    const struct listed *listed = separation->listed;
    size_t rows = listed_rows(listed), in = 0;
    uint32_t plan_rows[LISTED_ROWS];

    separation->place_of = malloc(rows * sizeof *separation->place_of);
    separation->row_of = malloc((rows + 1) * sizeof *separation->row_of);
    separation->first = calloc(rows + 2, sizeof *separation->first);
    separation->found = malloc(FOUND_AT_MOST * sizeof *separation->found);
    if (separation->place_of == NULL || separation->row_of == NULL || separation->first == NULL ||
        separation->found == NULL)
        return false;
    memset(separation->place_of, 0xff, rows * sizeof *separation->place_of);
    for (size_t s = 0; s < listed->shares_count; s++) {
        unsigned count = is_whole(&listed->shares[s]) ? 0 : listed_plan_rows(listed, listed->shares[s].plan, plan_rows);
        for (unsigned i = 0; i < count; i++) {
            uint32_t *place = &separation->place_of[plan_rows[i]];
            if (*place == UINT32_MAX) {
                *place = (uint32_t)separation->count;
                separation->row_of[separation->count++] = plan_rows[i];
            }
            separation->first[*place + 2]++;
            in++;
        }
    }
    for (size_t r = 0; r < separation->count; r++)
        separation->first[r + 2] += separation->first[r + 1];
    separation->plan = malloc((in + 1) * sizeof *separation->plan);
    separation->both = calloc(separation->count * separation->count + 1, sizeof *separation->both);
    if (separation->plan == NULL || separation->both == NULL)
        return false;
    for (uint32_t s = 0; s < listed->shares_count; s++) {
        unsigned count = is_whole(&listed->shares[s]) ? 0 : listed_plan_rows(listed, listed->shares[s].plan, plan_rows);
        for (unsigned i = 0; i < count; i++) {
            uint32_t place = separation->place_of[plan_rows[i]];
            separation->plan[separation->first[place + 1]++] = s;
            for (unsigned j = 0; j < count; j++)
                separation->both[place * separation->count + separation->place_of[plan_rows[j]]] +=
                    listed->shares[s].share;
        }
    }
    return true;
}

/* Shares of the plans in all three rows; lists ascend. */
static double in_all(const struct separation *separation, const size_t *places)
{
    size_t at[CUT_ROWS];
    double sum = 0;

    for (int i = 0; i < CUT_ROWS; i++)
        at[i] = separation->first[places[i]];
    for (;;) {
        uint32_t most = 0;
        for (int i = 0; i < CUT_ROWS; i++) {
            if (at[i] == separation->first[places[i] + 1])
                return sum;
            most = separation->plan[at[i]] > most ? separation->plan[at[i]] : most;
        }
        bool same = true;
        for (int i = 0; i < CUT_ROWS; i++)
            if (separation->plan[at[i]] < most) {
                at[i]++;
                same = false;
            }
        if (same) {
            sum += separation->listed->shares[most].share;
            for (int i = 0; i < CUT_ROWS; i++)
                at[i]++;
        }
    }
}

static int32_t half_limit(const struct separation *separation, const size_t *places, bool *is_odd)
{
    int64_t sum = 0;

    for (int i = 0; i < CUT_ROWS; i++)
        sum += listed_limit(separation->listed, separation->row_of[places[i]]);
    *is_odd = sum % 2 != 0;
    return (int32_t)(sum / 2);
}

static void look_at(struct separation *separation, size_t i, size_t j, size_t k, double pairs)
{
    const size_t places[CUT_ROWS] = {i, j, k};
    bool is_odd;
    int32_t limit = half_limit(separation, places, &is_odd);

    if (!is_odd || pairs <= limit + BROKEN_BY || separation->found_count == FOUND_AT_MOST)
        return;
    double by = pairs - 2 * in_all(separation, places) - limit;
    if (by > BROKEN_BY)
        separation->found[separation->found_count++] =
            (struct broken){{separation->row_of[i], separation->row_of[j], separation->row_of[k]}, by};
}

static void find_broken(struct separation *separation)
{
    size_t count = separation->count;

    for (size_t i = 0; i < count; i++) {
        const double *with_i = separation->both + i * count;
        for (size_t j = i + 1; j < count; j++) {
            const double *with_j = separation->both + j * count;
            if (with_i[j] <= 0)
                continue;
            for (size_t k = j + 1; k < count; k++)
                if (with_i[j] + with_i[k] + with_j[k] > 1 + BROKEN_BY)
                    look_at(separation, i, j, k, with_i[j] + with_i[k] + with_j[k]);
        }
    }
}

/* Most broken first. */
static int most_first(const void *a, const void *b)
{
    const struct broken *left = a, *right = b;

    if (left->by != right->by)
        return left->by > right->by ? -1 : 1;
    for (int i = 0; i < CUT_ROWS; i++)
        if (left->rows[i] != right->rows[i])
            return left->rows[i] < right->rows[i] ? -1 : 1;
    return 0;
}

/* ---- Into the programme ---- */

/* All listed plans that it counts: those that two or three of the rows have. */
static bool fill_cut(const struct listed *listed, struct cut *cut)
{
    const uint32_t *next[CUT_ROWS], *end[CUT_ROWS];
    size_t room = 1;

    for (int i = 0; i < CUT_ROWS; i++) {
        next[i] = listed->plans_in + listed->first_in[cut->rows[i]];
        end[i] = listed->plans_in + listed->first_in[cut->rows[i] + 1];
        room += (size_t)(end[i] - next[i]);
    }
    cut->count = 0;
    cut->plans = malloc(room / 2 * sizeof *cut->plans + sizeof *cut->plans);
    if (cut->plans == NULL)
        return false;
    for (;;) {
        uint32_t least = UINT32_MAX;
        unsigned in = 0;
        for (int i = 0; i < CUT_ROWS; i++)
            if (next[i] < end[i] && *next[i] < least)
                least = *next[i];
        if (least == UINT32_MAX)
            return true;
        for (int i = 0; i < CUT_ROWS; i++)
            if (next[i] < end[i] && *next[i] == least) {
                next[i]++;
                in++;
            }
        if (in >= 2)
            cut->plans[cut->count++] = least;
    }
}

static bool append(struct listed *listed, size_t first)
{
    size_t count = listed->cuts_count - first, columns = listed->columns_count;
    double *upper = malloc((count + 1) * sizeof *upper), *elements = malloc((count * columns + 1) * sizeof *elements);
    int *starts = malloc((count + 1) * sizeof *starts), *in = malloc((count * columns + 1) * sizeof *in);
    bool ok = upper != NULL && elements != NULL && starts != NULL && in != NULL;
    int used = 0;

    for (size_t k = 0; ok && k < count; k++) {
        const struct cut *cut = &listed->cuts[first + k];
        upper[k] = cut->limit;
        starts[k] = used;
        for (size_t c = 0; c < columns; c++)
            if (cut_has(listed, cut, listed->columns[c])) {
                in[used] = (int)(listed->master.fills + c);
                elements[used++] = 1;
            }
    }
    if (ok) {
        starts[count] = used;
        ok = lp_append_rows(listed->master.lp, &(struct lp_rows){count, upper, starts, in, elements});
    }
    free(upper);
    free(elements);
    free(starts);
    free(in);
    return ok;
}

static bool add_most_broken(struct separation *separation, struct listed *listed, size_t *added)
{
    size_t first = listed->cuts_count, rows = listed_rows(listed);
    unsigned char *used = calloc(rows + 1, sizeof *used);
    bool ok = used != NULL;

    for (size_t i = 0; ok && i < separation->found_count && listed->cuts_count - first < AT_A_TIME &&
                       listed->cuts_count < CUTS_AT_MOST;
         i++) {
        const struct broken *broken = &separation->found[i];
        bool is_near = false;
        for (int j = 0; j < CUT_ROWS; j++)
            is_near = is_near || used[broken->rows[j]] >= OF_A_ROW;
        if (is_near)
            continue;
        struct cut *cut = &listed->cuts[listed->cuts_count];
        *cut = (struct cut){.limit = 0};
        int64_t sum = 0;
        for (int j = 0; j < CUT_ROWS; j++) {
            used[broken->rows[j]]++;
            cut->rows[j] = broken->rows[j];
            sum += listed_limit(listed, broken->rows[j]);
        }
        cut->limit = (int32_t)(sum / 2);
        ok = fill_cut(listed, cut);
        if (ok)
            listed->cuts_count++;
    }
    ok = ok && append(listed, first);
    if (!ok) /* not in the programme: nothing is left of them */
        while (listed->cuts_count > first)
            free(listed->cuts[--listed->cuts_count].plans);
    *added = listed->cuts_count - first;
    free(used);
    return ok;
}

/* Cuts that were free for long. */
static void drop_idle(struct listed *listed)
{
    int gone[CUTS_AT_MOST];
    size_t count = 0, kept = 0;

    for (size_t k = 0; k < listed->cuts_count; k++) {
        struct cut *cut = &listed->cuts[k];
        cut->idle = cut->price > 0 ? 0 : cut->idle + 1;
        if (cut->idle > IDLE_AT_MOST) {
            gone[count++] = (int)(listed->master.rows + k);
            free(cut->plans);
        } else {
            listed->cuts[kept++] = *cut;
        }
    }
    listed->cuts_count = kept;
    lp_delete_rows(listed->master.lp, count, gone);
}

bool listed_cut(struct listed *listed, size_t *added)
{
    struct separation separation = {.listed = listed};

    *added = 0;
    if (listed->cuts == NULL)
        listed->cuts = calloc(CUTS_AT_MOST, sizeof *listed->cuts);
    bool ok = listed->cuts != NULL && collect(&separation);
    if (ok) {
        drop_idle(listed);
        find_broken(&separation);
        if (separation.found_count > 1)
            qsort(separation.found, separation.found_count, sizeof *separation.found, most_first);
        ok = add_most_broken(&separation, listed, added);
    }
    free_separation(&separation);
    return ok;
}
