#include "db/registrations.h"

#include <string.h>

#include "db/guardians.h"
#include "db/handle.h"
#include "db/links.h"
#include "db/people_rows.h"
#include "db/record.h"
#include "db/statement.h"

enum { APPEND_MAX = 64 };

bool registrations_append(struct db *db, const struct registration_input *inputs, size_t count, struct error *error)
{
    struct uuid ids[APPEND_MAX], letters[APPEND_MAX];
    unsigned char hashes[APPEND_MAX][32];
    const char *emails[APPEND_MAX], *languages[APPEND_MAX], *forms[APPEND_MAX], *secrets[APPEND_MAX];
    const char *requests[APPEND_MAX];
    int64_t expiries[APPEND_MAX];
    if (count > APPEND_MAX)
        return error_set(error, ERROR_INTERNAL, "database_error", "%zu registrations", count);
    for (size_t i = 0; i < count; i++) {
        ids[i] = inputs[i].id;
        new_id(&letters[i]);
        memcpy(hashes[i], inputs[i].link.hash, sizeof hashes[i]);
        emails[i] = inputs[i].email;
        languages[i] = language_words[inputs[i].language];
        forms[i] = inputs[i].form;
        secrets[i] = inputs[i].link.text;
        requests[i] = inputs[i].request;
        expiries[i] = inputs[i].link.expires_at_ms;
    }
    return execute_many(db, error,
                        "INSERT INTO registration (id, token_hash, email, language, form, expires_at) "
                        "VALUES (?, ?, ?, ?, ?, ?)",
                        "uhssst", count, (const void *const[]){ids, hashes, emails, languages, forms, expiries}) &&
           execute_many(db, error,
                        "INSERT INTO audit (action, subject_id, request) VALUES ('registration_create', ?, ?)", "us",
                        count, (const void *const[]){ids, requests}) &&
           execute_many(db, error,
                        "INSERT INTO outbox (id, event, about_id, recipient, language, secret) "
                        "VALUES (?, 'registration', ?, ?, ?, ?)",
                        "uusss", count, (const void *const[]){letters, ids, emails, languages, secrets});
}

bool registration_find(struct db *db, struct arena *arena, const unsigned char token_hash[32],
                       struct registration *registration, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error,
               "SELECT id, email, form, language, confirmed_at IS NOT NULL, expires_at < NOW(3) FROM registration "
               "WHERE token_hash = ?",
               "h", token_hash))
        return false;
    struct link_state link = {.known = rows_next(&rows)};
    if (link.known) {
        *registration = (struct registration){.id = rows_uuid(&rows, 0),
                                              .email = rows_text(&rows, 1, arena),
                                              .form = rows_text(&rows, 2, arena),
                                              .language = rows_word(&rows, 3, language_words)};
        link.used = rows_int(&rows, 4) != 0;
        link.expired = rows_int(&rows, 5) != 0;
    }
    return rows_end(&rows, error) && link_holds(link, error);
}

/* The person with this e-mail, locked; a new one if there is none. */
static bool person_by_email(struct db *db, const char *email, struct uuid *person, struct error *error)
{
    struct rows rows;
    if (!query(db, &rows, error, "SELECT id FROM person WHERE email = ? FOR UPDATE", "s", email))
        return false;
    bool known = rows_next(&rows);
    if (known)
        *person = rows_uuid(&rows, 0);
    if (!rows_end(&rows, error))
        return false;
    if (known)
        return execute(db, NULL, error, "UPDATE person SET state = 'active', version = version + 1 WHERE id = ?", "u",
                       person);
    new_id(person);
    return execute(db, NULL, error,
                   "INSERT INTO person (id, state, first_name, last_name, email) VALUES (?, 'active', '', '', ?)", "us",
                   person, email) &&
           execute(db, NULL, error,
                   "INSERT INTO membership (person_id, kind, since) VALUES (?, 'volunteer', UTC_DATE())", "u", person);
}

bool registration_confirm(struct db *db, const struct actor *actor, const unsigned char token_hash[32],
                          const struct person_fields *fields, const struct link_secret *guardian_link,
                          struct uuid *person, struct error *error)
{
    struct rows rows;
    char email[255] = "";
    if (!query(db, &rows, error,
               "SELECT id, email, confirmed_at IS NOT NULL, expires_at < NOW(3) FROM registration "
               "WHERE token_hash = ? FOR UPDATE",
               "h", token_hash))
        return false;
    struct link_state link = {.known = rows_next(&rows)};
    struct uuid id = {{0}};
    if (link.known) {
        id = rows_uuid(&rows, 0);
        rows_copy(&rows, 1, email, sizeof email - 1);
        link.used = rows_int(&rows, 2) != 0;
        link.expired = rows_int(&rows, 3) != 0;
    }
    if (!rows_end(&rows, error) || !link_holds(link, error) || !person_by_email(db, email, person, error))
        return false;
    /* The answers stand in the profile now; the form is not kept. */
    if (!execute(db, NULL, error,
                 "UPDATE registration SET confirmed_at = NOW(3), form = '', person_id = ? WHERE id = ?", "uu", person,
                 &id) ||
        !person_store(db, person, fields, error))
        return false;
    struct actor self = {.account = actor->account, .person = *person, .request = actor->request};
    return record_change(db, "person", person, person, NULL, NULL, error) &&
           record_audit(db, &self, "registration_confirm", &id, person, NULL, error) &&
           (guardian_link == NULL || guardian_ask(db, person, NULL, guardian_link, moment_today(), error));
}
