/* A proposal beside what stands today, or beside another proposal: what is the same, new and lost. */
#include "services/api/api.h"
#include "services/api/pairing_reply.h"

struct input {
    struct uuid id, with;
};

struct seats {
    struct pairing_seat *items;
    size_t count;
};

struct result {
    struct uuid with;
    int32_t same, agreed;
    struct seats fresh, lost;
    struct pairing_need *needs;
    size_t need_count;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field query_fields[] = {FIELD_UUID(struct input, with, "with"), FIELDS_END};

static const struct field reply_fields[] = {
    FIELD_UUID(struct result, with, "with", .nullable = true),
    FIELD_INTEGER(struct result, same, "same"),
    FIELD_INTEGER(struct result, agreed, "agreed"),
    FIELD_OBJECTS(struct result, fresh.items, fresh.count, "new", pairing_seat_fields),
    FIELD_OBJECTS(struct result, lost.items, lost.count, "lost", pairing_seat_fields),
    FIELD_OBJECTS(struct result, needs, need_count, "needs", pairing_need_fields),
    FIELDS_END,
};

static bool no_memory(struct error *error)
{
    return error_set(error, ERROR_BUSY, "busy", "no memory to compare pairings");
}

static bool same_seat(const struct pairing_seat *a, const struct pairing_seat *b)
{
    return uuid_compare(&a->person, &b->person) == 0 && uuid_compare(&a->shift, &b->shift) == 0;
}

static bool is_among(const struct seats *seats, const struct pairing_seat *seat)
{
    for (size_t i = 0; i < seats->count; i++) {
        if (same_seat(&seats->items[i], seat))
            return true;
    }
    return false;
}

/* Those of `from` that `without` does not hold. */
static bool difference(struct arena *arena, const struct seats *from, const struct seats *without, struct seats *left)
{
    left->items = arena_alloc(arena, (from->count + 1) * sizeof *left->items);
    for (size_t i = 0; left->items && i < from->count; i++) {
        if (!is_among(without, &from->items[i]))
            left->items[left->count++] = from->items[i];
    }
    return left->items != NULL;
}

/* The pairs of a proposal that is the caller's. */
static bool read_proposed(const struct asking *asking, const struct uuid *id, struct seats *seats, struct error *error)
{
    struct pairing pairing;
    struct pairing_content content;
    if (!pairing_read(asking->db, asking->arena, &asking->actor, id, &pairing, error) ||
        !pairing_read_content(asking->db, asking->arena, id, &content, error))
        return false;
    seats->items = arena_alloc(asking->arena, (content.pair_count + 1) * sizeof *seats->items);
    for (size_t i = 0; seats->items && i < content.pair_count; i++) {
        const struct pairing_pair *pair = &content.pairs[i];
        if (pair->invitation_state != INVITATION_ACCEPTED) /* a yes is a fact, no longer a proposal */
            seats->items[seats->count++] = (struct pairing_seat){
                .person = pair->person, .need = pair->need, .shift = pair->shift, .first_name = pair->first_name};
    }
    return seats->items || no_memory(error);
}

/* Who is invited or has said yes. Agreed seats are no part of a proposal, so they are neither new nor lost. */
static bool read_today(const struct asking *asking, const struct uuid *id, struct seats *invited, int32_t *agreed,
                       struct error *error)
{
    struct pairing_seat *all;
    size_t count;
    if (!pairing_today(asking->db, asking->arena, id, &all, &count, error))
        return false;
    invited->items = arena_alloc(asking->arena, (count + 1) * sizeof *invited->items);
    for (size_t i = 0; invited->items && i < count; i++) {
        if (all[i].standing == STANDING_AGREED)
            ++*agreed;
        else if (all[i].standing == STANDING_INVITED)
            invited->items[invited->count++] = all[i];
    }
    return invited->items || no_memory(error);
}

static bool read_needs(const struct asking *asking, struct result *result, struct error *error)
{
    size_t count = 0;
    struct uuid *ids = arena_alloc(asking->arena, (result->fresh.count + result->lost.count + 1) * sizeof *ids);
    struct pairing_model model = {0};
    if (!ids)
        return no_memory(error);
    for (size_t i = 0; i < result->fresh.count; i++)
        ids[count++] = result->fresh.items[i].need;
    for (size_t i = 0; i < result->lost.count; i++)
        ids[count++] = result->lost.items[i].need;
    bool good = pairing_model_read_some(&model, asking->db, asking->arena, asking->words, asking->calendar, ids, count,
                                        NULL, 0, error);
    result->needs = good ? pairing_needs_make(asking, &model, &result->need_count, error) : NULL;
    pairing_model_free(&model);
    return result->needs != NULL;
}

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct result *result = out;
    struct seats proposed = {0}, other = {0};
    result->with = input->with;
    if (!read_proposed(asking, &input->id, &proposed, error) ||
        !(uuid_is_none(&input->with) ? read_today(asking, &input->id, &other, &result->agreed, error)
                                     : read_proposed(asking, &input->with, &other, error)))
        return false;
    if (!difference(asking->arena, &proposed, &other, &result->fresh) ||
        !difference(asking->arena, &other, &proposed, &result->lost))
        return no_memory(error);
    result->same = (int32_t)(proposed.count - result->fresh.count);
    return read_needs(asking, result, error);
}

const struct endpoint endpoint_comparePairing = {
    .operation = "comparePairing",
    .method = "GET",
    .path = "/api/v1/pairings/{id}/comparison",
    .policy = {.roles = ROLES_PAIRING, .objects = OBJECTS_CENTRE},
    .path_fields = path_fields,
    .query_fields = query_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
};
