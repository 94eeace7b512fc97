#include "services/api/api.h"
#include "services/api/fit.h"
#include "services/api/invitation_reply.h"
#include "services/index.h"

/* "Tulen appi": the person offers to take shifts of an open need. */
struct input {
    struct uuid id, offer;
    struct uuid *shifts;
    size_t shift_count;
    bool unseen; /* memory does not hold the person or the need (yet): the offer was not judged */
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field body_fields[] = {
    FIELD_LIST(struct input, shifts, shift_count, "shifts", field_uuid_item, .required = true, .min = 1, .max = 120),
    FIELDS_END,
};

static void check(const struct asking *asking, void *data, struct field_errors *errors)
{
    (void)asking;
    (void)errors;
    ((struct input *)data)->offer = uuid_new();
}

/* Where and when is the person's own choice, and a guardian is asked later; the other rules hold for an offer too. */
static const unsigned own_choice = 1u << MATCHER_RULE_REACH | 1u << MATCHER_RULE_AVAILABLE |
                                   1u << MATCHER_RULE_DECLINED | 1u << MATCHER_RULE_GUARDIAN |
                                   1u << MATCHER_RULE_NO_SHIFT;

static bool is_offered(const struct input *input, const struct matcher_need *need, int32_t shift)
{
    struct uuid id = index_uuid(&need->shifts[shift].id);
    for (size_t i = 0; i < input->shift_count; i++) {
        if (uuid_compare(&input->shifts[i], &id) == 0)
            return true;
    }
    return false;
}

static bool look(const struct asking *asking, void *data, struct error *error)
{
    struct input *input = data;
    const struct matcher *matcher = index_matcher(asking->index);
    struct matcher_id need_id = index_id(&input->id), person = index_id(&asking->caller->person);
    const struct matcher_need *need = matcher_find_need(matcher, &need_id);
    struct matcher_query query = fit_query(asking);
    struct matcher_error failure = {0};
    struct matcher_why why;
    input->unseen = !need || !matcher_has_person(matcher, &person);
    if (input->unseen)
        return true; /* act tells a closed need from none */
    if (!matcher_explain(matcher, &need_id, &person, &query, &why, &failure))
        return error_set(error, ERROR_BUSY, "busy", "no memory to look at an offer");
    bool allowed = true;
    for (size_t i = 0; i < why.reasons_count; i++) {
        const struct matcher_reason *reason = &why.reasons[i];
        if (!(own_choice >> reason->rule & 1) && (reason->shift < 0 || is_offered(input, need, reason->shift)))
            allowed = false;
    }
    matcher_why_free(&why);
    return allowed ||
           error_set(error, ERROR_CONFLICT, "candidate_not_eligible", "a hard rule stands against the offer");
}

static bool act(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    struct actor person = {.person = asking->caller->person, .request = asking->request};
    return offer_create(asking->db, &person, &input->offer, &input->id, input->shifts, input->shift_count, error) &&
           invitation_view(asking->db, asking->arena, &person, &input->offer, result, error) &&
           (!input->unseen || error_set(error, ERROR_BUSY, "busy", "not in memory yet: the offer was not judged"));
}

const struct endpoint endpoint_createOffer = {
    .operation = "createOffer",
    .method = "POST",
    .path = "/api/v1/needs/{id}/offers",
    .policy = {.roles = ROLES_PERSONS, .objects = OBJECTS_OWN},
    .path_fields = path_fields,
    .body_fields = body_fields,
    INPUT_SIZE(struct input),
    .check = check,
    .look = look,
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct invitation),
    .status = 201,
    .reply_fields = invitation_fields,
};
