/* What an answer shows beside its plan, judged: who is where (`staffing`), and what is new (`changed`). */
#include "matcher/command/command.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

__attribute__((format(printf, 2, 3))) static bool rejected(char reason[400], const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(reason, 400, format, arguments);
    va_end(arguments);
    return false;
}

/* ---- Who is where ---- */

enum { OWN, AWAY, GUESTS, COUNTS };
static const char *const count_names[COUNTS] = {"own", "away", "guests"};

/* A centre in a period. */
struct cell {
    int64_t counts[COUNTS];
    bool seen;
};

/* malloc'd, by centre, then period; NULL when memory ran out. */
static struct cell *count_people(const struct named_round *round, const struct read_visits *visits)
{
    const struct matcher_round_worker *workers = round->round.workers;
    size_t periods = round->periods.count;
    struct cell *cells = calloc(round->centres.count * periods + 1, sizeof *cells);

    for (size_t w = 0; cells != NULL && w < round->workers.count; w++)
        for (size_t period = 0; period < periods; period++)
            cells[workers[w].home * periods + period].counts[OWN]++;
    for (size_t i = 0; cells != NULL && i < visits->count; i++) {
        const struct matcher_visit *visit = &visits->list[i];
        cells[workers[visit->worker].home * periods + visit->period].counts[AWAY]++;
        cells[visit->host * periods + visit->period].counts[GUESTS]++;
    }
    return cells;
}

static bool judge_cell(struct input *input, const struct named_round *round, struct cell *cells, const json_t *object,
                       size_t at, char reason[400])
{
    static const char *const known[] = {"centre", "period", "own", "away", "guests", NULL};
    uint32_t centre, period;
    int64_t claimed;

    if (!input_is_object(input, object) || !input_only(input, object, known) ||
        !read_place(input, object, "centre", &round->centres, &centre) ||
        !read_place(input, object, "period", &round->periods, &period))
        return false;
    if (centre == MATCHER_NONE || period == MATCHER_NONE)
        return input_fault(input, "must have a centre and a period");
    struct cell *cell = &cells[centre * round->periods.count + period];
    if (cell->seen)
        return rejected(reason, "staffing[%zu]: stands twice", at);
    cell->seen = true;
    for (int i = 0; i < COUNTS; i++) {
        if (input_member(input, object, count_names[i], true) == NULL ||
            !input_integer_member(input, object, count_names[i], INT64_MIN, INT64_MAX, &claimed))
            return false;
        if (claimed != cell->counts[i])
            return rejected(reason, "staffing[%zu].%s: %lld claimed, %lld true", at, count_names[i], (long long)claimed,
                            (long long)cell->counts[i]);
    }
    return true;
}

bool judge_staffing(struct input *input, const json_t *answer, const struct named_round *round,
                    const struct read_visits *visits, char reason[400])
{
    json_t *list = input_member(input, answer, "staffing", false);
    size_t mark = input_down(input, "staffing"), count = round->centres.count * round->periods.count;
    struct cell *cells = count_people(round, visits);
    bool ok = list == NULL || input_is_array(input, list);

    if (cells == NULL)
        return input_no_memory(input);
    for (size_t i = 0; ok && list != NULL && i < json_array_size(list); i++) {
        size_t down = input_down_at(input, i);
        ok = judge_cell(input, round, cells, json_array_get(list, i), i, reason);
        if (ok)
            input_up(input, down);
    }
    if (ok && list != NULL && json_array_size(list) != count)
        ok = rejected(reason, "staffing: %zu of %zu centres and periods", json_array_size(list), count);
    free(cells);
    if (ok)
        input_up(input, mark);
    return ok;
}

/* ---- What is new ---- */

/* By names, since an earlier plan may hold some that are gone. */
struct line {
    const char *worker, *period, *from, *to; /* NULL for none */
    bool listed;
};

static const char *text_of(const json_t *object, const char *member)
{
    return json_string_value(json_object_get(object, member));
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* Where the plan has the worker of `visit` in its period; NULL for nowhere else. */
static const char *place_now(const struct named_round *round, const struct read_visits *visits,
                             const struct matcher_visit *visit)
{
    for (size_t i = 0; i < visits->count; i++)
        if (visits->list[i].worker == visit->worker && visits->list[i].period == visit->period)
            return round->centres.names[visits->list[i].host];
    return NULL;
}

/* Lost visits, each once, beside what the worker does instead. */
static size_t lost_lines(const struct named_round *round, const struct read_visits *previous,
                         const struct read_visits *visits, struct line *lines)
{
    size_t count = 0;

    for (size_t i = 0; i < previous->count; i++) {
        const struct matcher_visit *old = &previous->list[i];
        const json_t *names = json_array_get(previous->names, i);
        if (visit_is_lost(previous, i, visits))
            lines[count++] = (struct line){.worker = text_of(names, "worker"),
                                           .period = text_of(names, "period"),
                                           .from = text_of(names, "host"),
                                           .to = visit_is_known(old) ? place_now(round, visits, old) : NULL};
    }
    return count;
}

/* Visits of workers who had none in that period. */
static size_t new_lines(const struct named_round *round, const struct read_visits *previous,
                        const struct read_visits *visits, struct line *lines)
{
    size_t count = 0;

    for (size_t i = 0; i < visits->count; i++) {
        const struct matcher_visit *visit = &visits->list[i];
        bool had = false;
        for (size_t j = 0; !had && j < previous->count; j++)
            had = visit_is_known(&previous->list[j]) && previous->list[j].worker == visit->worker &&
                  previous->list[j].period == visit->period;
        if (!had)
            lines[count++] = (struct line){.worker = round->workers.names[visit->worker],
                                           .period = round->periods.names[visit->period],
                                           .to = round->centres.names[visit->host]};
    }
    return count;
}

/* Is the entry one of the lines that no entry before it was? */
static bool is_line(const json_t *object, struct line *lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!lines[i].listed && same_text(text_of(object, "worker"), lines[i].worker) &&
            same_text(text_of(object, "period"), lines[i].period) &&
            same_text(text_of(object, "from"), lines[i].from) && same_text(text_of(object, "to"), lines[i].to))
            return lines[i].listed = true;
    return false;
}

bool judge_changed(struct input *input, const json_t *object, const struct named_round *round,
                   const struct read_visits *previous, const struct read_visits *visits, char reason[400])
{
    static const char *const known[] = {"worker", "period", "from", "to", NULL};
    json_t *list = input_member(input, object, "changed", false);
    size_t mark = input_down(input, "changed");
    struct line *lines = calloc(previous->count + visits->count + 1, sizeof *lines);
    bool ok = list == NULL || input_is_array(input, list);

    if (lines == NULL)
        return input_no_memory(input);
    size_t count = lost_lines(round, previous, visits, lines);
    count += new_lines(round, previous, visits, lines + count);
    for (size_t i = 0; ok && list != NULL && i < json_array_size(list); i++) {
        const json_t *entry = json_array_get(list, i);
        size_t down = input_down_at(input, i);
        ok = input_is_object(input, entry) && input_only(input, entry, known) &&
             (is_line(entry, lines, count) || rejected(reason, "changed[%zu]: no such difference of the plans", i));
        if (ok)
            input_up(input, down);
    }
    if (ok && list != NULL && json_array_size(list) != count)
        ok = rejected(reason, "changed: %zu of %zu differences", json_array_size(list), count);
    free(lines);
    if (ok)
        input_up(input, mark);
    return ok;
}
