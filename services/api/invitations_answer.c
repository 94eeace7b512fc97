#include "services/api/api.h"
#include "services/api/invitation_detail.h"
#include "services/api/links.h"

/* Yes makes placements (agreed, or awaiting a check or a guardian); no may carry a reason. */
struct input {
    struct invitation_named named;
    int answer, reason;
    struct uuid *shifts;
    size_t shift_count;
    struct missing_secrets secrets;
};

static const char *const answer_words[] = {"accept", "decline", NULL};

static const struct field path_fields[] = {
    FIELD_TOKEN(struct input, named.token, "token", .min = 22, .max = 64),
    FIELDS_END,
};

static const struct field body_fields[] = {
    FIELD_WORD(struct input, answer, "answer", answer_words, .required = true),
    FIELD_LIST(struct input, shifts, shift_count, "shifts", field_uuid_item, .max = 120),
    FIELD_WORD(struct input, reason, "reason", decline_reason_words, .absent = WORD_NONE),
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
    struct invitation invitation;
    struct actor person;
    const struct missing_links links = missing_links_of(&input->secrets, asking->code_key != NULL);
    return invitation_named_read(asking, &input->named, &invitation, &person, error) &&
           invitation_answer(asking->db, &person, &invitation.id, input->answer == 0, input->shifts, input->shift_count,
                             input->reason, &links, error) &&
           invitation_view(asking->db, asking->arena, &person, &invitation.id, &invitation, error) &&
           invitation_detail_make(asking, &invitation, result, error);
}

const struct endpoint endpoint_answerInvitation = {
    .operation = "answerInvitation",
    .method = "POST",
    .path = "/api/v1/invitations/{token}",
    .policy = {.roles = ROLE_ANYBODY, .objects = OBJECTS_OWN},
    .path_fields = path_fields,
    .body_fields = body_fields,
    INPUT_SIZE(struct input),
    .check = check,
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct invitation_detail),
    .reply_fields = invitation_detail_fields,
};
