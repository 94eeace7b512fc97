/*
 * Private: where people are, and when they are free.
 *
 * Volunteers and workers, with times given and without, are four crowds. With times given, every stretch of free time
 * puts its person into the tree of its weekday, by first and last quarter, so that a need finds those who are free for
 * it without looking at the others; who has several stretches stands there several times. Paused, ended and prohibited
 * people are in none.
 */
#ifndef MATCHER_INDEX_CROWDS_H
#define MATCHER_INDEX_CROWDS_H

#include "matcher/index_person.h"
#include "matcher/index_trees.h"

enum person_class { CLASS_VOLUNTEER = 0, CLASS_WORKER, CLASSES };

enum {
    PAST_MIDNIGHT = 96,    /* a last quarter that lies on the next day */
    ENTRIES_MOST = 7 * 49, /* stretches of a week, cut at midnights */
};

/* One stretch of free time on one day: its first and its last quarter. */
struct entry {
    uint8_t weekday; /* 0 Monday .. 6 */
    uint8_t from, last;
};

struct crowd {
    struct tree timed[7]; /* times given, by weekday */
    struct tree untimed;  /* times not given */
};

struct matcher;

/* Both look at the record alone, which `person` is unpacked. False when memory ran out: nothing has changed. */
bool crowds_add(struct matcher *matcher, uint32_t name, const struct matcher_person *person);
void crowds_remove(struct matcher *matcher, uint32_t name, const struct matcher_person *person);
void crowds_clear(struct matcher *matcher);

/* The stretches of a person's free time, that of free exceptions included; in their order. */
unsigned entries_of(const struct record *record, const struct matcher_person *person,
                    struct entry entries[ENTRIES_MOST]);

#endif
