#include "db/retention.h"

#include "db/links.h"
#include "db/people.h"
#include "db/record.h"
#include "db/retention_rules.h"
#include "db/statement.h"

enum { BATCH_MAX = 50 };

bool person_is_active(struct db *db, const struct uuid *person, struct error *error)
{
    return execute(db, NULL, error,
                   "UPDATE person SET active_at = NOW(3), stay_asked_at = NULL, updated_at = updated_at WHERE id = ? "
                   "AND (active_at < NOW(3) - INTERVAL 1 DAY OR stay_asked_at IS NOT NULL)",
                   "u", person);
}

struct silent {
    struct uuid id;
    char email[255];
    int language;
};

static bool list_silent(struct db *db, size_t limit, struct silent *list, size_t *count, struct error *error)
{
    struct rows rows;
    *count = 0;
    if (!retention_look(db, 0, error) || !query(db, &rows, error,
                                                "SELECT p.id, p.email, p.language FROM person p WHERE " SILENT_TO_ASK
                                                "ORDER BY p.active_at LIMIT ? FOR UPDATE",
                                                "i", (int64_t)limit))
        return false;
    while (*count < limit && rows_next(&rows)) {
        struct silent *silent = &list[(*count)++];
        *silent = (struct silent){.id = rows_uuid(&rows, 0), .language = rows_word(&rows, 2, language_words)};
        if (!rows_null(&rows, 1))
            rows_copy(&rows, 1, silent->email, sizeof silent->email - 1);
    }
    return rows_end(&rows, error);
}

static bool ask(struct db *db, const struct silent *silent, const struct link_secret *link, struct error *error)
{
    static const struct actor service;
    if (!execute(db, NULL, error, "UPDATE person SET stay_asked_at = NOW(3), updated_at = updated_at WHERE id = ?", "u",
                 &silent->id) ||
        !record_audit(db, &service, "retention_ask", &silent->id, &silent->id, NULL, error))
        return false;
    if (silent->email[0] == '\0')
        return true; /* no address: the time runs all the same */
    return execute(db, NULL, error,
                   "INSERT INTO link (token_hash, purpose, about_id, expires_at) "
                   "VALUES (?, 'stay', ?, NOW(3) + INTERVAL " ANSWER_DAYS " DAY)",
                   "hu", link->hash, &silent->id) &&
           execute(db, NULL, error, "DELETE FROM outbox WHERE event = 'stay' AND about_id = ?", "u", &silent->id) &&
           record_letter(db, "stay", &silent->id, silent->email, silent->language, link->text, 0, error);
}

bool retention_ask(struct db *db, const struct link_secret *links, size_t count, size_t *asked, struct error *error)
{
    struct silent list[BATCH_MAX];
    *asked = 0;
    if (!list_silent(db, count < BATCH_MAX ? count : BATCH_MAX, list, asked, error))
        return false;
    for (size_t i = 0; i < *asked; i++)
        if (!ask(db, &list[i], &links[i], error))
            return false;
    return true;
}

bool retention_forget(struct db *db, size_t *forgotten, struct error *error)
{
    static const struct actor service;
    struct uuid people[BATCH_MAX];
    struct rows rows;
    *forgotten = 0;
    if (!retention_look(db, 0, error) ||
        !query(db, &rows, error,
               "SELECT p.id FROM person p WHERE " SILENT_TO_FORGET "ORDER BY p.stay_asked_at LIMIT 50 FOR UPDATE", ""))
        return false;
    while (*forgotten < BATCH_MAX && rows_next(&rows))
        people[(*forgotten)++] = rows_uuid(&rows, 0);
    if (!rows_end(&rows, error))
        return false;
    for (size_t i = 0; i < *forgotten; i++)
        if (!person_forget(db, &service, &people[i], error))
            return false;
    return true;
}

bool profile_keep(struct db *db, const unsigned char token_hash[32], const char *request, struct error *error)
{
    struct rows rows;
    struct uuid person = {{0}};
    if (!query(db, &rows, error,
               "SELECT l.about_id, l.used_at IS NOT NULL, l.expires_at < NOW(3) FROM link l "
               "JOIN person p ON p.id = l.about_id AND p.state <> 'anonymised' "
               "WHERE l.token_hash = ? AND l.purpose = 'stay' FOR UPDATE",
               "h", token_hash))
        return false;
    struct link_state link = {.known = rows_next(&rows)};
    if (link.known) {
        person = rows_uuid(&rows, 0);
        link.used = rows_int(&rows, 1) != 0;
        link.expired = rows_int(&rows, 2) != 0;
    }
    if (!rows_end(&rows, error) || !link_holds(link, error))
        return false;
    struct actor self = {.person = person, .request = request};
    return execute(db, NULL, error, "UPDATE link SET used_at = NOW(3) WHERE token_hash = ?", "h", token_hash) &&
           person_is_active(db, &person, error) &&
           record_audit(db, &self, "profile_keep", &person, &person, NULL, error);
}
