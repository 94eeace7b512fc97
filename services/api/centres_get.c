#include "services/api/api.h"
#include "services/api/centre_reply.h"

struct result {
    struct centre *centres;
    size_t count;
};

struct input {
    const char *centre;
};

const struct field centre_fields[] = {
    FIELD_CODE(struct centre, id, "id"),
    FIELD_LINE(struct centre, name, "name"),
    FIELD_CODE(struct centre, municipality, "municipality"),
    FIELD_LINE(struct centre, settlement, "settlement"),
    FIELD_REAL(struct centre, lat, "lat"),
    FIELD_REAL(struct centre, lon, "lon"),
    FIELD_INTEGER(struct centre, open_seats, "open_seats"),
    FIELD_TEXT(struct centre, how_to_find, "how_to_find", .nullable = true),
    FIELDS_END,
};

static const struct field list_fields[] = {
    FIELD_OBJECTS(struct result, centres, count, "centres", centre_fields),
    FIELDS_END,
};

static const struct field path_fields[] = {FIELD_CODE(struct input, centre, "centre", .max = 40), FIELDS_END};

static bool list(const struct asking *asking, const void *input, void *out, struct error *error)
{
    struct result *result = out;
    (void)input;
    return centres_list(asking->db, asking->arena, &result->centres, &result->count, error);
}

static bool one(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    return centre_read(asking->db, asking->arena, input->centre, result, error);
}

const struct endpoint endpoint_listCentres = {
    .operation = "listCentres",
    .method = "GET",
    .path = "/api/v1/centres",
    .policy = POLICY_PUBLIC,
    .work = WORK_TRANSACT,
    .act = list,
    RESULT_SIZE(struct result),
    .reply_fields = list_fields,
};

const struct endpoint endpoint_getCentre = {
    .operation = "getCentre",
    .method = "GET",
    .path = "/api/v1/centres/{centre}",
    .policy = POLICY_PUBLIC,
    .path_fields = path_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = one,
    RESULT_SIZE(struct centre),
    .reply_fields = centre_fields,
};
