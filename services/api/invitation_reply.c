#include "services/api/invitation_reply.h"

const struct field invitation_fields[] = {
    FIELD_UUID(struct invitation, id, "id"),
    FIELD_UUID(struct invitation, need, "need"),
    FIELD_UUID(struct invitation, person, "person"),
    FIELD_LINE(struct invitation, first_name, "first_name", .required = true),
    FIELD_LINE(struct invitation, name, "name", .nullable = true),
    FIELD_LINE(struct invitation, email, "email", .nullable = true),
    FIELD_LINE(struct invitation, phone, "phone", .nullable = true),
    FIELD_WORD(struct invitation, kind, "kind", invitation_kind_words),
    FIELD_WORD(struct invitation, state, "state", invitation_state_words),
    FIELD_WORD(struct invitation, reason, "reason", decline_reason_words, .nullable = true),
    FIELD_INSTANT(struct invitation, sent_at_ms, "sent"),
    FIELD_INSTANT(struct invitation, undo_until_ms, "undo_until", .nullable = true, GIVEN(struct invitation, can_undo)),
    FIELD_INSTANT(struct invitation, expires_at_ms, "expires", .nullable = true, GIVEN(struct invitation, has_expires)),
    FIELD_BOOLEAN(struct invitation, check_needed, "check_needed"),
    FIELD_LIST(struct invitation, shifts, shift_count, "shifts", field_uuid_item),
    FIELDS_END,
};

const struct field invitation_list_fields[] = {
    FIELD_OBJECTS(struct invitation_list, items, count, "invitations", invitation_fields),
    FIELDS_END,
};
