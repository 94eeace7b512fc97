#include "services/api/api.h"

#include "db/people.h"
#include "services/api/fit.h"
#include "services/index.h"

/*
 * Why is somebody not among the candidates? The database finds whom the caller may ask about (by id, or by the
 * beginning of a name among the people who know the centre), then memory explains.
 */
enum { ANSWERS_MAX = 10, RANKED_MAX = 1000 };

struct input {
    struct uuid id, person;
    const char *q;
};

struct answer {
    struct uuid person;
    const char *first_name;
    bool fits;
    int32_t rank; /* 1 is the first; 0: not among them */
    struct reason *failed, *changes;
    size_t failed_count, change_count;
};

struct result {
    struct answer *answers;
    size_t count;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field query_fields[] = {
    FIELD_UUID(struct input, person, "person"),
    FIELD_LINE(struct input, q, "q", .min = 2, .max = 60),
    FIELDS_END,
};

static const struct field answer_fields[] = {
    FIELD_UUID(struct answer, person, "person"),
    FIELD_LINE(struct answer, first_name, "first_name", .required = true),
    FIELD_BOOLEAN(struct answer, fits, "fits"),
    FIELD_INTEGER(struct answer, rank, "rank", .nullable = true),
    FIELD_OBJECTS(struct answer, failed, failed_count, "failed", reason_fields),
    FIELD_OBJECTS(struct answer, changes, change_count, "changes", reason_fields),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_OBJECTS(struct result, answers, count, "answers", answer_fields),
    FIELDS_END,
};

static void check(const struct asking *asking, void *data, struct field_errors *errors)
{
    const struct input *input = data;
    (void)asking;
    if (field_is_sound(errors, "?person") && uuid_is_none(&input->person) == (input->q == NULL))
        field_error_add(errors, input->q ? "one_of" : "required", "?q");
}

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct result *result = out;
    struct uuid one = input->person, *ids = &one;
    size_t count = 1;
    struct person_contact *contacts[ANSWERS_MAX] = {0};
    if (input->q && !people_find(asking->db, asking->arena, &asking->actor, &input->id, input->q, &ids, &count, error))
        return false;
    if (count > ANSWERS_MAX)
        count = ANSWERS_MAX;
    result->answers = arena_alloc(asking->arena, ANSWERS_MAX * sizeof *result->answers);
    if (!result->answers)
        return error_set(error, ERROR_BUSY, "busy", "no memory for answers");
    if (!people_contacts(asking->db, asking->arena, &asking->actor, &input->id, ids, count, contacts, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (contacts[i] && !people_note_asked(asking->db, &asking->actor, &input->id, &ids[i], 1, error))
            return false;
        if (contacts[i])
            result->answers[result->count++] = (struct answer){.person = ids[i], .first_name = contacts[i]->first_name};
    }
    if (!result->count && !input->q)
        return error_set(error, ERROR_NOT_FOUND, "not_found", "no such person");
    return true;
}

static int32_t rank_of(const struct matcher_candidate *ranked, size_t count, const struct matcher_id *person)
{
    for (size_t i = 0; i < count; i++) {
        if (matcher_id_compare(&ranked[i].id, person) == 0)
            return (int32_t)i + 1;
    }
    return 0;
}

static bool explain(const struct asking *asking, const struct matcher_need *need, struct answer *answer,
                    const struct matcher_candidate *ranked, size_t ranked_count, struct error *error)
{
    struct matcher_query query = fit_query(asking);
    struct matcher_id person = index_id(&answer->person);
    struct matcher_error failure = {0};
    struct matcher_why why;
    if (!matcher_explain(index_matcher(asking->index), &need->id, &person, &query, &why, &failure)) {
        if (failure.failure == MATCHER_UNKNOWN)
            return true; /* ended: nothing can be said, and nothing is */
        return error_set(error, ERROR_BUSY, "busy", "no memory to explain");
    }
    answer->fits = why.candidate;
    answer->rank = why.candidate ? rank_of(ranked, ranked_count, &person) : 0;
    bool said = fit_explain(asking, need, &why, &answer->failed, &answer->failed_count, &answer->changes,
                            &answer->change_count, error);
    matcher_why_free(&why);
    return said;
}

static bool look_after(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct result *result = out;
    const struct matcher *matcher = index_matcher(asking->index);
    struct matcher_query query = fit_query(asking);
    struct matcher_id id = index_id(&input->id);
    struct matcher_error failure = {0};
    size_t ranked_count;
    const struct matcher_need *need = matcher_find_need(matcher, &id);
    struct matcher_candidate *ranked = arena_alloc(asking->arena, RANKED_MAX * sizeof *ranked);
    if (!need)
        return error_set(error, ERROR_CONFLICT, "need_closed", "the need is not in the index");
    if (!ranked || !matcher_rank_people(matcher, &id, &query, RANKED_MAX, ranked, &ranked_count, &failure))
        return error_set(error, ERROR_BUSY, "busy", "no memory to rank");
    for (size_t i = 0; i < result->count; i++) {
        if (!explain(asking, need, &result->answers[i], ranked, ranked_count, error))
            return false;
    }
    return true;
}

const struct endpoint endpoint_explainCandidate = {
    .operation = "explainCandidate",
    .method = "GET",
    .path = "/api/v1/needs/{id}/why",
    .policy = {.roles = ROLES_CENTRE, .objects = OBJECTS_CENTRE},
    .path_fields = path_fields,
    .query_fields = query_fields,
    INPUT_SIZE(struct input),
    .check = check,
    .work = WORK_TRANSACT,
    .act = act,
    .look_after = look_after,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
};
