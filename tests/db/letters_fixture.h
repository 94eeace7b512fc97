/*
 * A database with two managers and a volunteer who are invited, agree and cancel, and the letters that this leaves in
 * the outbox. Everything fails the test by itself.
 */
#ifndef VAHETUS_TESTS_LETTERS_FIXTURE_H
#define VAHETUS_TESTS_LETTERS_FIXTURE_H

#include "db/outbox.h"
#include "tests/db/database.h"

/* The managers of Kehra and Loo, and Mari, who has no check. */
extern struct db *db;
extern struct arena *arena;
extern struct uuid kehra, loo, mari;

/* Each program has a database of its own: they run side by side. */
void letters_begin(const char *database);
void letters_end(void);

/* All letters that wait, as "event>recipient", sorted; what was there before is forgotten with forget(). */
const char *letters(void);
void forget(void);
/* The letter of an event as the job that sends it gets it; all that wait count as sent then. */
struct letter *letter_about(const char *event);

/* A need with two shifts, two days apart. */
struct uuid two_shifts(const struct uuid *account, const char *centre, bool children, int hours);
struct uuid invite(const struct uuid *account, const struct uuid *need, const struct uuid *person);
void say_yes(const struct uuid *invitation, const struct uuid *person);
/* The placement whose shift is the n-th to begin, from 0. */
struct uuid placement_at(int number_of_it);

#endif
