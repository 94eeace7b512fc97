#include "services/api/api.h"

#include "db/people.h"
#include "services/api/fit.h"
#include "services/calendar.h"
#include "services/index.h"

/*
 * Ranked people for a need. Memory ranks them (look), then the database tells first names, what was sent to them, and
 * contact where it may be shown (act), which also decides whether the caller reaches the need at all.
 */
enum { REASONS_SHOWN = 3 };

struct candidate {
    struct uuid person;
    const char *first_name, *name, *email, *phone;
    int kind, age_group, invitation;
    struct fit fit;
};

struct input {
    struct uuid id;
    int32_t top;
    struct candidate *ranked; /* by look */
    size_t ranked_count, fitting;
};

struct result {
    struct uuid need;
    int64_t fitting;
    struct candidate *candidates;
    size_t count;
};

static const char *const age_group_words[] = {"13-17", "18-26", "27+", NULL};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field query_fields[] = {
    FIELD_INTEGER(struct input, top, "top", .min = 1, .max = 200, .absent = 20),
    FIELDS_END,
};

static const struct field candidate_fields[] = {
    FIELD_UUID(struct candidate, person, "person"),
    FIELD_LINE(struct candidate, first_name, "first_name", .required = true),
    FIELD_LINE(struct candidate, name, "name", .nullable = true),
    FIELD_LINE(struct candidate, email, "email", .nullable = true),
    FIELD_LINE(struct candidate, phone, "phone", .nullable = true),
    FIELD_WORD(struct candidate, kind, "kind", person_kind_words),
    FIELD_WORD(struct candidate, age_group, "age_group", age_group_words),
    FIT_FIELDS(struct candidate, fit),
    FIELD_WORD(struct candidate, invitation, "invitation", invitation_state_words, .nullable = true),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_UUID(struct result, need, "need"),
    FIELD_INTEGER(struct result, fitting, "fitting"),
    FIELD_OBJECTS(struct result, candidates, count, "candidates", candidate_fields),
    FIELDS_END,
};

static bool no_memory(struct error *error)
{
    return error_set(error, ERROR_BUSY, "busy", "no memory for candidates");
}

static int age_group(const struct asking *asking, const struct matcher_person *person)
{
    int age = matcher_age_on(person->birth_day, calendar_day(asking->calendar, asking->now_ms));
    return age < 18 ? 0 : age < 27 ? 1 : 2;
}

static bool keep_top(const struct asking *asking, struct input *input, const struct matcher_need *need,
                     const struct matcher_candidate *found, size_t count, struct error *error)
{
    const struct matcher *matcher = index_matcher(asking->index);
    input->ranked = arena_alloc(asking->arena, (count + 1) * sizeof *input->ranked);
    if (!input->ranked)
        return no_memory(error);
    for (size_t i = 0; i < count; i++) {
        struct matcher_person person;
        if (!matcher_read_person(matcher, &found[i].id, &person))
            continue; /* cannot be: the loop changes nothing between ranking and this */
        struct candidate *candidate = &input->ranked[i];
        candidate->person = index_uuid(&found[i].id);
        candidate->kind = person.kind == MATCHER_WORKER ? KIND_WORKER : KIND_VOLUNTEER;
        candidate->age_group = age_group(asking, &person);
        if (!fit_make(asking, &person, need, &found[i], REASONS_SHOWN, &candidate->fit, error))
            return false;
    }
    input->ranked_count = count;
    return true;
}

static bool look(const struct asking *asking, void *data, struct error *error)
{
    struct input *input = data;
    const struct matcher *matcher = index_matcher(asking->index);
    struct matcher_id id = index_id(&input->id);
    struct matcher_query query = fit_query(asking);
    struct matcher_error failure = {0};
    const struct matcher_need *need = matcher_find_need(matcher, &id);
    if (!need)
        return true; /* closed, or none at all: act knows which */
    size_t count, top = (size_t)input->top;
    struct matcher_candidate *found = arena_alloc(asking->arena, top * sizeof *found);
    if (!found || !matcher_count_people(matcher, &id, &query, &input->fitting, &failure) ||
        !matcher_rank_people(matcher, &id, &query, top, found, &count, &failure))
        return no_memory(error);
    return keep_top(asking, input, need, found, count, error);
}

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct result *result = out;
    struct uuid *ids = arena_alloc(asking->arena, (input->ranked_count + 1) * sizeof *ids);
    struct person_contact **contacts = arena_alloc(asking->arena, (input->ranked_count + 1) * sizeof *contacts);
    result->candidates = arena_alloc(asking->arena, (input->ranked_count + 1) * sizeof *result->candidates);
    if (!ids || !contacts || !result->candidates)
        return no_memory(error);
    for (size_t i = 0; i < input->ranked_count; i++)
        ids[i] = input->ranked[i].person;
    if (!people_contacts(asking->db, asking->arena, &asking->actor, &input->id, ids, input->ranked_count, contacts,
                         error))
        return false;
    for (size_t i = 0; i < input->ranked_count; i++) {
        const struct person_contact *contact = contacts[i];
        if (!contact)
            continue; /* has left since */
        struct candidate *candidate = &result->candidates[result->count++];
        *candidate = input->ranked[i];
        candidate->fit.part_list = candidate->fit.parts;
        candidate->first_name = contact->first_name;
        candidate->name = contact->name;
        candidate->email = contact->email;
        candidate->phone = contact->phone;
        candidate->invitation = contact->invitation_state;
    }
    result->need = input->id;
    result->fitting = (int64_t)input->fitting;
    return true;
}

const struct endpoint endpoint_listCandidates = {
    .operation = "listCandidates",
    .method = "GET",
    .path = "/api/v1/needs/{id}/candidates",
    .policy = {.roles = ROLES_CENTRE, .objects = OBJECTS_CENTRE},
    .path_fields = path_fields,
    .query_fields = query_fields,
    INPUT_SIZE(struct input),
    .look = look,
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
};
