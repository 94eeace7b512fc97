#include "services/api/pairing_reply.h"

const struct field pairing_summary_fields[] = {
    FIELD_UUID(struct pairing_summary, pairing.id, "id"),
    FIELD_INTEGER(struct pairing_summary, pairing.version, "version"),
    FIELD_CODE(struct pairing_summary, pairing.scope, "scope"),
    FIELD_LINE(struct pairing_summary, pairing.scope_name, "scope_name"),
    FIELD_WORD(struct pairing_summary, pairing.state, "state", pairing_state_words),
    FIELD_INSTANT(struct pairing_summary, pairing.created_at_ms, "created"),
    FIELD_INSTANT(struct pairing_summary, pairing.solved_at_ms, "solved", .nullable = true,
                  GIVEN(struct pairing_summary, pairing.is_solved)),
    FIELD_INTEGER(struct pairing_summary, pairing.people, "people"),
    FIELD_INTEGER(struct pairing_summary, pairing.needs, "open_needs"),
    FIELD_INTEGER(struct pairing_summary, pairing.seats, "seats"),
    FIELD_INTEGER(struct pairing_summary, pairing.filled, "filled"),
    FIELD_INTEGER(struct pairing_summary, pairing.score, "score"),
    FIELD_BOOLEAN(struct pairing_summary, proved, "proved"),
    FIELD_INTEGER(struct pairing_summary, more_at_most, "more_at_most"),
    FIELD_INTEGER(struct pairing_summary, score_at_most, "score_at_most"),
    FIELD_INTEGER(struct pairing_summary, pairing.sent, "sent"),
    FIELDS_END,
};

struct pairing_summary pairing_summary_make(const struct pairing *pairing)
{
    int64_t more = pairing->bound_worth - pairing->worth, open = pairing->seats - pairing->filled;
    return (struct pairing_summary){.pairing = *pairing,
                                    .proved = pairing->state == PAIRING_READY && more == 0 &&
                                              pairing->bound_score <= pairing->score,
                                    .more_at_most = more < open ? more : open,
                                    .score_at_most = pairing->bound_score - pairing->score};
}

static const struct field shift_fields[] = {
    FIELD_UUID(struct shift, id, "id"),
    FIELD_INSTANT(struct shift, from_ms, "from"),
    FIELD_INSTANT(struct shift, to_ms, "to"),
    FIELD_INTEGER(struct shift, seats, "seats"),
    FIELD_INTEGER(struct shift, filled, "filled"),
    FIELD_INTEGER(struct shift, awaiting, "awaiting"),
    FIELDS_END,
};

const struct field pairing_need_fields[] = {
    FIELD_UUID(struct pairing_need, shown.id, "id"),
    FIELD_CODE(struct pairing_need, shown.centre, "centre"),
    FIELD_LINE(struct pairing_need, shown.centre_name, "centre_name"),
    FIELD_CODE(struct pairing_need, shown.activity, "activity"),
    FIELD_OBJECT(struct pairing_need, titles, "titles", names_fields),
    FIELD_WORD(struct pairing_need, shown.state, "state", need_state_words),
    FIELD_INTEGER(struct pairing_need, shown.urgency, "urgency"),
    FIELD_BOOLEAN(struct pairing_need, urgent, "urgent"),
    FIELD_OBJECTS(struct pairing_need, shown.shifts, shown.shift_count, "shifts", shift_fields),
    FIELDS_END,
};

struct pairing_need *pairing_needs_make(const struct asking *asking, const struct pairing_model *model, size_t *count,
                                        struct error *error)
{
    struct pairing_need *made = arena_alloc(asking->arena, (model->need_count + 1) * sizeof *made);
    if (!made) {
        error_set(error, ERROR_BUSY, "busy", "no memory for needs");
        return NULL;
    }
    for (size_t i = 0; i < model->need_count; i++) {
        const struct need *need = model->needs[i];
        made[i] = (struct pairing_need){*need, need_titles(asking, need->activity),
                                        need_is_urgent(need, asking->now_ms)};
    }
    *count = model->need_count;
    return made;
}

const struct field pairing_seat_fields[] = {
    FIELD_UUID(struct pairing_seat, person, "person"),
    FIELD_LINE(struct pairing_seat, first_name, "first_name", .required = true),
    FIELD_UUID(struct pairing_seat, need, "need"),
    FIELD_UUID(struct pairing_seat, shift, "shift"),
    FIELDS_END,
};
