/*
 * People and needs in memory: the matcher's index, loaded from the database and kept by the change follower
 * (follow.h). Belongs to the loop. Endpoints see it in asking->index while they are on the loop: as WORK_INDEX, and in
 * their `look`.
 *
 * The matcher's codes are the numbers of services/words.h, each kind by itself; a centre is its number there, and the
 * employer whose checks count is the centre's municipality. index_rows.c turns rows into what the matcher takes.
 */
#ifndef VAHETUS_SERVICES_INDEX_H
#define VAHETUS_SERVICES_INDEX_H

#include <stdbool.h>

#include "db/needs.h"
#include "db/people.h"
#include "matcher/matcher.h"

struct calendar;
struct index;
struct words;

/* Empty. NULL with `error` when out of memory. `words` and `calendar` must outlive it. */
struct index *index_new(const struct words *words, const struct calendar *calendar, struct error *error)
    __attribute__((warn_unused_result));
void index_free(struct index *index); /* takes NULL */

/* The matcher itself, for ranking and explaining; constant between two events of the loop. */
const struct matcher *index_matcher(const struct index *index);

/* False until the first load is complete: answer 503 "starting" then. */
bool index_is_ready(const struct index *index);
void index_set_ready(struct index *index, bool ready);

/* Puts what was read; what the matcher cannot take is left out, with an error for the log. */
bool index_put_person(struct index *index, const struct person *person, struct error *error)
    __attribute__((warn_unused_result));
bool index_put_need(struct index *index, const struct need *need, struct error *error)
    __attribute__((warn_unused_result));
void index_remove(struct index *index, const struct uuid *id);
void index_clear(struct index *index);

/* Ids: 16 bytes. */
struct matcher_id index_id(const struct uuid *id);
struct uuid index_uuid(const struct matcher_id *id);

/* The instant as the matcher wants "now": UTC minutes. */
int32_t index_utc_min(int64_t unix_ms);

#endif
