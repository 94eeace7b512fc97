#include <stdlib.h>
#include <string.h>

#include "db/registrations.h"
#include "services/api/api.h"
#include "services/api/volunteer_input.h"
#include "services/calendar.h"
#include "services/settings.h"

enum { TOGETHER_MAX = 64, FORM_MAX = 16000, DAY_MS = 86400000 };

static void check_age(const struct asking *asking, const struct volunteer_input *input, struct field_errors *errors)
{
    const struct person_fields *fields = &input->fields;
    int32_t today = calendar_day(asking->calendar, asking->now_ms);
    if (input->guardian_given && field_is_sound(errors, "/email") && strcmp(fields->guardian_email, input->email) == 0)
        field_error_add(errors, "guardian_same_email", "/guardian/email");
    if (!field_is_sound(errors, "/birth_date"))
        return;
    if (fields->birth_date > today) {
        field_error_add(errors, "in_the_future", "/birth_date");
        return;
    }
    int age = age_on(fields->birth_date, today);
    if (age < AGE_YOUNGEST)
        field_error_add(errors, "under_13", "/birth_date");
    else if (age > 120)
        field_error_add(errors, "not_a_date", "/birth_date");
    else if (age < AGE_ADULT && !input->guardian_given)
        field_error_add(errors, "guardian_required", "/guardian");
}

static void check(const struct asking *asking, void *target, struct field_errors *errors)
{
    struct volunteer_input *input = target;
    check_age(asking, input, errors);
    profile_check(asking, &input->fields, false, errors);
}

static bool read_form(const struct asking *asking, const struct volunteer_input *input,
                      struct registration_input *registration, struct error *error)
{
    json_t *json = fields_write(volunteer_fields, input);
    char *form = json == NULL ? NULL : json_dumps(json, JSON_COMPACT);
    json_decref(json);
    const char *kept = form == NULL ? NULL : arena_text(asking->arena, form, strlen(form));
    free(form);
    if (kept == NULL)
        return error_set(error, ERROR_BUSY, "busy", "out of memory");
    if (strlen(kept) > FORM_MAX)
        return error_set(error, ERROR_INVALID, "body_too_large", "the form has %zu bytes", strlen(kept));
    *registration = (struct registration_input){
        .id = uuid_new(),
        .email = input->email,
        .language = input->fields.language,
        .form = kept,
        .request = asking->request,
    };
    token_new(registration->link.text);
    token_hash(registration->link.text, registration->link.hash);
    registration->link.expires_at_ms = asking->now_ms + asking->settings->registration_days * DAY_MS;
    return true;
}

/* Known and unknown addresses cost the same: nobody looks here whether there is such a person. */
static bool append(struct db *db, struct work_item *items, size_t count, struct error *error)
{
    struct registration_input inputs[TOGETHER_MAX];
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        kept += read_form(items[i].asking, items[i].input, &inputs[kept], items[i].error);
    return kept == 0 || registrations_append(db, inputs, kept, error);
}

const struct endpoint endpoint_createVolunteer = {
    .operation = "createVolunteer",
    .method = "POST",
    .path = "/api/v1/volunteers",
    .policy = POLICY_PUBLIC,
    .body_fields = volunteer_fields,
    INPUT_SIZE(struct volunteer_input),
    .check = check,
    .work = WORK_APPEND,
    .act_many = append,
    .status = 202,
    .reply = reply_accepted,
    .mails_to = MAILS_TO(struct volunteer_input, email),
};
