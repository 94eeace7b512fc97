#include <string.h>

#include "db/registrations.h"
#include "services/api/api.h"
#include "services/api/links.h"
#include "services/api/session_reply.h"
#include "services/api/volunteer_input.h"
#include "services/calendar.h"

struct input {
    const char *token;
};

static const struct field input_fields[] = {
    FIELD_TOKEN(struct input, token, "token", .required = true, .min = 22, .max = 64),
    FIELDS_END,
};

/* The form is our own text: what cannot be read from it is a fault of ours. */
static bool read_form(const struct asking *asking, const char *form, struct volunteer_input *volunteer,
                      struct error *error)
{
    struct field_errors errors = {0};
    json_t *json = fields_parse(form, strlen(form), error);
    bool good = json != NULL && fields_read(volunteer_fields, json, volunteer, asking->arena, &errors);
    json_decref(json);
    if (good) {
        person_fields_give_all(&volunteer->fields);
        return true;
    }
    *error = (struct error){0};
    return error_set(error, ERROR_INTERNAL, "internal", "a stored form cannot be read: %s %s", errors.items[0].path,
                     errors.count > 0 ? errors.items[0].code : "");
}

static bool confirm(const struct asking *asking, const void *context, void *result, struct error *error)
{
    const struct input *input = context;
    unsigned char hash[HASH_BYTES];
    struct registration registration = {0};
    struct volunteer_input volunteer = {0};
    token_hash(input->token, hash);
    if (!registration_find(asking->db, asking->arena, hash, &registration, error) ||
        !read_form(asking, registration.form, &volunteer, error))
        return false;
    struct link_secret link;
    link_secret_new(&link, asking->now_ms + GUARDIAN_LINK_MS);
    int age = age_on(volunteer.fields.birth_date, calendar_day(asking->calendar, asking->now_ms));
    struct uuid person;
    struct session_made made;
    session_make(asking, false, &made);
    return registration_confirm(asking->db, &asking->actor, hash, &volunteer.fields, age < AGE_ADULT ? &link : NULL,
                                &person, error) &&
           session_create(asking->db, &made.id, made.hash, NULL, &person, made.expires_at_ms, error) &&
           session_reply_read(asking, &made, result, error);
}

const struct endpoint endpoint_confirmVolunteer = {
    .operation = "confirmVolunteer",
    .method = "POST",
    .path = "/api/v1/volunteers/confirmations",
    .policy = POLICY_PUBLIC,
    .body_fields = input_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = confirm,
    RESULT_SIZE(struct session_reply),
    .reply_fields = session_reply_fields,
    .reply = session_reply_cookie,
    .never_replayed = true,
    .rate = RATE_SIGN_IN,
};
