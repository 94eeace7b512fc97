/*
 * Private: linear programmes, the only place that knows the library which solves them (Clp, by its C interface). What
 * it says is advice: values and prices that guide. Nothing is believed to be proved by it.
 */
#ifndef MATCHER_ROTATE_LP_H
#define MATCHER_ROTATE_LP_H

#include <stdbool.h>
#include <stddef.h>

struct lp;

enum lp_answer {
    LP_SOLVED,  /* values and prices are those of an optimum, as far as doubles go */
    LP_STOPPED, /* after some pivots: to be called again */
    LP_LITTLE,  /* the dual method saw that it is worth no more than was asked for; the prices say so */
    LP_LOST,    /* the library says that there is no solution, or none it can find: a hint, no more */
};

/* Rows with lower <= sum <= upper, no columns. NULL: no memory. */
struct lp *lp_new(size_t rows, const double *lower, const double *upper);
void lp_free(struct lp *lp);

/* Columns to append: column i has the elements starts[i] .. starts[i + 1] - 1 and lies in 0..upper[i]; most `worth`. */
struct lp_columns {
    size_t count;
    const double *worth, *upper;
    const int *starts, *rows;
    const double *elements;
};
/* False: no memory. */
bool lp_append(struct lp *lp, const struct lp_columns *columns);
size_t lp_columns_count(const struct lp *lp);
void lp_delete(struct lp *lp, size_t count, const int *columns);

/* Rows to append: row i has the elements starts[i] .. starts[i + 1] - 1, and a sum of at most upper[i]. */
struct lp_rows {
    size_t count;
    const double *upper;
    const int *starts, *columns;
    const double *elements;
};
/* False: no memory. */
bool lp_append_rows(struct lp *lp, const struct lp_rows *rows);
void lp_delete_rows(struct lp *lp, size_t count, const int *rows);

double *lp_lower(struct lp *lp);
double *lp_upper(struct lp *lp); /* by column; may be written between solutions */

double *lp_row_lower(struct lp *lp); /* by row; likewise */
double *lp_row_upper(struct lp *lp);
void lp_set_worth(struct lp *lp, const double *worth); /* by column; all of them anew */

/* Pivots of one call of lp_solve from now on; else as many as take a fraction of a second. */
void lp_limit(struct lp *lp, int pivots);
/* The dual method may stop when it is worth less than this; -HUGE_VAL: it does not. */
void lp_want(struct lp *lp, double least);
/* Most worth. `dual`: by the dual simplex method, for changed limits; else by the primal one, for new columns. */
enum lp_answer lp_solve(struct lp *lp, bool dual);

/* Where the last solution stands, to begin from again when columns and rows were appended. The caller's, by free; NULL:
 * no memory. */
struct lp_basis;
struct lp_basis *lp_basis_new(struct lp *lp);
/* False: no memory. */
bool lp_begin_at(struct lp *lp, const struct lp_basis *basis);

/* Columns that it has in the basis are marked, by their place; and the same columns as lp_delete left behind. */
void lp_basis_mark(const struct lp_basis *basis, bool *is_in);
void lp_basis_delete(struct lp_basis *basis, size_t count, const int *columns);

/* About what lp_solve would find after a change of limits: the worth that the dual method is at after a few pivots
 * from there. HUGE_VAL: no memory. */
double lp_try(struct lp *lp, const struct lp_basis *basis, int pivots);

double lp_worth(const struct lp *lp);
const double *lp_values(const struct lp *lp); /* by column */
/* By row: what one more unit of the row's sum costs; reduced worth = worth - sum of price x element. */
const double *lp_prices(struct lp *lp);
int lp_pivots(const struct lp *lp);

#endif
