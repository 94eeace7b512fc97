/*
 * Sends letters through services/mail.h, for mail.test.mjs: send_mail NAME=VALUE...
 *   host, port, security (starttls, tls, none), user, password, ca, timeout, directory
 *   language, event, name (of the person), count (letters over one sender), stop_ms (breaks off after that)
 *   to: each further recipient is one more letter
 * Prints a line for each letter: sent, later or refused, and what the error says.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "services/mail.h"
#include "services/mail_templates.h"

enum { RECIPIENTS_MAX = 8 };

struct options {
    struct mail_settings mail;
    enum language language;
    const char *event, *name;
    const char *to[RECIPIENTS_MAX];
    size_t to_count;
    int stop_ms;
};

static bool value_of(const char *argument, const char *name, const char **value)
{
    size_t length = strlen(name);
    if (strncmp(argument, name, length) != 0 || argument[length] != '=')
        return false;
    *value = argument + length + 1;
    return true;
}

static void read_option(struct options *options, const char *argument)
{
    const char *value;
    if (value_of(argument, "host", &options->mail.host) || value_of(argument, "user", &options->mail.user) ||
        value_of(argument, "password", &options->mail.password) || value_of(argument, "ca", &options->mail.ca_file) ||
        value_of(argument, "directory", &options->mail.directory) || value_of(argument, "event", &options->event) ||
        value_of(argument, "name", &options->name))
        return;
    if (value_of(argument, "port", &value))
        options->mail.port = atoi(value);
    else if (value_of(argument, "timeout", &value))
        options->mail.timeout_s = atoi(value);
    else if (value_of(argument, "stop_ms", &value))
        options->stop_ms = atoi(value);
    else if (value_of(argument, "security", &value))
        options->mail.security = strcmp(value, "tls") == 0    ? MAIL_SECURITY_TLS
                                 : strcmp(value, "none") == 0 ? MAIL_SECURITY_NONE
                                                              : MAIL_SECURITY_STARTTLS;
    else if (value_of(argument, "language", &value))
        language_from_tag(value, &options->language);
    else if (value_of(argument, "to", &value) && options->to_count < RECIPIENTS_MAX)
        options->to[options->to_count++] = value;
}

static const struct my_visit visits[] = {
    {.id.bytes = {4}, .version = 1, .host_name = "Loo noortekeskus", .first_day = 20851, .last_day = 20853}};

static char *letter_bytes(const struct options *options, const struct calendar *calendar, size_t number, const char *id,
                          size_t *length, struct error *error)
{
    struct letter_shift shift = {.id.bytes = {1},
                                 .version = 3,
                                 .from_ms = 1799935200000,
                                 .to_ms = 1799946000000,
                                 .state = PLACEMENT_AGREED,
                                 .waiting_for = WORD_NONE};
    const struct letter letter = {.event = options->event,
                                  .recipient = options->to[number],
                                  .language = options->language,
                                  .secret = "Abcdefghijklmnopqrstuvwxyz0123456789",
                                  .created_at_ms = 1799000000000,
                                  .first_name = options->name,
                                  .name = options->name,
                                  .guardian_name = options->name,
                                  .centre_name = "Kehra noortekeskus",
                                  .round_name = "Kevad 2027",
                                  .shifts = &shift,
                                  .shift_count = 1};
    const struct mail_surroundings around = {
        .calendar = calendar, .public_url = "http://127.0.0.1:8080", .now_ms = 1799000000000};
    const struct mail_details details = {.activity = "Lauamängud", .visits = visits, .visit_count = 1};
    struct mail_text mail;
    if (!mail_letter_write(&around, &letter, &details, &mail, error))
        return NULL;
    const struct mail_message message = {.id = id,
                                         .date_ms = letter.created_at_ms,
                                         .language = options->language,
                                         .from_name = "Vahetus",
                                         .from_address = "vahetus@vahetus.example",
                                         .to_name = options->name,
                                         .to_address = letter.recipient,
                                         .subject = mail.subject,
                                         .text = mail.text,
                                         .html = mail.html,
                                         .unsubscribe_url = mail.unsubscribe_url,
                                         .calendar = mail.calendar};
    char *bytes = mail_compose(&message, length, error);
    mail_text_free(&mail);
    return bytes;
}

struct stopper {
    struct mail_sender *sender;
    int after_ms;
};

static void *stop_later(void *context)
{
    const struct stopper *stopper = context;
    usleep((useconds_t)stopper->after_ms * 1000);
    mail_sender_stop(stopper->sender);
    return NULL;
}

static void send_all(const struct options *options, const struct calendar *calendar, struct mail_sender *sender)
{
    static const char *const outcomes[] = {[MAIL_SENT] = "sent", [MAIL_LATER] = "later", [MAIL_REFUSED] = "refused"};
    for (size_t i = 0; i < options->to_count; i++) {
        struct error error = {0};
        char id[64];
        size_t length = 0;
        snprintf(id, sizeof id, "0192f3a4-0000-7000-8000-%012zu", i);
        char *bytes = letter_bytes(options, calendar, i, id, &length, &error);
        enum mail_outcome outcome = MAIL_REFUSED;
        if (bytes != NULL)
            outcome = mail_send(sender, id, "vahetus@vahetus.example", options->to[i], bytes, length, &error);
        printf("%s %s\n", outcomes[outcome], outcome == MAIL_SENT ? "" : error.detail);
        free(bytes);
    }
}

int main(int count, char **arguments)
{
    struct options options = {.event = "sign_in", .name = "Mari"};
    for (int i = 1; i < count; i++)
        read_option(&options, arguments[i]);
    struct error error = {0};
    struct calendar *calendar = calendar_new(&error);
    struct mail_sender *sender = calendar == NULL ? NULL : mail_sender_new(&options.mail, &error);
    pthread_t thread;
    struct stopper stopper = {sender, options.stop_ms};
    bool stops = sender != NULL && options.stop_ms > 0 && pthread_create(&thread, NULL, stop_later, &stopper) == 0;
    if (sender != NULL)
        send_all(&options, calendar, sender);
    else
        printf("%s: %s\n", error.code, error.detail);
    if (stops)
        pthread_join(thread, NULL);
    mail_sender_free(sender);
    calendar_free(calendar);
    return sender == NULL;
}
