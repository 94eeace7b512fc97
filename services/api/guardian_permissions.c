/* A guardian's page: what is asked, and permission centre by centre for the school year, withdrawable. */
#include "services/api/api.h"

#include "db/guardians.h"
#include "services/calendar.h"

struct input {
    const char *token;
    struct codes centres;
};

static const struct field path_fields[] = {
    FIELD_TOKEN(struct input, token, "token", .min = 22, .max = 64),
    FIELDS_END,
};

static const struct field body_fields[] = {
    FIELD_LIST(struct input, centres.items, centres.count, "centres", field_code_item, .required = true, .max = 400),
    FIELDS_END,
};

static const struct field centre_fields[] = {
    FIELD_CODE(struct guardian_centre, id, "id"),
    FIELD_LINE(struct guardian_centre, name, "name"),
    FIELD_BOOLEAN(struct guardian_centre, granted, "granted"),
    FIELDS_END,
};

static const struct field request_fields[] = {
    FIELD_LINE(struct guardian_request, child_first_name, "child_first_name"),
    FIELD_LINE(struct guardian_request, guardian_name, "guardian_name"),
    FIELD_WORD(struct guardian_request, language, "language", language_words),
    FIELD_DATE(struct guardian_request, school_year_end, "school_year_end"),
    FIELD_MINUTE(struct guardian_request, latest_end_minute, "latest_end"),
    FIELD_OBJECTS(struct guardian_request, centres, centre_count, "centres", centre_fields),
    FIELDS_END,
};

static int32_t today(const struct asking *asking)
{
    return calendar_day(asking->calendar, asking->now_ms);
}

static bool get(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    unsigned char hash[HASH_BYTES];
    token_hash(input->token, hash);
    return guardian_request_read(asking->db, asking->arena, hash, today(asking), result, error);
}

static bool answer(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    unsigned char hash[HASH_BYTES];
    token_hash(input->token, hash);
    return guardian_answer(asking->db, hash, &input->centres, today(asking), asking->request, error) &&
           guardian_request_read(asking->db, asking->arena, hash, today(asking), result, error);
}

const struct endpoint endpoint_getGuardianRequest = {
    .operation = "getGuardianRequest",
    .method = "GET",
    .path = "/api/v1/guardian-permissions/{token}",
    .policy = {.roles = ROLE_ANYBODY, .objects = OBJECTS_OWN},
    .path_fields = path_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = get,
    RESULT_SIZE(struct guardian_request),
    .reply_fields = request_fields,
};

const struct endpoint endpoint_answerGuardianRequest = {
    .operation = "answerGuardianRequest",
    .method = "POST",
    .path = "/api/v1/guardian-permissions/{token}",
    .policy = {.roles = ROLE_ANYBODY, .objects = OBJECTS_OWN},
    .path_fields = path_fields,
    .body_fields = body_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = answer,
    RESULT_SIZE(struct guardian_request),
    .reply_fields = request_fields,
};
