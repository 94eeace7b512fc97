/* The secret address of a person's calendar: made at the first call, replaced on wish. */
#include "services/api/api.h"

#include <stdio.h>
#include <string.h>

#include "db/people.h"
#include "services/settings.h"

struct result {
    const char *url;
};

static const struct field reply_fields[] = {FIELD_LINE(struct result, url, "url"), FIELDS_END};

static bool read_address(const struct asking *asking, bool rotate, struct result *result, struct error *error)
{
    char fresh[TOKEN_TEXT_SIZE], url[512];
    const char *secret;
    token_new(fresh);
    if (!person_calendar_secret(asking->db, asking->arena, &asking->actor, fresh, rotate, &secret, error))
        return false;
    snprintf(url, sizeof url, "%s/calendars/%s.ics", asking->settings->public_url, secret);
    result->url = arena_text(asking->arena, url, strlen(url));
    return result->url || error_set(error, ERROR_BUSY, "busy", "no memory for an address");
}

static bool get(const struct asking *asking, const void *input, void *result, struct error *error)
{
    (void)input;
    return read_address(asking, false, result, error);
}

static bool rotate(const struct asking *asking, const void *input, void *result, struct error *error)
{
    (void)input;
    return read_address(asking, true, result, error);
}

const struct endpoint endpoint_getMyCalendar = {
    .operation = "getMyCalendar",
    .method = "GET",
    .path = "/api/v1/me/calendar",
    .policy = {.roles = ROLES_PERSONS, .objects = OBJECTS_OWN},
    .work = WORK_TRANSACT,
    .act = get,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
};

const struct endpoint endpoint_rotateMyCalendar = {
    .operation = "rotateMyCalendar",
    .method = "POST",
    .path = "/api/v1/me/calendar",
    .policy = {.roles = ROLES_PERSONS, .objects = OBJECTS_OWN},
    .work = WORK_TRANSACT,
    .act = rotate,
    RESULT_SIZE(struct result),
    .status = 201,
    .reply_fields = reply_fields,
    .never_replayed = true,
};
