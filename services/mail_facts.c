/* What a letter tells in facts rather than sentences: who, what, where, when, the way; visits; and .ics files. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "services/calendar_person.h"
#include "services/mail_writing.h"

enum { LINE_SIZE = 1500, LINES_SIZE = 4000, SHIFTS_SHOWN = 20 };

/* Adds a line to `lines` while it fits. */
static void add_line(char *lines, size_t size, const char *line, const char *remark)
{
    size_t length = strlen(lines);
    snprintf(lines + length, size - length, "%s%s%s%s%s", length > 0 ? "\n" : "", line, remark != NULL ? " (" : "",
             remark != NULL ? remark : "", remark != NULL ? ")" : "");
}

static const char *remark_of(const struct mail_writing *writing, const struct letter_shift *shift)
{
    bool told = (writing->template->states & STATE_AWAITING) != 0;
    if (!told || shift->state != PLACEMENT_AWAITING || shift->waiting_for == WORD_NONE)
        return NULL;
    return text_part(writing->language, "mail.waiting", waiting_for_words[shift->waiting_for], NULL);
}

bool mail_waits(const struct mail_writing *writing)
{
    if (writing->template->reader != READER_PERSON || (writing->template->shows & SHOWS_FACTS) == 0)
        return false;
    for (size_t i = 0; i < writing->shift_count; i++)
        if (remark_of(writing, &writing->shifts[i]) != NULL)
            return true;
    return false;
}

static void write_where(const struct mail_writing *writing)
{
    const struct letter *letter = writing->letter;
    char lines[LINES_SIZE] = "";
    if (letter->centre_name != NULL)
        add_line(lines, sizeof lines, letter->centre_name, NULL);
    if (letter->address != NULL && letter->address[0] != '\0')
        add_line(lines, sizeof lines, letter->address, NULL);
    mail_layout_fact(writing->layout, text(writing->language, "mail.fact.where"), lines);
}

static void write_when(const struct mail_writing *writing)
{
    char lines[LINES_SIZE] = "";
    for (size_t i = 0; i < writing->shift_count; i++) {
        const struct letter_shift *shift = &writing->shifts[i];
        char when[TIME_TEXT_SIZE];
        if (i == SHIFTS_SHOWN) {
            add_line(lines, sizeof lines, "…", NULL);
            break;
        }
        calendar_span_text(writing->around->calendar, writing->language, (struct span){shift->from_ms, shift->to_ms},
                           writing->around->now_ms, when);
        add_line(lines, sizeof lines, when, remark_of(writing, shift));
    }
    mail_layout_fact(writing->layout, text(writing->language, "mail.fact.when"), lines);
}

/* A note stays in the language that it was written in, and says so where that is not the letter's. */
static void write_note(const struct mail_writing *writing)
{
    const struct letter *letter = writing->letter;
    char label[LINE_SIZE];
    char key[32];
    if (letter->note == NULL)
        return;
    snprintf(label, sizeof label, "%s", text(writing->language, "mail.fact.note"));
    if (letter->note_language != WORD_NONE && letter->note_language != (int)writing->language) {
        snprintf(key, sizeof key, "mail.note_in.%s", language_tag((enum language)letter->note_language));
        snprintf(label, sizeof label, "%s (%s)", text(writing->language, "mail.fact.note"),
                 text(writing->language, key));
    }
    mail_layout_fact(writing->layout, label, letter->note);
}

void mail_write_facts(const struct mail_writing *writing)
{
    const struct letter *letter = writing->letter;
    if (writing->template->reader != READER_PERSON)
        mail_layout_fact(writing->layout, text(writing->language, "mail.fact.who"), writing->name);
    mail_layout_fact(writing->layout, text(writing->language, "mail.fact.what"), writing->details->activity);
    write_where(writing);
    write_when(writing);
    if ((writing->template->shows & SHOWS_WAY) == 0)
        return;
    bool of_child = writing->template->reader == READER_PARENT;
    mail_layout_fact(writing->layout,
                     text(writing->language, of_child ? "mail.fact.contact_child" : "mail.fact.contact"),
                     letter->contact);
    if (of_child)
        mail_layout_fact(writing->layout, text(writing->language, "mail.fact.responsible"), letter->responsible);
    mail_layout_fact(writing->layout, text(writing->language, "mail.fact.find"), letter->how_to_find);
    mail_layout_fact(writing->layout, text(writing->language, "mail.fact.bring"), writing->details->bring);
    write_note(writing);
}

static void write_visit_list(const struct mail_writing *writing, const char *label, const struct my_visit *visits,
                             size_t count)
{
    char lines[LINES_SIZE] = "";
    for (size_t i = 0; i < count; i++) {
        const struct my_visit *visit = &visits[i];
        char days[TIME_TEXT_SIZE];
        char line[LINE_SIZE];
        calendar_days_text(writing->language, visit->first_day, visit->last_day, days);
        snprintf(line, sizeof line, "%s: %s", days, visit->host_name);
        add_line(lines, sizeof lines, line,
                 visit->address != NULL && visit->address[0] != '\0' ? visit->address : NULL);
    }
    mail_layout_fact(writing->layout, text(writing->language, label), lines);
}

void mail_write_visits(const struct mail_writing *writing)
{
    write_visit_list(writing, "mail.fact.visits", writing->details->visits, writing->details->visit_count);
    write_visit_list(writing, "mail.fact.removed", writing->letter->removed, writing->letter->removed_count);
}

/* ---- .ics files -------------------------------------------------------------------------------------------------- */

static bool write_file(const struct mail_writing *writing, bool cancels, struct placement *placements,
                       const struct my_visit *visits, size_t visit_count, char **file, struct error *error)
{
    const struct letter *letter = writing->letter;
    size_t count = 0;
    for (size_t i = 0; i < writing->shift_count; i++) {
        const struct letter_shift *shift = &writing->shifts[i];
        /* What was only asked about is nobody's yet. */
        if (shift->state == WORD_NONE || (shift->state == PLACEMENT_CANCELLED) != cancels)
            continue;
        placements[count++] = (struct placement){.id = shift->id,
                                                 .version = shift->version,
                                                 .updated_at_ms = letter->created_at_ms,
                                                 .state = shift->state,
                                                 .from_ms = shift->from_ms,
                                                 .to_ms = shift->to_ms,
                                                 .centre_name = letter->centre_name,
                                                 .activity = writing->details->activity,
                                                 .contact = letter->contact,
                                                 .how_to_find = letter->how_to_find,
                                                 .lat = letter->lat,
                                                 .lon = letter->lon};
    }
    const struct person_calendar calendar = {.language = writing->language,
                                             .public_url = writing->around->public_url,
                                             .cancels = cancels,
                                             .organizer_name = writing->around->from_name,
                                             .organizer_address = writing->around->from_address,
                                             .placements = placements,
                                             .placement_count = count,
                                             .visits = visits,
                                             .visit_count = visit_count};
    if (count + visit_count == 0)
        return true;
    *file = person_calendar_write(&calendar, error);
    return *file != NULL;
}

bool mail_write_calendars(const struct mail_writing *writing, char **calendar, char **cancellation, struct error *error)
{
    bool visits = (writing->template->shows & SHOWS_VISITS) != 0;
    struct placement *placements = calloc(writing->shift_count + 1, sizeof *placements);
    if (placements == NULL)
        return error_set(error, ERROR_INTERNAL, "no_memory", "no memory for a calendar");
    bool done = write_file(writing, false, placements, writing->details->visits,
                           visits ? writing->details->visit_count : 0, calendar, error) &&
                write_file(writing, true, placements, writing->letter->removed,
                           visits ? writing->letter->removed_count : 0, cancellation, error);
    free(placements);
    return done;
}
