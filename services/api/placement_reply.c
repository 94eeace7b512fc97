#include "services/api/placement_reply.h"

const struct field placement_reply_fields[] = {
    FIELD_UUID(struct placement_reply, placement.id, "id"),
    FIELD_UUID(struct placement_reply, placement.need, "need"),
    FIELD_UUID(struct placement_reply, placement.shift, "shift"),
    FIELD_WORD(struct placement_reply, placement.state, "state", placement_state_words),
    FIELD_INSTANT(struct placement_reply, placement.from_ms, "from"),
    FIELD_INSTANT(struct placement_reply, placement.to_ms, "to"),
    FIELD_CODE(struct placement_reply, placement.centre, "centre"),
    FIELD_LINE(struct placement_reply, placement.centre_name, "centre_name"),
    FIELD_OBJECT(struct placement_reply, titles, "titles", names_fields),
    FIELD_LINE(struct placement_reply, placement.contact, "contact", .nullable = true),
    FIELD_TEXT(struct placement_reply, placement.how_to_find, "how_to_find", .nullable = true),
    FIELD_LIST(struct placement_reply, placement.bring.items, placement.bring.count, "bring", field_code_item),
    FIELD_WORD(struct placement_reply, placement.waiting_for, "waiting_for", waiting_for_words, .nullable = true),
    FIELD_REAL(struct placement_reply, hours, "hours", .nullable = true,
               GIVEN(struct placement_reply, placement.has_minutes)),
    FIELDS_END,
};

struct placement_reply placement_reply_make(const struct asking *asking, const struct placement *placement)
{
    return (struct placement_reply){*placement, need_titles(asking, placement->activity), placement->minutes / 60.0};
}

struct placement_reply *placement_replies_make(const struct asking *asking, const struct placement *placements,
                                               size_t count, struct error *error)
{
    struct placement_reply *replies = arena_alloc(asking->arena, (count + 1) * sizeof *replies);
    if (!replies) {
        error_set(error, ERROR_INTERNAL, "no_memory", "placements");
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        replies[i] = placement_reply_make(asking, &placements[i]);
    return replies;
}

bool placement_reply_read(const struct asking *asking, const struct uuid *id, struct placement_reply *reply,
                          struct error *error)
{
    struct placement placement;
    if (!placement_read(asking->db, asking->arena, &asking->actor, id, &placement, error))
        return false;
    *reply = placement_reply_make(asking, &placement);
    return true;
}
