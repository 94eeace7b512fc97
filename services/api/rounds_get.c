/* Rounds: the list, and one with everything in it. */
#include "services/api/api.h"
#include "services/api/round_reply.h"

struct input {
    struct uuid id;
};

struct result {
    struct round_summary *rounds;
    size_t count;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field summary_fields[] = {
    FIELD_UUID(struct round_summary, id, "id"),
    FIELD_INTEGER(struct round_summary, version, "version"),
    FIELD_LINE(struct round_summary, name, "name"),
    FIELD_WORD(struct round_summary, state, "state", round_state_words),
    FIELD_DATE(struct round_summary, first_day, "first"),
    FIELD_DATE(struct round_summary, last_day, "last"),
    FIELD_INTEGER(struct round_summary, visits, "visits"),
    FIELD_WORD(struct round_summary, kind, "kind", round_kind_words),
    FIELDS_END,
};

static const struct field list_fields[] = {
    FIELD_OBJECTS(struct result, rounds, count, "rounds", summary_fields),
    FIELDS_END,
};

static bool list(const struct asking *asking, const void *input, void *out, struct error *error)
{
    struct result *result = out;
    (void)input;
    return rounds_list(asking->db, asking->arena, &asking->actor, &result->rounds, &result->count, error);
}

static bool one(const struct asking *asking, const void *data, void *out, struct error *error)
{
    return round_reply_read(asking, &((const struct input *)data)->id, out, error);
}

enum { ROLES_ROUND_READERS = ROLE_WORKER | ROLES_CENTRE };

const struct endpoint endpoint_listRounds = {
    .operation = "listRounds",
    .method = "GET",
    .path = "/api/v1/rounds",
    .policy = {.roles = ROLES_ROUND_READERS, .objects = OBJECTS_GROUP},
    .work = WORK_TRANSACT,
    .act = list,
    RESULT_SIZE(struct result),
    .reply_fields = list_fields,
};

const struct endpoint endpoint_getRound = {
    .operation = "getRound",
    .method = "GET",
    .path = "/api/v1/rounds/{id}",
    .policy = {.roles = ROLES_ROUND_READERS, .objects = OBJECTS_GROUP},
    .path_fields = path_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = one,
    RESULT_SIZE(struct round_reply),
    .reply_fields = round_fields,
    .etag_version = VERSION_IN(struct round_reply, round.version),
};
