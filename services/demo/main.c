/* vahetus-demo: fills a new database with the region and, unless it is to stay empty, with invented people. ./start
 * runs it once, before the service. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "db/migrate.h"
#include "db/region.h"
#include "services/demo/demo.h"
#include "services/random.h"
#include "services/settings.h"

struct arguments {
    const char *config, *accounts, *data, *migrations;
    bool empty;
};

static const char usage[] =
    "usage: vahetus-demo --config FILE --accounts FILE [--empty] [--data DIR] [--migrations DIR]\n"
    "Fills a new database: the region and its accounts and, unless --empty, invented people.\n";

static bool read_arguments(int argc, char **argv, struct arguments *arguments)
{
    static const struct option options[] = {
        {"config", required_argument, NULL, 'c'}, {"accounts", required_argument, NULL, 'a'},
        {"data", required_argument, NULL, 'd'},   {"migrations", required_argument, NULL, 'm'},
        {"empty", no_argument, NULL, 'e'},        {NULL, 0, NULL, 0},
    };
    int option;

    *arguments = (struct arguments){.data = "services/demo/data", .migrations = "db/migrations"};
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case 'c':
            arguments->config = optarg;
            break;
        case 'a':
            arguments->accounts = optarg;
            break;
        case 'd':
            arguments->data = optarg;
            break;
        case 'm':
            arguments->migrations = optarg;
            break;
        case 'e':
            arguments->empty = true;
            break;
        default:
            return false;
        }
    }
    return optind == argc && arguments->config != NULL && arguments->accounts != NULL;
}

static bool mark_demonstration(struct db *db, void *context, struct error *error)
{
    (void)context;
    return setting_put(db, "demonstration", "1", error);
}

/* Two volunteers to try signing in as: their links go to DIR/mail, as all mail does without a mail server. */
static bool note_volunteers(const struct demo *demo, struct error *error)
{
    static const char *const languages[] = {"et", "ru"};
    size_t at = 0;

    for (size_t noted = 0; noted < 2; noted++, at++) {
        while (at < DEMO_VOLUNTEERS &&
               (demo_age(&demo->people[at], demo->today) < 18 || !demo->people[at].active ||
                demo->people[at].held_count == 0 || strcmp(demo->people[at].language, languages[noted]) != 0))
            at++;
        if (at == DEMO_VOLUNTEERS)
            return error_set(error, ERROR_INTERNAL, "internal", "no volunteer with a placement");
        if (!demo_account_note("volunteer", NULL, demo->people[at].email, NULL))
            return error_set(error, ERROR_INTERNAL, "internal", "out of memory");
    }
    return true;
}

static bool load_people(struct demo *demo, struct error *error)
{
    static db_work *const parts[] = {demo_load_accounts, demo_load_volunteers, demo_load_workers, demo_load_needs,
                                     demo_load_promises, demo_load_round,      mark_demonstration};

    demo->people = calloc(DEMO_PEOPLE, sizeof *demo->people);
    demo->slots = calloc(DEMO_SHIFTS, sizeof *demo->slots);
    demo->promises = calloc(DEMO_SHIFTS, sizeof *demo->promises);
    if (demo->people == NULL || demo->slots == NULL || demo->promises == NULL)
        return error_set(error, ERROR_INTERNAL, "internal", "out of memory");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!db_transaction(demo->db, parts[i], demo, error))
            return false;
    }
    return note_volunteers(demo, error);
}

static bool read_tables(struct demo *demo, const char *folder, struct error *error)
{
    return table_read(&demo->municipalities, folder, "municipalities.csv", error) &&
           table_read(&demo->settlements, folder, "settlements.csv", error) &&
           table_read(&demo->centres, folder, "centres.csv", error) &&
           table_read(&demo->travels, folder, "travel.csv", error) &&
           table_read(&demo->names, folder, "names.csv", error) && table_read(&demo->needs, folder, "needs.csv", error);
}

static bool open_database(struct demo *demo, const struct settings *settings, struct error *error)
{
    struct db_settings database = {
        .patient = true,
        .socket = settings->database_socket,
        .user = settings->database_user,
        .password = settings->database_password,
        .database = settings->database_name,
    };

    demo->db = db_open(&database, error);
    return demo->db != NULL;
}

static bool fill(struct demo *demo, const struct arguments *arguments, const struct settings *settings,
                 struct error *error)
{
    if (!read_tables(demo, arguments->data, error))
        return false;
    if (demo->centres.rows > DEMO_CENTRES)
        return error_set(error, ERROR_INTERNAL, "bad_data", "more than %d centres", DEMO_CENTRES);
    demo->calendar = calendar_new(error);
    if (demo->calendar == NULL)
        return false;
    demo->arena = arena_new();
    if (demo->arena == NULL)
        return error_set(error, ERROR_INTERNAL, "internal", "out of memory");
    demo->today = calendar_day(demo->calendar, demo->now_ms);
    return open_database(demo, settings, error) && migrate(demo->db, arguments->migrations, NULL, error) &&
           db_transaction(demo->db, demo_load_region, demo, error) &&
           (arguments->empty ? db_transaction(demo->db, demo_load_accounts, demo, error) : load_people(demo, error)) &&
           demo_write_accounts(arguments->accounts, error);
}

static void free_demo(struct demo *demo)
{
    db_close(demo->db);
    calendar_free(demo->calendar);
    arena_free(demo->arena);
    table_free(&demo->municipalities);
    table_free(&demo->settlements);
    table_free(&demo->centres);
    table_free(&demo->travels);
    table_free(&demo->names);
    table_free(&demo->needs);
    free(demo->people);
    free(demo->slots);
    free(demo->promises);
}

int main(int argc, char **argv)
{
    struct arguments arguments;
    struct settings settings = {0};
    struct error error = {0};
    struct demo demo = {.seed = {20261122}, .now_ms = (int64_t)time(NULL) * 1000};

    if (!read_arguments(argc, argv, &arguments)) {
        fputs(usage, stderr);
        return 2;
    }
    bool good = (random_start() || error_set(&error, ERROR_INTERNAL, "internal", "no randomness")) &&
                settings_load(&settings, arguments.config, &error) && fill(&demo, &arguments, &settings, &error);
    if (!good)
        fprintf(stderr, "vahetus-demo: %s (%s)\n", error.detail, error.code);
    free_demo(&demo);
    settings_free(&settings);
    return good ? 0 : 1;
}
