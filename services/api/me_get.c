#include "services/api/api.h"
#include "services/api/profile_reply.h"
#include "services/api/session_reply.h"

struct result {
    struct session_reply_role *roles;
    size_t role_count;
    int language;
    const char *email;
    struct profile_reply profile;
    struct profile_reply *profile_given; /* NULL: an account without a person */
    int64_t version;                     /* of the profile; 0 without one */
};

static const struct field result_fields[] = {
    FIELD_OBJECTS(struct result, roles, role_count, "roles", session_role_fields),
    FIELD_WORD(struct result, language, "language", language_words),
    FIELD_EMAIL(struct result, email, "email"),
    FIELD_OBJECT(struct result, profile_given, "profile", profile_reply_fields, .by_pointer = true, .nullable = true),
    FIELDS_END,
};

static bool read_profile(const struct asking *asking, const struct uuid *id, struct result *result, struct error *error)
{
    struct person *person = NULL;
    if (!person_read(asking->db, asking->arena, id, &person, error))
        return false;
    profile_reply_make(person, &result->profile);
    result->profile_given = &result->profile;
    result->version = person->version;
    return true;
}

static bool read(const struct asking *asking, const void *input, void *target, struct error *error)
{
    struct result *result = target;
    struct session session = {0};
    (void)input;
    if (!session_read(asking->db, asking->arena, &asking->caller->session, &session, error))
        return false;
    result->language = session.language;
    result->email = session.email;
    if (!session_roles(asking->arena, &session, &result->roles, &result->role_count))
        return error_set(error, ERROR_BUSY, "busy", "out of memory");
    return uuid_is_none(&session.person) || read_profile(asking, &session.person, result, error);
}

const struct endpoint endpoint_getMe = {
    .operation = "getMe",
    .method = "GET",
    .path = "/api/v1/me",
    .policy = {.roles = ROLES_SIGNED_IN, .objects = OBJECTS_OWN},
    .work = WORK_TRANSACT,
    .act = read,
    RESULT_SIZE(struct result),
    .reply_fields = result_fields,
    .etag_version = VERSION_IN(struct result, version),
};
