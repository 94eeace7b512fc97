#include "db/personal_codes.h"
#include "services/api/api.h"
#include "services/api/invitation_reply.h"
#include "services/api/links.h"

/* The centre says yes or no to an offer; yes makes placements. */
struct input {
    struct uuid id;
    int answer;
    struct link_secret guardian_link, code_link; /* mailed for what is missing */
};

static const char *const answer_words[] = {"accept", "decline", NULL};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field body_fields[] = {
    FIELD_WORD(struct input, answer, "answer", answer_words, .required = true),
    FIELDS_END,
};

static void check(const struct asking *asking, void *data, struct field_errors *errors)
{
    struct input *input = data;
    (void)errors;
    link_secret_new(&input->guardian_link, asking->now_ms + GUARDIAN_LINK_MS);
    link_secret_new(&input->code_link, asking->now_ms + DAYS_MS(CODE_DAYS));
}

static bool act(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    const struct missing_links links = {&input->guardian_link, asking->code_key != NULL ? &input->code_link : NULL};
    return offer_answer(asking->db, &asking->actor, &input->id, input->answer == 0, &links, error) &&
           invitation_view(asking->db, asking->arena, &asking->actor, &input->id, result, error);
}

const struct endpoint endpoint_answerOffer = {
    .operation = "answerOffer",
    .method = "POST",
    .path = "/api/v1/offers/{id}/answer",
    .policy = {.roles = ROLES_CENTRE, .objects = OBJECTS_CENTRE},
    .path_fields = path_fields,
    .body_fields = body_fields,
    INPUT_SIZE(struct input),
    .check = check,
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct invitation),
    .reply_fields = invitation_fields,
};
