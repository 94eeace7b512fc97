/*
 * What a round costs and gives its municipalities: days sent, days hosted, the way travelled. A visit lasts the open
 * days of its host in the period; its worker goes there and back on each of them.
 */
#ifndef VAHETUS_SERVICES_API_ROUND_LEDGER_H
#define VAHETUS_SERVICES_API_ROUND_LEDGER_H

#include "db/rounds.h"
#include "services/endpoint.h"

/* A line for each municipality with a centre in the round, by code; NULL without memory. */
struct ledger_line *round_ledger_of(const struct asking *asking, const struct round *round, size_t *count);

/* Writes the lines of a published round as its visits stand. In the transaction that changed them. */
bool round_ledger_keep(const struct asking *asking, const struct uuid *id, struct error *error)
    __attribute__((warn_unused_result));

#endif
