#include "tests/db/database.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "db/accounts.h"
#include "db/checks.h"
#include "db/migrate.h"
#include "db/people.h"
#include "db/record.h"
#include "db/region.h"
#include "db/registrations.h"

static struct db_settings settings;
static char database_name[64];

static const char *migrations_folder(void)
{
    const char *source = getenv("srcdir"); /* set by make check */
    static char path[4096];
    snprintf(path, sizeof path, "%s/db/migrations", source == NULL ? "." : source);
    return path;
}

const struct db_settings *database_make(const char *name)
{
    char sql[200];
    struct error error = {0};
    const char *socket = getenv("VAHETUS_TEST_SOCKET");
    if (socket == NULL) {
        puts("needs tests/with-mariadb");
        exit(77);
    }
    settings = (struct db_settings){.socket = socket};
    struct db *db = db_open(&settings, &error);
    if (db == NULL)
        fail_msg("cannot connect: %s", error.detail);
    snprintf(database_name, sizeof database_name, "%s", name);
    snprintf(sql, sizeof sql, "DROP DATABASE IF EXISTS %s", name);
    must(db, sql);
    snprintf(sql, sizeof sql, "CREATE DATABASE %s CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_ai_ci", name);
    must(db, sql);
    db_close(db);
    settings.database = database_name;
    return &settings;
}

const struct db_settings *database_settings(void)
{
    return &settings;
}

struct db *database_connect(void)
{
    struct error error = {0};
    struct db *db = db_open(&settings, &error);
    if (db == NULL)
        fail_msg("cannot connect: %s", error.detail);
    return db;
}

struct db *database_ready(const char *name)
{
    struct error failure = {0};
    database_make(name);
    struct db *db = database_connect();
    if (!migrate(db, migrations_folder(), NULL, &failure))
        fail_msg("migrate: %s", failure.detail);
    const struct municipality anija = {"0141", "Anija vald", "vald", "Harju maakond", 59.32904, 25.43033};
    const struct municipality joelahtme = {"0245", "Jõelähtme vald", "vald", "Harju maakond", 59.45, 25.13};
    const struct centre kehra = {.id = "kehra",
                                 .name = "Kehra noortekeskus",
                                 .municipality = "0141",
                                 .settlement = "Kehra linn",
                                 .lat = 59.33611,
                                 .lon = 25.32111};
    const struct centre loo = {.id = "loo",
                               .name = "Loo noortekeskus",
                               .municipality = "0245",
                               .settlement = "Loo alevik",
                               .lat = 59.43556,
                               .lon = 24.94583};
    const struct settlement place = {
        .id = 591476, .name = "Kehra", .kind = "linn", .municipality = "0141", .lat = 59.33611, .lon = 25.32111};
    DOES(db, group_put(db, "harju", "Harju koostöögrupp", &error));
    DOES(db, municipality_put(db, &anija, &error));
    DOES(db, municipality_put(db, &joelahtme, &error));
    DOES(db, group_member_put(db, "harju", "0141", 17000, &error));
    DOES(db, group_member_put(db, "harju", "0245", 17000, &error));
    DOES(db, centre_put(db, &kehra, &error));
    DOES(db, centre_put(db, &loo, &error));
    DOES(db, settlement_put(db, &place, &error));
    return db;
}

void database_drop(struct db *db)
{
    char sql[200];
    snprintf(sql, sizeof sql, "DROP DATABASE %s", database_name);
    must(db, sql);
    db_close(db);
}

void must(struct db *db, const char *sql)
{
    struct error error = {0};
    if (!db_reopen(db, &error) || mysql_real_query(db->mysql, sql, strlen(sql)) != 0)
        fail_msg("%s: %s", sql, db->mysql == NULL ? error.detail : mysql_error(db->mysql));
    MYSQL_RES *result = mysql_store_result(db->mysql);
    if (result != NULL)
        mysql_free_result(result);
}

const char *refused(struct db *db, const char *sql)
{
    struct error error = {0};
    if (mysql_real_query(db->mysql, sql, strlen(sql)) == 0)
        fail_msg("the database took: %s", sql);
    db_fail(db, mysql_errno(db->mysql), mysql_error(db->mysql), sql, &error);
    return error.code;
}

int64_t number(struct db *db, const char *sql)
{
    if (mysql_real_query(db->mysql, sql, strlen(sql)) != 0)
        fail_msg("%s: %s", sql, mysql_error(db->mysql));
    MYSQL_RES *result = mysql_store_result(db->mysql);
    MYSQL_ROW row = result == NULL ? NULL : mysql_fetch_row(result);
    if (row == NULL)
        fail_msg("no row: %s", sql);
    int64_t value = row[0] == NULL ? -1 : atoll(row[0]);
    mysql_free_result(result);
    return value;
}

void must_have_done(struct db *db, bool done, struct error *error, const char *call)
{
    if (!db_end(db, done, error))
        fail_msg("%s: %s (%s)", call, error->code == NULL ? "?" : error->code, error->detail);
}

void must_have_failed(struct db *db, const char *code, bool done, struct error *error, const char *call)
{
    if (db_end(db, done, error))
        fail_msg("succeeded: %s", call);
    if (error->code == NULL || strcmp(error->code, code) != 0)
        fail_msg("%s: %s (%s), not %s", call, error->code == NULL ? "?" : error->code, error->detail, code);
}

struct uuid make_id(void)
{
    struct uuid id;
    new_id(&id);
    return id;
}

struct link_secret make_secret(const char *text)
{
    struct link_secret secret = {.expires_at_ms = in_hours(24)};
    snprintf(secret.text, sizeof secret.text, "%s", text);
    for (size_t i = 0; i < sizeof secret.hash; i++)
        secret.hash[i] = (unsigned char)(text[i % strlen(text)] + 7 * i);
    return secret;
}

int64_t in_hours(int hours)
{
    return ((int64_t)time(NULL) / 60 * 60 + hours * 3600LL) * 1000;
}

struct uuid make_person(struct db *db, const char *name, const char *email)
{
    struct uuid id = make_id();
    const struct actor service = {0};
    const struct person_fields fields = {
        .first_name = name, .last_name = "Tamm", .has_birth_date = true, .birth_date = 7305, .terms = "1"};
    DOES(db, person_create(db, &service, &id, KIND_VOLUNTEER, NULL, email, &fields, &error));
    return id;
}

struct uuid make_worker(struct db *db, const char *name, const char *centre, const char *email)
{
    static const char *wants[] = {"music"};
    static const struct language_level languages[] = {{"et", LEVEL_C1}};
    struct uuid id = make_id();
    const struct actor service = {0};
    const struct person_fields fields = {.first_name = name,
                                         .last_name = "Kask",
                                         .wants_given = true,
                                         .wants = {wants, 1},
                                         .languages_given = true,
                                         .languages = languages,
                                         .language_count = 1};
    DOES(db, person_create(db, &service, &id, KIND_WORKER, centre, email, &fields, &error));
    return id;
}

struct uuid make_account(struct db *db, int role, const char *scope, const char *email)
{
    struct uuid id = make_id(), account;
    const struct actor service = {0};
    DOES(db, account_create(db, &service, &id, email, 0, role, scope, NULL, NULL, &account, &error));
    DOES(db, account_set_password_by_id(db, &account, "$argon2id$test", &error));
    return account;
}

struct uuid make_need(struct db *db, const struct uuid *account, const char *centre, bool children, int hours,
                      int32_t seats, struct uuid *shift)
{
    const struct actor actor = {.account = *account};
    struct shift_input shifts[] = {{make_id(), in_hours(hours), in_hours(hours + 2), seats}};
    const struct need_input input = {.id = make_id(),
                                     .centre = centre,
                                     .activity = "workshop",
                                     .min_age = 13,
                                     .urgency = 2,
                                     .children = children,
                                     .shifts = shifts,
                                     .shift_count = 1};
    DOES(db, need_create(db, &actor, &input, &error));
    if (shift != NULL)
        *shift = shifts[0].id;
    return input.id;
}

void make_check(struct db *db, const struct uuid *person, int32_t days_ago)
{
    const struct check_input input = {.id = make_id(),
                                      .person = *person,
                                      .result = CHECK_PERMITTED,
                                      .checked_on = moment_today() - days_ago,
                                      .checker = "0141"};
    DOES(db, check_import(db, &input, &error));
}

struct uuid register_person(struct db *db, struct arena *arena, const char *email, const char *first_name,
                            int32_t birth_date, const char *token, const struct link_secret *guardian_link)
{
    static const char *centres[] = {"kehra"}, *skills[] = {"music", "photo"}, *interests[] = {"workshop"};
    static const struct language_level languages[] = {{"et", LEVEL_C1}, {"ru", LEVEL_B1}};
    static const struct availability free[] = {{4, 960, 1200}};
    static const struct certificate certificates[] = {{"first_aid", true, 22000}};
    struct registration_input input = {
        .id = make_id(), .email = email, .language = 1, .form = "{}", .link = make_secret(token)};
    struct person_fields fields = {.first_name = first_name,
                                   .last_name = "Ivanova",
                                   .has_birth_date = true,
                                   .birth_date = birth_date,
                                   .language = 1,
                                   .has_settlement = true,
                                   .settlement = 591476,
                                   .has_reach_m = true,
                                   .reach_m = 20000,
                                   .centres = {centres, 1},
                                   .availability = free,
                                   .availability_count = 1,
                                   .commitment = COMMITMENT_WEEKLY,
                                   .languages = languages,
                                   .language_count = 2,
                                   .skills = {skills, 2},
                                   .interests = {interests, 1},
                                   .certificates = certificates,
                                   .certificate_count = 1,
                                   .phone = "+3725555555",
                                   .phone_calls = true,
                                   .terms = "2026-11",
                                   .guardian_name = guardian_link == NULL ? NULL : "Olga Ivanova",
                                   .guardian_email = guardian_link == NULL ? NULL : "olga@example.com"};
    const struct actor nobody = {0};
    struct uuid person;
    person_fields_give_all(&fields);
    DOES(db, registrations_append(db, &input, 1, &error));
    struct registration found;
    DOES(db, registration_find(db, arena, input.link.hash, &found, &error));
    assert_string_equal(found.email, email);
    DOES(db, registration_confirm(db, &nobody, input.link.hash, &fields, guardian_link, &person, &error));
    FAILS(db, "link_used", registration_confirm(db, &nobody, input.link.hash, &fields, NULL, &person, &error));
    return person;
}
