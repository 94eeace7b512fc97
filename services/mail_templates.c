#include "services/mail_templates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "services/mail_writing.h"

enum { URL_SIZE = 700, TEXT_SIZE = 1500, KEY_SIZE = 96 };

static const struct mail_template templates[] = {
    {"registration", READER_STRANGER, "/kinnita#", 0, 0},
    {"sign_in", READER_STRANGER, "/sisene/link#", 0, 0},
    {"password", READER_STRANGER, "/parool#", 0, 0},
    {"guardian", READER_GUARDIAN, "/luba#", 0, 0},
    {"guardian_agreed", READER_PARENT, NULL, SHOWS_FACTS | SHOWS_WAY, STATE_AGREED},
    {"guardian_cancelled", READER_PARENT, NULL, SHOWS_FACTS, STATE_CANCELLED},
    {"guardian_released", READER_LEAVER, NULL, 0, 0},
    {"invitation", READER_PERSON, "/kutse#", SHOWS_FACTS, 0},
    {"invitation_filled", READER_PERSON, "/", SHOWS_FACTS, 0},
    {"invitation_withdrawn", READER_PERSON, "/", SHOWS_FACTS, 0},
    {"invitation_confirmed", READER_PERSON, "/minu/korrad", SHOWS_FACTS | SHOWS_WAY | SHOWS_FILE, STATE_HELD},
    {"invitation_accepted", READER_STAFF, "/keskus/vajadused/", SHOWS_FACTS, STATE_HELD},
    {"invitation_declined", READER_STAFF, "/keskus/vajadused/", SHOWS_FACTS, 0},
    {"offer", READER_STAFF, "/keskus/vajadused/", SHOWS_FACTS, 0},
    {"offer_withdrawn", READER_STAFF, "/keskus/vajadused/", SHOWS_FACTS, 0},
    {"offer_accepted", READER_PERSON, "/minu/korrad", SHOWS_FACTS | SHOWS_WAY | SHOWS_FILE, STATE_HELD},
    {"offer_declined", READER_PERSON, "/", SHOWS_FACTS, 0},
    {"placement_agreed", READER_PERSON, "/minu/korrad", SHOWS_FACTS | SHOWS_WAY | SHOWS_FILE, STATE_AGREED},
    {"placement_waits", READER_PERSON, "/minu/korrad", SHOWS_FACTS | SHOWS_FILE, STATE_AWAITING},
    {"placement_cancelled", READER_PERSON, "/minu/korrad", SHOWS_FACTS | SHOWS_FILE, STATE_CANCELLED},
    {"placement_given_up", READER_PERSON, "/", SHOWS_FACTS | SHOWS_FILE, STATE_CANCELLED},
    {"placement_withdrawn", READER_STAFF, "/keskus/vajadused/", SHOWS_FACTS, STATE_CANCELLED},
    {"placement_unready", READER_STAFF, "/keskus/vajadused/", SHOWS_FACTS | SHOWS_COMING, STATE_AWAITING},
    {"placement_reminder", READER_PERSON, "/minu/korrad", SHOWS_FACTS | SHOWS_WAY | SHOWS_COMING, STATE_AGREED},
    {"need_closed", READER_PERSON, "/", SHOWS_FACTS | SHOWS_FILE, STATE_CANCELLED},
    {"need_changed", READER_PERSON, "/minu/korrad", SHOWS_FACTS | SHOWS_WAY | SHOWS_FILE | SHOWS_COMING, STATE_HELD},
    {"round_published", READER_PERSON, "/minu/vahetused", SHOWS_VISITS | SHOWS_FILE, 0},
    {"round_changed", READER_PERSON, "/minu/vahetused", SHOWS_VISITS | SHOWS_FILE, 0},
    {"round_questions", READER_PERSON, "/minu/voorud", 0, 0},
    {"round_reminder", READER_PERSON, "/minu/voorud", 0, 0},
    {"round_report", READER_STAFF, "/koordinaator/voorud", 0, 0},
    {"round_agree", READER_STAFF, "/keskus/voorud", 0, 0},
    {"round_hosts", READER_STAFF, "/keskus", 0, 0},
    {"round_centres_changed", READER_STAFF, "/keskus", 0, 0},
    {"check_expiring", READER_STAFF, "/keskus", 0, 0},
    {"personal_code", READER_PERSON, "/isikukood#", 0, 0},
    {"stay", READER_PERSON, "/jaan#", 0, 0},
    {"profile_deleted", READER_LEAVER, NULL, 0, 0},
};

enum { TEMPLATES = sizeof templates / sizeof *templates };

const char *mail_template_event(size_t index)
{
    return index < TEMPLATES ? templates[index].event : NULL;
}

static const struct mail_template *template_of(const char *event)
{
    for (size_t i = 0; i < TEMPLATES; i++) {
        if (strcmp(templates[i].event, event) == 0)
            return &templates[i];
    }
    return NULL;
}

/* mail.EVENT.LAST, filled; false when there is no such text. */
static bool event_text(const struct mail_writing *writing, const char *last, char *buffer, size_t size)
{
    char key[KEY_SIZE];
    snprintf(key, sizeof key, "mail.%s", writing->template->event);
    const char *pattern = text_part(writing->language, key, last, NULL);
    if (pattern == NULL)
        return false;
    text_fill_into(buffer, size, pattern, writing->values, sizeof writing->values / sizeof *writing->values);
    return true;
}

/* The shifts that the letter speaks of. False when out of memory. */
static bool choose_shifts(struct mail_writing *writing)
{
    const struct letter *letter = writing->letter;
    const struct mail_template *template = writing->template;
    writing->shifts = calloc(letter->shift_count + 1, sizeof *writing->shifts);
    if (writing->shifts == NULL)
        return false;
    for (size_t i = 0; i < letter->shift_count; i++) {
        const struct letter_shift *shift = &letter->shifts[i];
        bool stated =
            template->states == 0 || (shift->state != WORD_NONE && (template->states >> shift->state & 1) != 0);
        bool in_time = (template->shows & SHOWS_COMING) == 0 || shift->from_ms > writing->around->now_ms;
        if (stated && in_time)
            writing->shifts[writing->shift_count++] = *shift;
    }
    return true;
}

/* Somebody who has left since has no name any more. */
static void prepare_name(struct mail_writing *writing)
{
    const struct letter *letter = writing->letter;
    const char *name = letter->name != NULL ? letter->name : letter->first_name;
    while (name != NULL && *name == ' ')
        name++;
    bool named = name != NULL && *name != '\0';
    snprintf(writing->name, sizeof writing->name, "%s", named ? name : text(writing->language, "mail.somebody"));
}

/* "N 14. jan, 16.00–19.00", and an ellipsis where there are more. */
static void prepare_when(struct mail_writing *writing)
{
    writing->when[0] = '\0';
    if (writing->shift_count == 0)
        return;
    calendar_span_text(writing->around->calendar, writing->language,
                       (struct span){writing->shifts[0].from_ms, writing->shifts[0].to_ms}, writing->around->now_ms,
                       writing->when);
    size_t length = strlen(writing->when);
    if (writing->shift_count > 1)
        snprintf(writing->when + length, sizeof writing->when - length, " …");
}

static void prepare_values(struct mail_writing *writing)
{
    const struct letter *letter = writing->letter;
    writing->until[0] = '\0';
    if (letter->until_day != 0)
        calendar_day_text(writing->language, letter->until_day, writing->until);
    else if (letter->expires_at_ms != 0)
        calendar_time_text(writing->around->calendar, writing->language, letter->expires_at_ms, writing->around->now_ms,
                           writing->until);
    prepare_name(writing);
    prepare_when(writing);
    const struct text_value values[] = {{"first_name", letter->first_name},
                                        {"name", writing->name},
                                        {"centre", letter->centre_name},
                                        {"activity", writing->details->activity},
                                        {"round", letter->round_name},
                                        {"until", writing->until},
                                        {"when", writing->when},
                                        {"contact", writing->around->contact_email}};
    memcpy(writing->values, values, sizeof values);
}

static void write_greeting(const struct mail_writing *writing)
{
    const char *who = NULL;
    if (writing->template->reader == READER_PERSON)
        who = writing->letter->first_name;
    else if (writing->template->reader == READER_GUARDIAN || writing->template->reader == READER_PARENT)
        who = writing->letter->guardian_name;
    char line[TEXT_SIZE];
    const struct text_value values[] = {{"who", who}};
    bool named = who != NULL && who[0] != '\0';
    text_fill_into(line, sizeof line, text(writing->language, named ? "mail.greeting" : "mail.greeting_plain"), values,
                   1);
    mail_layout_paragraph(writing->layout, line);
}

static void write_paragraphs(const struct mail_writing *writing)
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

static void page_url(const struct mail_writing *writing, char *url, size_t size)
{
    const char *page = writing->template->page;
    size_t length = strlen(page);
    char need[UUID_TEXT_SIZE] = "";
    if (length > 1 && page[length - 1] == '/')
        uuid_format(&writing->letter->need, need);
    bool secret = page[length - 1] == '#' && writing->letter->secret != NULL;
    snprintf(url, size, "%s%s%s%s", writing->around->public_url, page, need, secret ? writing->letter->secret : "");
}

static void write_button(const struct mail_writing *writing)
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

static void write_footer(const struct mail_writing *writing)
{
    static const char *const reasons[] = {[READER_STRANGER] = "mail.why_asked", [READER_PERSON] = "mail.why_member",
                                          [READER_STAFF] = "mail.why_staff",    [READER_GUARDIAN] = "mail.why_guardian",
                                          [READER_PARENT] = "mail.why_parent",  [READER_LEAVER] = "mail.why_last"};
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

static void write_body(const struct mail_writing *writing, const char *attached)
{
    write_greeting(writing);
    write_paragraphs(writing);
    if (mail_waits(writing))
        mail_layout_paragraph(writing->layout, text(writing->language, "mail.waiting.note"));
    if ((writing->template->shows & SHOWS_FACTS) != 0)
        mail_write_facts(writing);
    if ((writing->template->shows & SHOWS_VISITS) != 0)
        mail_write_visits(writing);
    write_button(writing);
    if (attached != NULL)
        mail_layout_paragraph(writing->layout, text(writing->language, attached));
    write_footer(writing);
}

/* Has what the letter speaks of gone from the database since it was written down, or become something else? */
static bool is_gone(const struct mail_writing *writing)
{
    const struct letter *letter = writing->letter;
    bool of_child = writing->template->reader == READER_GUARDIAN || writing->template->reader == READER_PARENT;
    if (of_child && (letter->first_name == NULL || letter->first_name[0] == '\0'))
        return true;
    if ((writing->template->shows & SHOWS_FACTS) != 0)
        return letter->centre_name == NULL || (writing->template->states != 0 && writing->shift_count == 0);
    if (letter->centre_name == NULL && strcmp(letter->event, "personal_code") == 0)
        return true;
    if (letter->until_day == 0 && strcmp(letter->event, "check_expiring") == 0)
        return true;
    return strncmp(letter->event, "round_", 6) == 0 && letter->round_name == NULL;
}

static bool write_unsubscribe(const struct mail_writing *writing, char **url)
{
    if (writing->template->reader != READER_PERSON)
        return true;
    char page[URL_SIZE];
    snprintf(page, sizeof page, "%s/minu", writing->around->public_url);
    *url = strdup(page);
    return *url != NULL;
}

/* The parts, once it is known that there is something to write about. */
static bool write_letter(struct mail_writing *writing, struct mail_text *mail, struct error *error)
{
    char subject[TEXT_SIZE];
    prepare_values(writing);
    if (!event_text(writing, "subject", subject, sizeof subject))
        return error_set(error, ERROR_INTERNAL, "unknown_letter", "no subject for a letter about %s",
                         writing->letter->event);
    writing->layout = mail_layout_new(writing->language, subject);
    mail->subject = strdup(subject);
    if (writing->layout == NULL || mail->subject == NULL || !write_unsubscribe(writing, &mail->unsubscribe_url))
        return error_set(error, ERROR_INTERNAL, "no_memory", "no memory for a letter");
    if ((writing->template->shows & SHOWS_FILE) != 0 &&
        !mail_write_calendars(writing, &mail->calendar, &mail->cancellation, error))
        return false;
    write_body(writing, mail->calendar != NULL       ? "mail.attached"
                        : mail->cancellation != NULL ? "mail.attached_cancel"
                                                     : NULL);
    return mail_layout_finish(writing->layout, &mail->text, &mail->html) ||
           error_set(error, ERROR_INTERNAL, "no_memory", "no memory for a letter");
}

bool mail_letter_write(const struct mail_surroundings *surroundings, const struct letter *letter,
                       const struct mail_details *details, struct mail_text *mail, struct error *error)
{
    struct mail_writing writing = {.around = surroundings,
                                   .letter = letter,
                                   .details = details,
                                   .template = template_of(letter->event),
                                   .language = (enum language)letter->language};
    *mail = (struct mail_text){0};
    if (writing.template == NULL)
        return error_set(error, ERROR_INTERNAL, "unknown_letter", "no template for a letter about %s", letter->event);
    bool done = choose_shifts(&writing) || error_set(error, ERROR_INTERNAL, "no_memory", "no memory for a letter");
    if (done && is_gone(&writing))
        done = error_set(error, ERROR_GONE, "letter_gone", "what a letter about %s speaks of is gone", letter->event);
    done = done && write_letter(&writing, mail, error);
    mail_layout_free(writing.layout);
    free(writing.shifts);
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
    free(mail->cancellation);
    free(mail->unsubscribe_url);
    *mail = (struct mail_text){0};
}
