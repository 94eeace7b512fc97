#include "services/api/api.h"
#include "services/api/fit.h"
#include "services/api/invitation_reply.h"
#include "services/api/inviting.h"
#include "services/api/links.h"
#include "services/index.h"

/*
 * Invites people to a need. Only who passes every hard rule now can be asked, and only to the shifts for which they do
 * (look): accepting makes placements of what was asked. When letters leave: inviting.h.
 */
enum { PEOPLE_MAX = 50 };

struct input {
    struct uuid id;
    struct uuid *people, *shifts;
    size_t people_count, shift_count;
    struct invitation_input *invitations;
    bool unseen; /* memory does not hold the need (yet): nobody was judged */
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field body_fields[] = {
    FIELD_LIST(struct input, people, people_count, "people", field_uuid_item, .required = true, .min = 1,
               .max = PEOPLE_MAX),
    FIELD_LIST(struct input, shifts, shift_count, "shifts", field_uuid_item, .max = 120),
    FIELDS_END,
};

static void check(const struct asking *asking, void *data, struct field_errors *errors)
{
    struct input *input = data;
    input->invitations = arena_alloc(asking->arena, (input->people_count + 1) * sizeof *input->invitations);
    if (!input->invitations) {
        field_error_add(errors, "required", "/people");
        return;
    }
    for (size_t i = 0; i < input->people_count; i++) {
        input->invitations[i] = (struct invitation_input){.id = uuid_new()};
        input->invitations[i].person = input->people[i];
        link_secret_new(&input->invitations[i].link, 0);
    }
}

static bool is_asked(const struct input *input, const struct uuid *shift)
{
    for (size_t i = 0; i < input->shift_count; i++) {
        if (uuid_compare(&input->shifts[i], shift) == 0)
            return true;
    }
    return input->shift_count == 0;
}

/* Which of the asked shifts the person may take. False when one that was named is not among them. */
static bool choose_shifts(const struct asking *asking, const struct input *input, const struct matcher_need *need,
                          const struct matcher_candidate *fit, struct invitation_input *invitation)
{
    invitation->shifts = arena_alloc(asking->arena, (need->shifts_count + 1) * sizeof *invitation->shifts);
    if (!invitation->shifts)
        return false;
    for (size_t i = 0; i < need->shifts_count; i++) {
        struct uuid shift = index_uuid(&need->shifts[i].id);
        if (!is_asked(input, &shift))
            continue;
        if (matcher_set_has(&fit->shifts, (unsigned)i))
            invitation->shifts[invitation->shift_count++] = shift;
        else if (input->shift_count > 0 && need->shifts[i].seats > 0)
            return false;
    }
    return true;
}

static bool look(const struct asking *asking, void *data, struct error *error)
{
    struct input *input = data;
    const struct matcher *matcher = index_matcher(asking->index);
    struct matcher_query query = fit_query(asking);
    struct matcher_id need = index_id(&input->id);
    const struct matcher_need *known = matcher_find_need(matcher, &need);
    input->unseen = !known;
    if (!known)
        return true; /* act tells a closed need from none */
    for (size_t i = 0; i < input->people_count; i++) {
        struct matcher_id person = index_id(&input->people[i]);
        struct matcher_error failure = {0};
        struct matcher_why why;
        if (!matcher_explain(matcher, &need, &person, &query, &why, &failure))
            return error_set(error, failure.failure == MATCHER_UNKNOWN ? ERROR_INVALID : ERROR_BUSY,
                             failure.failure == MATCHER_UNKNOWN ? "unknown_person" : "busy", "people[%zu]", i);
        bool fits = why.candidate && choose_shifts(asking, input, known, &why.fit, &input->invitations[i]);
        matcher_why_free(&why);
        if (!fits)
            return error_set(error, ERROR_CONFLICT, "candidate_not_eligible", "people[%zu] breaks a hard rule", i);
    }
    return true;
}

static bool keep_created(const struct input *input, struct invitation_list *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        for (size_t k = 0; k < input->people_count; k++) {
            if (uuid_compare(&list->items[i].id, &input->invitations[k].id) == 0) {
                list->items[kept++] = list->items[i];
                break;
            }
        }
    }
    list->count = kept;
    return true;
}

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct invitation_list *list = out;
    struct need *need;
    if (!need_read_own(asking->db, asking->arena, &asking->actor, &input->id, &need, error))
        return false;
    struct inviting_times times = inviting_times(need, asking->now_ms);
    for (size_t i = 0; i < input->people_count; i++)
        input->invitations[i].link.expires_at_ms = times.expires_at_ms;
    return invitations_create(asking->db, &asking->actor, &input->id, input->invitations, input->people_count,
                              input->shifts, input->shift_count, times.delay_ms, times.expires_at_ms, error) &&
           invitations_of_need(asking->db, asking->arena, &asking->actor, &input->id, &list->items, &list->count,
                               error) &&
           keep_created(input, list) &&
           (!input->unseen || error_set(error, ERROR_BUSY, "busy", "the need is not in memory yet: nobody was judged"));
}

const struct endpoint endpoint_createInvitations = {
    .operation = "createInvitations",
    .method = "POST",
    .path = "/api/v1/needs/{id}/invitations",
    .policy = {.roles = ROLES_CENTRE, .objects = OBJECTS_CENTRE},
    .path_fields = path_fields,
    .body_fields = body_fields,
    INPUT_SIZE(struct input),
    .check = check,
    .look = look,
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct invitation_list),
    .status = 201,
    .reply_fields = invitation_list_fields,
};
