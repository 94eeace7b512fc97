/* vahetusd: start the parts in order, run the loop until a signal, stop them in the reverse order. */
#include <event2/event.h>
#include <event2/thread.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "db/migrate.h"
#include "services/assets.h"
#include "services/calendar.h"
#include "services/dispatch.h"
#include "services/follow.h"
#include "services/geo.h"
#include "services/index.h"
#include "services/jobs.h"
#include "services/keyed.h"
#include "services/log.h"
#include "services/metrics.h"
#include "services/personal_code.h"
#include "services/random.h"
#include "services/rate.h"
#include "services/route.h"
#include "services/server.h"
#include "services/session.h"
#include "services/stream.h"
#include "services/words.h"
#include "services/work.h"

enum { EXIT_USAGE = 2, QUEUE_MAX = 4096, HASH_QUEUE_MAX = 64 };

struct program {
    struct settings settings;
    struct db_settings database;
    struct server server;
    struct keyed keyed;
    struct code_key code_key;
    struct follow *follow;
    struct jobs *jobs;
    struct event *signals[2];
    struct event *tick;
};

static void usage(FILE *file)
{
    fputs("usage: vahetusd --config FILE\n"
          "       vahetusd --help | --version | --routes\n\n"
          "The settings file is `name = value` lines; these are the settings and what they are otherwise:\n\n",
          file);
    settings_print(file);
}

/* The path of the settings file; exits for --help and for usage errors. */
static const char *read_arguments(int argc, char **argv)
{
    static const struct option options[] = {{"config", required_argument, NULL, 'c'},
                                            {"help", no_argument, NULL, 'h'},
                                            {"version", no_argument, NULL, 'v'},
                                            {"routes", no_argument, NULL, 'r'},
                                            {NULL, 0, NULL, 0}};
    const char *path = NULL;
    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        switch (option) {
        case 'c':
            path = optarg;
            break;
        case 'h':
            usage(stdout);
            exit(EXIT_SUCCESS);
        case 'v':
            puts("vahetusd " PACKAGE_VERSION);
            exit(EXIT_SUCCESS);
        case 'r':
            routes_print(endpoints, stdout);
            exit(EXIT_SUCCESS);
        default:
            exit(EXIT_USAGE);
        }
    }
    if (path == NULL || optind < argc) {
        fputs("vahetusd: name the settings file: vahetusd --config FILE (--help lists the settings)\n", stderr);
        exit(EXIT_USAGE);
    }
    return path;
}

static bool no_memory(struct error *error)
{
    return error_set(error, ERROR_INTERNAL, "internal", "out of memory");
}

static const char *or_null(const char *text)
{
    return text[0] == '\0' ? NULL : text;
}

/* ---- Start ------------------------------------------------------------------------------------------------------- */

/* A failure at start becomes a sentence that says what to look at. Always returns false. */
static bool explain(struct error *error, const char *sentence, const char *about)
{
    struct error cause = *error;
    *error = (struct error){0};
    return error_set(error, cause.kind, cause.code, "%s %.80s (%.60s)", sentence, about, cause.detail);
}

/* The schema, and what is read once. */
static bool start_database(struct program *program, struct error *error)
{
    const struct settings *settings = &program->settings;
    program->database = (struct db_settings){.socket = or_null(settings->database_socket),
                                             .user = or_null(settings->database_user),
                                             .password = or_null(settings->database_password),
                                             .database = settings->database_name};
    struct db *db = db_open(&program->database, error);
    if (db == NULL)
        return explain(error,
                       "the database does not let us in: see that MariaDB runs and that database_user and "
                       "database_name are right; database_socket is",
                       settings->database_socket);
    int applied = 0;
    bool good = settings->migrations_folder[0] == '\0' || migrate(db, settings->migrations_folder, &applied, error);
    if (applied > 0)
        log_event(LOG_INFO, "migrated", "%d steps of the schema applied", applied);
    good = good && (program->server.words = words_new(db, error)) != NULL;
    db_close(db);
    return good;
}

/* Without a key everything else works: nobody is asked for a personal code. */
static bool start_code_key(struct program *program, struct error *error)
{
    const char *path = program->settings.personal_code_key_file;
    if (path[0] == '\0')
        return true;
    program->server.code_key = &program->code_key;
    return code_key_load(path, &program->code_key, error);
}

static bool start_tools(struct program *program, struct error *error)
{
    struct server *server = &program->server;
    const struct settings *settings = &program->settings;
    struct error geo_error = {0};
    server->settings = settings;
    server->keyed = &program->keyed;
    server->geo = geo_new(settings->mmdb_file, &geo_error);
    log_error("geo", &geo_error);
    server->calendar = calendar_new(error);
    if (server->calendar == NULL)
        return false;
    const struct rate_limit limits[RATE_CLASSES] = {
        [RATE_READ] = {settings->reads_per_minute, 60},
        [RATE_WRITE] = {settings->writes_per_minute, 60},
        [RATE_SIGN_IN] = {settings->sign_ins_per_10_minutes, 600},
    };
    server->rate = rate_new(limits);
    server->sessions = sessions_new();
    server->stream = stream_new();
    server->metrics = metrics_new(endpoints);
    return (server->geo && server->rate && server->sessions && server->stream && server->metrics) || no_memory(error);
}

static bool start_assets(struct program *program, struct error *error)
{
    const struct settings *settings = &program->settings;
    const struct assets_settings wanted = {.folder = settings->web_folder,
                                           .tile_origin = or_null(settings->map_tiles),
                                           .https = settings_is_https(settings)};
    if (wanted.folder[0] == '\0')
        return true;
    program->server.assets = assets_load(&wanted, error);
    return program->server.assets != NULL ||
           explain(error, "the built pages cannot be read; web_folder is", settings->web_folder);
}

static bool start_work(struct program *program, struct error *error)
{
    struct server *server = &program->server;
    const struct settings *settings = &program->settings;
    const struct work_settings wanted = {.read_threads = (unsigned)settings->read_threads,
                                         .append_threads = (unsigned)settings->append_threads,
                                         .transact_threads = (unsigned)settings->transact_threads,
                                         .hash_threads = (unsigned)settings->hash_threads,
                                         .queue_max = QUEUE_MAX,
                                         .hash_queue_max = HASH_QUEUE_MAX};
    const struct work_storage storage = work_storage_mariadb(&program->database);
    const struct job_tools tools = {.settings = settings, .words = server->words, .calendar = server->calendar};
    server->base = http_event_base_new();
    if (server->base == NULL)
        return no_memory(error);
    server->work = work_new(&wanted, &storage, server->base, dispatch_done, server, error);
    server->index = server->work == NULL ? NULL : index_new(server->words, server->calendar, error);
    if (server->index == NULL)
        return false;
    program->jobs = jobs_start(&tools, &program->database, error);
    return program->jobs != NULL;
}

static bool start_http(struct program *program, struct error *error)
{
    struct server *server = &program->server;
    const struct settings *settings = &program->settings;
    const struct http_handler handler = {.context = server,
                                         .on_request = dispatch_request,
                                         .on_done = dispatch_finished,
                                         .on_refused = dispatch_refused,
                                         .title_of = dispatch_title};
    struct http_settings wanted;
    http_settings_default(&wanted);
    wanted.address = settings->listen_address;
    wanted.port = (uint16_t)settings->listen_port;
    wanted.trust_forwarded = settings->trust_forwarded;
    wanted.connections_max = (unsigned)settings->connections_max;
    wanted.drain_timeout_ms = (unsigned)settings->drain_seconds * 1000;
    server->http = http_server_new(server->base, &wanted, &handler, error);
    if (server->http == NULL)
        return false;
    program->follow = follow_start(server, &program->database, error);
    return program->follow != NULL;
}

static void on_drained(void *context)
{
    event_base_loopbreak(context);
}

/* The first signal lets what is under way finish; the second does not wait. */
static void on_signal(evutil_socket_t number, short what, void *context)
{
    struct program *program = context;
    (void)what;
    if (http_server_is_draining(program->server.http)) {
        event_base_loopbreak(program->server.base);
        return;
    }
    log_event(LOG_INFO, "stopping", "signal %d", (int)number);
    http_server_drain(program->server.http, on_drained, program->server.base);
}

static bool start_signals(struct program *program, struct error *error)
{
    static const int numbers[2] = {SIGTERM, SIGINT};
    for (int i = 0; i < 2; i++) {
        program->signals[i] = evsignal_new(program->server.base, numbers[i], on_signal, program);
        if (program->signals[i] == NULL || event_add(program->signals[i], NULL) != 0)
            return no_memory(error);
    }
    return true;
}

/* Event streams end with their sessions, which end without a change of any row. */
static void on_tick(evutil_socket_t none, short what, void *context)
{
    struct server *server = &((struct program *)context)->server;
    (void)none;
    (void)what;
    stream_expire(server->stream, server->http, now_ms());
}

static bool start_tick(struct program *program, struct error *error)
{
    static const struct timeval second = {1, 0};
    program->tick = event_new(program->server.base, -1, EV_PERSIST, on_tick, program);
    return (program->tick != NULL && event_add(program->tick, &second) == 0) || no_memory(error);
}

static bool start(struct program *program, struct error *error)
{
    if (!random_start())
        return error_set(error, ERROR_INTERNAL, "internal", "the system gives no randomness");
    log_set_level((enum log_level)program->settings.log_level);
    program->server.routes = routes_new(endpoints, error);
    return program->server.routes != NULL && start_code_key(program, error) && start_tools(program, error) &&
           start_assets(program, error) && start_database(program, error) && start_work(program, error) &&
           start_http(program, error) && start_signals(program, error) && start_tick(program, error);
}

/* ---- Stop -------------------------------------------------------------------------------------------------------- */

static void stop(struct program *program)
{
    struct server *server = &program->server;
    for (int i = 0; i < 2; i++) {
        if (program->signals[i] != NULL)
            event_free(program->signals[i]);
    }
    if (program->tick != NULL)
        event_free(program->tick);
    follow_stop(program->follow);
    jobs_stop(program->jobs);
    work_free(server->work);
    http_server_free(server->http);
    if (server->base != NULL)
        event_base_free(server->base);
    stream_free(server->stream);
    index_free(server->index);
    words_free(server->words);
    assets_free(server->assets);
    metrics_free(server->metrics);
    sessions_free(server->sessions);
    rate_free(server->rate);
    calendar_free(server->calendar);
    geo_free(server->geo);
    routes_free(server->routes);
    settings_free(&program->settings);
}

int main(int argc, char **argv)
{
    static struct program program;
    struct error error = {0};
    const char *path = read_arguments(argc, argv);
    bool good = settings_load(&program.settings, path, &error) && start(&program, &error);
    if (good) {
        log_event(LOG_INFO, "ready", "http://%s:%u", program.settings.listen_address,
                  (unsigned)http_server_port(program.server.http));
        event_base_dispatch(program.server.base);
        log_event(LOG_INFO, "stopped", "all work is done");
    } else {
        fprintf(stderr, "vahetusd: %s\n", error.detail);
    }
    stop(&program);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
