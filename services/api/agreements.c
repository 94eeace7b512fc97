/* "Sobib": the coordinator asks, employers and hosts agree to the visits of a plan; an employer lets a worker cover. */
#include "db/agreements.h"

#include "services/api/api.h"
#include "services/api/round_reply.h"

enum { VISITS_MAX = 2000 };

struct input {
    struct uuid id;
    const char *centre;
    int side;
    bool agreed;
    struct visit *visits;
    size_t count;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field seen_fields[] = {
    FIELD_UUID(struct visit, id, "id", .required = true),
    FIELD_CODE(struct visit, host, "host", .required = true, .max = 40),
    FIELD_LINE(struct visit, period, "period", .required = true, .min = 1, .max = 20),
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
    return round_ask_agreement(asking->db, &asking->actor, &input->id, asking->version, error) &&
           round_reply_read(asking, &input->id, result, error);
}

static bool agree(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    return round_agree(asking->db, &asking->actor, &input->id, input->centre, input->side, input->visits, input->count,
                       input->agreed, error) &&
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
