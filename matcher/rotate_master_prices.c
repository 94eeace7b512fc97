/* Prices between the master, where they are doubles by row, and the rest, where they are integers by centre and period.
 */
#include "matcher/rotate_master.h"

#include <float.h>
#include <math.h>

/* The limit that a price of this sign is for; prices of minimums are <= 0 by row and >= 0 by centre. */
static int64_t price_of(int row, const double *by_row, int sign)
{
    if (row == NO_ROW)
        return 0;
    double price = by_row[row] * PRICE_SCALE;
    const double most = 1e12;
    price = price > most ? most : price < -most ? -most : price;
    int64_t whole = llround(price);
    return sign > 0 && whole < 0 ? 0 : sign < 0 ? (whole > 0 ? 0 : -whole) : whole;
}

void master_round(const struct master *master, const double *by_row, struct prices *prices)
{
    const struct rotation *rotation = master->rotation;
    size_t cells = (size_t)rotation->centres * rotation->periods;

    for (size_t i = 0; i < cells; i++) {
        prices->guests[i] = price_of(master->guests_row[i], by_row, 1);
        prices->away[i] = price_of(master->away_row[i], by_row, 1);
        prices->balance[i] = price_of(master->balance_row[i], by_row, 0);
    }
    for (size_t c = 0; c < rotation->centres; c++) {
        prices->send[c] = price_of(master->send_row[c], by_row, -1);
        prices->host[c] = price_of(master->host_row[c], by_row, -1);
    }
}

static void spread_price(int row, double *by_row, int64_t price)
{
    if (row != NO_ROW)
        by_row[row] = (double)price / PRICE_SCALE;
}

void master_spread(const struct master *master, const struct prices *prices, double *by_row)
{
    const struct rotation *rotation = master->rotation;
    size_t cells = (size_t)rotation->centres * rotation->periods;

    for (size_t i = 0; i < cells; i++) {
        spread_price(master->guests_row[i], by_row, prices->guests[i]);
        spread_price(master->away_row[i], by_row, prices->away[i]);
        spread_price(master->balance_row[i], by_row, prices->balance[i]);
    }
    for (size_t c = 0; c < rotation->centres; c++) {
        spread_price(master->send_row[c], by_row, -prices->send[c]);
        spread_price(master->host_row[c], by_row, -prices->host[c]);
    }
}

double master_limit(const struct master *master, size_t row)
{
    return master->upper[row] < DBL_MAX ? master->upper[row] : master->lower[row];
}

int master_sign(const struct master *master, size_t row)
{
    return master->lower[row] == master->upper[row] ? 0 : master->upper[row] < DBL_MAX ? 1 : -1;
}

/* Prices of cells without rows are nothing; balanced, the one of guests and away that has no row becomes part of the
 * other by way of the balance. */
void master_project(const struct master *master, struct prices *prices)
{
    const struct rotation *rotation = master->rotation;
    size_t cells = (size_t)rotation->centres * rotation->periods;

    for (size_t i = 0; i < cells; i++) {
        int64_t guests = prices->guests[i], away = prices->away[i];
        bool balanced = master->balance_row[i] != NO_ROW;
        if (master->guests_row[i] == NO_ROW) {
            prices->away[i] += balanced ? guests : 0;
            prices->balance[i] -= guests;
            prices->guests[i] = 0;
        }
        if (master->away_row[i] == NO_ROW) {
            prices->guests[i] += balanced ? away : 0;
            prices->balance[i] += away;
            prices->away[i] = 0;
        }
        if (!balanced)
            prices->balance[i] = 0;
    }
    for (size_t c = 0; c < rotation->centres; c++) {
        prices->send[c] = master->send_row[c] == NO_ROW ? 0 : prices->send[c];
        prices->host[c] = master->host_row[c] == NO_ROW ? 0 : prices->host[c];
    }
}

static __int128 row_constant(const struct master *master, int row, int64_t price, int sign)
{
    if (row == NO_ROW)
        return 0;
    double limit = sign > 0 ? master->upper[row] : master->lower[row];
    return (__int128)llround(limit) * price * sign;
}

__int128 master_constant(const struct master *master, const struct prices *prices)
{
    const struct rotation *rotation = master->rotation;
    size_t cells = (size_t)rotation->centres * rotation->periods;
    __int128 sum = 0;

    for (size_t i = 0; i < cells; i++)
        sum += row_constant(master, master->guests_row[i], prices->guests[i], 1) +
               row_constant(master, master->away_row[i], prices->away[i], 1) +
               row_constant(master, master->balance_row[i], prices->balance[i], 1);
    for (size_t c = 0; c < rotation->centres; c++)
        sum += row_constant(master, master->send_row[c], prices->send[c], -1) +
               row_constant(master, master->host_row[c], prices->host[c], -1);
    return sum;
}
