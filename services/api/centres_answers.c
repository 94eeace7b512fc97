#include "db/answers.h"
#include "services/api/api.h"
#include "services/api/need_reply.h"

/* "Kes vastas": what waits for a centre's decision and who answered, over all of its needs in one request. */
struct input {
    const char *centre;
};

struct row {
    struct centre_answer answer;
    struct names titles;
};

struct result {
    struct row *rows;
    size_t count;
};

static const struct field path_fields[] = {FIELD_CODE(struct input, centre, "centre", .max = 40), FIELDS_END};

static const struct field row_fields[] = {
    FIELD_UUID(struct row, answer.id, "id"),
    FIELD_UUID(struct row, answer.need, "need"),
    FIELD_UUID(struct row, answer.person, "person"),
    FIELD_WORD(struct row, answer.kind, "kind", invitation_kind_words),
    FIELD_WORD(struct row, answer.state, "state", invitation_state_words),
    FIELD_WORD(struct row, answer.reason, "reason", decline_reason_words, .nullable = true),
    FIELD_LINE(struct row, answer.first_name, "first_name", .required = true),
    FIELD_LINE(struct row, answer.name, "name", .nullable = true),
    FIELD_INSTANT(struct row, answer.said_at_ms, "said"),
    FIELD_OBJECT(struct row, titles, "titles", names_fields),
    FIELD_INSTANT(struct row, answer.from_ms, "from", .nullable = true, GIVEN(struct row, answer.has_shift)),
    FIELD_INSTANT(struct row, answer.to_ms, "to", .nullable = true, GIVEN(struct row, answer.has_shift)),
    FIELD_INTEGER(struct row, answer.shift_count, "shifts"),
    FIELD_BOOLEAN(struct row, answer.check_needed, "check_needed"),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_OBJECTS(struct result, rows, count, "answers", row_fields),
    FIELDS_END,
};

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct result *result = out;
    struct centre_answer *answers;
    if (!answers_of_centre(asking->db, asking->arena, &asking->actor, input->centre, &answers, &result->count, error))
        return false;
    result->rows = arena_alloc(asking->arena, (result->count + 1) * sizeof *result->rows);
    if (!result->rows)
        return error_set(error, ERROR_INTERNAL, "no_memory", "answers to a centre");
    for (size_t i = 0; i < result->count; i++)
        result->rows[i] = (struct row){.answer = answers[i], .titles = need_titles(asking, answers[i].activity)};
    return true;
}

const struct endpoint endpoint_listCentreAnswers = {
    .operation = "listCentreAnswers",
    .method = "GET",
    .path = "/api/v1/centres/{centre}/answers",
    .policy = {.roles = ROLES_CENTRE, .objects = OBJECTS_CENTRE},
    .path_fields = path_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
};
