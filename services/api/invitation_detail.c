#include "services/api/invitation_detail.h"

#include "services/index.h"
#include "services/random.h"

const struct field invitation_detail_fields[] = {
    FIELD_UUID(struct invitation_detail, invitation.id, "id"),
    FIELD_WORD(struct invitation_detail, invitation.kind, "kind", invitation_kind_words),
    FIELD_WORD(struct invitation_detail, invitation.state, "state", invitation_state_words),
    FIELD_LINE(struct invitation_detail, invitation.first_name, "first_name", .required = true),
    FIELD_OBJECT(struct invitation_detail, need, "need", need_reply_fields),
    FIELD_LIST(struct invitation_detail, invitation.shifts, invitation.shift_count, "shifts", field_uuid_item),
    FIELD_INTEGER(struct invitation_detail, distance_m, "distance_m", .nullable = true,
                  GIVEN(struct invitation_detail, has_distance)),
    FIELD_OBJECTS(struct invitation_detail, reasons, reason_count, "reasons", reason_fields),
    FIELD_INSTANT(struct invitation_detail, invitation.expires_at_ms, "expires", .nullable = true,
                  GIVEN(struct invitation_detail, invitation.has_expires)),
    FIELD_OBJECTS(struct invitation_detail, placements, placement_count, "placements", placement_reply_fields),
    FIELDS_END,
};

const struct field invitation_detail_list_fields[] = {
    FIELD_OBJECTS(struct invitation_detail_list, items, count, "invitations", invitation_detail_fields),
    FIELDS_END,
};

enum { REASONS_SHOWN = 3 };

bool invitation_named_read(const struct asking *asking, const struct invitation_named *named,
                           struct invitation *invitation, struct actor *person, struct error *error)
{
    unsigned char hash[HASH_BYTES] = {0};
    struct uuid id;
    bool by_id = uuid_parse(named->token, &id);
    if (!by_id)
        token_hash(named->token, hash);
    if (!invitation_read(asking->db, asking->arena, &asking->actor, by_id ? NULL : hash, by_id ? &id : NULL, invitation,
                         error))
        return false;
    *person = (struct actor){.person = invitation->person, .request = asking->request};
    return true;
}

bool invitation_detail_make(const struct asking *asking, const struct invitation *invitation,
                            struct invitation_detail *detail, struct error *error)
{
    struct need *need = NULL;
    struct placement *placements;
    *detail = (struct invitation_detail){.invitation = *invitation};
    if (!needs_read_many(asking->db, asking->arena, &invitation->need, 1, &need, error) ||
        !placements_of_invitation(asking->db, asking->arena, &invitation->id, &placements, &detail->placement_count,
                                  error))
        return false;
    if (!need)
        return error_set(error, ERROR_NOT_FOUND, "not_found", "the need of an invitation");
    need_reply_make(asking, need, &detail->need);
    detail->placements = placement_replies_make(asking, placements, detail->placement_count, error);
    return detail->placements != NULL;
}

bool invitation_detail_fit(const struct asking *asking, struct invitation_detail *detail, struct error *error)
{
    const struct matcher *matcher = index_matcher(asking->index);
    struct matcher_id person_id = index_id(&detail->invitation.person), need_id = index_id(&detail->invitation.need);
    struct matcher_person person;
    const struct matcher_need *need = matcher_find_need(matcher, &need_id);
    struct matcher_query query = fit_query(asking);
    struct matcher_error failure = {0};
    struct matcher_why why;
    struct fit fit;
    if (!need || !matcher_read_person(matcher, &person_id, &person))
        return true;
    if (!matcher_explain(matcher, &need_id, &person_id, &query, &why, &failure))
        return error_set(error, ERROR_BUSY, "busy", "no memory to explain an invitation");
    bool made = !why.candidate || fit_make(asking, &person, need, &why.fit, REASONS_SHOWN, &fit, error);
    if (made && why.candidate) {
        detail->reasons = fit.reasons;
        detail->reason_count = fit.reason_count;
        detail->has_distance = fit.has_distance;
        detail->distance_m = fit.distance_m;
    }
    matcher_why_free(&why);
    return made;
}
