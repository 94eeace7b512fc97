#include "services/api/api.h"

#include <stdlib.h>
#include <string.h>

#include "db/people.h"
#include "db/placements.h"
#include "db/rounds.h"
#include "services/calendar_person.h"
#include "services/settings.h"
#include "services/words.h"

/* The file behind a person's calendar address: agreed shifts, and published visits of workers. */
enum { REFRESH_MINUTES = 60 };

struct input {
    const char *file; /* the secret and ".ics" */
};

struct result {
    const char *text;
};

static const struct field path_fields[] = {FIELD_LINE(struct input, file, "file", .min = 1, .max = 80), FIELDS_END};

static const char *kept(const struct asking *asking, const char *text)
{
    return arena_text(asking->arena, text, strlen(text));
}

static bool find_person(const struct asking *asking, const char *file, struct person **person, struct error *error)
{
    struct uuid id;
    size_t length = strlen(file);
    if (length < 5 || strcmp(file + length - 4, ".ics") != 0)
        return error_set(error, ERROR_NOT_FOUND, "not_found", "no calendar file");
    const char *secret = arena_text(asking->arena, file, length - 4);
    return secret ? person_by_calendar(asking->db, secret, &id, error) &&
                        person_read(asking->db, asking->arena, &id, person, error)
                  : error_set(error, ERROR_BUSY, "busy", "no memory for a calendar");
}

static bool act(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    struct person *person;
    struct placement *placements;
    struct my_visit *visits;
    size_t placement_count, visit_count;
    int64_t minutes;
    if (!find_person(asking, input->file, &person, error) ||
        !placements_of_person(asking->db, asking->arena, &person->id, PLACEMENTS_SHOWN, &placements, &placement_count,
                              &minutes, error) ||
        !visits_of_person(asking->db, asking->arena, &person->id, &visits, &visit_count, error))
        return false;
    enum language language = (enum language)person->language;
    for (size_t i = 0; i < placement_count; i++)
        placements[i].activity = words_activity(asking->words, placements[i].activity, language);
    const struct person_calendar calendar = {.language = language,
                                             .public_url = asking->settings->public_url,
                                             .refresh_minutes = REFRESH_MINUTES,
                                             .placements = placements,
                                             .placement_count = placement_count,
                                             .visits = visits,
                                             .visit_count = visit_count};
    char *written = person_calendar_write(&calendar, error);
    struct result *file = result;
    file->text = written == NULL ? NULL : kept(asking, written);
    free(written);
    return file->text != NULL || error_set(error, ERROR_BUSY, "busy", "no memory for a calendar");
}

static bool reply(const struct asking *asking, const void *input, const void *out, struct reply *reply)
{
    const struct result *result = out;
    (void)asking;
    (void)input;
    reply->content_type = "text/calendar; charset=utf-8";
    reply->text = result->text;
    reply->text_length = strlen(result->text);
    return true;
}

const struct endpoint endpoint_getCalendarFile = {
    .operation = "getCalendarFile",
    .method = "GET",
    .path = "/calendars/{file}",
    .policy = POLICY_PUBLIC,
    .path_fields = path_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply = reply,
    .cache_control = "private, max-age=300",
};
