#include "db/record.h"

#include <string.h>
#include <sys/random.h>
#include <time.h>

void new_id(struct uuid *id)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    uint64_t ms = (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
    /* Up to 256 bytes of getrandom are never cut short and never fail once the kernel has started. */
    if (getrandom(id->bytes, sizeof id->bytes, 0) != (ssize_t)sizeof id->bytes)
        __builtin_trap();
    for (int i = 0; i < 6; i++)
        id->bytes[i] = (unsigned char)(ms >> (40 - 8 * i));
    id->bytes[6] = (unsigned char)(0x70 | (id->bytes[6] & 0x0f));
    id->bytes[8] = (unsigned char)(0x80 | (id->bytes[8] & 0x3f));
}

bool record_change(struct db *db, const char *kind, const struct uuid *subject, const struct uuid *person,
                   const struct uuid *need, const char *centre, struct error *error)
{
    return execute(
        db, NULL, error,
        "INSERT INTO change_entry (kind, subject_id, person_id, need_id, centre_code) VALUES (?, ?, ?, ?, ?)", "suuus",
        kind, subject, person, need, centre);
}

bool record_audit(struct db *db, const struct actor *actor, const char *action, const struct uuid *subject,
                  const struct uuid *person, const char *centre, struct error *error)
{
    return execute(db, NULL, error,
                   "INSERT INTO audit (actor_account, actor_person, actor_role, action, subject_id, person_id, "
                   "centre_code, request) VALUES (?, ?, (SELECT CONCAT(role, ':', scope) FROM account_role "
                   "WHERE account_id = ? ORDER BY id LIMIT 1), ?, ?, ?, ?, ?)",
                   "uuusuuss", &actor->account, &actor->person, &actor->account, action, subject, person, centre,
                   actor->request);
}

bool record_seen(struct db *db, const struct actor *actor, const char *centre, const struct uuid *person,
                 struct error *error)
{
    int64_t one = 0;
    if (query_int(db, &one, error,
                  "SELECT 1 FROM audit WHERE person_id = ? AND actor_account = ? AND action = 'roster_seen' "
                  "AND at > NOW(3) - INTERVAL 1 DAY LIMIT 1",
                  "uu", person, &actor->account))
        return true;
    return error->kind == ERROR_NONE && record_audit(db, actor, "roster_seen", NULL, person, centre, error);
}

bool record_letter(struct db *db, const char *event, const struct uuid *about, const char *recipient, int language,
                   const char *secret, int64_t delay_ms, struct error *error)
{
    if (recipient == NULL)
        return true; /* somebody without an address hears of it elsewhere */
    struct uuid id;
    new_id(&id);
    return execute(db, NULL, error,
                   "INSERT INTO outbox (id, event, about_id, recipient, language, secret, not_before) "
                   "VALUES (?, ?, ?, ?, ?, ?, NOW(3) + INTERVAL ? * 1000 MICROSECOND) "
                   "ON DUPLICATE KEY UPDATE attempts = attempts",
                   "ususssi", &id, event, about, recipient, language_words[language], secret, delay_ms);
}

bool record_letter_to_centre(struct db *db, const char *event, const struct uuid *about, const char *centre,
                             struct error *error)
{
    /* The id keeps the version and variant bits of a random key; letters to several people need several. */
    return execute(db, NULL, error,
                   "INSERT INTO outbox (id, event, about_id, recipient, language) "
                   "SELECT UNHEX(REPLACE(UUID(), '-', '')), ?, ?, a.email, a.language FROM account a "
                   "JOIN account_role r ON r.account_id = a.id "
                   "WHERE r.role = 'manager' AND r.centre_code = ? AND a.state = 'active' "
                   "ON DUPLICATE KEY UPDATE attempts = outbox.attempts",
                   "sus", event, about, centre);
}

static void read_locked(const struct rows *rows, struct locked_need *locked)
{
    size_t length = rows_copy(rows, 0, locked->centre, sizeof locked->centre - 1);
    locked->centre[length < sizeof locked->centre ? length : sizeof locked->centre - 1] = '\0';
    length = rows_copy(rows, 1, locked->municipality, sizeof locked->municipality - 1);
    locked->municipality[length < sizeof locked->municipality ? length : sizeof locked->municipality - 1] = '\0';
    locked->state = rows_word(rows, 2, need_state_words);
    locked->urgency = (int)rows_int(rows, 3);
    locked->children = rows_int(rows, 4) != 0;
    locked->version = rows_int(rows, 5);
}

static bool end_locked(struct rows *rows, struct locked_need *locked, struct error *error)
{
    bool found = rows_next(rows);
    if (found)
        read_locked(rows, locked);
    if (!rows_end(rows, error))
        return false;
    return found || error_set(error, ERROR_NOT_FOUND, "unknown_need", "no such need, or not the actor's");
}

bool lock_need(struct db *db, const struct uuid *need, struct locked_need *locked, struct error *error)
{
    struct rows rows;
    return query(db, &rows, error,
                 "SELECT n.centre_code, (SELECT c.municipality_code FROM centre c WHERE c.code = n.centre_code), "
                 "n.state, n.urgency, n.children, n.version FROM need n WHERE n.id = ? FOR UPDATE",
                 "u", need) &&
           end_locked(&rows, locked, error);
}

bool lock_need_own(struct db *db, const struct actor *actor, const struct uuid *need, struct locked_need *locked,
                   struct error *error)
{
    int64_t reached = 0;
    if (!lock_need(db, need, locked, error))
        return false;
    if (query_int(db, &reached, error,
                  "SELECT 1 FROM account_centre WHERE account_id = ? AND centre_code = ? AND role <> 'worker' LIMIT 1",
                  "us", &actor->account, locked->centre))
        return true;
    return error_set(error, ERROR_NOT_FOUND, "unknown_need", "not the actor's");
}

void *grow(struct arena *arena, void *array, size_t count, size_t size, struct error *error)
{
    bool full = count == 0 || (count >= 8 && (count & (count - 1)) == 0);
    if (!full)
        return array;
    void *larger = arena_alloc(arena, (count == 0 ? 8 : count * 2) * size);
    if (larger == NULL)
        error_set(error, ERROR_INTERNAL, "out_of_memory", "grow");
    else if (count > 0)
        memcpy(larger, array, count * size);
    return larger;
}

bool codes_add(struct codes *codes, const char *code, struct arena *arena, struct error *error)
{
    const char **items = grow(arena, codes->items, codes->count, sizeof *items, error);
    if (items == NULL || code == NULL)
        return false;
    codes->items = items;
    codes->items[codes->count++] = code;
    return true;
}

bool codes_split(char *text, struct codes *codes, struct arena *arena, struct error *error)
{
    char *rest = text;
    for (char *code = strsep(&rest, ","); code != NULL; code = strsep(&rest, ","))
        if (*code != '\0' && !codes_add(codes, code, arena, error))
            return false;
    return true;
}
