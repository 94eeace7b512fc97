/* Letters that no press of a button writes: what is near, and what runs out. */
#ifndef VAHETUS_DB_REMINDERS_H
#define VAHETUS_DB_REMINDERS_H

#include "db/types.h"

/*
 * Writes what is due and not written yet, at most 500 of each; `count` is how many. In a transaction.
 *
 * Soon: a shift that begins within a day, to the person, unless it was agreed within a day and a half of it (the
 * confirmation is fresh then); a shift within two days whose person still waits for a check or a permission, to the
 * centre's managers.
 */
DB_CHECKED bool remind_of_shifts(struct db *db, size_t *count, struct error *error);

/* A check that the municipality made and that ends within four weeks, of somebody who works or helps at its centres: to
 * those centres' managers and the municipality's specialists (R1). Nothing about whom another check forbids. */
DB_CHECKED bool remind_of_checks(struct db *db, size_t *count, struct error *error);

#endif
