/* .ics files: what calendars need is there, nothing a person typed can break a line, and libical reads it back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <libical/ical.h>

#include "matcher/matcher.h"
#include "services/calendar.h"

static const char *const shift_categories[] = {"Vabatahtlik tegevus", "Vahetus", NULL};

static struct calendar_event a_shift(void)
{
    return (struct calendar_event){.id = "0192f3a4-0000-7000-8000-000000000001",
                                   .status = CALENDAR_CONFIRMED,
                                   .span = {1799935200000, 1799946000000}, /* 2027-01-14T14:00Z to 17:00Z */
                                   .sequence = 3,
                                   .changed_ms = 1799000000000,
                                   .summary = "Abiline: lauamängud",
                                   .description = "Kes võtab vastu: Mari\nKaasa: vahetusjalatsid",
                                   .location = "Kehra noortekeskus, Kose mnt 7",
                                   .url = "http://127.0.0.1:8080/minu/korrad",
                                   .categories = shift_categories,
                                   .has_position = true,
                                   .lat = 59.335,
                                   .lon = 25.334};
}

static char *written(const struct calendar_event *events, size_t count, int refresh_minutes)
{
    struct calendar_file file = {.name = "Vahetus: minu korrad",
                                 .domain = "vahetus.example",
                                 .language = LANGUAGE_ET,
                                 .refresh_minutes = refresh_minutes,
                                 .events = events,
                                 .event_count = count};
    struct error error = {0};
    char *text = calendar_write(&file, &error);
    assert_non_null(text);
    return text;
}

/* Undoes the folding, so that whole lines can be looked for. */
static void unfold(char *text)
{
    char *to = text;
    for (const char *from = text; *from != '\0';) {
        if (strncmp(from, "\r\n ", 3) == 0 || strncmp(from, "\r\n\t", 3) == 0)
            from += 3;
        else
            *to++ = *from++;
    }
    *to = '\0';
}

static void assert_has_line(const char *text, const char *line)
{
    char framed[512];
    snprintf(framed, sizeof framed, "\r\n%s\r\n", line);
    if (strstr(text, framed) == NULL)
        fail_msg("no line \"%s\" in\n%s", line, text);
}

static void writes_a_shift(void **state)
{
    (void)state;
    struct calendar_event event = a_shift();
    char *text = written(&event, 1, 60);
    assert_true(strncmp(text, "BEGIN:VCALENDAR\r\n", 17) == 0);
    unfold(text);
    static const char *const lines[] = {
        "VERSION:2.0",
        "METHOD:PUBLISH",
        "CALSCALE:GREGORIAN",
        "NAME:Vahetus: minu korrad",
        "X-WR-CALNAME:Vahetus: minu korrad",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT60M",
        "BEGIN:VEVENT",
        "UID:0192f3a4-0000-7000-8000-000000000001@vahetus.example",
        "DTSTAMP:20270103T181320Z",
        "LAST-MODIFIED:20270103T181320Z",
        "SEQUENCE:3",
        "STATUS:CONFIRMED",
        "DTSTART:20270114T140000Z",
        "DTEND:20270114T170000Z",
        "SUMMARY:Abiline: lauamängud",
        "DESCRIPTION:Kes võtab vastu: Mari\\nKaasa: vahetusjalatsid",
        "LOCATION:Kehra noortekeskus\\, Kose mnt 7",
        "URL:http://127.0.0.1:8080/minu/korrad",
        "CATEGORIES:Vabatahtlik tegevus",
        "CATEGORIES:Vahetus",
        "END:VEVENT",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_has_line(text, lines[i]);
    assert_non_null(strstr(text, "\r\nGEO:59.335"));
    free(text);
}

static void writes_a_visit_as_whole_days(void **state)
{
    (void)state;
    int32_t first = matcher_day_from_date(2027, 3, 26);
    struct calendar_event event = {.id = "v",
                                   .status = CALENDAR_TENTATIVE,
                                   .whole_days = true,
                                   .first_day = first,
                                   .last_day = first + 2,
                                   .summary = "Vahetuspäev: Loo"};
    char *text = written(&event, 1, 0);
    assert_has_line(text, "DTSTART;VALUE=DATE:20270326");
    assert_has_line(text, "DTEND;VALUE=DATE:20270329"); /* exclusive, and the clock change does not matter */
    assert_has_line(text, "STATUS:TENTATIVE");
    assert_null(strstr(text, "REFRESH-INTERVAL"));
    assert_null(strstr(text, "LOCATION"));
    free(text);
}

static void cancelled_shifts_stay_with_their_uid(void **state)
{
    (void)state;
    struct calendar_event event = a_shift();
    event.status = CALENDAR_CANCELLED;
    event.sequence = 4;
    char *text = written(&event, 1, 60);
    assert_has_line(text, "STATUS:CANCELLED");
    assert_has_line(text, "SEQUENCE:4");
    assert_has_line(text, "UID:0192f3a4-0000-7000-8000-000000000001@vahetus.example");
    free(text);
}

static void an_empty_calendar_is_one(void **state)
{
    (void)state;
    char *text = written(NULL, 0, 60);
    icalcomponent *component = icalparser_parse_string(text);
    assert_non_null(component);
    assert_int_equal(icalcomponent_count_components(component, ICAL_VEVENT_COMPONENT), 0);
    icalcomponent_free(component);
    free(text);
}

static void nothing_typed_breaks_a_line(void **state)
{
    (void)state;
    struct calendar_event event = a_shift();
    event.id = "x\r\nATTENDEE:mailto:y";
    event.summary = "Mari\r\nEND:VEVENT\r\nBEGIN:VEVENT\nUID:evil;,\\\x01\x7F";
    event.description = "a\rb\r\nATTACH:http://example.com/\n";
    event.location = "x\nGEO:1;1";
    event.url = "http://127.0.0.1/\r\nX-EVIL:1";
    const char *categories[] = {"a,b;c\nd", NULL};
    event.categories = categories;
    char *text = written(&event, 1, 60);
    unfold(text);
    assert_null(strstr(text, "\nATTENDEE"));
    assert_null(strstr(text, "\nATTACH"));
    assert_null(strstr(text, "\nX-EVIL"));
    assert_null(strstr(text, "\nUID:evil"));
    assert_null(strstr(text, "\nGEO:1;1"));
    assert_null(strchr(text, '\x01'));
    assert_null(strchr(text, '\x7F'));
    assert_has_line(text, "SUMMARY:Mari\\nEND:VEVENT\\nBEGIN:VEVENT\\nUID:evil\\;\\,\\\\");
    icalcomponent *component = icalparser_parse_string(text);
    assert_int_equal(icalcomponent_count_components(component, ICAL_VEVENT_COMPONENT), 1);
    icalcomponent *read = icalcomponent_get_first_component(component, ICAL_VEVENT_COMPONENT);
    assert_string_equal(icalcomponent_get_summary(read), "Mari\nEND:VEVENT\nBEGIN:VEVENT\nUID:evil;,\\");
    icalcomponent_free(component);
    free(text);
}

static void long_lines_are_folded_between_characters(void **state)
{
    (void)state;
    char summary[2001];
    for (int i = 0; i < 500; i++)
        memcpy(summary + i * 4, i % 2 ? "õöäü" : "Жщ", 4); /* four bytes each */
    summary[2000] = '\0';
    struct calendar_event event = a_shift();
    event.summary = summary;
    char *text = written(&event, 1, 60);
    for (const char *line = text; *line != '\0';) {
        const char *end = strstr(line, "\r\n");
        assert_non_null(end);
        assert_true(end - line <= 75);
        size_t first = line[0] == ' ' ? 1 : 0;
        assert_true(((unsigned char)line[first] & 0xC0) != 0x80);
        line = end + 2;
    }
    unfold(text);
    char *found = strstr(text, "SUMMARY:");
    assert_non_null(found);
    assert_memory_equal(found + 8, summary, 2000);
    free(text);
}

static void many_events_read_back(void **state)
{
    (void)state;
    enum { MANY = 500 };
    static struct calendar_event events[MANY];
    static char ids[MANY][16];
    for (int i = 0; i < MANY; i++) {
        events[i] = a_shift();
        snprintf(ids[i], sizeof ids[i], "event-%d", i);
        events[i].id = ids[i];
        events[i].span.from_ms += (int64_t)i * 86400000;
        events[i].span.until_ms += (int64_t)i * 86400000;
    }
    char *text = written(events, MANY, 60);
    char *again = written(events, MANY, 60);
    assert_string_equal(text, again);
    icalcomponent *component = icalparser_parse_string(text);
    assert_int_equal(icalcomponent_count_components(component, ICAL_VEVENT_COMPONENT), MANY);
    assert_int_equal(icalcomponent_count_errors(component), 0);
    icalcomponent_free(component);
    free(text);
    free(again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_a_shift),
        cmocka_unit_test(writes_a_visit_as_whole_days),
        cmocka_unit_test(cancelled_shifts_stay_with_their_uid),
        cmocka_unit_test(an_empty_calendar_is_one),
        cmocka_unit_test(nothing_typed_breaks_a_line),
        cmocka_unit_test(long_lines_are_folded_between_characters),
        cmocka_unit_test(many_events_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
