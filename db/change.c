#include "db/change.h"

#include <stdlib.h>
#include <string.h>

#include "db/statement.h"

enum { READ_MAX = 10000, OVERLAP_S = 30, GAP_MAX_S = 3600 };

static const char *const change_kind_words[] = {"person",  "need",    "invitation", "offer",  "placement",
                                                "check",   "round",   "job",        "session", "account",
                                                "region",  "pairing", NULL};

/* Ids given within the overlap, sorted; they are forgotten once they are older than it. */
struct change_follower {
    int64_t cursor_ms; /* the database's time of the newest row read, or of the start */
    int64_t *given;
    int64_t *given_ms;
    size_t given_count, given_capacity;
    struct change *changes;
    size_t capacity;
};

struct change_follower *change_follower_new(void)
{
    return calloc(1, sizeof(struct change_follower));
}

void change_follower_free(struct change_follower *follower)
{
    if (follower == NULL)
        return;
    free(follower->given);
    free(follower->given_ms);
    free(follower->changes);
    free(follower);
}

static bool database_time(struct db *db, int64_t *now_ms, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error, "SELECT NOW(3)", ""))
        return false;
    if (rows_next(&rows))
        *now_ms = rows_time(&rows, 0);
    return rows_end(&rows, error);
}

bool change_follower_start(struct change_follower *follower, struct db *db, struct error *error)
{
    follower->given_count = 0;
    return database_time(db, &follower->cursor_ms, error);
}

static bool was_given(const struct change_follower *follower, int64_t id)
{
    size_t low = 0, high = follower->given_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (follower->given[middle] == id)
            return true;
        if (follower->given[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static bool make_room(struct change_follower *follower, size_t changes)
{
    if (changes >= follower->capacity) {
        size_t capacity = follower->capacity == 0 ? 256 : follower->capacity * 2;
        struct change *larger = realloc(follower->changes, capacity * sizeof *larger);
        if (larger == NULL)
            return false;
        follower->changes = larger;
        follower->capacity = capacity;
    }
    return true;
}

/* The new ones join those given before, both in order of id; what is older than the overlap is dropped. */
static bool remember(struct change_follower *follower, const int64_t *times_ms, size_t count)
{
    int64_t oldest_ms = follower->cursor_ms - OVERLAP_S * 1000LL;
    size_t needed = follower->given_count + count;
    if (needed == 0)
        return true;
    int64_t *ids = malloc(needed * sizeof *ids);
    int64_t *ids_ms = malloc(needed * sizeof *ids_ms);
    if (ids == NULL || ids_ms == NULL) {
        free(ids);
        free(ids_ms);
        return false;
    }
    size_t kept = 0;
    for (size_t i = 0, j = 0; i < follower->given_count || j < count;) {
        bool old = j == count || (i < follower->given_count && follower->given[i] < follower->changes[j].id);
        int64_t id = old ? follower->given[i] : follower->changes[j].id;
        int64_t at_ms = old ? follower->given_ms[i] : times_ms[j];
        i += old;
        j += !old;
        if (at_ms < oldest_ms)
            continue;
        ids[kept] = id;
        ids_ms[kept++] = at_ms;
    }
    free(follower->given);
    free(follower->given_ms);
    follower->given = ids;
    follower->given_ms = ids_ms;
    follower->given_count = kept;
    return true;
}

bool change_follower_read(struct change_follower *follower, struct db *db, const struct change **changes, size_t *count,
                          bool *lost, struct error *error)
{
    int64_t now_ms = 0;
    *changes = NULL;
    *count = 0;
    *lost = false;
    if (!database_time(db, &now_ms, error))
        return false;
    if (now_ms - follower->cursor_ms > GAP_MAX_S * 1000LL) {
        *lost = true;
        follower->cursor_ms = now_ms;
        follower->given_count = 0;
        return true;
    }
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT id, kind, subject_id, person_id, need_id, centre_code, at FROM change_entry WHERE at >= ? "
               "ORDER BY id LIMIT 100000",
               "t", follower->cursor_ms - OVERLAP_S * 1000LL))
        return false;
    int64_t *times_ms = malloc(READ_MAX * sizeof *times_ms);
    int64_t newest_ms = follower->cursor_ms;
    bool room = times_ms != NULL, more = false;
    while (room && rows_next(&rows)) {
        int64_t id = rows_int(&rows, 0);
        if (was_given(follower, id))
            continue;
        if (*count == READ_MAX) {
            more = true; /* the cursor stays, so the next call goes on */
            break;
        }
        room = make_room(follower, *count);
        if (!room)
            break;
        struct change *change = &follower->changes[*count];
        *change = (struct change){.id = id,
                                  .kind = rows_word(&rows, 1, change_kind_words),
                                  .subject = rows_uuid(&rows, 2),
                                  .person = rows_uuid(&rows, 3),
                                  .need = rows_uuid(&rows, 4)};
        rows_copy(&rows, 5, change->centre, sizeof change->centre - 1);
        times_ms[*count] = rows_time(&rows, 6);
        if (times_ms[*count] > newest_ms)
            newest_ms = times_ms[*count];
        ++*count;
    }
    bool read = rows_end(&rows, error);
    if (read && !more)
        follower->cursor_ms = newest_ms;
    if (read && (!room || !remember(follower, times_ms, *count)))
        read = error_set(error, ERROR_INTERNAL, "out_of_memory", "change_follower_read");
    free(times_ms);
    *changes = follower->changes;
    return read;
}
