/* Managers, a volunteer and their letters, as letters_fixture.h tells. */
#include "tests/db/letters_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "db/accounts.h"
#include "db/invitations.h"
#include "db/people_rows.h"

struct db *db;
struct arena *arena;
struct uuid kehra, loo, mari;

void letters_begin(const char *database)
{
    db = database_ready(database);
    arena = arena_new();
    assert_non_null(arena);
    kehra = make_account(db, ACCOUNT_MANAGER, "kehra", "kehra@example.com");
    loo = make_account(db, ACCOUNT_MANAGER, "loo", "loo@example.com");
    mari = make_person(db, "Mari", "mari@example.com");
}

void letters_end(void)
{
    arena_free(arena);
    database_drop(db);
}

const char *letters(void)
{
    struct rows rows;
    struct error error = {0};
    const char *found = "";
    if (!query(db, &rows, &error,
               "SELECT COALESCE(GROUP_CONCAT(CONCAT(event, '>', SUBSTRING_INDEX(recipient, '@', 1)) ORDER BY 1 "
               "SEPARATOR ' '), '') FROM (SELECT event, recipient FROM outbox WHERE state = 'waiting' "
               "ORDER BY event, recipient LIMIT 1000) o",
               ""))
        fail_msg("%s", error.detail);
    if (rows_next(&rows))
        found = rows_text(&rows, 0, arena);
    assert_true(rows_end(&rows, &error));
    return found;
}

void forget(void)
{
    must(db, "UPDATE outbox SET state = 'sent', secret = NULL WHERE state = 'waiting'");
}

struct letter *letter_about(const char *event)
{
    struct letter *all;
    struct uuid owner = make_id();
    size_t count;
    struct error error = {0};
    if (!outbox_lease(db, arena, &owner, 60000, 64, &all, &count, &error))
        fail_msg("%s", error.detail);
    must(db, "UPDATE outbox SET state = 'sent', lease_until = NULL, secret = NULL WHERE state = 'leased'");
    for (size_t i = 0; i < count; i++)
        if (strcmp(all[i].event, event) == 0)
            return &all[i];
    fail_msg("no letter about %s among %zu", event, count);
    return NULL;
}

struct uuid two_shifts(const struct uuid *account, const char *centre, bool children, int hours)
{
    const struct actor actor = {.account = *account};
    struct shift_input shifts[] = {{make_id(), in_hours(hours), in_hours(hours + 2), 2},
                                   {make_id(), in_hours(hours + 48), in_hours(hours + 50), 2}};
    const struct need_input input = {.id = make_id(),
                                     .centre = centre,
                                     .activity = "workshop",
                                     .min_age = 13,
                                     .urgency = 2,
                                     .children = children,
                                     .contact = "Tiina",
                                     .responsible = "Tiina Kask",
                                     .shifts = shifts,
                                     .shift_count = 2};
    DOES(db, need_create(db, &actor, &input, &error));
    return input.id;
}

struct uuid invite(const struct uuid *account, const struct uuid *need, const struct uuid *person)
{
    char token[60];
    static int number_of_tokens;
    snprintf(token, sizeof token, "invitation-%d", number_of_tokens++);
    const struct actor manager = {.account = *account};
    struct invitation_input input = {make_id(), *person, make_secret(token), NULL, 0};
    DOES(db, invitations_create(db, &manager, need, &input, 1, NULL, 0, 0, in_hours(9), &error));
    return input.id;
}

void say_yes(const struct uuid *invitation, const struct uuid *person)
{
    const struct actor self = {.person = *person};
    DOES(db, invitation_answer(db, &self, invitation, true, NULL, 0, WORD_NONE, NULL, &error));
}

struct uuid placement_at(int number_of_it)
{
    struct rows rows;
    struct error error = {0};
    struct uuid id = {{0}};
    if (!query(db, &rows, &error, "SELECT id FROM placement ORDER BY starts_at LIMIT ?, 1", "i", (int64_t)number_of_it))
        fail_msg("%s", error.detail);
    if (rows_next(&rows))
        id = rows_uuid(&rows, 0);
    assert_true(rows_end(&rows, &error));
    return id;
}
