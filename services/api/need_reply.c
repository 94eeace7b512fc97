#include "services/api/need_reply.h"

#include "services/words.h"

enum { URGENT_MS = 24 * 60 * 60 * 1000 };

const struct field names_fields[] = {
    FIELD_LINE(struct names, items[LANGUAGE_ET], "et"),
    FIELD_LINE(struct names, items[LANGUAGE_RU], "ru"),
    FIELD_LINE(struct names, items[LANGUAGE_EN], "en"),
    FIELDS_END,
};

const struct field language_level_fields[] = {
    FIELD_CODE(struct language_level, code, "code"),
    FIELD_WORD(struct language_level, level, "level", level_words),
    FIELDS_END,
};

const struct field position_fields[] = {
    FIELD_REAL(struct position, lat, "lat"),
    FIELD_REAL(struct position, lon, "lon"),
    FIELDS_END,
};

const struct field note_fields[] = {
    FIELD_TEXT(struct note, text, "text", .required = true, .min = 1, .max = 1000),
    FIELD_WORD(struct note, language, "language", language_words, .required = true),
    FIELDS_END,
};

static const struct field shift_fields[] = {
    FIELD_UUID(struct shift, id, "id"),
    FIELD_INSTANT(struct shift, from_ms, "from"),
    FIELD_INSTANT(struct shift, to_ms, "to"),
    FIELD_INTEGER(struct shift, seats, "seats"),
    FIELD_INTEGER(struct shift, filled, "filled"),
    FIELD_INTEGER(struct shift, awaiting, "awaiting"),
    FIELD_BOOLEAN(struct shift, responsible, "responsible_present"),
    FIELDS_END,
};

#define CODES(member, name) FIELD_LIST(struct need_reply, need.member.items, need.member.count, name, field_code_item)
#define LEVELS(member, counted, name)                                                                                  \
    FIELD_MAP(struct need_reply, need.member, need.counted, name, language_level_fields)

const struct field need_reply_fields[] = {
    FIELD_UUID(struct need_reply, need.id, "id"),
    FIELD_INTEGER(struct need_reply, need.version, "version"),
    FIELD_CODE(struct need_reply, need.centre, "centre"),
    FIELD_LINE(struct need_reply, need.centre_name, "centre_name"),
    FIELD_OBJECT(struct need_reply, place, "place", position_fields),
    FIELD_CODE(struct need_reply, need.activity, "activity"),
    FIELD_OBJECT(struct need_reply, titles, "titles", names_fields),
    FIELD_WORD(struct need_reply, need.for_whom, "for", need_for_words),
    FIELD_WORD(struct need_reply, need.purpose, "purpose", need_purpose_words),
    FIELD_WORD(struct need_reply, need.role, "role", seat_role_words),
    CODES(required_skills, "required_skills"),
    CODES(preferred_skills, "preferred_skills"),
    CODES(required_certificates, "required_certificates"),
    LEVELS(required_languages, required_language_count, "required_languages"),
    LEVELS(preferred_languages, preferred_language_count, "preferred_languages"),
    FIELD_INTEGER(struct need_reply, need.min_age, "min_age"),
    FIELD_BOOLEAN(struct need_reply, need.children, "children"),
    CODES(age_groups, "age_groups"),
    FIELD_INTEGER(struct need_reply, need.urgency, "urgency"),
    FIELD_BOOLEAN(struct need_reply, urgent, "urgent"),
    FIELD_WORD(struct need_reply, need.state, "state", need_state_words),
    FIELD_LINE(struct need_reply, need.contact, "contact", .nullable = true),
    FIELD_LINE(struct need_reply, need.responsible, "responsible", .nullable = true),
    CODES(bring, "bring"),
    FIELD_OBJECT(struct need_reply, note_given, "note", note_fields, .by_pointer = true, .nullable = true,
                 .item_size = sizeof(struct note)),
    FIELD_INTEGER(struct need_reply, need.seats, "seats"),
    FIELD_INTEGER(struct need_reply, need.filled, "filled"),
    FIELD_OBJECTS(struct need_reply, need.shifts, need.shift_count, "shifts", shift_fields),
    FIELDS_END,
};

bool need_is_urgent(const struct need *need, int64_t now_ms)
{
    if (need->state != NEED_OPEN)
        return false;
    for (size_t i = 0; i < need->shift_count; i++) {
        const struct shift *shift = &need->shifts[i];
        if (shift->from_ms > now_ms && shift->filled + shift->awaiting < shift->seats)
            return shift->from_ms - now_ms < URGENT_MS;
    }
    return false;
}

struct names need_titles(const struct asking *asking, const char *activity)
{
    struct names titles;
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        titles.items[i] = words_activity(asking->words, activity, (enum language)i);
    return titles;
}

void need_reply_make(const struct asking *asking, const struct need *need, struct need_reply *reply)
{
    *reply = (struct need_reply){
        .need = *need,
        .titles = need_titles(asking, need->activity),
        .place = {need->lat, need->lon},
        .note = {need->note, need->note_language},
        .urgent = need_is_urgent(need, asking->now_ms),
    };
    reply->note_given = need->note ? &reply->note : NULL;
    if (!caller_has_role(asking->caller, ROLES_CENTRE))
        reply->need.responsible = NULL; /* a worker's name is no one else's business */
}

bool need_reply_read(const struct asking *asking, const struct uuid *id, struct need_reply *reply, struct error *error)
{
    struct need *need;
    if (!need_read_own(asking->db, asking->arena, &asking->actor, id, &need, error))
        return false;
    need_reply_make(asking, need, reply);
    return true;
}
