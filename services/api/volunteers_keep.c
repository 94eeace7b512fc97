/* The button of the letter that asks, after two years without a sign of life, whether a profile is to stay (R10). */
#include "services/api/api.h"

#include "db/retention.h"

struct input {
    const char *token;
};

static const struct field input_fields[] = {
    FIELD_TOKEN(struct input, token, "token", .required = true, .min = 22, .max = 64),
    FIELDS_END,
};

static bool keep(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    unsigned char hash[HASH_BYTES];
    (void)result;
    token_hash(input->token, hash);
    return profile_keep(asking->db, hash, asking->request, error);
}

const struct endpoint endpoint_keepVolunteer = {
    .operation = "keepVolunteer",
    .method = "POST",
    .path = "/api/v1/volunteers/keeps",
    .policy = POLICY_PUBLIC,
    .body_fields = input_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = keep,
    .status = 204,
    .never_replayed = true,
    .rate = RATE_SIGN_IN,
};
