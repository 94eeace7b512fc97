/*
 * Linear programmes by Clp (J. Forrest and others). Clp minimises here: worths go in with the opposite sign. It cannot
 * tell that memory ran out but ends the program, so as much as it will want is asked for beforehand.
 */
#include "matcher/rotate_lp.h"

#include <Clp_C_Interface.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct lp {
    Clp_Simplex *model;
    size_t rows, elements;
    double *prices;
    double *costs, *zeros; /* room for a batch of columns */
    size_t room;
    double least; /* as lp_want has it */
    int limit;    /* of pivots at once; 0: pivots_at_once */
};

/* Is there room for what Clp will want for a while? */
static bool room_for(size_t rows, size_t columns, size_t elements)
{
    size_t bytes = (size_t)1 << 20;

    bytes += rows * 800 + columns * 160 + elements * 48;
    void *probe = malloc(bytes);
    bool fits = probe != NULL;
    free(probe);
    return fits;
}

struct lp *lp_new(size_t rows, const double *lower, const double *upper)
{
    struct lp *lp = calloc(1, sizeof *lp);

    if (lp == NULL || !room_for(rows, 1000, 10000)) {
        free(lp);
        return NULL;
    }
    lp->rows = rows;
    lp->prices = calloc(rows + 1, sizeof *lp->prices);
    if (lp->prices == NULL) {
        free(lp);
        return NULL;
    }
    lp->model = Clp_newModel();
    lp->least = -DBL_MAX;
    Clp_setLogLevel(lp->model, 0);
    Clp_scaling(lp->model, 0);
    Clp_resize(lp->model, (int)rows, 0);
    Clp_chgRowLower(lp->model, lower);
    Clp_chgRowUpper(lp->model, upper);
    return lp;
}

void lp_free(struct lp *lp)
{
    if (lp == NULL)
        return;
    Clp_deleteModel(lp->model);
    free(lp->prices);
    free(lp->costs);
    free(lp->zeros);
    free(lp);
}

static bool grow(struct lp *lp, size_t count)
{
    if (count <= lp->room)
        return true;
    double *costs = realloc(lp->costs, count * sizeof *costs);
    if (costs != NULL)
        lp->costs = costs;
    double *zeros = realloc(lp->zeros, count * sizeof *zeros);
    if (zeros != NULL)
        lp->zeros = zeros;
    if (costs == NULL || zeros == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        zeros[i] = 0;
    lp->room = count;
    return true;
}

bool lp_append(struct lp *lp, const struct lp_columns *columns)
{
    if (columns->count == 0)
        return true;
    size_t all = lp_columns_count(lp) + columns->count;

    lp->elements += (size_t)columns->starts[columns->count];
    if (!grow(lp, columns->count) || !room_for(lp->rows, all, lp->elements))
        return false;
    for (size_t i = 0; i < columns->count; i++)
        lp->costs[i] = -columns->worth[i];
    Clp_addColumns(lp->model, (int)columns->count, lp->zeros, columns->upper, lp->costs, columns->starts, columns->rows,
                   columns->elements);
    return true;
}

bool lp_append_rows(struct lp *lp, const struct lp_rows *rows)
{
    if (rows->count == 0)
        return true;
    size_t all = lp->rows + rows->count;
    double *lower = malloc(rows->count * sizeof *lower);
    if (lower == NULL)
        return false;
    double *prices = realloc(lp->prices, (all + 1) * sizeof *prices);
    if (prices != NULL)
        lp->prices = prices;
    lp->elements += (size_t)rows->starts[rows->count];
    bool ok = prices != NULL && room_for(all, lp_columns_count(lp), lp->elements);
    if (ok) {
        for (size_t i = 0; i < rows->count; i++)
            lower[i] = -DBL_MAX;
        Clp_addRows(lp->model, (int)rows->count, lower, rows->upper, rows->starts, rows->columns, rows->elements);
        lp->rows = all;
    }
    free(lower);
    return ok;
}

void lp_delete_rows(struct lp *lp, size_t count, const int *rows)
{
    if (count > 0)
        Clp_deleteRows(lp->model, (int)count, rows);
    lp->rows -= count;
}

size_t lp_columns_count(const struct lp *lp)
{
    return (size_t)Clp_numberColumns(lp->model);
}

void lp_delete(struct lp *lp, size_t count, const int *columns)
{
    if (count > 0)
        Clp_deleteColumns(lp->model, (int)count, columns);
}

double *lp_lower(struct lp *lp)
{
    return Clp_columnLower(lp->model);
}

double *lp_upper(struct lp *lp)
{
    return Clp_columnUpper(lp->model);
}

double *lp_row_lower(struct lp *lp)
{
    return Clp_rowLower(lp->model);
}

double *lp_row_upper(struct lp *lp)
{
    return Clp_rowUpper(lp->model);
}

void lp_set_worth(struct lp *lp, const double *worth)
{
    double *costs = Clp_objective(lp->model);

    for (size_t i = 0; i < lp_columns_count(lp); i++)
        costs[i] = -worth[i];
}

/* As many pivots as take a fraction of a second, so that people who wait for the end need not wait long. */
static int pivots_at_once(const struct lp *lp)
{
    size_t pivots = 600000 / (lp->rows + 1);

    return pivots < 100 ? 100 : pivots > 5000 ? 5000 : (int)pivots;
}

void lp_limit(struct lp *lp, int pivots)
{
    lp->limit = pivots;
}

void lp_want(struct lp *lp, double least)
{
    lp->least = fmax(least, -DBL_MAX);
    Clp_setDualObjectiveLimit(lp->model, -lp->least);
}

enum lp_answer lp_solve(struct lp *lp, bool dual)
{
    Clp_setNumberIterations(lp->model, 0);
    Clp_setMaximumIterations(lp->model, lp->limit > 0 ? lp->limit : pivots_at_once(lp));
    if (dual)
        Clp_dual(lp->model, 0);
    else
        Clp_primal(lp->model, 0);
    int status = Clp_status(lp->model);
    if (dual && status == 1 && lp->least > -DBL_MAX)
        return LP_LITTLE;
    return status == 0 ? LP_SOLVED : status == 3 ? LP_STOPPED : LP_LOST;
}

enum { IN_BASIS = 1, AT_LOWER = 3 }; /* the library's words */

struct lp_basis {
    size_t columns, rows;
    unsigned char status[]; /* of columns, then rows */
};

struct lp_basis *lp_basis_new(struct lp *lp)
{
    size_t columns = lp_columns_count(lp), count = lp->rows + columns;
    struct lp_basis *basis = malloc(sizeof *basis + count);

    if (basis == NULL)
        return NULL;
    basis->columns = columns;
    basis->rows = lp->rows;
    memcpy(basis->status, Clp_statusArray(lp->model), count);
    return basis;
}

void lp_basis_mark(const struct lp_basis *basis, bool *is_in)
{
    for (size_t i = 0; i < basis->columns; i++)
        is_in[i] = is_in[i] || (basis->status[i] & 7) == IN_BASIS;
}

void lp_basis_delete(struct lp_basis *basis, size_t count, const int *columns)
{
    size_t kept = 0, next = 0;

    for (size_t i = 0; i < basis->columns; i++) {
        if (next < count && (size_t)columns[next] == i)
            next++;
        else
            basis->status[kept++] = basis->status[i];
    }
    memmove(basis->status + kept, basis->status + basis->columns, basis->rows);
    basis->columns = kept;
}

/* What was appended since is at its limit (columns) or in the basis (rows). */
bool lp_begin_at(struct lp *lp, const struct lp_basis *basis)
{
    size_t columns = lp_columns_count(lp);
    unsigned char *status = malloc(columns + lp->rows + 1);

    if (status == NULL || !room_for(lp->rows, columns, lp->elements)) {
        free(status);
        return false;
    }
    memset(status, AT_LOWER, columns);
    memcpy(status, basis->status, basis->columns);
    memset(status + columns, IN_BASIS, lp->rows);
    memcpy(status + columns, basis->status + basis->columns, basis->rows);
    Clp_copyinStatus(lp->model, status);
    free(status);
    return true;
}

double lp_try(struct lp *lp, const struct lp_basis *basis, int pivots)
{
    if (!lp_begin_at(lp, basis))
        return HUGE_VAL;
    Clp_setNumberIterations(lp->model, 0);
    Clp_setMaximumIterations(lp->model, pivots);
    Clp_dual(lp->model, 0);
    return lp_worth(lp);
}

double lp_worth(const struct lp *lp)
{
    return -Clp_objectiveValue(lp->model);
}

const double *lp_values(const struct lp *lp)
{
    return Clp_primalColumnSolution(lp->model);
}

const double *lp_prices(struct lp *lp)
{
    const double *duals = Clp_dualRowSolution(lp->model);

    for (size_t row = 0; row < lp->rows; row++)
        lp->prices[row] = -duals[row];
    return lp->prices;
}

int lp_pivots(const struct lp *lp)
{
    return Clp_numberIterations(lp->model);
}
