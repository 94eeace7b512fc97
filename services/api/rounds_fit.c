/* What a visit of a worker to a host is worth, part by part, or why it is ruled out. */
#include "services/api/api.h"
#include "services/api/round_reply.h"
#include "services/round_days.h"
#include "services/round_fit.h"

#include <string.h>

struct input {
    struct uuid id, worker;
    const char *host;
};

struct part {
    int part; /* enum fit_part */
    int32_t points;
    const char *text;
};

struct result {
    bool allowed;
    int barred; /* enum fit_bar */
    const char *text;
    int32_t points, metres, minutes;
    struct part parts[FIT_PARTS], *part_list;
    size_t part_count;
    struct round_want *goals;
    size_t goal_count;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field query_fields[] = {
    FIELD_UUID(struct input, worker, "worker", .required = true),
    FIELD_CODE(struct input, host, "host", .required = true, .max = 40),
    FIELDS_END,
};

static const struct field part_fields[] = {
    FIELD_WORD(struct part, part, "part", fit_part_words),
    FIELD_INTEGER(struct part, points, "points"),
    FIELD_LINE(struct part, text, "text"),
    FIELDS_END,
};

static const struct field goal_fields[] = {
    FIELD_CODE(struct round_want, skill, "skill"),
    FIELD_INTEGER(struct round_want, points, "points"),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_BOOLEAN(struct result, allowed, "allowed"),
    FIELD_WORD(struct result, barred, "barred", fit_bar_words, .nullable = true),
    FIELD_LINE(struct result, text, "text", .nullable = true),
    FIELD_INTEGER(struct result, points, "points"),
    FIELD_OBJECTS(struct result, part_list, part_count, "parts", part_fields),
    FIELD_OBJECTS(struct result, goals, goal_count, "goals", goal_fields),
    FIELD_INTEGER(struct result, metres, "metres"),
    FIELD_INTEGER(struct result, minutes, "minutes"),
    FIELDS_END,
};

static bool find_goals(const struct asking *asking, const struct round_worker *worker, const struct round_centre *host,
                       struct result *result)
{
    result->goals = arena_alloc(asking->arena, (worker->want_count + 1) * sizeof *result->goals);
    for (size_t i = 0; result->goals && i < worker->want_count; i++) {
        for (size_t k = 0; k < host->offers.count; k++) {
            if (strcmp(host->offers.items[k], worker->wants[i].skill) == 0)
                result->goals[result->goal_count++] = worker->wants[i];
        }
    }
    return result->goals != NULL;
}

static bool say_why_not(const struct asking *asking, const struct round_worker *worker, const struct round_centre *host,
                        struct result *result)
{
    const struct text_value values[] = {{"worker", worker->name}, {"centre", host->name}};
    result->text = broken_rule_text(asking, "fit", fit_bar_words[result->barred], values, 2);
    return result->text != NULL;
}

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct result *result = out;
    struct round *round;
    if (!round_read(asking->db, asking->arena, &asking->actor, &input->id, &round, error))
        return false;
    const struct round_worker *worker = round_worker_of(round, &input->worker);
    const struct round_centre *host = round_centre_of(round, input->host);
    if (!worker || !host)
        return error_set(error, ERROR_NOT_FOUND, "not_found", "no such worker or centre in the round");
    struct fit fit = round_fit(asking->words, round, worker, host);
    result->allowed = fit.bar == FIT_ALLOWED;
    result->barred = fit.bar;
    result->points = fit.points;
    result->metres = fit.way.metres;
    result->minutes = fit.way.minutes;
    for (int part = 0; part < FIT_PARTS; part++)
        result->parts[part] = (struct part){.part = part,
                                            .points = fit.parts[part],
                                            .text = text_part(asking->language, "fit", fit_part_words[part], NULL)};
    result->part_list = result->parts;
    result->part_count = FIT_PARTS;
    return (find_goals(asking, worker, host, result) &&
            (result->allowed || say_why_not(asking, worker, host, result))) ||
           error_set(error, ERROR_BUSY, "busy", "no memory for a fit");
}

const struct endpoint endpoint_explainFit = {
    .operation = "explainFit",
    .method = "GET",
    .path = "/api/v1/rounds/{id}/fit",
    .policy = {.roles = ROLE_COORDINATOR, .objects = OBJECTS_GROUP},
    .path_fields = path_fields,
    .query_fields = query_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
};
