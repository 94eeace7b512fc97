/* Letters: each event in each language, its link, its facts; nothing typed becomes markup; no remote content. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/services/letter_example.h"

static struct calendar *calendar;
static int set_up(void **state)
{
    (void)state;
    struct error error = {0};
    calendar = calendar_new(&error);
    return calendar == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    calendar_free(calendar);
    return 0;
}

static struct mail_text write_letter(const struct letter *letter)
{
    const struct mail_surroundings around = {.calendar = calendar,
                                             .public_url = EXAMPLE_URL,
                                             .contact_email = "abi@vahetus.example",
                                             .from_name = "Vahetus",
                                             .from_address = "vahetus@vahetus.example",
                                             .now_ms = 1799000000000};
    const struct mail_details details = example_details();
    struct mail_text mail;
    struct error error = {0};
    if (!mail_letter_write(&around, letter, &details, &mail, &error))
        fail_msg("%s: %s: %s", letter->event, error.code, error.detail);
    return mail;
}

static void assert_holds(const char *event, const char *text, const char *piece)
{
    if (strstr(text, piece) == NULL)
        fail_msg("%s: no \"%s\" in\n%s", event, piece, text);
}

static void assert_lacks(const char *event, const char *text, const char *piece)
{
    if (strstr(text, piece) != NULL)
        fail_msg("%s: \"%s\" in\n%s", event, piece, text);
}

/* Everything that is true of every letter. */
static void assert_sound(const char *event, const struct mail_text *mail, const char *language)
{
    const char *const all[] = {mail->subject, mail->text, mail->html};
    for (size_t i = 0; i < 3; i++) {
        assert_lacks(event, all[i], "mail.");
        assert_lacks(event, all[i], "(null)");
        for (const char *brace = strchr(all[i], '{'); brace != NULL; brace = strchr(brace + 1, '{'))
            fail_msg("%s: an open placeholder: %.40s", event, brace);
    }
    assert_true(strlen(mail->subject) > 5 && strlen(mail->subject) < 200);
    assert_null(strchr(mail->subject, '\n'));
    char lang[32];
    snprintf(lang, sizeof lang, "<html lang=\"%s\">", language);
    assert_holds(event, mail->html, lang);
    assert_holds(event, mail->html, "</html>");
    static const char *const remote[] = {"<img", "<script", "<link", "url(", "src=", "@import", "<form", "http-equiv"};
    for (size_t i = 0; i < sizeof remote / sizeof *remote; i++)
        assert_lacks(event, mail->html, remote[i]);
    for (const char *link = strstr(mail->html, "href=\""); link != NULL; link = strstr(link + 1, "href=\""))
        assert_true(strncmp(link + 6, EXAMPLE_URL, strlen(EXAMPLE_URL)) == 0);
}

static void every_event_speaks_every_language(void **state)
{
    (void)state;
    size_t count = 0;
    for (; mail_template_event(count) != NULL; count++) {
        const char *event = mail_template_event(count);
        char *subjects[LANGUAGE_COUNT];
        for (int language = 0; language < LANGUAGE_COUNT; language++) {
            struct letter letter = example_letter(event, (enum language)language);
            struct mail_text mail = write_letter(&letter);
            assert_sound(event, &mail, language_tag((enum language)language));
            assert_holds(event, mail.text, "abi@vahetus.example");
            subjects[language] = strdup(mail.subject);
            mail_text_free(&mail);
        }
        assert_string_not_equal(subjects[0], subjects[1]);
        assert_string_not_equal(subjects[0], subjects[2]);
        for (int language = 0; language < LANGUAGE_COUNT; language++)
            free(subjects[language]);
    }
    assert_int_equal(count, 38);
}

static void links_lead_to_their_pages(void **state)
{
    (void)state;
    static const struct {
        const char *event, *page;
        bool secret;
    } cases[] = {
        {"registration", "/kinnita#", true},
        {"sign_in", "/sisene/link#", true},
        {"password", "/parool#", true},
        {"guardian", "/luba#", true},
        {"invitation", "/kutse#", true},
        {"offer", "/keskus/vajadused/07000000-0000-0000-0000-000000000000\n", false},
        {"placement_withdrawn", "/keskus/vajadused/07000000-0000-0000-0000-000000000000\n", false},
        {"placement_agreed", "/minu/korrad\n", false},
        {"placement_reminder", "/minu/korrad\n", false},
        {"round_published", "/minu/vahetused\n", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct letter letter = example_letter(cases[i].event, LANGUAGE_ET);
        struct mail_text mail = write_letter(&letter);
        char expected[200];
        snprintf(expected, sizeof expected, "\n%s%s%s", EXAMPLE_URL, cases[i].page,
                 cases[i].secret ? EXAMPLE_SECRET : "");
        assert_holds(cases[i].event, mail.text, expected);
        if (cases[i].secret)
            assert_holds(cases[i].event, mail.html, EXAMPLE_SECRET);
        else
            assert_lacks(cases[i].event, mail.html, EXAMPLE_SECRET);
        mail_text_free(&mail);
    }
}

static void a_letter_tells_the_facts(void **state)
{
    (void)state;
    struct letter letter = example_letter("invitation_confirmed", LANGUAGE_ET);
    struct mail_text mail = write_letter(&letter);
    static const char *const pieces[] = {"Tere, Mari!",
                                         "Mida: Lauamängud\n",
                                         "Kehra noortekeskus\nKose mnt 7\n",
                                         "N 14. jan, 16.00–19.00\n",
                                         "N 21. jan, 16.00–19.00 (ootab taustakontrolli)\n",
                                         "Kes sind ootab: Tiina\n",
                                         "Kaasa võtta: põll, oma söök\n",
                                         "Keskuse märkus: Tooge hea tuju kaasa\n",
                                         "Aja järel on märgitud, kui midagi on veel puudu.",
                                         "Kuidas leida: Sinine uks\n",
                                         "Kirjaga on kaasas kalendrifail.",
                                         "https://vahetus.example/minu"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
        assert_holds("invitation_confirmed", mail.text, pieces[i]);
    assert_string_equal(mail.subject, "Aitäh, et tuled: Kehra noortekeskus, N 14. jan, 16.00–19.00 …");
    assert_holds("calendar", mail.calendar, "STATUS:CONFIRMED\r\n");
    assert_holds("calendar", mail.calendar, "STATUS:TENTATIVE\r\n");
    assert_holds("calendar", mail.calendar, "UID:01000000-0000-0000-0000-000000000000@vahetus.example\r\n");
    assert_string_equal(mail.unsubscribe_url, "https://vahetus.example/minu");
    mail_text_free(&mail);
}

static void a_round_tells_the_visits(void **state)
{
    (void)state;
    struct letter letter = example_letter("round_published", LANGUAGE_EN);
    letter.shift_count = 0;
    struct mail_text mail = write_letter(&letter);
    assert_string_equal(mail.subject, "Your exchange visits: Kevad 2027");
    assert_holds("round", mail.text, "Tue 2 Feb – Thu 4 Feb 2027: Loo noortekeskus (Saha tee 5)");
    assert_holds("calendar", mail.calendar, "DTSTART;VALUE=DATE:20270202\r\nDTEND;VALUE=DATE:20270205\r\n");
    mail_text_free(&mail);
}

static void what_falls_away_is_taken_out_of_calendars(void **state)
{
    (void)state;
    struct letter letter = example_letter("placement_cancelled", LANGUAGE_ET);
    struct mail_text mail = write_letter(&letter);
    assert_null(mail.calendar);
    assert_holds("cancelled", mail.cancellation, "METHOD:CANCEL\r\n");
    assert_holds("cancelled", mail.cancellation, "ORGANIZER;CN=Vahetus:mailto:vahetus@vahetus.example\r\n");
    assert_holds("cancelled", mail.cancellation, "SEQUENCE:3\r\n");
    mail_text_free(&mail);
    letter = example_letter("round_changed", LANGUAGE_ET);
    letter.shift_count = 0;
    mail = write_letter(&letter);
    assert_holds("changed", mail.text, "Jääb ära: T 9. veebr – K 10. veebr 2027: Kose noortekeskus\n");
    assert_holds("changed", mail.calendar, "UID:04000000-0000-0000-0000-000000000000@vahetus.example\r\n");
    assert_holds("changed", mail.cancellation, "UID:05000000-0000-0000-0000-000000000000@vahetus.example\r\n");
    assert_lacks("changed", mail.calendar, "UID:05");
    mail_text_free(&mail);
}

/* A shift that was cancelled before its reminder left has a letter of its own. */
static void what_has_been_overtaken_is_not_sent(void **state)
{
    (void)state;
    static const struct {
        const char *event;
        int state;
    } cases[] = {{"placement_reminder", PLACEMENT_CANCELLED},
                 {"placement_agreed", PLACEMENT_AWAITING},
                 {"invitation_confirmed", PLACEMENT_CANCELLED},
                 {"placement_waits", PLACEMENT_AGREED},
                 {"guardian_agreed", PLACEMENT_CANCELLED}};
    const struct mail_surroundings around = {.calendar = calendar, .public_url = EXAMPLE_URL};
    const struct mail_details details = {.activity = "Lauamängud"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct letter letter = example_letter(cases[i].event, LANGUAGE_ET);
        struct mail_text mail;
        struct error error = {0};
        example_shifts[0].state = example_shifts[1].state = cases[i].state;
        assert_false(mail_letter_write(&around, &letter, &details, &mail, &error));
        assert_int_equal(error.kind, ERROR_GONE);
    }
}

static void somebody_who_left_has_no_name(void **state)
{
    (void)state;
    struct letter letter = example_letter("placement_withdrawn", LANGUAGE_RU);
    letter.first_name = "";
    letter.name = " ";
    struct mail_text mail = write_letter(&letter);
    assert_holds("withdrawn", mail.subject, "Волонтёр не сможет прийти: Lauamängud, чт");
    mail_text_free(&mail);
}

static void a_note_says_its_language(void **state)
{
    (void)state;
    struct letter letter = example_letter("placement_agreed", LANGUAGE_RU);
    struct mail_text mail = write_letter(&letter);
    assert_holds("note", mail.text, "Примечание центра (на эстонском): Tooge hea tuju kaasa\n");
    mail_text_free(&mail);
}

/* Whoever reads them, the letters of a prohibited check and of any other cancelling are the same. */
static void no_letter_tells_a_reason(void **state)
{
    (void)state;
    static const char *const events[] = {"placement_cancelled", "placement_withdrawn", "guardian_cancelled"};
    static const char *const words[] = {"kontroll", "keelat", "провер", "запре", "check", "prohibit"};
    for (size_t i = 0; i < 3; i++)
        for (int language = 0; language < LANGUAGE_COUNT; language++) {
            struct letter letter = example_letter(events[i], (enum language)language);
            struct mail_text mail = write_letter(&letter);
            for (size_t j = 0; j < sizeof words / sizeof *words; j++) {
                assert_lacks(events[i], mail.subject, words[j]);
                assert_lacks(events[i], mail.text, words[j]);
            }
            mail_text_free(&mail);
        }
}

static void an_invitation_is_not_yet_in_a_calendar(void **state)
{
    (void)state;
    struct letter letter = example_letter("invitation", LANGUAGE_ET);
    struct letter_shift open = {
        .from_ms = 1799935200000, .to_ms = 1799946000000, .state = WORD_NONE, .waiting_for = WORD_NONE};
    letter.shifts = &open;
    letter.shift_count = 1;
    struct mail_text mail = write_letter(&letter);
    assert_null(mail.calendar);
    assert_lacks("invitation", mail.text, "kalendrifail");
    mail_text_free(&mail);
}

static void nothing_typed_becomes_markup_or_a_header(void **state)
{
    (void)state;
    for (size_t i = 0; mail_template_event(i) != NULL; i++) {
        struct letter letter = example_letter(mail_template_event(i), LANGUAGE_ET);
        letter.first_name = letter.name = letter.guardian_name = letter.contact = letter.round_name =
            "<script>x</script>\"'&{first_name}\r\nBcc: y";
        letter.centre_name = letter.address = letter.how_to_find = "<img src=x onerror=1>\x01";
        struct mail_text mail = write_letter(&letter);
        assert_lacks(letter.event, mail.html, "<script");
        assert_lacks(letter.event, mail.html, "<img");
        assert_lacks(letter.event, mail.html, "\x01");
        assert_lacks(letter.event, mail.text, "\x01");
        assert_lacks(letter.event, mail.text, "\r");
        assert_lacks(letter.event, mail.html, "{first_name}\"");
        mail_text_free(&mail);
    }
}

static void many_shifts_are_cut_short(void **state)
{
    (void)state;
    static struct letter_shift many[120];
    for (size_t i = 0; i < 120; i++)
        many[i] = example_shifts[0];
    struct letter letter = example_letter("invitation", LANGUAGE_RU);
    letter.shifts = many;
    letter.shift_count = 120;
    struct mail_text mail = write_letter(&letter);
    size_t count = 0;
    for (const char *at = strstr(mail.text, "16.00–19.00"); at != NULL; at = strstr(at + 1, "16.00–19.00"))
        count++;
    assert_int_equal(count, 20);
    assert_holds("invitation", mail.text, "\n…\n");
    mail_text_free(&mail);
}

static void what_is_gone_is_not_written_about(void **state)
{
    (void)state;
    static const char *const events[] = {"invitation", "offer",           "placement_agreed",
                                         "guardian",   "round_published", "no_such_event"};
    for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
        struct letter letter = {.event = events[i], .recipient = "mari@example.com"};
        const struct mail_surroundings around = {.calendar = calendar, .public_url = EXAMPLE_URL};
        const struct mail_details details = {0};
        struct mail_text mail;
        struct error error = {0};
        assert_false(mail_letter_write(&around, &letter, &details, &mail, &error));
        assert_string_equal(error.code, i == 5 ? "unknown_letter" : "letter_gone");
        mail_text_free(&mail);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_event_speaks_every_language),
        cmocka_unit_test(links_lead_to_their_pages),
        cmocka_unit_test(a_letter_tells_the_facts),
        cmocka_unit_test(a_round_tells_the_visits),
        cmocka_unit_test(what_falls_away_is_taken_out_of_calendars),
        cmocka_unit_test(what_has_been_overtaken_is_not_sent),
        cmocka_unit_test(somebody_who_left_has_no_name),
        cmocka_unit_test(a_note_says_its_language),
        cmocka_unit_test(no_letter_tells_a_reason),
        cmocka_unit_test(an_invitation_is_not_yet_in_a_calendar),
        cmocka_unit_test(nothing_typed_becomes_markup_or_a_header),
        cmocka_unit_test(many_shifts_are_cut_short),
        cmocka_unit_test(what_is_gone_is_not_written_about),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
