/* .ics files: RFC 5545 and RFC 7986, built and folded by libical. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "matcher/matcher.h"
#include "services/calendar.h"

enum { NAME_SIZE = 512 };

static struct icaltimetype date_of(int32_t day)
{
    struct icaltimetype date = icaltime_null_date();
    matcher_date_from_day(day, &date.year, &date.month, &date.day);
    return date;
}

static struct icaltimetype utc_of(int64_t instant_ms)
{
    int64_t instant_s = instant_ms / 1000;
    struct icaltimetype utc = date_of((int32_t)(instant_s / 86400));
    int second = (int)(instant_s % 86400);
    utc.is_date = 0;
    utc.zone = icaltimezone_get_utc_timezone();
    utc.hour = second / 3600;
    utc.minute = second / 60 % 60;
    utc.second = second % 60;
    return utc;
}

/* A copy without the control characters that a content line may not hold; line ends and tabs stay, CRLF becomes LF.
 * NULL when out of memory. The caller frees. */
static char *clean_text(const char *from)
{
    char *clean = malloc(strlen(from) + 1);
    if (clean == NULL)
        return NULL;
    char *to = clean;
    for (; *from != '\0'; from++) {
        unsigned char byte = (unsigned char)*from;
        if (byte == '\r' && from[1] != '\n')
            *to++ = '\n';
        else if ((byte >= 0x20 && byte != 0x7F) || byte == '\n' || byte == '\t')
            *to++ = (char)byte;
    }
    *to = '\0';
    return clean;
}

void calendar_host_of(const char *public_url, char *host, size_t size)
{
    const char *begin = strstr(public_url, "://");
    begin = begin == NULL ? public_url : begin + 3;
    size_t length = strcspn(begin, ":/");
    snprintf(host, size, "%.*s", (int)length, begin);
}

typedef icalproperty *text_property(const char *value);

static bool add_text(icalcomponent *component, text_property *make, const char *value)
{
    if (value == NULL || value[0] == '\0')
        return true;
    char *clean = clean_text(value);
    if (clean == NULL)
        return false;
    icalcomponent_add_property(component, make(clean));
    free(clean);
    return true;
}

/* A property that RFC 5545 does not know, "X-WR-CALNAME". */
static bool add_extra(icalcomponent *component, const char *name, const char *value)
{
    char *clean = clean_text(value);
    if (clean == NULL)
        return false;
    icalproperty *property = icalproperty_new_x(clean);
    free(clean);
    icalproperty_set_x_name(property, name);
    icalcomponent_add_property(component, property);
    return true;
}

/* A link or an identifier is one line of printable characters, whatever came. */
static void one_line(const char *from, char *to, size_t size)
{
    size_t length = 0;
    for (; *from != '\0' && length + 1 < size; from++) {
        if ((unsigned char)*from > 0x20 && *from != 0x7F)
            to[length++] = *from;
    }
    to[length] = '\0';
}

static icalproperty_status status_of(enum calendar_status status)
{
    switch (status) {
    case CALENDAR_TENTATIVE:
        return ICAL_STATUS_TENTATIVE;
    case CALENDAR_CANCELLED:
        return ICAL_STATUS_CANCELLED;
    case CALENDAR_CONFIRMED:
        break;
    }
    return ICAL_STATUS_CONFIRMED;
}

static void add_times(icalcomponent *component, const struct calendar_event *event)
{
    if (event->whole_days) {
        icalcomponent_add_property(component, icalproperty_new_dtstart(date_of(event->first_day)));
        icalcomponent_add_property(component, icalproperty_new_dtend(date_of(event->last_day + 1))); /* exclusive */
        icalcomponent_add_property(component, icalproperty_new_transp(ICAL_TRANSP_OPAQUE));
        return;
    }
    icalcomponent_add_property(component, icalproperty_new_dtstart(utc_of(event->span.from_ms)));
    icalcomponent_add_property(component, icalproperty_new_dtend(utc_of(event->span.until_ms)));
}

static bool add_texts(icalcomponent *component, const struct calendar_event *event)
{
    if (!add_text(component, icalproperty_new_summary, event->summary) ||
        !add_text(component, icalproperty_new_description, event->description) ||
        !add_text(component, icalproperty_new_location, event->location))
        return false;
    for (const char *const *category = event->categories; category != NULL && *category != NULL; category++) {
        if (!add_text(component, icalproperty_new_categories, *category))
            return false;
    }
    return true;
}

static void add_organizer(icalcomponent *component, const struct calendar_file *file)
{
    char line[NAME_SIZE];
    char address[NAME_SIZE];
    if (file->organizer_address == NULL)
        return;
    snprintf(line, sizeof line, "mailto:%s", file->organizer_address);
    one_line(line, address, sizeof address);
    icalproperty *organizer = icalproperty_new_organizer(address);
    char *name = file->organizer_name == NULL ? NULL : clean_text(file->organizer_name);
    if (name != NULL && strpbrk(name, "\"\n") == NULL) /* a parameter holds neither */
        icalproperty_add_parameter(organizer, icalparameter_new_cn(name));
    free(name);
    icalcomponent_add_property(component, organizer);
}

static bool add_event(icalcomponent *ics, const struct calendar_event *event, const struct calendar_file *file)
{
    icalcomponent *component = icalcomponent_new_vevent();
    if (component == NULL)
        return false;
    icalcomponent_add_component(ics, component);
    char line[NAME_SIZE];
    char uid[NAME_SIZE];
    snprintf(line, sizeof line, "%s@%s", event->id, file->domain);
    one_line(line, uid, sizeof uid);
    icalcomponent_add_property(component, icalproperty_new_uid(uid));
    icalcomponent_add_property(component, icalproperty_new_dtstamp(utc_of(event->changed_ms)));
    icalcomponent_add_property(component, icalproperty_new_lastmodified(utc_of(event->changed_ms)));
    icalcomponent_add_property(component, icalproperty_new_sequence((int)(event->sequence & 0x7FFFFFFF)));
    icalcomponent_add_property(component, icalproperty_new_status(status_of(event->status)));
    add_organizer(component, file);
    add_times(component, event);
    if (!add_texts(component, event))
        return false;
    if (event->url != NULL) {
        char url[NAME_SIZE];
        one_line(event->url, url, sizeof url);
        icalcomponent_add_property(component, icalproperty_new_url(url));
    }
    if (event->has_position)
        icalcomponent_add_property(component,
                                   icalproperty_new_geo((struct icalgeotype){.lat = event->lat, .lon = event->lon}));
    return true;
}

static bool add_head(icalcomponent *component, const struct calendar_file *file)
{
    icalcomponent_add_property(component, icalproperty_new_version("2.0"));
    icalcomponent_add_property(component, icalproperty_new_prodid("-//Vahetus//Vahetus//ET"));
    icalcomponent_add_property(component, icalproperty_new_calscale("GREGORIAN"));
    icalcomponent_add_property(component,
                               icalproperty_new_method(file->cancels ? ICAL_METHOD_CANCEL : ICAL_METHOD_PUBLISH));
    if (file->refresh_minutes == 0)
        return true;
    icalproperty *refresh = icalproperty_new_refreshinterval(icaldurationtype_from_int(file->refresh_minutes * 60));
    icalproperty_set_parameter_from_string(refresh, "VALUE", "DURATION");
    icalcomponent_add_property(component, refresh);
    char minutes[32];
    snprintf(minutes, sizeof minutes, "PT%dM", file->refresh_minutes);
    return add_text(component, icalproperty_new_name, file->name) &&
           add_extra(component, "X-WR-CALNAME", file->name) && /* what older programs read instead of NAME */
           add_extra(component, "X-PUBLISHED-TTL", minutes);
}

char *calendar_write(const struct calendar_file *file, struct error *error)
{
    char *copy = NULL;
    char *written = NULL;
    icalcomponent *component = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
    bool complete = component != NULL && add_head(component, file);
    for (size_t i = 0; complete && i < file->event_count; i++)
        complete = add_event(component, &file->events[i], file);
    if (complete)
        written = icalcomponent_as_ical_string_r(component);
    if (written != NULL)
        copy = strdup(written); /* so that the caller frees it with free() whatever libical allocates with */
    if (copy == NULL)
        error_set(error, ERROR_INTERNAL, "no_memory", "no memory for a calendar file");
    if (written != NULL)
        icalmemory_free_buffer(written);
    if (component != NULL)
        icalcomponent_free(component);
    return copy;
}
