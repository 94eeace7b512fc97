#include "services/plan_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "matcher/matcher.h"
#include "services/calendar.h"

static bool fill_line(const struct round *round, const struct visit *visit, struct plan_line *line)
{
    const struct round_worker *worker = round_worker_of(round, &visit->worker);
    const struct round_centre *host = round_centre_of(round, visit->host);
    const struct round_centre *home = worker == NULL ? NULL : round_centre_of(round, worker->home_centre);
    if (host == NULL || home == NULL)
        return false;
    for (size_t i = 0; i < round->period_count; i++) {
        if (strcmp(round->periods[i].id, visit->period) == 0) {
            *line = (struct plan_line){visit, &round->periods[i], worker->name, home->name, host->name, home->id, i};
            return true;
        }
    }
    return false;
}

bool plan_file_fill(struct plan_file *file, struct arena *arena, const struct uuid *worker, struct error *error)
{
    const struct round *round = file->round;
    file->line_count = 0;
    file->lines = arena_alloc(arena, (round->visit_count + 1) * sizeof *file->lines);
    if (file->lines == NULL)
        return error_set(error, ERROR_BUSY, "busy", "no memory for a plan's file");
    for (size_t i = 0; i < round->visit_count; i++) {
        const struct visit *visit = &round->visits[i];
        if (!uuid_is_none(worker) && uuid_compare(worker, &visit->worker) != 0)
            continue;
        if (fill_line(round, visit, &file->lines[file->line_count]))
            file->line_count++;
    }
    return true;
}

/* ---- CSV */

/* Quoted where it must be; doubled quotes inside. */
static void put_field(FILE *out, const char *value, char separator)
{
    const char *guard = value[0] != '\0' && strchr("=+-@\t\r", value[0]) != NULL ? "'" : "";
    bool quoted = strpbrk(value, ",\"\r\n") != NULL;
    fputs(quoted ? "\"" : "", out);
    fputs(guard, out);
    for (const char *at = value; *at != '\0'; at++) {
        if (*at == '"')
            fputc('"', out);
        fputc(*at, out);
    }
    fputs(quoted ? "\"" : "", out);
    fputc(separator, out);
    if (separator == '\r')
        fputc('\n', out);
}

static void put_day(FILE *out, int32_t day, char separator)
{
    int year, month, day_of_month;
    char buffer[32];
    matcher_date_from_day(day, &year, &month, &day_of_month);
    snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", year, month, day_of_month);
    put_field(out, buffer, separator);
}

char *plan_file_csv(const struct plan_file *file, size_t *length, struct error *error)
{
    static const char *const heads[] = {"plan.period", "plan.first", "plan.last",   "plan.worker",
                                        "plan.home",   "plan.host",  "plan.pinned", NULL};
    char *buffer = NULL;
    FILE *out = open_memstream(&buffer, length);
    if (out == NULL) {
        error_set(error, ERROR_BUSY, "busy", "no memory for a plan's file");
        return NULL;
    }
    fputs("\xEF\xBB\xBF", out);
    for (size_t i = 0; heads[i] != NULL; i++)
        put_field(out, text(file->language, heads[i]), heads[i + 1] == NULL ? '\r' : ',');
    for (size_t i = 0; i < file->line_count; i++) {
        const struct plan_line *line = &file->lines[i];
        put_field(out, line->period->id, ',');
        put_day(out, line->period->first_day, ',');
        put_day(out, line->period->last_day, ',');
        put_field(out, line->worker, ',');
        put_field(out, line->home, ',');
        put_field(out, line->host, ',');
        put_field(out, line->visit->pinned ? text(file->language, "plan.yes") : "", '\r');
    }
    bool failed = ferror(out) != 0;
    if (fclose(out) == 0 && !failed)
        return buffer;
    free(buffer);
    error_set(error, ERROR_BUSY, "busy", "no memory for a plan's file");
    return NULL;
}

/* ---- Calendar */

enum { SUMMARY_SIZE = 400 };

struct entry {
    char id[UUID_TEXT_SIZE];
    char summary[SUMMARY_SIZE];
};

static void fill_event(const struct plan_file *file, const struct plan_line *line, struct entry *entry,
                       struct calendar_event *event)
{
    const struct text_value values[] = {{"worker", line->worker}, {"home", line->home}, {"host", line->host}};
    text_fill_into(entry->summary, sizeof entry->summary, text(file->language, "calendar.plan_visit"), values, 3);
    uuid_format(&line->visit->id, entry->id);
    *event = (struct calendar_event){
        .id = entry->id,
        .status = file->round->has_published_at ? CALENDAR_CONFIRMED : CALENDAR_TENTATIVE,
        .whole_days = true,
        .first_day = line->period->first_day,
        .last_day = line->period->last_day,
        .sequence = file->round->version,
        .changed_ms = file->round->has_published_at ? file->round->published_at_ms : file->now_ms,
        .summary = entry->summary,
        .location = line->host,
    };
}

char *plan_file_ics(const struct plan_file *file, size_t *length, struct error *error)
{
    struct entry *entries = calloc(file->line_count + 1, sizeof *entries);
    struct calendar_event *events = calloc(file->line_count + 1, sizeof *events);
    char *written = NULL;
    if (entries == NULL || events == NULL) {
        error_set(error, ERROR_BUSY, "busy", "no memory for a plan's calendar");
    } else {
        for (size_t i = 0; i < file->line_count; i++)
            fill_event(file, &file->lines[i], &entries[i], &events[i]);
        char host[256];
        calendar_host_of(file->public_url, host, sizeof host);
        const struct calendar_file calendar = {.name = file->round->name,
                                               .domain = host,
                                               .language = file->language,
                                               .events = events,
                                               .event_count = file->line_count};
        written = calendar_write(&calendar, error);
    }
    free(entries);
    free(events);
    if (written != NULL)
        *length = strlen(written);
    return written;
}
