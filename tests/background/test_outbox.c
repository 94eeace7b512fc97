/* The outbox's task on a real database, its letters as files: sent once, put off, given up, dropped, left to others. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "db/invitations.h"
#include "db/outbox.h"
#include "db/placements.h"
#include "services/calendar.h"
#include "services/mail_templates.h"
#include "services/outbox.h"
#include "services/words.h"
#include "tests/db/database.h"

static struct db *db;
static struct settings settings;
static struct job_tools tools;
static struct uuid kehra, mari;
static char folder[200], mails[240];
static void *sender;

static int set_up(void **state)
{
    (void)state;
    struct error error = {0};
    const char *temporary = getenv("TMPDIR");
    db = database_ready("vahetus_outbox");
    kehra = make_account(db, ACCOUNT_MANAGER, "kehra", "kehra@example.com");
    mari = make_person(db, "Mari", "mari@example.com");
    must(db, "DELETE FROM outbox");
    snprintf(folder, sizeof folder, "%s/vahetus-outbox-XXXXXX", temporary == NULL ? "/tmp" : temporary);
    if (mkdtemp(folder) == NULL || !settings_load(&settings, NULL, &error))
        return -1;
    snprintf(mails, sizeof mails, "%s/mail", folder);
    assert_true(settings_set(&settings, "mail_folder", mails, &error));
    tools = (struct job_tools){
        .settings = &settings, .words = words_new(db, &error), .calendar = calendar_new(&error), .owner = make_id()};
    assert_true(tools.words != NULL && tools.calendar != NULL);
    assert_true(outbox_task.start(&tools, &sender, &error));
    return 0;
}

/* How many letters lie in the folder; removes them. */
static size_t take_mail(char *last, size_t size)
{
    size_t count = 0;
    DIR *directory = opendir(mails);
    for (struct dirent *entry; directory != NULL && (entry = readdir(directory)) != NULL;) {
        char path[600];
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", mails, entry->d_name);
        FILE *file = last == NULL ? NULL : fopen(path, "r");
        if (file != NULL) {
            last[fread(last, 1, size - 1, file)] = '\0';
            fclose(file);
        }
        assert_int_equal(unlink(path), 0);
        count++;
    }
    if (directory != NULL)
        closedir(directory);
    return count;
}

static int tear_down(void **state)
{
    (void)state;
    outbox_task.stop(sender);
    words_free((struct words *)(uintptr_t)tools.words);
    calendar_free((struct calendar *)(uintptr_t)tools.calendar);
    settings_free(&settings);
    chmod(mails, 0700);
    take_mail(NULL, 0);
    rmdir(mails);
    rmdir(folder);
    database_drop(db);
    return 0;
}

static void run_task(void)
{
    struct error error = {0};
    if (!outbox_task.run(db, &tools, sender, &error))
        fail_msg("%s: %s", error.code, error.detail);
}

static void write_letter(const char *event, const char *recipient)
{
    char sql[400];
    snprintf(sql, sizeof sql,
             "INSERT INTO outbox (id, event, about_id, recipient, language, secret) SELECT "
             "UNHEX(REPLACE(UUID(), '-', '')), '%s', id, '%s', 'et', 'a-secret' FROM person LIMIT 1",
             event, recipient);
    must(db, sql);
}

static void letters_are_sent_once_and_forget_their_secret(void **state)
{
    (void)state;
    static char mail[20000];
    for (int i = 0; i < 11; i++) { /* more than two batches */
        char recipient[64];
        snprintf(recipient, sizeof recipient, "number%d@example.com", i);
        write_letter("sign_in", recipient);
    }
    run_task();
    assert_int_equal(take_mail(mail, sizeof mail), 11);
    assert_non_null(strstr(mail, "Subject: Sinu link sisenemiseks\r\n"));
    assert_non_null(strstr(mail, "/sisene/link#a-secret"));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM outbox WHERE state = 'sent' AND secret IS NULL AND attempts = 1"),
                     11);
    run_task();
    assert_int_equal(take_mail(NULL, 0), 0);
}

static void a_letter_waits_for_its_time(void **state)
{
    (void)state;
    write_letter("sign_in", "mari@example.com");
    must(db, "UPDATE outbox SET not_before = NOW(3) + INTERVAL 1 HOUR");
    run_task();
    assert_int_equal(take_mail(NULL, 0), 0);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND attempts = 0"), 1);
    must(db, "UPDATE outbox SET not_before = NOW(3)");
    run_task();
    assert_int_equal(take_mail(NULL, 0), 1);
}

static void what_cannot_be_written_is_put_off(void **state)
{
    (void)state;
    write_letter("sign_in", "mari@example.com");
    must(db, "UPDATE outbox SET created_at = NOW(3)");
    assert_int_equal(rmdir(mails), 0); /* the folder is gone: nothing can be written, not even by root */
    run_task();
    assert_int_equal(number(db,
                            "SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND failure = 'mail_directory' AND "
                            "secret IS NOT NULL AND not_before > NOW(3) + INTERVAL 20 SECOND"),
                     1);
    assert_int_equal(mkdir(mails, 0700), 0);
    must(db, "UPDATE outbox SET not_before = NOW(3)");
    run_task();
    assert_int_equal(take_mail(NULL, 0), 1);
    assert_int_equal(number(db, "SELECT attempts FROM outbox WHERE state = 'sent'"), 2);
}

static void a_link_that_would_be_dead_is_not_sent_later(void **state)
{
    (void)state;
    write_letter("sign_in", "mari@example.com");
    must(db, "UPDATE outbox SET created_at = NOW(3) - INTERVAL 1 DAY");
    assert_int_equal(rmdir(mails), 0);
    run_task();
    assert_int_equal(number(db, "SELECT COUNT(*) FROM outbox WHERE state = 'failed' AND secret IS NULL"), 1);
    assert_int_equal(mkdir(mails, 0700), 0);
}

static void what_no_server_takes_or_nobody_knows_is_given_up(void **state)
{
    (void)state;
    write_letter("sign_in", "no address at all");
    write_letter("no_such_event", "mari@example.com");
    write_letter("sign_in", "jaan@example.com"); /* and does not hold up the others */
    run_task();
    assert_int_equal(take_mail(NULL, 0), 1);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM outbox WHERE state = 'failed' AND failure = 'bad_address'"), 1);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM outbox WHERE state = 'failed' AND failure = 'unknown_letter'"),
                     1);
}

/* Cancelled before the confirmation left: the letter about the cancelling is the only one. */
static void what_was_overtaken_is_dropped(void **state)
{
    (void)state;
    static char mail[20000];
    struct uuid need = make_need(db, &kehra, "kehra", false, 60, 1, NULL), offer = make_id();
    const struct actor self = {.person = mari}, manager = {.account = kehra};
    DOES(db, offer_create(db, &self, &offer, &need, NULL, 0, &error));
    must(db, "DELETE FROM outbox");
    DOES(db, offer_answer(db, &manager, &offer, true, NULL, &error));
    struct placement *placements;
    size_t count;
    int64_t minutes;
    struct arena *arena = arena_new();
    DOES(db, placements_of_person(db, arena, &mari, PLACEMENTS_SHOWN, &placements, &count, &minutes, &error));
    DOES(db, placement_cancel(db, &manager, &placements[0].id, WORD_NONE, &error));
    arena_free(arena);
    run_task();
    assert_int_equal(take_mail(mail, sizeof mail), 1);
    assert_non_null(strstr(mail, "method=CANCEL"));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM outbox WHERE event = 'offer_accepted' AND state = 'failed' AND "
                                "failure = 'letter_gone'"),
                     1);
    assert_int_equal(number(db, "SELECT COUNT(*) FROM outbox WHERE event = 'placement_cancelled' AND state = 'sent'"),
                     1);
}

static void what_another_holds_is_left_to_it(void **state)
{
    (void)state;
    struct letter *letters;
    size_t count;
    struct error failure = {0};
    struct uuid other = make_id();
    struct arena *arena = arena_new();
    write_letter("sign_in", "mari@example.com");
    assert_true(outbox_lease(db, arena, &other, 60000, 10, &letters, &count, &failure));
    assert_int_equal(count, 1);
    run_task();
    assert_int_equal(take_mail(NULL, 0), 0);
    must(db, "UPDATE outbox SET lease_until = NOW(3) - INTERVAL 1 SECOND"); /* it has died */
    run_task();
    assert_int_equal(take_mail(NULL, 0), 1);
    FAILS(db, "lease_lost", outbox_sent(db, &letters[0].id, &other, &error)); /* or only slept */
    FAILS(db, "lease_lost", outbox_failed(db, &letters[0].id, &other, 0, "mail_failed", &error));
    assert_int_equal(number(db, "SELECT COUNT(*) FROM outbox WHERE state = 'sent' AND attempts = 2"), 1);
    arena_free(arena);
}

/* A letter without what it speaks of would be dropped as gone, silently. */
static void every_letter_knows_what_it_speaks_of(void **state)
{
    (void)state;
    static const char *const of_nothing[] = {"registration", "sign_in",         "password",
                                             "stay",         "profile_deleted", "guardian_released"};
    for (size_t i = 0; mail_template_event(i) != NULL; i++) {
        const char *event = mail_template_event(i);
        bool needs_none = false;
        for (size_t j = 0; j < sizeof of_nothing / sizeof *of_nothing; j++)
            needs_none |= strcmp(of_nothing[j], event) == 0;
        if (!needs_none && !outbox_has_details(event))
            fail_msg("db/outbox.c knows nothing of %s", event);
    }
}

static void retries_grow_longer_and_end(void **state)
{
    (void)state;
    int64_t days_ms = 0, before = 0;
    for (int32_t attempts = 1; outbox_retry_ms(attempts) != 0; attempts++) {
        assert_true(outbox_retry_ms(attempts) >= before);
        before = outbox_retry_ms(attempts);
        days_ms += before;
        assert_true(attempts < 1000);
    }
    assert_int_equal(outbox_retry_ms(1), 30000);
    assert_int_equal(before, 3600 * 1000);
    assert_in_range(days_ms, (int64_t)2 * 86400000, (int64_t)4 * 86400000); /* a server may be away for a weekend */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(letters_are_sent_once_and_forget_their_secret, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_letter_waits_for_its_time, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_cannot_be_written_is_put_off, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_link_that_would_be_dead_is_not_sent_later, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_no_server_takes_or_nobody_knows_is_given_up, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_was_overtaken_is_dropped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_another_holds_is_left_to_it, set_up, tear_down),
        cmocka_unit_test(every_letter_knows_what_it_speaks_of),
        cmocka_unit_test(retries_grow_longer_and_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
