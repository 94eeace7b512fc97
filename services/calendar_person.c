#include "services/calendar_person.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SUMMARY_SIZE = 240, DESCRIPTION_SIZE = 1200, LOCATION_SIZE = 400, URL_SIZE = 400, HOST_SIZE = 256 };

/* One event with the texts it points to. */
struct entry {
    struct calendar_event event;
    char id[UUID_TEXT_SIZE];
    char summary[SUMMARY_SIZE], description[DESCRIPTION_SIZE], location[LOCATION_SIZE], url[URL_SIZE];
    const char *categories[2];
};

static void fill(char *buffer, size_t size, enum language language, const char *key, const char *name,
                 const char *value)
{
    const struct text_value values[] = {{name, value}};
    text_fill_into(buffer, size, text(language, key), values, 1);
}

static enum calendar_status status_of(int state)
{
    switch (state) {
    case PLACEMENT_AWAITING:
        return CALENDAR_TENTATIVE;
    case PLACEMENT_CANCELLED:
    case PLACEMENT_ABSENT:
        return CALENDAR_CANCELLED;
    default:
        return CALENDAR_CONFIRMED;
    }
}

/* Who meets you, and the way; either may be missing. */
static void describe(struct entry *entry, enum language language, const char *contact, const char *how_to_find)
{
    char line[SUMMARY_SIZE] = "";
    if (contact != NULL && contact[0] != '\0')
        fill(line, sizeof line, language, "calendar.contact", "who", contact);
    snprintf(entry->description, sizeof entry->description, "%s%s%s", line,
             line[0] != '\0' && how_to_find != NULL ? "\n" : "", how_to_find == NULL ? "" : how_to_find);
}

static void finish(struct entry *entry, const struct person_calendar *calendar, const struct uuid *id,
                   const char *category, const char *page)
{
    uuid_format(id, entry->id);
    snprintf(entry->url, sizeof entry->url, "%s%s", calendar->public_url, page);
    entry->categories[0] = text(calendar->language, category);
    entry->event.id = entry->id;
    entry->event.summary = entry->summary;
    entry->event.description = entry->description;
    entry->event.location = entry->location;
    entry->event.url = entry->url;
    entry->event.categories = entry->categories;
}

static void fill_shift(struct entry *entry, const struct person_calendar *calendar, const struct placement *placement)
{
    entry->event = (struct calendar_event){.status = status_of(placement->state),
                                           .span = {placement->from_ms, placement->to_ms},
                                           .sequence = placement->version,
                                           .changed_ms = placement->updated_at_ms,
                                           .has_position = placement->lat != 0 || placement->lon != 0,
                                           .lat = placement->lat,
                                           .lon = placement->lon};
    const char *key = placement->state == PLACEMENT_AWAITING ? "calendar.shift_awaiting" : "calendar.shift";
    fill(entry->summary, sizeof entry->summary, calendar->language, key, "activity",
         placement->activity == NULL ? "" : placement->activity);
    snprintf(entry->location, sizeof entry->location, "%s",
             placement->centre_name == NULL ? "" : placement->centre_name);
    describe(entry, calendar->language, placement->contact, placement->how_to_find);
    finish(entry, calendar, &placement->id, "calendar.category.shift", "/minu/korrad");
}

static void fill_visit(struct entry *entry, const struct person_calendar *calendar, const struct my_visit *visit)
{
    entry->event = (struct calendar_event){.status = calendar->cancels ? CALENDAR_CANCELLED : CALENDAR_CONFIRMED,
                                           .whole_days = true,
                                           .first_day = visit->first_day,
                                           .last_day = visit->last_day,
                                           .sequence = visit->version,
                                           .changed_ms = visit->published_at_ms,
                                           .has_position = visit->lat != 0 || visit->lon != 0,
                                           .lat = visit->lat,
                                           .lon = visit->lon};
    const char *host = visit->host_name == NULL ? "" : visit->host_name;
    fill(entry->summary, sizeof entry->summary, calendar->language, "calendar.visit", "centre", host);
    bool has_address = visit->address != NULL && visit->address[0] != '\0';
    snprintf(entry->location, sizeof entry->location, "%s%s%s", host, has_address ? ", " : "",
             has_address ? visit->address : "");
    describe(entry, calendar->language, NULL, visit->how_to_find);
    finish(entry, calendar, &visit->id, "calendar.category.visit", "/minu/vahetused");
}

char *person_calendar_write(const struct person_calendar *calendar, struct error *error)
{
    size_t count = calendar->placement_count + calendar->visit_count;
    struct entry *entries = calloc(count + 1, sizeof *entries);
    struct calendar_event *events = calloc(count + 1, sizeof *events);
    char *written = NULL;
    if (entries == NULL || events == NULL) {
        error_set(error, ERROR_INTERNAL, "no_memory", "no memory for a calendar");
        goto done;
    }
    for (size_t i = 0; i < count; i++) {
        if (i < calendar->placement_count)
            fill_shift(&entries[i], calendar, &calendar->placements[i]);
        else
            fill_visit(&entries[i], calendar, &calendar->visits[i - calendar->placement_count]);
        events[i] = entries[i].event;
    }
    char domain[HOST_SIZE];
    calendar_host_of(calendar->public_url, domain, sizeof domain);
    const struct calendar_file file = {.name = text(calendar->language, "calendar.name"),
                                       .domain = domain,
                                       .language = calendar->language,
                                       .refresh_minutes = calendar->refresh_minutes,
                                       .cancels = calendar->cancels,
                                       .organizer_name = calendar->organizer_name,
                                       .organizer_address = calendar->organizer_address,
                                       .events = events,
                                       .event_count = count};
    written = calendar_write(&file, error);
done:
    free(entries);
    free(events);
    return written;
}
