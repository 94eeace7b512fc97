/* "Sobib": the coordinator asks, employers and hosts agree to the visits of a plan; an employer lets a worker cover. In
 * the same press a host accepts the checks that others made of its guests (R3). */
#include "db/agreements.h"
#include "db/checks.h"

#include "services/api/api.h"
#include "services/api/round_reply.h"
#include "services/calendar.h"
#include "services/round_checks.h"
#include "services/round_days.h"

enum { VISITS_MAX = 2000 };

struct input {
    struct uuid id;
    const char *centre;
    int side;
    bool agreed;
    struct seen_visit {
        struct visit visit;
        struct uuid accept, as; /* the check that the host accepts, and what the host's own is called; none: none */
    } * visits;
    size_t count;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field seen_fields[] = {
    FIELD_UUID(struct seen_visit, visit.id, "id", .required = true),
    FIELD_CODE(struct seen_visit, visit.host, "host", .required = true, .max = 40),
    FIELD_LINE(struct seen_visit, visit.period, "period", .required = true, .min = 1, .max = 20),
    FIELD_UUID(struct seen_visit, accept, "accept"),
    FIELDS_END,
};

static const struct field agree_fields[] = {
    FIELD_CODE(struct input, centre, "centre", .required = true, .max = 40),
    FIELD_WORD(struct input, side, "side", agreement_side_words, .required = true),
    FIELD_BOOLEAN(struct input, agreed, "agreed", .absent = 1),
    FIELD_OBJECTS(struct input, visits, count, "visits", seen_fields, .required = true, .min = 1, .max = VISITS_MAX),
    FIELDS_END,
};

static const struct field cover_fields[] = {
    FIELD_BOOLEAN(struct input, agreed, "agreed", .required = true),
    FIELDS_END,
};

static bool ask(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    struct round *round;
    if (!round_read(asking->db, asking->arena, &asking->actor, &input->id, &round, error))
        return false;
    const char **centres = arena_alloc(asking->arena, (round->centre_count + 1) * sizeof *centres);
    if (!centres)
        return error_set(error, ERROR_BUSY, "busy", "no memory for centres");
    const struct codes lacking = {centres,
                                  round_lacking(round, calendar_day(asking->calendar, asking->now_ms), centres)};
    /* Whoever lacks something is read from the round as it is locked. */
    int64_t version = asking->version ? asking->version : round->version;
    return round_ask_agreement(asking->db, &asking->actor, &input->id, version, &lacking, error) &&
           round_reply_read(asking, &input->id, result, error);
}

static void check(const struct asking *asking, void *data, struct field_errors *errors)
{
    struct input *input = data;
    (void)asking;
    for (size_t i = 0; i < input->count; i++) {
        if (uuid_is_none(&input->visits[i].accept))
            continue;
        input->visits[i].as = uuid_new();
        if (input->side != SIDE_HOST || !input->agreed)
            field_error_add(errors, "not_allowed_here", "/visits/%zu/accept", i);
    }
}

static struct visit *visits_of(const struct asking *asking, const struct input *input)
{
    struct visit *visits = arena_alloc(asking->arena, (input->count + 1) * sizeof *visits);
    for (size_t i = 0; visits && i < input->count; i++)
        visits[i] = input->visits[i].visit;
    return visits;
}

/* Each is the check of the worker who comes, as round_agree has found the visits to be those that were seen. */
static bool accept_checks(const struct asking *asking, const struct input *input, const struct round *round,
                          struct error *error)
{
    const struct round_centre *host = round_centre_of(round, input->centre);
    for (size_t i = 0; host && i < input->count; i++) {
        const struct seen_visit *seen = &input->visits[i];
        if (uuid_is_none(&seen->accept))
            continue;
        const struct visit *visit = round_visit_of(round, &seen->visit.id);
        if (!visit || !check_rely(asking->db, &asking->actor, &seen->accept, &seen->as, host->municipality,
                                  &visit->worker, error))
            return visit ? false : error_set(error, ERROR_CONFLICT, "visit_changed", "not in the round");
    }
    return true;
}

static bool agree(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct round_reply *result = out;
    struct visit *visits = visits_of(asking, input);
    if (!visits)
        return error_set(error, ERROR_BUSY, "busy", "no memory for visits");
    return round_agree(asking->db, &asking->actor, &input->id, input->centre, input->side, visits, input->count,
                       input->agreed, error) &&
           round_reply_read(asking, &input->id, result, error) && accept_checks(asking, input, &result->round, error) &&
           round_reply_read(asking, &input->id, result, error);
}

static bool cover(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    (void)result;
    return cover_agree(asking->db, &asking->actor, &input->id, input->agreed, error);
}

enum { ROLES_SPEAKERS = ROLE_MANAGER | ROLE_SPECIALIST };

const struct endpoint endpoint_askAgreement = {
    .operation = "askAgreement",
    .method = "POST",
    .path = "/api/v1/rounds/{id}/approval",
    .policy = {.roles = ROLE_COORDINATOR, .objects = OBJECTS_GROUP},
    .path_fields = path_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = ask,
    RESULT_SIZE(struct round_reply),
    .reply_fields = round_fields,
    .etag_version = VERSION_IN(struct round_reply, round.version),
    .needs_version = true,
};

const struct endpoint endpoint_agreeVisits = {
    .operation = "agreeVisits",
    .method = "POST",
    .path = "/api/v1/rounds/{id}/agreements",
    .policy = {.roles = ROLES_SPEAKERS, .objects = OBJECTS_CENTRE},
    .path_fields = path_fields,
    .body_fields = agree_fields,
    INPUT_SIZE(struct input),
    .check = check,
    .work = WORK_TRANSACT,
    .act = agree,
    RESULT_SIZE(struct round_reply),
    .reply_fields = round_fields,
    .etag_version = VERSION_IN(struct round_reply, round.version),
};

const struct endpoint endpoint_agreeCover = {
    .operation = "agreeCover",
    .method = "POST",
    .path = "/api/v1/workers/{id}/cover-agreement",
    .policy = {.roles = ROLES_SPEAKERS, .objects = OBJECTS_CENTRE},
    .path_fields = path_fields,
    .body_fields = cover_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = cover,
    .status = 204,
};
