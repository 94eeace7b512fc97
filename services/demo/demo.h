/*
 * vahetus-demo: fills a new database. The region (places) always; people, needs and a round unless it is to stay empty;
 * and the accounts to sign in with. The parts run in the order of this file, each in a transaction, and hand on what
 * they made in `struct demo`. Everything but passwords follows from the seed and the day.
 */
#ifndef VAHETUS_DEMO_DEMO_H
#define VAHETUS_DEMO_DEMO_H

#include "db/connection.h"
#include "db/demo.h"
#include "db/minors.h"
#include "services/calendar.h"
#include "services/demo/seed.h"
#include "services/demo/table.h"

enum {
    DEMO_VOLUNTEERS = 400,
    DEMO_WORKERS = 30,
    DEMO_PEOPLE = DEMO_VOLUNTEERS + DEMO_WORKERS,
    DEMO_NEEDS = 60,
    DEMO_PAST_NEEDS = 24,
    DEMO_SHIFTS = 1200,
    DEMO_CENTRES = 64, /* at most */
    DEMO_WORDS = 12,   /* words of one kind a person has, at most */
    DEMO_SPANS = 8,    /* shifts a person is placed in, at most */
    WORD_SIZE = 40,
};

#define DEMO_GROUP  "harju"
#define DEMO_DOMAIN "naidis.example" /* "example" is a top-level domain that nobody can own (RFC 2606) */
#define DEMO_TERMS  "2026-11"

struct demo_words {
    char items[DEMO_WORDS][WORD_SIZE];
    int levels[DEMO_WORDS]; /* of languages: enum level; of certificates: the last day, or 0 */
    size_t count;
};

struct demo_hours {
    int day, from_minute, to_minute;
};

/* What later parts want to know of a person. */
struct demo_someone {
    struct uuid id;
    char first_name[WORD_SIZE], last_name[WORD_SIZE], email[2 * WORD_SIZE + 16];
    const char *language;
    int32_t birth_day;
    bool worker, active;
    size_t settlement; /* row of settlements.csv */
    size_t home;       /* the nearest centre, or the worker's: row of centres.csv */
    int32_t reach_m;   /* 0: any, or the chosen centres */
    bool chosen[DEMO_CENTRES];
    size_t chosen_count;
    struct demo_words skills, certificates, languages;
    struct demo_hours hours[21];
    size_t hour_count;
    bool has_check;
    struct demo_check check;
    bool has_permission;
    struct demo_permission permission;
    struct span held[DEMO_SPANS];
    size_t held_count;
};

struct demo_slot {
    struct uuid id, need;
    size_t template, centre; /* rows of needs.csv and centres.csv */
    struct span span;
    int seats, taken;
    bool past, suits_minors;
};

struct demo {
    struct db *db;
    struct calendar *calendar;
    struct seed seed;
    int64_t now_ms;
    int32_t today;
    struct table municipalities, settlements, centres, travels, names, needs;
    struct demo_someone *people; /* volunteers, then workers */
    size_t person_count;
    struct demo_slot *slots;
    size_t slot_count;
    struct demo_promise *promises;      /* room for DEMO_SHIFTS, of demo_load_promises alone */
    struct uuid managers[DEMO_CENTRES]; /* the accounts, by row of centres.csv */
    struct uuid admin, coordinator;
    struct arena *arena;
    struct minor_hours minor_hours; /* R5, of demo_load_needs */
    struct day_span *school_free;
    size_t school_free_count;
};

db_work demo_load_region; /* its context is a struct demo, as with all of these */
db_work demo_load_accounts;
db_work demo_load_volunteers;
db_work demo_load_workers;
db_work demo_load_needs;
db_work demo_load_promises;
db_work demo_load_round;

/* places.c: metres as the matcher reckons them; rows of centres.csv and settlements.csv. */
int32_t demo_metres(const struct demo *demo, size_t settlement, size_t centre);
size_t demo_nearest_centre(const struct demo *demo, size_t settlement);

/* names.c: a name of a language group ("et", "ru", "en") and an address nobody else here has. */
void demo_name(struct demo *demo, const char *group, struct demo_someone *someone);

/* fit.c: could this person take the slot, by what they told? The hard rules in short: who, age, skills, certificates,
 * languages, way, time; not the check. */
bool demo_fits(const struct demo *demo, const struct demo_someone *someone, const struct demo_slot *slot);
bool demo_is_cover(const struct demo *demo, size_t template); /* the responsible worker is who is missing */
bool demo_has_word(const struct demo_words *words, const char *word, int least_level);
/* Remembers that the person is held by the slot. */
void demo_hold(struct demo_someone *someone, const struct demo_slot *slot);
int demo_age(const struct demo_someone *someone, int32_t day);
int demo_level(const char *word);

/* accounts.c: makes an account and notes it, with a fresh password, for demo_write_accounts. */
bool demo_account_add(struct demo *demo, const struct demo_account *account, struct error *error);
/* Without a password: a volunteer, who signs in by a mailed link. */
bool demo_account_note(const char *role, const char *scope, const char *email, const char *password);
/* The file with everybody's passwords, readable by its owner alone. */
bool demo_write_accounts(const char *path, struct error *error);

#endif
