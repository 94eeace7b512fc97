/* What staff see of people, and from when on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "db/accounts.h"
#include "db/invitations.h"
#include "db/people.h"
#include "tests/db/database.h"

static struct db *db;
static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    db = database_ready("vahetus_staff");
    arena = arena_new();
    make_worker(db, "Tiit", "kehra", "tiit@example.com");
    make_worker(db, "Leelo", "loo", "leelo@example.com");
    make_account(db, ACCOUNT_COORDINATOR, "harju", "harju@example.com");
    return arena == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    database_drop(db);
    return 0;
}

static void contact_shows_after_acceptance_and_is_logged(void **state)
{
    (void)state;
    struct uuid manager = make_account(db, ACCOUNT_MANAGER, "kehra", "kehra@example.com");
    const struct actor actor = {.account = manager};
    struct uuid people[] = {make_person(db, "Mari", "mari@example.com"), make_person(db, "Jüri", "jyri@example.com")};
    struct uuid need = make_need(db, &manager, "kehra", false, 48, 2, NULL);
    struct invitation_input inputs[] = {{make_id(), people[0], make_secret("one"), NULL, 0},
                                        {make_id(), people[1], make_secret("two"), NULL, 0}};
    const struct actor mari = {.person = people[0]};
    struct person_contact *contacts[2];
    DOES(db, invitations_create(db, &actor, &need, inputs, 2, NULL, 0, 10000, in_hours(9), &error));
    DOES(db, people_contacts(db, arena, &actor, &need, people, 2, contacts, &error));
    assert_null(contacts[0]->name);
    assert_string_equal(contacts[1]->first_name, "Jüri");
    assert_int_equal(contacts[1]->invitation_state, INVITATION_SENT);
    DOES(db, invitation_answer(db, &mari, &inputs[0].id, true, NULL, 0, WORD_NONE, NULL, &error));
    DOES(db, people_contacts(db, arena, &actor, &need, people, 2, contacts, &error));
    assert_string_equal(contacts[0]->email, "mari@example.com");
    assert_null(contacts[1]->email);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM audit WHERE action = 'contact_seen'"), 1);
    struct uuid *found;
    size_t count;
    DOES(db, people_find(db, arena, &actor, &need, "jür", &found, &count, &error));
    assert_int_equal(count, 1);
    DOES(db, people_find(db, arena, &actor, &need, "%", &found, &count, &error));
    assert_int_equal(count, 0);
    struct worker *list;
    DOES(db, workers_list(db, arena, &actor, &list, &count, &error));
    assert_int_equal(count, 1);
    assert_string_equal(list[0].name, "Tiit Kask");
    assert_string_equal(list[0].wants.items[0], "music");
    struct account *accounts;
    DOES(db, accounts_list(db, arena, (struct page){.limit = 1}, &accounts, &count, &error));
    assert_int_equal(count, 1);
    DOES(db, accounts_list(db, arena, (struct page){.after = accounts[0].id, .limit = 5}, &accounts, &count, &error));
    assert_string_equal(accounts[0].roles[0].scope_name, "Kehra noortekeskus");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(contact_shows_after_acceptance_and_is_logged, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
