#include "db/letters.h"

#include "db/statement.h"

#define HELD                                                                                                           \
    "SELECT l.id, l.person_id, l.need_id, l.centre_code, l.version, l.state = 'agreed', l.minor, p.email, "            \
    "p.language, "                                                                                                     \
    "g.email, g.language, l.children FROM placement l JOIN person p ON p.id = l.person_id "                            \
    "LEFT JOIN guardian g ON g.person_id = p.id WHERE l.state IN ('awaiting', 'agreed') AND l.ends_at > NOW() "
#define HELD_ORDER " ORDER BY l.need_id, l.person_id, l.starts_at, l.id"

static bool read_held(struct rows *rows, struct told *told, struct error *error)
{
    while (rows_next(rows)) {
        struct held *placements = grow(told->arena, told->placements, told->count, sizeof *placements, error);
        if (placements == NULL)
            break;
        told->placements = placements;
        placements[told->count++] = (struct held){.id = rows_uuid(rows, 0),
                                                  .person = rows_uuid(rows, 1),
                                                  .need = rows_uuid(rows, 2),
                                                  .centre = rows_text(rows, 3, told->arena),
                                                  .version = rows_int(rows, 4),
                                                  .agreed = rows_int(rows, 5) != 0,
                                                  .minor = rows_int(rows, 6) != 0,
                                                  .email = rows_text(rows, 7, told->arena),
                                                  .language = rows_word(rows, 8, language_words),
                                                  .guardian_email = rows_text(rows, 9, told->arena),
                                                  .guardian_language = rows_word(rows, 10, language_words),
                                                  .children = rows_int(rows, 11) != 0};
    }
    return rows_end(rows, error);
}

static bool told_new(struct told *told, struct error *error)
{
    *told = (struct told){.arena = arena_new()};
    return told->arena != NULL || error_set(error, ERROR_INTERNAL, "out_of_memory", "letters");
}

bool told_by_need(struct db *db, const struct uuid *need, struct told *told, struct error *error)
{
    struct rows rows;
    return told_new(told, error) &&
           query(db, &rows, error, HELD "AND l.need_id = ? AND l.starts_at > NOW()" HELD_ORDER, "u", need) &&
           read_held(&rows, told, error);
}

bool told_by_person(struct db *db, const struct uuid *person, struct told *told, struct error *error)
{
    struct rows rows;
    return told_new(told, error) && query(db, &rows, error, HELD "AND l.person_id = ?" HELD_ORDER, "u", person) &&
           read_held(&rows, told, error);
}

bool told_by_placement(struct db *db, const struct uuid *placement, struct told *told, struct error *error)
{
    struct rows rows;
    return told_new(told, error) && query(db, &rows, error, HELD "AND l.id = ?" HELD_ORDER, "u", placement) &&
           read_held(&rows, told, error);
}

bool told_by_question(struct db *db, const struct uuid *question, struct told *told, struct error *error)
{
    struct rows rows;
    return told_new(told, error) &&
           query(db, &rows, error, HELD "AND (l.invitation_id = ? OR l.offer_id = ?)" HELD_ORDER, "uu", question,
                 question) &&
           read_held(&rows, told, error);
}

void told_free(struct told *told)
{
    arena_free(told->arena);
    *told = (struct told){0};
}

void told_mark(struct told *told, const struct uuid *placement, int mark)
{
    for (size_t i = 0; i < told->count; i++)
        if (uuid_compare(&told->placements[i].id, placement) == 0)
            told->placements[i].mark = mark;
}

/* ---- Readers ----------------------------------------------------------------------------------------------------- */

static bool read_recipients(struct rows *rows, struct arena *arena, struct recipient *list, size_t *count,
                            struct error *error)
{
    *count = 0;
    while (*count < MANAGERS_MAX && rows_next(rows))
        list[(*count)++] = (struct recipient){rows_text(rows, 0, arena), rows_word(rows, 1, language_words)};
    return rows_end(rows, error);
}

bool letter_managers(struct db *db, const char *centre, struct arena *arena, struct recipient *list, size_t *count,
                     struct error *error)
{
    struct rows rows;
    return query(db, &rows, error,
                 "SELECT DISTINCT a.email, a.language FROM account a JOIN account_role r ON r.account_id = a.id "
                 "WHERE r.role = 'manager' AND r.centre_code = ? AND a.state = 'active' LIMIT 50",
                 "s", centre) &&
           read_recipients(&rows, arena, list, count, error);
}

bool letter_speakers(struct db *db, const char *centre, struct arena *arena, struct recipient *list, size_t *count,
                     struct error *error)
{
    struct rows rows;
    return query(db, &rows, error,
                 "SELECT DISTINCT a.email, a.language FROM account a JOIN account_centre r ON r.account_id = a.id "
                 "WHERE r.role IN ('manager', 'specialist') AND r.centre_code = ? AND a.state = 'active' LIMIT 50",
                 "s", centre) &&
           read_recipients(&rows, arena, list, count, error);
}

static bool list_readers(struct db *db, const struct held *one, enum letter_reader reader, struct arena *arena,
                         struct recipient *list, size_t *count, struct error *error)
{
    if (reader == LETTER_CENTRE)
        return letter_managers(db, one->centre, arena, list, count, error);
    list[0] = reader == LETTER_PERSON ? (struct recipient){one->email, one->language}
                                      : (struct recipient){one->guardian_email, one->guardian_language};
    *count = list[0].email == NULL ? 0 : 1;
    return true;
}

static bool concerns(const struct held *one, int mark, enum letter_reader reader)
{
    return one->mark == mark && (reader != LETTER_GUARDIAN || (one->minor && one->agreed));
}

bool letter_item(struct db *db, const struct uuid *letter, const struct uuid *item, struct error *error)
{
    /* Nothing where the letter was there already, and so is not this one. */
    return execute(db, NULL, error,
                   "INSERT IGNORE INTO outbox_item (outbox_id, item_id) SELECT id, ? FROM outbox WHERE id = ?", "uu",
                   item, letter);
}

/* The letter about placements[first], which speaks of the group's others, up to `end`, as well. */
static bool write_one(struct db *db, const struct told *told, size_t first, size_t end, int mark, const char *event,
                      enum letter_reader reader, const struct recipient *recipient, struct error *error)
{
    const struct held *about = &told->placements[first];
    struct uuid letter;
    new_id(&letter);
    /* The version before the change: each change of a placement is told once, the next one again. */
    if (!execute(db, NULL, error,
                 "INSERT INTO outbox (id, event, about_id, recipient, occasion, language) VALUES (?, ?, ?, ?, ?, ?) "
                 "ON DUPLICATE KEY UPDATE attempts = attempts",
                 "ususis", &letter, event, &about->id, recipient->email, about->version,
                 language_words[recipient->language]))
        return false;
    for (size_t i = first + 1; i < end; i++)
        if (concerns(&told->placements[i], mark, reader) && !letter_item(db, &letter, &told->placements[i].id, error))
            return false;
    return true;
}

static bool write_group(struct db *db, const struct told *told, size_t first, size_t end, int mark, const char *event,
                        enum letter_reader reader, struct error *error)
{
    struct recipient list[MANAGERS_MAX];
    size_t count = 0;
    while (first < end && !concerns(&told->placements[first], mark, reader))
        first++;
    if (first == end)
        return true;
    if (!list_readers(db, &told->placements[first], reader, told->arena, list, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!write_one(db, told, first, end, mark, event, reader, &list[i], error))
            return false;
    return true;
}

bool letters_write(struct db *db, const struct told *told, int mark, const char *event, enum letter_reader reader,
                   struct error *error)
{
    for (size_t first = 0, end; first < told->count; first = end) {
        const struct held *one = &told->placements[first];
        for (end = first + 1; end < told->count && uuid_compare(&told->placements[end].person, &one->person) == 0 &&
                              uuid_compare(&told->placements[end].need, &one->need) == 0;)
            end++;
        if (!write_group(db, told, first, end, mark, event, reader, error))
            return false;
    }
    return true;
}

bool letter_to_person(struct db *db, const char *event, const struct uuid *about, const struct uuid *person,
                      struct error *error)
{
    struct uuid letter;
    new_id(&letter);
    return execute(db, NULL, error,
                   "INSERT INTO outbox (id, event, about_id, recipient, language) "
                   "SELECT ?, ?, ?, email, language FROM person WHERE id = ? AND email IS NOT NULL "
                   "ON DUPLICATE KEY UPDATE attempts = outbox.attempts",
                   "usuu", &letter, event, about, person);
}

bool letters_of_agreed(struct db *db, const struct uuid *question, struct error *error)
{
    struct told told = {0};
    bool done = told_by_question(db, question, &told, error) &&
                letters_write(db, &told, 0, "guardian_agreed", LETTER_GUARDIAN, error);
    told_free(&told);
    return done;
}

bool letters_of_offer_end(struct db *db, const struct uuid *offer, struct error *error)
{
    return execute(db, NULL, error, "DELETE FROM outbox WHERE event = 'offer' AND about_id = ? AND state = 'waiting'",
                   "u", offer) &&
           execute(db, NULL, error,
                   "INSERT INTO outbox (id, event, about_id, recipient, language) "
                   "SELECT UNHEX(REPLACE(UUID(), '-', '')), 'offer_withdrawn', o.about_id, o.recipient, o.language "
                   "FROM outbox o WHERE o.event = 'offer' AND o.about_id = ? AND o.state IN ('leased', 'sent') "
                   "ON DUPLICATE KEY UPDATE attempts = outbox.attempts",
                   "u", offer);
}

bool letter_gather(struct db *db, const char *event, const struct uuid *about, const char *recipient, int language,
                   int64_t delay_ms, struct uuid *letter, struct error *error)
{
    struct rows rows;
    /* A letter that is being leased has left: the lock decides. */
    if (!query(db, &rows, error,
               "SELECT id FROM outbox WHERE event = ? AND about_id = ? AND recipient = ? AND state = 'waiting' "
               "AND attempts = 0 LIMIT 1 FOR UPDATE",
               "sus", event, about, recipient))
        return false;
    bool waits = rows_next(&rows);
    if (waits)
        *letter = rows_uuid(&rows, 0);
    if (!rows_end(&rows, error) || waits)
        return waits && error->kind == ERROR_NONE;
    new_id(letter);
    /* Any number that grows will do: there is no other unsent one. */
    return execute(db, NULL, error,
                   "INSERT INTO outbox (id, event, about_id, recipient, occasion, language, not_before) "
                   "SELECT ?, ?, ?, ?, COALESCE(MAX(o.occasion), 0) + 1, ?, NOW(3) + INTERVAL ? * 1000 MICROSECOND "
                   "FROM outbox o WHERE o.event = ? AND o.about_id = ? AND o.recipient = ?",
                   "ususs"
                   "isus",
                   letter, event, about, recipient, language_words[language], delay_ms, event, about, recipient);
}
