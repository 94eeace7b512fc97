/* Pairings: the list, beginning one, stopping one. The work itself is services/pairing_job.c. */
#include "services/api/api.h"
#include "services/api/pairing_reply.h"

struct input {
    struct uuid id, job;
    const char *scope;
};

struct list {
    struct pairing_summary *pairings;
    size_t count;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field body_fields[] = {FIELD_CODE(struct input, scope, "scope", .max = 32), FIELDS_END};

static const struct field list_fields[] = {
    FIELD_OBJECTS(struct list, pairings, count, "pairings", pairing_summary_fields),
    FIELDS_END,
};

static bool list(const struct asking *asking, const void *input, void *out, struct error *error)
{
    struct list *result = out;
    struct pairing *pairings;
    (void)input;
    if (!pairings_list(asking->db, asking->arena, &asking->actor, &pairings, &result->count, error))
        return false;
    result->pairings = arena_alloc(asking->arena, (result->count + 1) * sizeof *result->pairings);
    if (!result->pairings)
        return error_set(error, ERROR_BUSY, "busy", "no memory for pairings");
    for (size_t i = 0; i < result->count; i++)
        result->pairings[i] = pairing_summary_make(&pairings[i]);
    return true;
}

static void check(const struct asking *asking, void *data, struct field_errors *errors)
{
    struct input *input = data;
    (void)asking;
    (void)errors;
    input->id = uuid_new();
    input->job = uuid_new();
}

static bool read_summary(const struct asking *asking, const struct uuid *id, void *out, struct error *error)
{
    struct pairing pairing;
    if (!pairing_read(asking->db, asking->arena, &asking->actor, id, &pairing, error))
        return false;
    *(struct pairing_summary *)out = pairing_summary_make(&pairing);
    return true;
}

static bool create(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    return pairing_create(asking->db, &asking->actor, &input->id, &input->job, input->scope, error) &&
           read_summary(asking, &input->id, out, error);
}

static bool cancel(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    return pairing_cancel(asking->db, &asking->actor, &input->id, error) && read_summary(asking, &input->id, out, error);
}

#define PAIRING_POLICY .policy = {.roles = ROLES_PAIRING, .objects = OBJECTS_CENTRE}

const struct endpoint endpoint_listPairings = {
    .operation = "listPairings",
    .method = "GET",
    .path = "/api/v1/pairings",
    PAIRING_POLICY,
    .work = WORK_TRANSACT,
    .act = list,
    RESULT_SIZE(struct list),
    .reply_fields = list_fields,
};

const struct endpoint endpoint_createPairing = {
    .operation = "createPairing",
    .method = "POST",
    .path = "/api/v1/pairings",
    PAIRING_POLICY,
    .body_fields = body_fields,
    INPUT_SIZE(struct input),
    .check = check,
    .work = WORK_TRANSACT,
    .act = create,
    RESULT_SIZE(struct pairing_summary),
    .status = 202,
    .reply_fields = pairing_summary_fields,
};

const struct endpoint endpoint_cancelPairing = {
    .operation = "cancelPairing",
    .method = "POST",
    .path = "/api/v1/pairings/{id}/cancellation",
    PAIRING_POLICY,
    .path_fields = path_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = cancel,
    RESULT_SIZE(struct pairing_summary),
    .reply_fields = pairing_summary_fields,
};
