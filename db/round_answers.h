/* The four questions to workers before a round is planned, and their answers. */
#ifndef VAHETUS_DB_ROUND_ANSWERS_H
#define VAHETUS_DB_ROUND_ANSWERS_H

#include "db/rounds.h"

/* draft (or collecting, proposed, approving) -> collecting: every worker who takes part and has not answered is asked,
 * by letter, to answer by a day. A second time moves the day and asks those anew who have not answered.
 * ERROR_NOT_FOUND; ERROR_STALE; ERROR_CONFLICT "round_published", "round_planning", "no_workers". */
DB_CHECKED bool round_ask_workers(struct db *db, const struct actor *actor, const struct uuid *id, int64_t version,
                                  int32_t answer_by, struct error *error);

/* Workers who have not answered a round that is collecting, four days and one day before the last: a letter each.
 * `count` is how many letters were written; at most 500. */
DB_CHECKED bool remind_of_questions(struct db *db, size_t *count, struct error *error);

struct my_round {
    struct uuid id;
    const char *name;
    int kind, state;
    struct round_period *periods;
    size_t period_count;
    bool has_answer_by, open, has_answered, takes_part, has_max_minutes;
    int32_t answer_by, max_minutes;
    int64_t answered_at_ms;
    struct days_off *days_off;
    size_t days_off_count;
    struct codes wants; /* the dearest first */
};

/* Rounds that have asked a worker, newest first, `most` of them at most; one of them with `only` (NULL: all), which is
 * ERROR_NOT_FOUND otherwise. An answer is open until the end of the last day while the round is collecting. `today` in
 * Tallinn. */
DB_CHECKED bool my_rounds_read(struct db *db, struct arena *arena, const struct uuid *person, const struct uuid *only,
                               int32_t most, int32_t today, struct my_round **rounds, size_t *count,
                               struct error *error);

struct round_answer {
    bool takes_part, has_max_minutes;
    int32_t max_minutes;
    const struct days_off *days_off;
    size_t days_off_count;
    struct codes wants; /* the dearest first */
};

/* What each place in the list of wishes is worth, in points. */
int32_t round_want_points(size_t place);

/* ERROR_NOT_FOUND; ERROR_CONFLICT "answers_closed"; ERROR_INVALID "unknown_code". */
DB_CHECKED bool round_answer(struct db *db, const struct actor *actor, const struct uuid *id, int32_t today,
                             const struct round_answer *answer, struct error *error);

#endif
