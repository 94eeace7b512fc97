#include "services/mail_templates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "services/calendar_person.h"
#include "services/mail_layout.h"

enum { URL_SIZE = 700, TEXT_SIZE = 1500, LINES_SIZE = 4000, KEY_SIZE = 96, SHIFTS_SHOWN = 20 };

/* Whom the letter greets, and so which small print it carries. */
enum reader {
    READER_STRANGER, /* an address that somebody typed: nobody is greeted by name */
    READER_PERSON,   /* a volunteer or worker with a profile */
    READER_STAFF,    /* managers */
    READER_GUARDIAN,
    READER_LEAVER, /* no profile any more */
};

/* One row per event: where its button leads and what it shows. `page` ends in '#' where the secret goes, in '/' where
 * the need's id goes. */
static const struct template
{
    const char *event;
    enum reader reader;
    const char *page;
    bool facts;    /* activity, place, times */
    bool way;      /* who meets you, how to find it */
    bool visits;   /* a worker's visits */
    bool calendar; /* an .ics file, where there is something for it */
}
templates[] = {
    {"registration", READER_STRANGER, "/kinnita#", false, false, false, false},
    {"sign_in", READER_STRANGER, "/sisene/link#", false, false, false, false},
    {"password", READER_STRANGER, "/parool#", false, false, false, false},
    {"guardian", READER_GUARDIAN, "/luba#", false, false, false, false},
    {"invitation", READER_PERSON, "/kutse#", true, false, false, false},
    {"invitation_filled", READER_PERSON, "/", true, false, false, false},
    {"offer", READER_STAFF, "/keskus/vajadused/", true, false, false, false},
    {"offer_accepted", READER_PERSON, "/minu/korrad", true, true, false, true},
    {"offer_declined", READER_PERSON, "/", true, false, false, false},
    {"invitation_accepted", READER_STAFF, "/keskus/vajadused/", true, false, false, false},
    {"invitation_declined", READER_STAFF, "/keskus/vajadused/", true, false, false, false},
    {"placement_agreed", READER_PERSON, "/minu/korrad", true, true, false, true},
    {"placement_cancelled", READER_PERSON, "/minu/korrad", true, false, false, true},
    {"placement_withdrawn", READER_STAFF, "/keskus/vajadused/", true, false, false, false},
    {"placement_reminder", READER_PERSON, "/minu/korrad", true, true, false, false},
    {"need_closed", READER_PERSON, "/", true, false, false, true},
    {"round_published", READER_PERSON, "/minu/vahetused", false, false, true, true},
    {"round_hosts", READER_STAFF, "/keskus", false, false, false, false},
    {"check_expiring", READER_STAFF, "/keskus", false, false, false, false},
    {"profile_deleted", READER_LEAVER, NULL, false, false, false, false},
};

enum { TEMPLATES = sizeof templates / sizeof *templates };

/* Everything that one letter is written from. */
struct writing {
    const struct mail_surroundings *around;
    const struct letter *letter;
    const struct mail_details *details;
    const struct template *template;
    enum language language;
    struct mail_layout *layout;
    char until[TIME_TEXT_SIZE];
    struct text_value values[8];
};

const char *mail_template_event(size_t index)
{
    return index < TEMPLATES ? templates[index].event : NULL;
}

static const struct template *template_of(const char *event)
{
    for (size_t i = 0; i < TEMPLATES; i++) {
        if (strcmp(templates[i].event, event) == 0)
            return &templates[i];
    }
    return NULL;
}

/* mail.EVENT.LAST, filled; false when there is no such text. */
static bool event_text(const struct writing *writing, const char *last, char *buffer, size_t size)
{
    char key[KEY_SIZE];
    snprintf(key, sizeof key, "mail.%s", writing->template->event);
    const char *pattern = text_part(writing->language, key, last, NULL);
    if (pattern == NULL)
        return false;
    text_fill_into(buffer, size, pattern, writing->values, sizeof writing->values / sizeof *writing->values);
    return true;
}

static void prepare_values(struct writing *writing)
{
    const struct letter *letter = writing->letter;
    writing->until[0] = '\0';
    if (letter->expires_at_ms != 0)
        calendar_time_text(writing->around->calendar, writing->language, letter->expires_at_ms, writing->around->now_ms,
                           writing->until);
    const struct text_value values[] = {{"first_name", letter->first_name},
                                        {"name", letter->name != NULL ? letter->name : letter->first_name},
                                        {"guardian", letter->guardian_name},
                                        {"centre", letter->centre_name},
                                        {"activity", writing->details->activity},
                                        {"round", letter->round_name},
                                        {"until", writing->until},
                                        {"contact", writing->around->contact_email}};
    memcpy(writing->values, values, sizeof values);
}

static void write_greeting(const struct writing *writing)
{
    const char *who = NULL;
    if (writing->template->reader == READER_PERSON || writing->template->reader == READER_LEAVER)
        who = writing->letter->first_name;
    else if (writing->template->reader == READER_GUARDIAN)
        who = writing->letter->guardian_name;
    char line[TEXT_SIZE];
    const struct text_value values[] = {{"who", who}};
    bool named = who != NULL && who[0] != '\0';
    text_fill_into(line, sizeof line, text(writing->language, named ? "mail.greeting" : "mail.greeting_plain"), values,
                   1);
    mail_layout_paragraph(writing->layout, line);
}

static void write_paragraphs(const struct writing *writing)
{
    for (int i = 1; i <= 4; i++) {
        char last[4];
        char paragraph[TEXT_SIZE];
        snprintf(last, sizeof last, "%d", i);
        if (!event_text(writing, last, paragraph, sizeof paragraph))
            return;
        mail_layout_paragraph(writing->layout, paragraph);
    }
}

/* Adds a line to `lines` while it fits. */
static void add_line(char *lines, size_t size, const char *line, const char *remark)
{
    size_t length = strlen(lines);
    snprintf(lines + length, size - length, "%s%s%s%s%s", length > 0 ? "\n" : "", line, remark != NULL ? " (" : "",
             remark != NULL ? remark : "", remark != NULL ? ")" : "");
}

static const char *remark_of(const struct writing *writing, const struct letter_shift *shift)
{
    if (shift->state != PLACEMENT_AWAITING || shift->waiting_for == WORD_NONE)
        return NULL;
    return text_part(writing->language, "mail.waiting", waiting_for_words[shift->waiting_for], NULL);
}

static void write_facts(const struct writing *writing)
{
    const struct letter *letter = writing->letter;
    char lines[LINES_SIZE] = "";
    if (writing->template->reader == READER_STAFF)
        mail_layout_fact(writing->layout, text(writing->language, "mail.fact.who"),
                         letter->name != NULL ? letter->name : letter->first_name);
    mail_layout_fact(writing->layout, text(writing->language, "mail.fact.what"), writing->details->activity);
    if (letter->centre_name != NULL)
        add_line(lines, sizeof lines, letter->centre_name, NULL);
    if (letter->address != NULL && letter->address[0] != '\0')
        add_line(lines, sizeof lines, letter->address, NULL);
    mail_layout_fact(writing->layout, text(writing->language, "mail.fact.where"), lines);
    lines[0] = '\0';
    for (size_t i = 0; i < letter->shift_count; i++) {
        char when[TIME_TEXT_SIZE];
        if (i == SHIFTS_SHOWN) {
            add_line(lines, sizeof lines, "…", NULL);
            break;
        }
        calendar_span_text(writing->around->calendar, writing->language,
                           (struct span){letter->shifts[i].from_ms, letter->shifts[i].to_ms}, writing->around->now_ms,
                           when);
        add_line(lines, sizeof lines, when, remark_of(writing, &letter->shifts[i]));
    }
    mail_layout_fact(writing->layout, text(writing->language, "mail.fact.when"), lines);
    if (!writing->template->way)
        return;
    mail_layout_fact(writing->layout, text(writing->language, "mail.fact.contact"), letter->contact);
    mail_layout_fact(writing->layout, text(writing->language, "mail.fact.find"), letter->how_to_find);
}

static void write_visits(const struct writing *writing)
{
    char lines[LINES_SIZE] = "";
    for (size_t i = 0; i < writing->details->visit_count; i++) {
        const struct my_visit *visit = &writing->details->visits[i];
        char days[TIME_TEXT_SIZE];
        char line[TEXT_SIZE];
        calendar_days_text(writing->language, visit->first_day, visit->last_day, days);
        snprintf(line, sizeof line, "%s: %s", days, visit->host_name);
        add_line(lines, sizeof lines, line,
                 visit->address != NULL && visit->address[0] != '\0' ? visit->address : NULL);
    }
    mail_layout_fact(writing->layout, text(writing->language, "mail.fact.visits"), lines);
}

static void page_url(const struct writing *writing, char *url, size_t size)
{
    const char *page = writing->template->page;
    size_t length = strlen(page);
    char need[UUID_TEXT_SIZE] = "";
    if (length > 1 && page[length - 1] == '/')
        uuid_format(&writing->letter->need, need);
    bool secret = page[length - 1] == '#' && writing->letter->secret != NULL;
    snprintf(url, size, "%s%s%s%s", writing->around->public_url, page, need, secret ? writing->letter->secret : "");
}

static void write_button(const struct writing *writing)
{
    char label[TEXT_SIZE];
    char url[URL_SIZE];
    if (writing->template->page == NULL || !event_text(writing, "button", label, sizeof label))
        return;
    page_url(writing, url, sizeof url);
    mail_layout_button(writing->layout, label, url, text(writing->language, "mail.button_fails"));
    if (writing->letter->secret == NULL || writing->until[0] == '\0')
        return;
    char line[TEXT_SIZE];
    text_fill_into(line, sizeof line, text(writing->language, "mail.valid_until"), writing->values,
                   sizeof writing->values / sizeof *writing->values);
    mail_layout_paragraph(writing->layout, line);
}

static void write_footer(const struct writing *writing)
{
    static const char *const reasons[] = {[READER_STRANGER] = "mail.why_asked",
                                          [READER_PERSON] = "mail.why_member",
                                          [READER_STAFF] = "mail.why_staff",
                                          [READER_GUARDIAN] = "mail.why_guardian",
                                          [READER_LEAVER] = "mail.why_last"};
    char url[URL_SIZE];
    char line[TEXT_SIZE];
    if (writing->template->reader == READER_PERSON)
        mail_layout_paragraph(writing->layout, text(writing->language, "mail.sign_off"));
    mail_layout_footer(writing->layout);
    mail_layout_paragraph(writing->layout, text(writing->language, "mail.from"));
    snprintf(url, sizeof url, "%s/minu", writing->around->public_url);
    const struct text_value values[] = {{"page", url}, {"contact", writing->around->contact_email}};
    text_fill_into(line, sizeof line, text(writing->language, reasons[writing->template->reader]), values, 2);
    mail_layout_paragraph(writing->layout, line);
    if (writing->around->contact_email == NULL || writing->around->contact_email[0] == '\0')
        return;
    text_fill_into(line, sizeof line, text(writing->language, "mail.contact"), values, 2);
    mail_layout_paragraph(writing->layout, line);
}

/* The shifts that are somebody's already; those of an offer or invitation are not yet. */
static bool write_calendar(const struct writing *writing, char **file, struct error *error)
{
    const struct letter *letter = writing->letter;
    struct placement *placements = calloc(letter->shift_count + 1, sizeof *placements);
    if (placements == NULL)
        return error_set(error, ERROR_INTERNAL, "no_memory", "no memory for a calendar");
    size_t count = 0;
    for (size_t i = 0; i < letter->shift_count && writing->template->facts; i++) {
        const struct letter_shift *shift = &letter->shifts[i];
        if (shift->state == WORD_NONE)
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
                                             .placements = placements,
                                             .placement_count = count,
                                             .visits = writing->details->visits,
                                             .visit_count =
                                                 writing->template->visits ? writing->details->visit_count : 0};
    bool done = true;
    if (count + calendar.visit_count > 0) {
        *file = person_calendar_write(&calendar, error);
        done = *file != NULL;
    }
    free(placements);
    return done;
}

static void write_body(const struct writing *writing, bool has_calendar)
{
    write_greeting(writing);
    write_paragraphs(writing);
    if (writing->template->facts)
        write_facts(writing);
    if (writing->template->visits)
        write_visits(writing);
    write_button(writing);
    if (has_calendar)
        mail_layout_paragraph(writing->layout, text(writing->language, "mail.attached"));
    write_footer(writing);
}

/* Has what the letter speaks of gone from the database since it was written down? */
static bool is_gone(const struct writing *writing)
{
    const struct letter *letter = writing->letter;
    if (writing->template->facts)
        return letter->centre_name == NULL;
    if (writing->template->reader == READER_GUARDIAN)
        return letter->name == NULL;
    return strncmp(letter->event, "round_", 6) == 0 && letter->round_name == NULL;
}

static bool write_unsubscribe(const struct writing *writing, char **url)
{
    if (writing->template->reader != READER_PERSON)
        return true;
    char page[URL_SIZE];
    snprintf(page, sizeof page, "%s/minu", writing->around->public_url);
    *url = strdup(page);
    return *url != NULL;
}

bool mail_letter_write(const struct mail_surroundings *surroundings, const struct letter *letter,
                       const struct mail_details *details, struct mail_text *mail, struct error *error)
{
    struct writing writing = {.around = surroundings,
                              .letter = letter,
                              .details = details,
                              .template = template_of(letter->event),
                              .language = (enum language)letter->language};
    *mail = (struct mail_text){0};
    if (writing.template == NULL)
        return error_set(error, ERROR_INTERNAL, "unknown_letter", "no template for a letter about %s", letter->event);
    if (is_gone(&writing))
        return error_set(error, ERROR_GONE, "letter_gone", "what a letter about %s speaks of is gone", letter->event);
    prepare_values(&writing);
    char subject[TEXT_SIZE];
    if (!event_text(&writing, "subject", subject, sizeof subject))
        return error_set(error, ERROR_INTERNAL, "unknown_letter", "no subject for a letter about %s", letter->event);
    bool done = false;
    writing.layout = mail_layout_new(writing.language, subject);
    mail->subject = strdup(subject);
    if (writing.layout == NULL || mail->subject == NULL || !write_unsubscribe(&writing, &mail->unsubscribe_url)) {
        error_set(error, ERROR_INTERNAL, "no_memory", "no memory for a letter");
        goto out;
    }
    if (writing.template->calendar && !write_calendar(&writing, &mail->calendar, error))
        goto out;
    write_body(&writing, mail->calendar != NULL);
    done = mail_layout_finish(writing.layout, &mail->text, &mail->html) ||
           error_set(error, ERROR_INTERNAL, "no_memory", "no memory for a letter");
out:
    mail_layout_free(writing.layout);
    if (!done)
        mail_text_free(mail);
    return done;
}

void mail_text_free(struct mail_text *mail)
{
    free(mail->subject);
    free(mail->text);
    free(mail->html);
    free(mail->calendar);
    free(mail->unsubscribe_url);
    *mail = (struct mail_text){0};
}
