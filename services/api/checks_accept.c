#include "services/api/api.h"

#include "db/checks.h"
#include "services/api/check_reply.h"

/* A municipality relies on a check that another made: nothing is typed, so nothing can be mistyped (R3). */
struct input {
    struct uuid source, id;
    const char *checker;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, source, "id"), FIELDS_END};

static const struct field body_fields[] = {
    FIELD_CODE(struct input, checker, "checker", .required = true, .max = 4),
    FIELDS_END,
};

static void check(const struct asking *asking, void *data, struct field_errors *errors)
{
    struct input *input = data;
    (void)asking;
    (void)errors;
    input->id = uuid_new();
}

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct check_reply *result = out;
    struct uuid person;
    return check_accept(asking->db, &asking->actor, &input->source, &input->id, input->checker, &person,
                        &result->agreed_now, error) &&
           check_reply_read(asking, &person, &input->id, result, error);
}

const struct endpoint endpoint_acceptCheck = {
    .operation = "acceptCheck",
    .method = "POST",
    .path = "/api/v1/checks/{id}/acceptance",
    .policy = {.roles = ROLE_MANAGER | ROLE_SPECIALIST, .objects = OBJECTS_CENTRE},
    .path_fields = path_fields,
    .body_fields = body_fields,
    INPUT_SIZE(struct input),
    .check = check,
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct check_reply),
    .status = 201,
    .reply_fields = check_reply_fields,
};
