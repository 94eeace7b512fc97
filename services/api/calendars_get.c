#include "services/api/api.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/people.h"
#include "db/placements.h"
#include "db/rounds.h"
#include "services/calendar.h"
#include "services/settings.h"
#include "services/words.h"

/* The file behind a person's calendar address: agreed shifts, and published visits of workers. */
enum { REFRESH_MINUTES = 60, SUMMARY_SIZE = 200 };

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

/* The right side of UIDs: the host of public_url. */
static const char *domain(const struct asking *asking)
{
    const char *url = asking->settings->public_url;
    const char *host = strstr(url, "://");
    host = host ? host + 3 : url;
    return arena_text(asking->arena, host, strcspn(host, ":/"));
}

static const char *uid(const struct asking *asking, const struct uuid *id)
{
    char text[UUID_TEXT_SIZE];
    return kept(asking, uuid_format(id, text));
}

static enum calendar_status status_of(int state)
{
    return state == PLACEMENT_CANCELLED  ? CALENDAR_CANCELLED
           : state == PLACEMENT_AWAITING ? CALENDAR_TENTATIVE
                                         : CALENDAR_CONFIRMED;
}

static struct calendar_event shift_event(const struct asking *asking, enum language language,
                                         const struct placement *placement)
{
    char summary[SUMMARY_SIZE];
    snprintf(summary, sizeof summary, "%s: %s", placement->centre_name,
             words_activity(asking->words, placement->activity, language));
    return (struct calendar_event){
        .id = uid(asking, &placement->id),
        .status = status_of(placement->state),
        .span = {placement->from_ms, placement->to_ms},
        .sequence = placement->version,
        .changed_ms = placement->updated_at_ms,
        .summary = kept(asking, summary),
        .description = placement->how_to_find,
        .location = placement->centre_name,
        .has_position = true,
        .lat = placement->lat,
        .lon = placement->lon,
    };
}

static struct calendar_event visit_event(const struct asking *asking, enum language language,
                                         const struct my_visit *visit)
{
    char summary[SUMMARY_SIZE];
    struct text_value values[] = {{"centre", visit->host_name}};
    text_fill_into(summary, sizeof summary, text(language, "calendar.visit"), values, 1);
    return (struct calendar_event){
        .id = uid(asking, &visit->id),
        .status = CALENDAR_CONFIRMED,
        .whole_days = true,
        .first_day = visit->first_day,
        .last_day = visit->last_day,
        .sequence = visit->version,
        .changed_ms = visit->published_at_ms,
        .summary = kept(asking, summary),
        .description = visit->round_name,
        .location = visit->host_name,
        .has_position = true,
        .lat = visit->lat,
        .lon = visit->lon,
    };
}

static bool write_file(const struct asking *asking, enum language language, const struct calendar_event *events,
                       size_t count, struct result *result, struct error *error)
{
    struct calendar_file file = {
        .name = text(language, "calendar.name"),
        .domain = domain(asking),
        .language = language,
        .refresh_minutes = REFRESH_MINUTES,
        .events = events,
        .event_count = count,
    };
    char *written = calendar_write(&file, error);
    result->text = written ? kept(asking, written) : NULL;
    free(written);
    return result->text || error_set(error, ERROR_BUSY, "busy", "no memory for a calendar");
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
    size_t placement_count, visit_count, count = 0;
    int64_t minutes;
    if (!find_person(asking, input->file, &person, error) ||
        !placements_of_person(asking->db, asking->arena, &person->id, &placements, &placement_count, &minutes, error) ||
        !visits_of_person(asking->db, asking->arena, &person->id, &visits, &visit_count, error))
        return false;
    struct calendar_event *events = arena_alloc(asking->arena, (placement_count + visit_count + 1) * sizeof *events);
    if (!events)
        return error_set(error, ERROR_BUSY, "busy", "no memory for a calendar");
    enum language language = (enum language)person->language;
    for (size_t i = 0; i < placement_count; i++)
        events[count++] = shift_event(asking, language, &placements[i]);
    for (size_t i = 0; i < visit_count; i++)
        events[count++] = visit_event(asking, language, &visits[i]);
    return write_file(asking, language, events, count, result, error);
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
