/*
 * Linear programmes by Clp (J. Forrest and others). Clp minimises here: worths go in with the opposite sign. It cannot
 * tell that memory ran out but ends the program, so as much as it will want is asked for beforehand.
 */
#include "matcher/rotate_lp.h"

#include <Clp_C_Interface.h>
#include <stdint.h>
#include <stdlib.h>

struct lp {
    Clp_Simplex *model;
    size_t rows, elements;
    double *prices;
    double *costs, *zeros; /* room for a batch of columns */
    size_t room;
    int limit; /* of pivots at once; 0: pivots_at_once */
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

enum lp_answer lp_solve(struct lp *lp, bool dual)
{
    Clp_setNumberIterations(lp->model, 0);
    Clp_setMaximumIterations(lp->model, lp->limit > 0 ? lp->limit : pivots_at_once(lp));
    if (dual)
        Clp_dual(lp->model, 0);
    else
        Clp_primal(lp->model, 0);
    int status = Clp_status(lp->model);
    return status == 0 ? LP_SOLVED : status == 3 ? LP_STOPPED : LP_LOST;
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
