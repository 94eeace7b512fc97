/* Whom a centre could look for: what the newest proposal that covers it says one more person would bring. */
#include "services/api/api.h"
#include "services/api/pairing_reply.h"
#include "services/words.h"

struct input {
    const char *centre;
};

struct result {
    bool has_as_of;
    int64_t as_of_ms;
    struct pairing_advice *advice;
    size_t count;
};

static const struct field path_fields[] = {FIELD_CODE(struct input, centre, "centre", .max = 40), FIELDS_END};

static const struct field reply_fields[] = {
    FIELD_INSTANT(struct result, as_of_ms, "as_of", .nullable = true, GIVEN(struct result, has_as_of)),
    FIELD_OBJECTS(struct result, advice, count, "advice", pairing_advice_fields),
    FIELDS_END,
};

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct result *result = out;
    struct pairing pairing = {0};
    int number = words_number(asking->words, WORDS_CENTRE, input->centre);
    if (number < 0 || !caller_reaches_centre(asking->caller, input->centre,
                                             words_centre(asking->words, number)->municipality))
        return error_set(error, ERROR_NOT_FOUND, "unknown_centre", "no such centre, or not the caller's");
    if (!pairing_read_newest(asking->db, asking->arena, input->centre, &pairing, &result->has_as_of, error))
        return false;
    result->as_of_ms = pairing.solved_at_ms;
    return pairing_advice_read(asking, pairing.advice, input->centre, &result->advice, &result->count, error);
}

const struct endpoint endpoint_getCentreRecruiting = {
    .operation = "getCentreRecruiting",
    .method = "GET",
    .path = "/api/v1/centres/{centre}/recruiting",
    .policy = {.roles = ROLES_CENTRE, .objects = OBJECTS_CENTRE},
    .path_fields = path_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
};
