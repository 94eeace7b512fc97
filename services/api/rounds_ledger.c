#include "services/api/round_ledger.h"

#include <stdlib.h>
#include <string.h>

#include "services/api/api.h"
#include "services/round_days.h"
#include "services/round_fit.h"

static struct ledger_line *line_of(struct ledger_line *lines, size_t count, const char *municipality)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(lines[i].municipality, municipality) == 0)
            return &lines[i];
    }
    return NULL;
}

static int by_municipality(const void *one, const void *other)
{
    return strcmp(((const struct ledger_line *)one)->municipality, ((const struct ledger_line *)other)->municipality);
}

static void add_visit(const struct asking *asking, const struct round *round, const struct visit *visit,
                      struct ledger_line *lines, size_t count)
{
    int32_t days[DAYS_OF_PERIOD_MAX];
    const struct round_worker *worker = round_worker_of(round, &visit->worker);
    const struct round_centre *host = round_centre_of(round, visit->host);
    const struct round_centre *home = worker ? round_centre_of(round, worker->home_centre) : NULL;
    const struct round_period *period = round_period_of(round, visit->period);
    if (!host || !home || !period)
        return;
    int64_t spent = (int64_t)round_open_days(host, period, days);
    struct ledger_line *sender = line_of(lines, count, home->municipality);
    struct ledger_line *hosting = line_of(lines, count, host->municipality);
    if (!sender || !hosting)
        return;
    sender->days_sent += spent;
    sender->travelled_m += 2 * spent * round_way(asking->words, round, home->id, host->id).metres;
    hosting->days_hosted += spent;
}

struct ledger_line *round_ledger_of(const struct asking *asking, const struct round *round, size_t *count)
{
    struct ledger_line *lines = arena_alloc(asking->arena, (round->centre_count + 1) * sizeof *lines);
    *count = 0;
    if (!lines)
        return NULL;
    for (size_t i = 0; i < round->centre_count; i++) {
        if (!line_of(lines, *count, round->centres[i].municipality))
            lines[(*count)++] = (struct ledger_line){.municipality = round->centres[i].municipality};
    }
    qsort(lines, *count, sizeof *lines, by_municipality);
    for (size_t i = 0; i < round->visit_count; i++)
        add_visit(asking, round, &round->visits[i], lines, *count);
    return lines;
}

bool round_ledger_keep(const struct asking *asking, const struct uuid *id, struct error *error)
{
    struct round *round;
    size_t count;
    if (!round_read_any(asking->db, asking->arena, id, &round, error))
        return false;
    struct ledger_line *lines = round_ledger_of(asking, round, &count);
    return lines ? round_store_ledger(asking->db, id, lines, count, error)
                 : error_set(error, ERROR_BUSY, "busy", "no memory for a ledger");
}

struct input {
    struct uuid id;
};

struct municipality_line {
    struct ledger_line now, before;
    int64_t balance;
};

struct result {
    struct municipality_line *lines;
    size_t count;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field line_fields[] = {
    FIELD_LINE(struct municipality_line, now.municipality, "municipality"),
    FIELD_INTEGER(struct municipality_line, now.days_sent, "days_sent"),
    FIELD_INTEGER(struct municipality_line, now.days_hosted, "days_hosted"),
    FIELD_INTEGER(struct municipality_line, now.travelled_m, "travelled_m"),
    FIELD_INTEGER(struct municipality_line, before.days_sent, "before_sent"),
    FIELD_INTEGER(struct municipality_line, before.days_hosted, "before_hosted"),
    FIELD_INTEGER(struct municipality_line, before.travelled_m, "before_travelled_m"),
    FIELD_INTEGER(struct municipality_line, balance, "balance"),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_OBJECTS(struct result, lines, count, "municipalities", line_fields),
    FIELDS_END,
};

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct result *result = out;
    struct round *round;
    if (!round_read(asking->db, asking->arena, &asking->actor, &input->id, &round, error))
        return false;
    struct ledger_line *lines = round_ledger_of(asking, round, &result->count);
    result->lines = arena_alloc(asking->arena, (result->count + 1) * sizeof *result->lines);
    if (!lines || !result->lines)
        return error_set(error, ERROR_BUSY, "busy", "no memory for a ledger");
    for (size_t i = 0; i < result->count; i++) {
        const struct ledger_line *before = line_of(round->ledger, round->ledger_count, lines[i].municipality);
        struct municipality_line *line = &result->lines[i];
        line->now = lines[i];
        if (before)
            line->before = *before;
        line->balance = line->now.days_hosted + line->before.days_hosted - line->now.days_sent - line->before.days_sent;
    }
    return true;
}

const struct endpoint endpoint_getLedger = {
    .operation = "getLedger",
    .method = "GET",
    .path = "/api/v1/rounds/{id}/ledger",
    .policy = {.roles = ROLE_COORDINATOR, .objects = OBJECTS_GROUP},
    .path_fields = path_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
};
