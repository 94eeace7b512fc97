/*
 * Private to db/: who must hear that placements change. A transaction gathers the coming placements that a change will
 * touch before it touches them, marks those that it did touch, and writes each reader's letters: one a person and need,
 * however many of the person's shifts it speaks of. Which event tells whom is the table in services/README.md.
 */
#ifndef VAHETUS_DB_LETTERS_H
#define VAHETUS_DB_LETTERS_H

#include "db/arena.h"
#include "db/record.h"

/* A placement that somebody counts on. */
struct held {
    struct uuid id, person, need;
    const char *centre;
    int64_t version;
    bool agreed; /* else it waits for a check or a permission */
    bool minor, children;
    const char *email; /* NULL: none */
    int language;
    const char *guardian_email; /* NULL: none */
    int guardian_language;
    int mark; /* 0, or what the caller says happened to it */
};

struct told {
    struct arena *arena;
    struct held *placements; /* by need, person and time */
    size_t count;
};

/* The awaiting and agreed placements that are not over: of a need (only those that have not begun), of a person, one,
 * or those that an invitation or offer led to. Free with told_free, also after a failure. */
DB_CHECKED bool told_by_need(struct db *db, const struct uuid *need, struct told *told, struct error *error);
DB_CHECKED bool told_by_person(struct db *db, const struct uuid *person, struct told *told, struct error *error);
DB_CHECKED bool told_by_placement(struct db *db, const struct uuid *placement, struct told *told, struct error *error);
DB_CHECKED bool told_by_question(struct db *db, const struct uuid *question, struct told *told, struct error *error);
void told_free(struct told *told);

/* Marks one that is among them. */
void told_mark(struct told *told, const struct uuid *placement, int mark);

enum letter_reader {
    LETTER_PERSON,
    LETTER_GUARDIAN, /* of minors, and only of what was agreed: of what waits they have not heard yet */
    LETTER_CENTRE,   /* everybody who manages it */
};

/* Writes `event` to the readers of the placements with this mark. */
DB_CHECKED bool letters_write(struct db *db, const struct told *told, int mark, const char *event,
                              enum letter_reader reader, struct error *error);

/* One letter about a thing to one person, if they have an address. */
DB_CHECKED bool letter_to_person(struct db *db, const char *event, const struct uuid *about, const struct uuid *person,
                                 struct error *error);

/* What an invitation or offer led to has been agreed: the guardian of a minor learns of it. What still waits they learn
 * of once it is agreed. */
DB_CHECKED bool letters_of_agreed(struct db *db, const struct uuid *question, struct error *error);

/* An offer is taken back: managers who have not been sent it yet need not hear of it, the others hear that it is over.
 */
DB_CHECKED bool letters_of_offer_end(struct db *db, const struct uuid *offer, struct error *error);

/*
 * A letter that gathers: while one about the same to the same recipient waits unsent it takes up what comes later, else
 * a new one is written that waits for `delay_ms`, so that five changes in a row are one letter. `letter` is its id.
 */
DB_CHECKED bool letter_gather(struct db *db, const char *event, const struct uuid *about, const char *recipient,
                              int language, int64_t delay_ms, struct uuid *letter, struct error *error);

/* One more thing that a letter speaks of; twice is once. */
DB_CHECKED bool letter_item(struct db *db, const struct uuid *letter, const struct uuid *item, struct error *error);

/* Everybody who manages a centre and can be written to; at most 50. */
struct recipient {
    const char *email;
    int language;
};
enum { MANAGERS_MAX = 50 };
DB_CHECKED bool letter_managers(struct db *db, const char *centre, struct arena *arena, struct recipient *list,
                                size_t *count, struct error *error);

/* The same with the specialists of its municipality: everybody who speaks for the centre. */
DB_CHECKED bool letter_speakers(struct db *db, const char *centre, struct arena *arena, struct recipient *list,
                                size_t *count, struct error *error);

/*
 * A visit of a published round: its worker, its host and the worker's home centre are told that the plan has changed,
 * by one letter after the last change of five minutes; where a centre has not agreed to it, all who may. Called before
 * a visit goes (`gone`; kept for the worker's calendar), before one is changed and after one was changed or added.
 */
DB_CHECKED bool letters_of_visit(struct db *db, const struct uuid *visit, bool gone, struct error *error);

/* All who speak for a centre are told that it is to look at what has changed in a published round. */
DB_CHECKED bool letters_of_changes(struct db *db, const struct uuid *round, const char *centre, int64_t delay_ms,
                                   struct arena *arena, struct error *error);

/* A round is published: each worker with visits, and who manages the hosts and the workers' own centres. */
DB_CHECKED bool letters_of_round(struct db *db, const struct uuid *round, struct error *error);

#endif
