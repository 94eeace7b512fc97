#include "services/api/me_reply.h"

const struct field me_reply_fields[] = {
    FIELD_OBJECTS(struct me_reply, roles, role_count, "roles", session_role_fields),
    FIELD_WORD(struct me_reply, language, "language", language_words),
    FIELD_EMAIL(struct me_reply, email, "email"),
    FIELD_OBJECT(struct me_reply, profile_given, "profile", profile_reply_fields, .by_pointer = true, .nullable = true),
    FIELDS_END,
};

static bool read_profile(const struct asking *asking, const struct uuid *id, struct me_reply *result,
                         struct error *error)
{
    struct person *person = NULL;
    if (!person_read(asking->db, asking->arena, id, &person, error))
        return false;
    profile_reply_make(person, &result->profile);
    result->profile_given = &result->profile;
    result->version = person->version;
    return true;
}

bool me_reply_read(const struct asking *asking, struct me_reply *reply, struct error *error)
{
    struct session session = {0};
    if (!session_read(asking->db, asking->arena, &asking->caller->session, &session, error))
        return false;
    reply->language = session.language;
    reply->email = session.email;
    if (!session_roles(asking->arena, &session, &reply->roles, &reply->role_count))
        return error_set(error, ERROR_BUSY, "busy", "out of memory");
    return uuid_is_none(&session.person) || read_profile(asking, &session.person, reply, error);
}
