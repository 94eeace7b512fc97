#include "services/api/api.h"
#include "services/api/invitation_reply.h"
#include "services/api/links.h"

/* The centre says yes or no to an offer; yes makes placements. */
struct input {
    struct uuid id;
    int answer;
    struct missing_secrets secrets;
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
    missing_secrets_new(&input->secrets, asking->now_ms);
}

static bool act(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    const struct missing_links links = missing_links_of(&input->secrets, asking->code_key != NULL);
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
