/*
 * One proposal, with everything in it. Why somebody fits is said by what is true now: a pair that no longer holds says
 * what has changed instead.
 */
#include "services/api/api.h"

#include "db/jobs.h"
#include "services/api/pairing_reply.h"

struct input {
    struct uuid id;
};

struct ask_shift {
    struct uuid id;
    int32_t score;
    const char *parts;
};

/* A person and a need, with all the shifts meant: what one invitation asks. */
struct ask {
    struct uuid person, need;
    const char *first_name;
    struct ask_shift *shifts;
    size_t shift_count;
    int32_t score;
    struct fit fit;
    bool pinned, sent, can_undo;
    int invitation_state;
    struct reason *changed;
    size_t changed_count;
};

struct open_seat {
    struct uuid need, shift;
    int32_t seats;
    struct reason *missing;
    size_t missing_count;
};

struct result {
    struct pairing_summary summary;
    int32_t progress;
    bool stopping;
    struct pairing_need *needs;
    struct ask *asks;
    struct open_seat *open;
    struct pairing_rule *rules;
    struct pairing_advice *advice;
    size_t need_count, ask_count, open_count, rule_count, advice_count;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field shift_fields[] = {
    FIELD_UUID(struct ask_shift, id, "id"),
    FIELD_INTEGER(struct ask_shift, score, "score"),
    FIELD_JSON(struct ask_shift, parts, "parts"),
    FIELDS_END,
};

static const struct field ask_fields[] = {
    FIELD_UUID(struct ask, person, "person"),
    FIELD_LINE(struct ask, first_name, "first_name", .required = true),
    FIELD_UUID(struct ask, need, "need"),
    FIELD_OBJECTS(struct ask, shifts, shift_count, "shifts", shift_fields),
    FIELD_INTEGER(struct ask, score, "score"),
    FIELD_LIST(struct ask, fit.flags, fit.flag_count, "flags", field_code_item),
    FIELD_OBJECTS(struct ask, fit.reasons, fit.reason_count, "reasons", reason_fields),
    FIELD_BOOLEAN(struct ask, pinned, "pinned"),
    FIELD_WORD(struct ask, invitation_state, "invitation", invitation_state_words, .nullable = true),
    FIELD_BOOLEAN(struct ask, sent, "sent"),
    FIELD_BOOLEAN(struct ask, can_undo, "can_undo"),
    FIELD_OBJECTS(struct ask, changed, changed_count, "changed", reason_fields),
    FIELDS_END,
};

static const struct field open_fields[] = {
    FIELD_UUID(struct open_seat, need, "need"),
    FIELD_UUID(struct open_seat, shift, "shift"),
    FIELD_INTEGER(struct open_seat, seats, "seats"),
    FIELD_OBJECTS(struct open_seat, missing, missing_count, "missing", reason_fields),
    FIELDS_END,
};

static const struct field rule_fields[] = {
    FIELD_UUID(struct pairing_rule, person, "person"),
    FIELD_LINE(struct pairing_rule, first_name, "first_name", .required = true),
    FIELD_UUID(struct pairing_rule, need, "need"),
    FIELD_UUID(struct pairing_rule, shift, "shift", .nullable = true),
    FIELD_WORD(struct pairing_rule, kind, "kind", pairing_rule_words),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_OBJECT(struct result, summary, "summary", pairing_summary_fields),
    FIELD_INTEGER(struct result, progress, "progress"),
    FIELD_BOOLEAN(struct result, stopping, "stopping"),
    FIELD_OBJECTS(struct result, needs, need_count, "needs", pairing_need_fields),
    FIELD_OBJECTS(struct result, asks, ask_count, "pairs", ask_fields),
    FIELD_OBJECTS(struct result, open, open_count, "open", open_fields),
    FIELD_OBJECTS(struct result, rules, rule_count, "rules", rule_fields),
    FIELD_OBJECTS(struct result, advice, advice_count, "advice", pairing_advice_fields),
    FIELDS_END,
};

static bool no_memory(struct error *error)
{
    return error_set(error, ERROR_BUSY, "busy", "no memory for a pairing");
}

static bool same_ask(const struct pairing_pair *a, const struct pairing_pair *b)
{
    return uuid_compare(&a->person, &b->person) == 0 && uuid_compare(&a->need, &b->need) == 0;
}

static bool is_pinned(const struct pairing_content *content, const struct ask *ask)
{
    for (size_t i = 0; i < content->rule_count; i++) {
        const struct pairing_rule *rule = &content->rules[i];
        if (rule->kind == PAIRING_PIN && uuid_compare(&rule->person, &ask->person) == 0 &&
            uuid_compare(&rule->need, &ask->need) == 0)
            return true;
    }
    return false;
}

/* Pairs of one person and need stand together. */
static bool make_asks(const struct asking *asking, const struct pairing_content *content, struct result *result,
                      struct error *error)
{
    result->asks = arena_alloc(asking->arena, (content->pair_count + 1) * sizeof *result->asks);
    struct ask_shift *shifts = arena_alloc(asking->arena, (content->pair_count + 1) * sizeof *shifts);
    if (!result->asks || !shifts)
        return no_memory(error);
    for (size_t i = 0; i < content->pair_count; i++) {
        const struct pairing_pair *pair = &content->pairs[i];
        shifts[i] = (struct ask_shift){pair->shift, pair->score, pair->parts};
        if (i == 0 || !same_ask(pair, &content->pairs[i - 1])) {
            struct ask *ask = &result->asks[result->ask_count++];
            *ask = (struct ask){.person = pair->person,
                                .need = pair->need,
                                .first_name = pair->first_name,
                                .shifts = &shifts[i],
                                .sent = !uuid_is_none(&pair->invitation),
                                .can_undo = pair->can_undo,
                                .invitation_state = pair->invitation_state};
            ask->pinned = is_pinned(content, ask);
        }
        struct ask *ask = &result->asks[result->ask_count - 1];
        ask->shift_count++;
        ask->score += pair->score;
    }
    return true;
}

static bool judge_ask(const struct asking *asking, const struct pairing_model *model, struct ask *ask,
                      struct error *error)
{
    struct uuid *shifts = arena_alloc(asking->arena, (ask->shift_count + 1) * sizeof *shifts);
    if (!shifts)
        return no_memory(error);
    for (size_t i = 0; i < ask->shift_count; i++)
        shifts[i] = ask->shifts[i].id;
    /* Once agreed, the seat is taken by this very person. */
    return ask->invitation_state == INVITATION_ACCEPTED ||
           pairing_judge(asking, model, &ask->person, &ask->need, shifts, ask->shift_count, &ask->fit, &ask->changed,
                         &ask->changed_count, error);
}

static bool make_open(const struct asking *asking, const struct pairing_content *content, struct result *result,
                      struct error *error)
{
    result->open = arena_alloc(asking->arena, (content->open_count + 1) * sizeof *result->open);
    if (!result->open)
        return no_memory(error);
    for (size_t i = 0; i < content->open_count; i++) {
        const struct pairing_open *from = &content->open[i];
        struct open_seat *to = &result->open[result->open_count++];
        *to = (struct open_seat){.need = from->need, .shift = from->shift, .seats = from->seats};
        if (!pairing_missing_read(asking, from->missing, &to->missing, &to->missing_count, error))
            return false;
    }
    return true;
}

/* All people and needs that the content speaks of, as they are now. */
static bool read_model(const struct asking *asking, const struct pairing_content *content, struct pairing_model *model,
                       struct error *error)
{
    size_t room = content->pair_count + content->open_count + content->rule_count + 1, needs = 0, people = 0;
    struct uuid *need_ids = arena_alloc(asking->arena, room * sizeof *need_ids);
    struct uuid *person_ids = arena_alloc(asking->arena, room * sizeof *person_ids);
    if (!need_ids || !person_ids)
        return no_memory(error);
    for (size_t i = 0; i < content->pair_count; i++) {
        need_ids[needs++] = content->pairs[i].need;
        person_ids[people++] = content->pairs[i].person;
    }
    for (size_t i = 0; i < content->open_count; i++)
        need_ids[needs++] = content->open[i].need;
    for (size_t i = 0; i < content->rule_count; i++)
        need_ids[needs++] = content->rules[i].need;
    return pairing_model_read_some(model, asking->db, asking->arena, asking->words, asking->calendar, need_ids, needs,
                                   person_ids, people, error);
}

static bool fill(const struct asking *asking, const struct pairing_content *content, const struct pairing_model *model,
                 struct result *result, struct error *error)
{
    result->rules = content->rules;
    result->rule_count = content->rule_count;
    result->needs = pairing_needs_make(asking, model, &result->need_count, error);
    if (!result->needs || !make_asks(asking, content, result, error) || !make_open(asking, content, result, error))
        return false;
    for (size_t i = 0; i < result->ask_count; i++) {
        if (!judge_ask(asking, model, &result->asks[i], error))
            return false;
    }
    return pairing_advice_read(asking, result->summary.pairing.advice, NULL, &result->advice, &result->advice_count,
                               error);
}

static bool read_progress(const struct asking *asking, struct result *result, struct error *error)
{
    struct job *job;
    if (result->summary.pairing.state != PAIRING_WORKING)
        return true;
    if (!job_newest(asking->db, asking->arena, PAIRING_JOB_KIND, &result->summary.pairing.id, &job, error))
        return false;
    result->progress = job ? job->progress / 10 : 0;
    result->stopping = job && job->cancel_requested;
    return true;
}

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct result *result = out;
    struct pairing pairing;
    struct pairing_content content;
    struct pairing_model model = {0};
    if (!pairing_read(asking->db, asking->arena, &asking->actor, &input->id, &pairing, error) ||
        !pairing_read_content(asking->db, asking->arena, &input->id, &content, error))
        return false;
    result->summary = pairing_summary_make(&pairing);
    bool good = read_progress(asking, result, error) && read_model(asking, &content, &model, error) &&
                fill(asking, &content, &model, result, error);
    pairing_model_free(&model);
    return good;
}

const struct endpoint endpoint_getPairing = {
    .operation = "getPairing",
    .method = "GET",
    .path = "/api/v1/pairings/{id}",
    .policy = {.roles = ROLES_PAIRING, .objects = OBJECTS_CENTRE},
    .path_fields = path_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
    .etag_version = VERSION_IN(struct result, summary.pairing.version),
};
