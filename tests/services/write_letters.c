/*
 * write_letters FOLDER: every letter in every language, to invented people, as FOLDER/EVENT.LANGUAGE.html and .txt,
 * with the .ics files that it carries. For people to read aloud.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/services/letter_example.h"

enum { PATH_SIZE = 4096 };

static const struct {
    const char *first_name, *name, *guardian, *activity, *bring;
} invented[LANGUAGE_COUNT] = {
    {"Mari", "Mari Maasikas", "Jaan Maasikas", "lauamängud", "põll, oma söök"},
    {"Мария", "Мария Лебедева", "Ирина Лебедева", "настольные игры", "фартук, своя еда"},
    {"Grace", "Grace Field", "Henry Field", "board games", "an apron, your own food"},
};

static bool write_file(const char *folder, const char *event, const char *language, const char *extension,
                       const char *content)
{
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/%s.%s.%s", folder, event, language, extension);
    FILE *file = content == NULL ? NULL : fopen(path, "w");
    if (file == NULL)
        return content == NULL;
    fputs(content, file);
    return fclose(file) == 0;
}

static bool write_mail(const char *folder, const char *event, const char *language, const struct mail_text *mail)
{
    char *text = NULL;
    size_t length = 0;
    FILE *whole = open_memstream(&text, &length);
    if (whole == NULL)
        return false;
    fprintf(whole, "Subject: %s\n\n%s", mail->subject, mail->text);
    bool done = fclose(whole) == 0 && write_file(folder, event, language, "txt", text) &&
                write_file(folder, event, language, "html", mail->html) &&
                write_file(folder, event, language, "ics", mail->calendar) &&
                write_file(folder, event, language, "cancel.ics", mail->cancellation);
    free(text);
    return done;
}

static bool write_letter(const char *folder, const char *event, enum language language, const struct calendar *calendar)
{
    struct letter letter = example_letter(event, language);
    struct mail_details details = example_details();
    letter.first_name = invented[language].first_name;
    letter.name = invented[language].name;
    letter.guardian_name = invented[language].guardian;
    details.activity = invented[language].activity;
    details.bring = invented[language].bring;
    const struct mail_surroundings around = {.calendar = calendar,
                                             .public_url = EXAMPLE_URL,
                                             .contact_email = "abi@vahetus.example",
                                             .from_name = "Vahetus",
                                             .from_address = "vahetus@vahetus.example",
                                             .now_ms = letter.created_at_ms};
    struct mail_text mail;
    struct error error = {0};
    if (!mail_letter_write(&around, &letter, &details, &mail, &error)) {
        fprintf(stderr, "%s: %s\n", event, error.detail);
        return false;
    }
    bool done = write_mail(folder, event, language_tag(language), &mail);
    mail_text_free(&mail);
    return done;
}

int main(int count, char **arguments)
{
    struct error error = {0};
    struct calendar *calendar = count == 2 ? calendar_new(&error) : NULL;
    bool done = calendar != NULL;
    for (size_t i = 0; done && mail_template_event(i) != NULL; i++)
        for (int language = 0; done && language < LANGUAGE_COUNT; language++)
            done = write_letter(arguments[1], mail_template_event(i), (enum language)language, calendar);
    if (!done)
        fprintf(stderr, "usage: write_letters FOLDER (one that exists)\n");
    calendar_free(calendar);
    return !done;
}
