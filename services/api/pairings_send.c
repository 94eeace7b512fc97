/*
 * What a person chose of a proposal goes out as invitations, in one transaction: each pair is judged once more by what
 * is true now, and who cannot be asked any more is told apart. And back, while the letters have not left.
 */
#include "services/api/api.h"

#include <stdlib.h>

#include "services/api/inviting.h"
#include "services/api/links.h"
#include "services/api/pairing_reply.h"

enum { PAIRS_MAX = 300 };

/* A person and a need that were chosen. */
struct chosen {
    struct uuid person, need;
    struct pairing_sending sending;
    const char *first_name;
    const char *code, *text; /* why not; NULL: sent */
};

struct input {
    struct uuid id;
    struct chosen *pairs;
    size_t pair_count;
};

struct result {
    int64_t version;
    bool has_undo;
    int64_t undo_until_ms;
    struct chosen *sent, *refused;
    size_t sent_count, refused_count;
};

struct back {
    int64_t version;
    int32_t taken, late;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field chosen_fields[] = {
    FIELD_UUID(struct chosen, person, "person", .required = true),
    FIELD_UUID(struct chosen, need, "need", .required = true),
    FIELDS_END,
};

static const struct field body_fields[] = {
    FIELD_OBJECTS(struct input, pairs, pair_count, "pairs", chosen_fields, .required = true, .min = 1,
                  .max = PAIRS_MAX),
    FIELDS_END,
};

static const struct field sent_fields[] = {
    FIELD_UUID(struct chosen, person, "person"),
    FIELD_LINE(struct chosen, first_name, "first_name", .required = true),
    FIELD_UUID(struct chosen, need, "need"),
    FIELD_UUID(struct chosen, sending.invitation.id, "invitation"),
    FIELDS_END,
};

static const struct field refused_fields[] = {
    FIELD_UUID(struct chosen, person, "person"), FIELD_LINE(struct chosen, first_name, "first_name", .required = true),
    FIELD_UUID(struct chosen, need, "need"),     FIELD_CODE(struct chosen, code, "code"),
    FIELD_LINE(struct chosen, text, "text"),     FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_INTEGER(struct result, version, "version"),
    FIELD_OBJECTS(struct result, sent, sent_count, "sent", sent_fields),
    FIELD_OBJECTS(struct result, refused, refused_count, "refused", refused_fields),
    FIELD_INSTANT(struct result, undo_until_ms, "undo_until", .nullable = true, GIVEN(struct result, has_undo)),
    FIELDS_END,
};

static const struct field back_fields[] = {
    FIELD_INTEGER(struct back, version, "version"),
    FIELD_INTEGER(struct back, taken, "taken"),
    FIELD_INTEGER(struct back, late, "late"),
    FIELDS_END,
};

static bool no_memory(struct error *error)
{
    return error_set(error, ERROR_BUSY, "busy", "no memory to send a pairing");
}

static void refuse(const struct asking *asking, struct chosen *chosen, const char *code)
{
    const char *title = text_part(asking->language, "problem", code, "title");
    chosen->code = code;
    chosen->text = title ? title : code;
}

/* By need, so that needs are locked in one order whoever sends. */
static int by_need(const void *a, const void *b)
{
    const struct chosen *one = a, *other = b;
    int needs = uuid_compare(&one->need, &other->need);
    return needs ? needs : uuid_compare(&one->person, &other->person);
}

/* Ids and secrets stay the same when the work is run again. */
static void check(const struct asking *asking, void *data, struct field_errors *errors)
{
    struct input *input = data;
    (void)asking;
    (void)errors;
    for (size_t i = 0; i < input->pair_count; i++) {
        struct chosen *chosen = &input->pairs[i];
        chosen->sending = (struct pairing_sending){.need = chosen->need};
        chosen->sending.invitation = (struct invitation_input){.id = uuid_new(), .person = chosen->person};
        link_secret_new(&chosen->sending.invitation.link, 0);
    }
    if (input->pair_count > 1)
        qsort(input->pairs, input->pair_count, sizeof *input->pairs, by_need);
}

/* The shifts that the proposal wants the person for. False when it has no such pair. */
static bool find_shifts(const struct asking *asking, const struct pairing_content *content, struct chosen *chosen)
{
    struct invitation_input *invitation = &chosen->sending.invitation;
    invitation->shift_count = 0;
    invitation->shifts = arena_alloc(asking->arena, (content->pair_count + 1) * sizeof *invitation->shifts);
    for (size_t i = 0; invitation->shifts && i < content->pair_count; i++) {
        const struct pairing_pair *pair = &content->pairs[i];
        if (uuid_compare(&pair->person, &chosen->person) != 0 || uuid_compare(&pair->need, &chosen->need) != 0)
            continue;
        invitation->shifts[invitation->shift_count++] = pair->shift;
        chosen->first_name = pair->first_name;
    }
    return invitation->shift_count > 0;
}

static bool read_model(const struct asking *asking, const struct chosen *pairs, size_t count,
                       struct pairing_model *model, struct error *error)
{
    struct uuid *needs = arena_alloc(asking->arena, (count + 1) * sizeof *needs);
    struct uuid *people = arena_alloc(asking->arena, (count + 1) * sizeof *people);
    if (!needs || !people)
        return no_memory(error);
    for (size_t i = 0; i < count; i++) {
        needs[i] = pairs[i].need;
        people[i] = pairs[i].person;
    }
    return pairing_model_read_some(model, asking->db, asking->arena, asking->words, asking->calendar, needs, count,
                                   people, count, error);
}

static bool send_one(const struct asking *asking, const struct pairing_model *model, const struct uuid *pairing,
                     struct chosen *chosen, struct result *result, struct error *error)
{
    struct pairing_sending *sending = &chosen->sending;
    struct fit fit = {0};
    struct reason *changed;
    size_t changed_count;
    const struct need *need = pairing_model_need(model, &chosen->need);
    if (!pairing_judge(asking, model, &chosen->person, &chosen->need, sending->invitation.shifts,
                       sending->invitation.shift_count, &fit, &changed, &changed_count, error))
        return false;
    if (changed_count > 0 || !need) {
        chosen->code = "changed";
        chosen->text = changed[0].text;
        return true;
    }
    struct inviting_times times = inviting_times(need, asking->now_ms);
    sending->delay_ms = times.delay_ms;
    sending->expires_at_ms = sending->invitation.link.expires_at_ms = times.expires_at_ms;
    if (!pairing_send(asking->db, &asking->actor, pairing, sending, error))
        return false;
    if (sending->refused)
        refuse(asking, chosen, sending->refused);
    else if (times.delay_ms > 0) {
        result->has_undo = true;
        result->undo_until_ms = asking->now_ms + times.delay_ms;
    }
    return true;
}

static bool send_all(const struct asking *asking, const struct uuid *pairing, struct chosen *pairs, size_t count,
                     struct result *result, struct error *error)
{
    struct pairing_model model = {0};
    bool good = read_model(asking, pairs, count, &model, error);
    for (size_t i = 0; good && i < count; i++)
        good = send_one(asking, &model, pairing, &pairs[i], result, error);
    pairing_model_free(&model);
    for (size_t i = 0; good && i < count; i++) {
        if (pairs[i].code)
            result->refused[result->refused_count++] = pairs[i];
        else
            result->sent[result->sent_count++] = pairs[i];
    }
    return good && (result->sent_count == 0 || pairing_sent(asking->db, &asking->actor, pairing, error));
}

static bool send(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct result *result = out;
    struct pairing_content content;
    size_t size = (input->pair_count + 1) * sizeof *result->sent;
    struct chosen *pairs = arena_alloc(asking->arena, size);
    result->sent = arena_alloc(asking->arena, size);
    result->refused = arena_alloc(asking->arena, size);
    if (!pairs || !result->sent || !result->refused)
        return no_memory(error);
    if (!pairing_lock(asking->db, &asking->actor, &input->id, asking->version, error) ||
        !pairing_read_content(asking->db, asking->arena, &input->id, &content, error))
        return false;
    for (size_t i = 0; i < input->pair_count; i++) {
        pairs[i] = input->pairs[i];
        if (!find_shifts(asking, &content, &pairs[i]))
            return error_set(error, ERROR_INVALID, "unknown_pair", "pairs[%zu] is not in the proposal", i);
    }
    struct pairing pairing;
    if (!send_all(asking, &input->id, pairs, input->pair_count, result, error) ||
        !pairing_read(asking->db, asking->arena, &asking->actor, &input->id, &pairing, error))
        return false;
    result->version = pairing.version;
    return true;
}

static bool take_back(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct back *back = out;
    struct pairing pairing;
    if (!pairing_lock(asking->db, &asking->actor, &input->id, 0, error) ||
        !pairing_take_back(asking->db, &asking->actor, &input->id, &back->taken, &back->late, error) ||
        !pairing_read(asking->db, asking->arena, &asking->actor, &input->id, &pairing, error))
        return false;
    back->version = pairing.version;
    return true;
}

const struct endpoint endpoint_sendPairing = {
    .operation = "sendPairing",
    .method = "POST",
    .path = "/api/v1/pairings/{id}/invitations",
    .policy = {.roles = ROLES_PAIRING, .objects = OBJECTS_CENTRE},
    .path_fields = path_fields,
    .body_fields = body_fields,
    INPUT_SIZE(struct input),
    .check = check,
    .work = WORK_TRANSACT,
    .act = send,
    RESULT_SIZE(struct result),
    .status = 201,
    .reply_fields = reply_fields,
    .etag_version = VERSION_IN(struct result, version),
    .needs_version = true,
};

const struct endpoint endpoint_takeBackPairing = {
    .operation = "takeBackPairing",
    .method = "DELETE",
    .path = "/api/v1/pairings/{id}/invitations",
    .policy = {.roles = ROLES_PAIRING, .objects = OBJECTS_CENTRE},
    .path_fields = path_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = take_back,
    RESULT_SIZE(struct back),
    .reply_fields = back_fields,
    .etag_version = VERSION_IN(struct back, version),
};
