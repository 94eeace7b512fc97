/*
 * The raw peer of `make bench`: a C client on Connector/C that does for each operation what the service does for a
 * request, without HTTP: prepared statements, one transaction and one commit each, one connection per thread.
 *
 *   raw_client post|get SOCKET USER PASSWORD DATABASE CONNECTIONS SECONDS
 *
 * Prints operations, seconds, and the 50th and 99th percentile of an operation in ms. `get` reads random needs whole:
 * the need with its centre, its shifts, its skills and words.
 */
#include <mysql.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

enum { IDS_MAX = 4096, TIMES_MAX = 1 << 20, COLUMNS_MAX = 20, TEXT_MAX = 1200 };

static const char form[] =
    "{\"first_name\":\"Mari\",\"last_name\":\"Maasikas\",\"birth_date\":\"1990-05-17\",\"email\":\"\",\"language\":"
    "\"et\","
    "\"home\":{\"lat\":59.336,\"lon\":25.321},\"reach\":{\"max_m\":60000,\"centres\":[\"kehra\",\"alavere\"]},"
    "\"availability\":[{\"day\":1,\"from\":\"16:00\",\"to\":\"20:00\"},{\"day\":3,\"from\":\"16:00\",\"to\":\"20:00\"},"
    "{\"day\":5,\"from\":\"14:00\",\"to\":\"20:00\"}],\"languages\":{\"et\":\"C1\",\"ru\":\"B1\"},"
    "\"skills\":[\"cooking\",\"sport\"],\"interests\":[],\"age_groups\":[\"12-15\"],\"terms\":\"2026-11\"}";

static struct {
    const char *socket, *user, *password, *database;
    double seconds;
    unsigned char ids[IDS_MAX][16];
    size_t id_count;
} job;

struct client {
    pthread_t thread;
    MYSQL *mysql;
    bool reads;
    size_t done;
    float *times_ms;
};

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void die(MYSQL *mysql, const char *what)
{
    fprintf(stderr, "raw_client: %s: %s\n", what, mysql_error(mysql));
    exit(1);
}

static MYSQL *connect_now(void)
{
    MYSQL *mysql = mysql_init(NULL);
    mysql_optionsv(mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    if (mysql_real_connect(mysql, "localhost", job.user, job.password, job.database, 0, job.socket, 0) == NULL)
        die(mysql, "connecting");
    return mysql;
}

static MYSQL_STMT *prepare(MYSQL *mysql, const char *sql)
{
    MYSQL_STMT *statement = mysql_stmt_init(mysql);
    if (statement == NULL || mysql_stmt_prepare(statement, sql, strlen(sql)) != 0)
        die(mysql, sql);
    return statement;
}

static MYSQL_BIND bytes(void *data, unsigned long length, enum enum_field_types type)
{
    return (MYSQL_BIND){.buffer_type = type, .buffer = data, .buffer_length = length, .length_value = length};
}

static void run(MYSQL *mysql, MYSQL_STMT *statement, MYSQL_BIND *parameters)
{
    if (mysql_stmt_bind_param(statement, parameters) != 0 || mysql_stmt_execute(statement) != 0)
        die(mysql, mysql_stmt_error(statement));
}

static void plain(MYSQL *mysql, const char *sql)
{
    if (mysql_real_query(mysql, sql, strlen(sql)) != 0)
        die(mysql, sql);
}

static void random_bytes(void *target, size_t length)
{
    if (getrandom(target, length, 0) != (ssize_t)length)
        abort();
}

/* Grows with time, as the service's ids do. */
static void new_id(unsigned char id[16])
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    uint64_t ms = (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
    random_bytes(id, 16);
    for (int i = 0; i < 6; i++)
        id[i] = (unsigned char)(ms >> (40 - 8 * i));
    id[6] = (unsigned char)(0x70 | (id[6] & 0x0F));
    id[8] = (unsigned char)(0x80 | (id[8] & 0x3F));
}

/* ---- Registrations ----------------------------------------------------------------------------------------------- */

struct registering {
    MYSQL_STMT *registration, *audit, *outbox, *key;
};

static void register_one(MYSQL *mysql, const struct registering *with)
{
    unsigned char id[16], letter[16], token_hash[32], key_hash[32], body_hash[32], noise[8];
    char email[64], token[44], request[17];
    new_id(id);
    new_id(letter);
    random_bytes(token_hash, sizeof token_hash);
    random_bytes(key_hash, sizeof key_hash);
    random_bytes(body_hash, sizeof body_hash);
    random_bytes(noise, sizeof noise);
    for (size_t i = 0; i < sizeof noise; i++)
        sprintf(request + 2 * i, "%02x", noise[i]);
    int email_length = snprintf(email, sizeof email, "mari.%s@naidis.example", request);
    memset(token, 'a', 43);
    memcpy(token, request, 16);
    plain(mysql, "START TRANSACTION");
    run(mysql, with->registration,
        (MYSQL_BIND[]){bytes(id, 16, MYSQL_TYPE_BLOB), bytes(token_hash, 32, MYSQL_TYPE_BLOB),
                       bytes(email, (unsigned long)email_length, MYSQL_TYPE_STRING),
                       bytes((void *)(uintptr_t)form, sizeof form - 1, MYSQL_TYPE_STRING)});
    run(mysql, with->audit, (MYSQL_BIND[]){bytes(id, 16, MYSQL_TYPE_BLOB), bytes(request, 16, MYSQL_TYPE_STRING)});
    run(mysql, with->outbox,
        (MYSQL_BIND[]){bytes(letter, 16, MYSQL_TYPE_BLOB), bytes(id, 16, MYSQL_TYPE_BLOB),
                       bytes(email, (unsigned long)email_length, MYSQL_TYPE_STRING),
                       bytes(token, 43, MYSQL_TYPE_STRING)});
    run(mysql, with->key, (MYSQL_BIND[]){bytes(key_hash, 32, MYSQL_TYPE_BLOB), bytes(body_hash, 32, MYSQL_TYPE_BLOB)});
    plain(mysql, "COMMIT");
}

/* ---- Needs ------------------------------------------------------------------------------------------------------- */

struct reading {
    MYSQL_STMT *need, *shifts, *tags;
};

/* Every row of a statement, each column as text. */
static void fetch_all(MYSQL *mysql, MYSQL_STMT *statement, MYSQL_BIND *parameters)
{
    static _Thread_local char texts[COLUMNS_MAX][TEXT_MAX];
    unsigned long lengths[COLUMNS_MAX];
    my_bool nulls[COLUMNS_MAX];
    MYSQL_BIND columns[COLUMNS_MAX] = {0};
    run(mysql, statement, parameters);
    unsigned count = mysql_stmt_field_count(statement);
    for (unsigned i = 0; i < count; i++)
        columns[i] = (MYSQL_BIND){.buffer_type = MYSQL_TYPE_STRING,
                                  .buffer = texts[i],
                                  .buffer_length = TEXT_MAX,
                                  .length = &lengths[i],
                                  .is_null = &nulls[i]};
    if (mysql_stmt_bind_result(statement, columns) != 0 || mysql_stmt_store_result(statement) != 0)
        die(mysql, mysql_stmt_error(statement));
    while (mysql_stmt_fetch(statement) == 0)
        continue;
    mysql_stmt_free_result(statement);
}

static void read_one(MYSQL *mysql, const struct reading *with, unsigned *seed)
{
    unsigned char *id = job.ids[(size_t)rand_r(seed) % job.id_count];
    MYSQL_BIND twice[] = {bytes(id, 16, MYSQL_TYPE_BLOB), bytes(id, 16, MYSQL_TYPE_BLOB)};
    fetch_all(mysql, with->need, twice);
    fetch_all(mysql, with->shifts, twice);
    fetch_all(mysql, with->tags, twice);
}

static void find_ids(void)
{
    MYSQL *mysql = connect_now();
    plain(mysql, "SELECT id FROM need ORDER BY id LIMIT 4096");
    MYSQL_RES *result = mysql_store_result(mysql);
    if (result == NULL)
        die(mysql, "ids");
    for (MYSQL_ROW row; job.id_count < IDS_MAX && (row = mysql_fetch_row(result)) != NULL;)
        memcpy(job.ids[job.id_count++], row[0], 16);
    mysql_free_result(result);
    mysql_close(mysql);
    if (job.id_count == 0) {
        fputs("raw_client: there are no needs\n", stderr);
        exit(1);
    }
}

/* ---- Clients ----------------------------------------------------------------------------------------------------- */

static void *client_main(void *context)
{
    struct client *client = context;
    MYSQL *mysql = client->mysql;
    unsigned seed;
    random_bytes(&seed, sizeof seed);
    struct registering registering = {0};
    struct reading reading = {0};
    if (client->reads) {
        reading.need =
            prepare(mysql, "SELECT n.id, n.version, n.centre_code, c.name, c.municipality_code, c.lat, c.lon, "
                           "n.activity, n.for_whom, n.purpose, n.role, n.state, n.min_age, n.urgency, "
                           "n.children, n.note, n.note_language, n.contact FROM need n "
                           "JOIN centre c ON c.code = n.centre_code WHERE n.id = ?");
        reading.shifts = prepare(mysql, "SELECT need_id, id, starts_at, ends_at, day, seats, agreed, taken - agreed "
                                        "FROM shift WHERE state = 'open' AND need_id = ? ORDER BY starts_at, id");
        reading.tags = prepare(
            mysql, "SELECT need_id, 'skill' AS tag, skill_code AS code, required, NULL AS level FROM need_skill "
                   "WHERE need_id = ? UNION ALL SELECT need_id, kind, code, required, level FROM need_word "
                   "WHERE need_id = ? ORDER BY 1, 2, 3");
    } else {
        registering.registration =
            prepare(mysql, "INSERT INTO registration (id, token_hash, email, language, form, expires_at) "
                           "VALUES (?, ?, ?, 'et', ?, NOW(3) + INTERVAL 30 DAY)");
        registering.audit =
            prepare(mysql, "INSERT INTO audit (action, subject_id, request) VALUES ('registration_create', ?, ?)");
        registering.outbox = prepare(mysql, "INSERT INTO outbox (id, event, about_id, recipient, language, secret) "
                                            "VALUES (?, 'registration', ?, ?, 'et', ?)");
        registering.key =
            prepare(mysql, "INSERT INTO idempotency (key_hash, body_hash, state, status, answer, "
                           "working_until) VALUES (?, ?, 'done', 202, '{\"status\":\"accepted\"}', NOW(3))");
    }
    double begun = now_s(), last = begun;
    while (last - begun < job.seconds && client->done < TIMES_MAX) {
        if (client->reads)
            read_one(mysql, &reading, &seed);
        else
            register_one(mysql, &registering);
        double now = now_s();
        client->times_ms[client->done++] = (float)((now - last) * 1000);
        last = now;
    }
    return NULL;
}

static int compare(const void *a, const void *b)
{
    float left = *(const float *)a, right = *(const float *)b;
    return (left > right) - (left < right);
}

int main(int argc, char **argv)
{
    if (argc != 8) {
        fputs("usage: raw_client post|get SOCKET USER PASSWORD DATABASE CONNECTIONS SECONDS\n", stderr);
        return 2;
    }
    bool reads = strcmp(argv[1], "get") == 0;
    job.socket = argv[2];
    job.user = argv[3];
    job.password = argv[4];
    job.database = argv[5];
    job.seconds = atof(argv[7]);
    size_t count = (size_t)atoi(argv[6]), done = 0;
    if (reads)
        find_ids();
    struct client *clients = calloc(count, sizeof *clients);
    float *times = NULL;
    for (size_t i = 0; i < count; i++) {
        clients[i] =
            (struct client){.reads = reads, .mysql = connect_now(), .times_ms = malloc(TIMES_MAX * sizeof(float))};
    }
    double begun = now_s();
    for (size_t i = 0; i < count; i++)
        pthread_create(&clients[i].thread, NULL, client_main, &clients[i]);
    for (size_t i = 0; i < count; i++) {
        pthread_join(clients[i].thread, NULL);
        times = realloc(times, (done + clients[i].done) * sizeof *times);
        memcpy(times + done, clients[i].times_ms, clients[i].done * sizeof *times);
        done += clients[i].done;
    }
    double took = now_s() - begun;
    qsort(times, done, sizeof *times, compare);
    printf("%zu %.3f %.3f %.3f\n", done, took, times[done / 2], times[done * 99 / 100]);
    return 0;
}
