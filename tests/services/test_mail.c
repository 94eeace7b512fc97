/* Messages: header fields that nobody can break out of, encodings that come back, files that are whole. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "services/mail.h"

static const char id[] = "0192f3a4-5b6c-7d8e-9f00-112233445566";

static struct mail_message a_message(void)
{
    return (struct mail_message){.id = id,
                                 .date_ms = 1799935200123, /* 2027-01-14T14:00:00Z */
                                 .language = LANGUAGE_ET,
                                 .from_name = "Vahetus",
                                 .from_address = "vahetus@vahetus.example",
                                 .to_name = "Mari Maasikas",
                                 .to_address = "mari@example.com",
                                 .subject = "Kinnita oma e-post",
                                 .text = "Tere, Mari!\n\nVajuta linki.\n",
                                 .html = "<p>Tere, Mari!</p>"};
}

static char *composed(const struct mail_message *message, size_t *length)
{
    struct error error = {0};
    char *bytes = mail_compose(message, length, &error);
    if (bytes == NULL)
        fail_msg("%s: %s", error.code, error.detail);
    assert_int_equal(strlen(bytes), *length);
    return bytes;
}

/* What every message must be, whatever is in it. */
static void assert_well_formed(const char *bytes)
{
    for (const char *line = bytes; *line != '\0';) {
        const char *end = strstr(line, "\r\n");
        assert_non_null(end);
        assert_true(end - line <= 78 || strncmp(line, "List-Unsubscribe:", 17) == 0 ||
                    strncmp(line, "Content-Type:", 13) == 0 || strncmp(line, "Message-ID:", 11) == 0);
        for (const char *at = line; at < end; at++) {
            if ((unsigned char)*at >= 0x7F || ((unsigned char)*at < 0x20 && *at != '\t'))
                fail_msg("byte %d in \"%.*s\"", (unsigned char)*at, (int)(end - line), line);
        }
        line = end + 2;
    }
}

/* The value of a header field, unfolded, or NULL; only in the head. */
static const char *field(const char *bytes, const char *name)
{
    static char value[4096];
    size_t length = 0;
    const char *end = strstr(bytes, "\r\n\r\n");
    for (const char *line = bytes; line < end + 2; line = strstr(line, "\r\n") + 2) {
        if (strncmp(line, name, strlen(name)) != 0 || line[strlen(name)] != ':')
            continue;
        for (const char *at = line + strlen(name) + 2; strncmp(at, "\r\n", 2) != 0 || at[2] == ' '; at++) {
            if (*at != '\r' && *at != '\n')
                value[length++] = *at;
        }
        value[length] = '\0';
        return value;
    }
    return NULL;
}

static size_t count_of(const char *bytes, const char *piece)
{
    size_t count = 0;
    for (const char *at = strstr(bytes, piece); at != NULL; at = strstr(at + 1, piece))
        count++;
    return count;
}

static void composes_the_plain_case(void **state)
{
    (void)state;
    struct mail_message message = a_message();
    size_t length;
    char *bytes = composed(&message, &length);
    assert_well_formed(bytes);
    assert_string_equal(field(bytes, "Date"), "Thu, 14 Jan 2027 14:00:00 +0000");
    assert_string_equal(field(bytes, "Message-ID"), "<0192f3a4-5b6c-7d8e-9f00-112233445566@vahetus.example>");
    assert_string_equal(field(bytes, "From"), "\"Vahetus\" <vahetus@vahetus.example>");
    assert_string_equal(field(bytes, "To"), "\"Mari Maasikas\" <mari@example.com>");
    assert_string_equal(field(bytes, "Subject"), "Kinnita oma e-post");
    assert_string_equal(field(bytes, "Auto-Submitted"), "auto-generated");
    assert_string_equal(field(bytes, "Content-Language"), "et");
    assert_null(field(bytes, "List-Unsubscribe"));
    assert_null(field(bytes, "Reply-To"));
    assert_non_null(strstr(field(bytes, "Content-Type"), "multipart/alternative"));
    assert_int_equal(count_of(bytes, "\r\nContent-Type: text/"), 2);
    assert_true(strstr(bytes, "text/plain") < strstr(bytes, "text/html")); /* the best comes last */
    assert_non_null(strstr(bytes, "\r\nTere, Mari!\r\n\r\nVajuta linki.\r\n"));
    char *again = composed(&message, &length);
    assert_string_equal(bytes, again);
    free(bytes);
    free(again);
}

static void composes_with_a_calendar(void **state)
{
    (void)state;
    struct mail_message message = a_message();
    message.calendar = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";
    message.cancellation = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n";
    message.unsubscribe_url = "https://vahetus.example/minu#teated";
    message.reply_to = "kehra@example.com";
    size_t length;
    char *bytes = composed(&message, &length);
    assert_well_formed(bytes);
    assert_non_null(strstr(field(bytes, "Content-Type"), "multipart/mixed"));
    assert_string_equal(field(bytes, "List-Unsubscribe"), "<https://vahetus.example/minu#teated>");
    assert_string_equal(field(bytes, "Reply-To"), "<kehra@example.com>");
    assert_non_null(strstr(bytes, "Content-Type: text/calendar; charset=utf-8; method=PUBLISH\r\n"));
    assert_non_null(strstr(bytes, "attachment; filename=\"vahetus.ics\"\r\n"));
    assert_non_null(
        strstr(bytes, "base64\r\n\r\nQkVHSU46VkNBTEVOREFSDQpFTkQ6VkNBTEVOREFSDQo=\r\n--=_vahetus_mixed\r\n"));
    assert_non_null(strstr(bytes, "Content-Type: text/calendar; charset=utf-8; method=CANCEL\r\n"));
    assert_non_null(strstr(bytes, "attachment; filename=\"vahetus-cancel.ics\"\r\n"));
    free(bytes);
}

static const char *const nasty[] = {
    "Mari\r\nBcc: everybody@example.com",
    "Mari\nBcc: everybody@example.com",
    "Mari\rBcc: everybody@example.com",
    "Mari\r\n\r\nBcc: everybody@example.com",
    "Õie\r\nBcc: everybody@example.com",
    "\"Mari\" <bcc@example.com>, Jaan",
    "Mari\\",
    "Mari\x01\x02\x7F",
    "=?UTF-8?B?QmNj?=",
    "Мария Очень-Длинное-Имя Ещё-Одно-Очень-Длинное-Имя Последнее-Из-Длинных-Имён",
    "a\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81",
    "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80"
    "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80",
    "",
};

static void no_name_breaks_out_of_its_field(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof nasty / sizeof *nasty; i++) {
        struct mail_message message = a_message();
        message.to_name = nasty[i];
        message.from_name = nasty[i];
        message.subject = nasty[i];
        message.text = nasty[i];
        message.html = nasty[i];
        size_t length;
        char *bytes = composed(&message, &length);
        assert_well_formed(bytes);
        char *head_end = strstr(bytes, "\r\n\r\n");
        *head_end = '\0';
        assert_null(strstr(bytes, "\nBcc"));
        assert_int_equal(count_of(bytes, "\r\nTo: "), 1);
        assert_int_equal(count_of(bytes, "\r\nSubject: "), 1);
        assert_int_equal(count_of(bytes, "<mari@example.com>"), 1);
        assert_null(strstr(bytes, "=?UTF-8?B?QmNj?="));
        free(bytes);
    }
    struct mail_message message = a_message();
    message.to_name = "\"M\" \\ <x@example.com>, Jaan";
    size_t length;
    char *bytes = composed(&message, &length);
    assert_string_equal(field(bytes, "To"), "\"\\\"M\\\" \\\\ <x@example.com>, Jaan\" <mari@example.com>");
    free(bytes);
}

static void the_id_stays_a_word(void **state)
{
    (void)state;
    struct mail_message message = a_message();
    message.id = "x>\r\nBcc: y\r\n<";
    size_t length;
    char *bytes = composed(&message, &length);
    assert_string_equal(field(bytes, "Message-ID"), "<xBccy@vahetus.example>");
    free(bytes);
}

static void judges_addresses(void **state)
{
    (void)state;
    static const char *const good[] = {"a@b.ee", "mari.maasikas+x@example.com", "o'neil@sub.example.com", "a@b-c.ee"};
    static const char *const bad[] = {
        NULL,       "",           "a",          "@b.ee",         "a@",         "a@b@c.ee",   "a b@c.ee",
        "a@b c.ee", "a\r\n@b.ee", "a@b.ee\r\n", "<a@b.ee>",      "\"a\"@b.ee", "a@b.ee>",    ".a@b.ee",
        "a.@b.ee",  "a..b@c.ee",  "a@-b.ee",    "a@b-.ee",       "a@.b.ee",    "a@b..ee",    "a@b.ee.",
        "õ@b.ee",   "a@õ.ee",     "a,b@c.ee",   "a@b.ee,c@d.ee", "a;b@c.ee",   "a@[1.2.3.4]"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        if (!mail_address_ok(good[i]))
            fail_msg("%s is refused", good[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (mail_address_ok(bad[i]))
            fail_msg("%s is taken", bad[i]);
    }
    char endless[300];
    memset(endless, 'a', sizeof endless);
    memcpy(endless + 60, "@", 1);
    endless[sizeof endless - 1] = '\0';
    assert_false(mail_address_ok(endless));
    struct mail_message message = a_message();
    struct error error = {0};
    size_t length;
    message.to_address = "mari@example.com\r\nRCPT TO:<x@example.com>";
    assert_null(mail_compose(&message, &length, &error));
    assert_string_equal(error.code, "bad_address");
    message = a_message();
    message.unsubscribe_url = "https://x/>\r\nBcc: y";
    struct error link = {0};
    assert_null(mail_compose(&message, &length, &link));
    assert_string_equal(link.code, "bad_link");
}

static int hex(char digit)
{
    return digit <= '9' ? digit - '0' : digit - 'A' + 10;
}

/* Decodes the first quoted-printable part of the type; CRLF becomes LF. */
static char *decoded_part(const char *bytes, const char *type)
{
    const char *at = strstr(strstr(bytes, type), "\r\n\r\n") + 4;
    const char *end = strstr(at, "\r\n--=_");
    char *decoded = malloc(strlen(at) + 1);
    size_t length = 0;
    while (at < end + 2) {
        if (*at == '=' && at[1] == '\r') {
            at += 3;
        } else if (*at == '=') {
            decoded[length++] = (char)(hex(at[1]) * 16 + hex(at[2]));
            at += 3;
        } else if (*at == '\r') {
            at++;
        } else {
            decoded[length++] = *at++;
        }
    }
    decoded[length] = '\0';
    return decoded;
}

static void texts_come_back_as_they_were(void **state)
{
    (void)state;
    char endless[4001];
    memset(endless, 'x', sizeof endless);
    memcpy(endless + 3990, "õäöü\n", 10);
    endless[4000] = '\0';
    const char *const texts[] = {
        "Tere, Õie!\nKas tuled 5. jaanuaril appi? = € 0\n",
        "Здравствуйте, Мария!\n\nПриходите помочь в субботу в 12.00.\n",
        "a line that ends in a space \nand a tab\t\n.\n..\n.dot\nFrom here\n--\n",
        "--=_vahetus_alternative--\n--=_vahetus_alternative\n=_=\n",
        "👩🏽‍🎨 🎉\n",
        endless,
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct mail_message message = a_message();
        message.text = texts[i];
        size_t length;
        char *bytes = composed(&message, &length);
        assert_well_formed(bytes);
        char *decoded = decoded_part(bytes, "Content-Type: text/plain");
        assert_string_equal(decoded, texts[i]);
        free(decoded);
        free(bytes);
    }
}

static char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *bytes = calloc(1, 65536);
    *length = fread(bytes, 1, 65535, file);
    fclose(file);
    return bytes;
}

static void without_a_server_it_becomes_a_file(void **state)
{
    (void)state;
    char directory[] = "test_mail.XXXXXX";
    assert_non_null(mkdtemp(directory));
    char mail[64];
    char path[128];
    snprintf(mail, sizeof mail, "%s/mail", directory);
    snprintf(path, sizeof path, "%s/%s.eml", mail, id);
    struct mail_settings settings = {.host = "", .directory = mail};
    struct error error = {0};
    struct mail_sender *sender = mail_sender_new(&settings, &error);
    assert_non_null(sender);
    struct mail_message message = a_message();
    size_t length;
    char *bytes = composed(&message, &length);
    for (int twice = 0; twice < 2; twice++) {
        assert_int_equal(mail_send(sender, id, message.from_address, message.to_address, bytes, length, &error),
                         MAIL_SENT);
        size_t found;
        char *file = read_file(path, &found);
        assert_int_equal(found, length);
        assert_string_equal(file, bytes);
        free(file);
    }
    struct stat entry;
    assert_int_equal(stat(path, &entry), 0);
    assert_int_equal(entry.st_mode & 0777, 0600);
    assert_int_equal(stat(mail, &entry), 0);
    assert_int_equal(entry.st_mode & 0777, 0700);
    DIR *listing = opendir(mail);
    size_t files = 0;
    for (const struct dirent *one = readdir(listing); one != NULL; one = readdir(listing))
        files += one->d_name[0] != '.' || strlen(one->d_name) > 2;
    closedir(listing);
    assert_int_equal(files, 1); /* one message, one file, nothing half-made */
    struct error bad_id = {0};
    assert_int_equal(mail_send(sender, "../escape", message.from_address, message.to_address, bytes, length, &bad_id),
                     MAIL_REFUSED);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(mail), 0);
    struct error gone = {0};
    assert_int_equal(mail_send(sender, id, message.from_address, message.to_address, bytes, length, &gone), MAIL_LATER);
    assert_string_equal(gone.code, "mail_directory");
    free(bytes);
    mail_sender_free(sender);
    rmdir(directory);
}

static void refuses_to_be_set_up_wrongly(void **state)
{
    (void)state;
    static const struct mail_settings cases[] = {
        {.host = NULL, .directory = NULL},
        {.host = NULL, .directory = "/no/such/place/mail"},
        {.host = "mail.example.com", .port = 25, .security = MAIL_SECURITY_NONE},
    };
    static const char *const codes[] = {"mail_directory", "mail_directory", "mail_insecure"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error error = {0};
        assert_null(mail_sender_new(&cases[i], &error));
        assert_string_equal(error.code, codes[i]);
    }
    mail_sender_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(composes_the_plain_case),
        cmocka_unit_test(composes_with_a_calendar),
        cmocka_unit_test(no_name_breaks_out_of_its_field),
        cmocka_unit_test(the_id_stays_a_word),
        cmocka_unit_test(judges_addresses),
        cmocka_unit_test(texts_come_back_as_they_were),
        cmocka_unit_test(without_a_server_it_becomes_a_file),
        cmocka_unit_test(refuses_to_be_set_up_wrongly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
