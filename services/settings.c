#include "services/settings.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "services/fields_values.h"

enum setting_type { SETTING_TEXT, SETTING_INTEGER, SETTING_BOOLEAN, SETTING_WORD };

struct setting {
    const char *name;
    enum setting_type type;
    size_t offset;
    const char *otherwise; /* the default, as it would stand in the file */
    const char *sentence;
    int64_t min, max;
    const char *const *words;
};

static const char *const smtp_security_words[] = {"starttls", "tls", "none", NULL};
static const char *const log_level_words[] = {"error", "warning", "info", "debug", NULL};

#define TEXT(name, otherwise, sentence)                                                                                \
    {                                                                                                                  \
#name, SETTING_TEXT, offsetof(struct settings, name), otherwise, sentence, 0, 0, NULL                          \
    }
#define INTEGER(name, otherwise, min, max, sentence)                                                                   \
    {                                                                                                                  \
#name, SETTING_INTEGER, offsetof(struct settings, name), otherwise, sentence, min, max, NULL                   \
    }
#define BOOLEAN(name, otherwise, sentence)                                                                             \
    {                                                                                                                  \
#name, SETTING_BOOLEAN, offsetof(struct settings, name), otherwise, sentence, 0, 0, NULL                       \
    }
#define WORD(name, otherwise, words, sentence)                                                                         \
    {                                                                                                                  \
#name, SETTING_WORD, offsetof(struct settings, name), otherwise, sentence, 0, 0, words                         \
    }

static const struct setting table[] = {
    TEXT(listen_address, "127.0.0.1", "Numeric address to listen on; a proxy with TLS stands in front"),
    INTEGER(listen_port, "8080", 0, 65535, "Port to listen on; 0 takes any free one"),
    TEXT(public_url, "http://127.0.0.1:8080", "How browsers reach the service; links in mail begin with it"),
    BOOLEAN(trust_forwarded, "no", "Believe X-Forwarded-For of a proxy on this machine"),
    TEXT(metrics_token, "", "Bearer token that /metrics asks for; empty: /metrics answers nobody"),
    INTEGER(connections_max, "10000", 16, 100000, "Connections at once; more are turned away with 503"),
    TEXT(database_socket, "", "Socket file of MariaDB"),
    TEXT(database_name, "vahetus", "Database"),
    TEXT(database_user, "vahetus", "Database user"),
    TEXT(database_password, "", "Its password; empty where the socket tells who asks"),
    TEXT(migrations_folder, "", "Folder of the schema's steps to apply at start; empty leaves the schema as it is"),
    TEXT(web_folder, "", "Folder of the built pages; empty serves the API alone"),
    TEXT(mail_folder, "mail", "Folder where mails become files when there is no smtp_host"),
    TEXT(contact_email, "", "Whom people may write to; empty shows no address"),
    TEXT(smtp_host, "", "Mail server; without one each mail becomes a file in mail_folder"),
    INTEGER(smtp_port, "587", 1, 65535, "Its port"),
    WORD(smtp_security, "starttls", smtp_security_words, "starttls, tls, or none (on this machine only)"),
    TEXT(smtp_user, "", "Its user; empty sends without signing in"),
    TEXT(smtp_password, "", "Its password"),
    TEXT(smtp_ca_file, "", "Certificates to trust; empty takes the system's"),
    TEXT(mail_from_name, "Vahetus", "Sender's name"),
    TEXT(mail_from_address, "vahetus@localhost.example", "Sender's address"),
    TEXT(personal_code_key_file, "",
         "64 hexadecimal digits, mode 600: seals the personal codes of background checks; empty asks nobody for one"),
    TEXT(mmdb_file, "", "MMDB file of address countries or places; it only orders lists and picks a first language"),
    TEXT(map_tiles, "", "Address of map tiles with {z}/{x}/{y}; empty draws the coast instead"),
    TEXT(map_attribution, "", "Whom the map tiles are from"),
    INTEGER(session_days, "30", 1, 365, "How long a volunteer stays signed in"),
    INTEGER(staff_session_hours, "12", 1, 720, "How long staff stay signed in"),
    INTEGER(sign_in_link_minutes, "20", 1, 1440, "How long a mailed sign-in link works"),
    INTEGER(registration_days, "30", 1, 365, "How long an unconfirmed registration is kept"),
    INTEGER(reads_per_minute, "1200", 0, 1000000000, "Reads an address may make per minute; 0: no limit"),
    INTEGER(writes_per_minute, "120", 0, 1000000000, "Changes an address may make per minute; 0: no limit"),
    INTEGER(sign_ins_per_10_minutes, "20", 0, 1000000000, "Tries to sign in per address; 0: no limit"),
    INTEGER(mails_per_hour, "5", 0, 1000000, "Mails that strangers may cause to one recipient; 0: no limit"),
    INTEGER(read_threads, "2", 1, 16, "Threads that read by id"),
    INTEGER(append_threads, "2", 1, 16, "Threads that insert many rows in one transaction"),
    INTEGER(transact_threads, "4", 1, 64, "Threads for single transactions"),
    INTEGER(hash_threads, "1", 1, 16, "Threads that hash passwords (19 MiB each)"),
    INTEGER(job_threads, "1", 1, 16, "Threads for plans and other long jobs"),
    INTEGER(drain_seconds, "10", 1, 600, "How long requests under way may take after SIGTERM"),
    WORD(log_level, "info", log_level_words, "error, warning, info or debug"),
};

enum { SETTING_COUNT = sizeof table / sizeof *table, LINE_SIZE = 2048 };

static bool set_text(char **member, const char *value, struct error *error)
{
    char *copy = strdup(value);
    if (copy == NULL)
        return error_set(error, ERROR_INTERNAL, "internal", "out of memory");
    free(*member);
    *member = copy;
    return true;
}

static bool set_integer(const struct setting *setting, int64_t *member, const char *value, struct error *error)
{
    char *end;
    errno = 0;
    long long number = strtoll(value, &end, 10);
    if (errno != 0 || end == value || *end != '\0' || number < setting->min || number > setting->max)
        return error_set(error, ERROR_INVALID, "bad_setting",
                         "%s must be a whole number from %lld to %lld, not \"%.40s\"", setting->name,
                         (long long)setting->min, (long long)setting->max, value);
    *member = number;
    return true;
}

static bool set_boolean(const struct setting *setting, bool *member, const char *value, struct error *error)
{
    *member = strcmp(value, "yes") == 0;
    return *member || strcmp(value, "no") == 0 ||
           error_set(error, ERROR_INVALID, "bad_setting", "%s must be yes or no, not \"%.40s\"", setting->name, value);
}

static bool set_word(const struct setting *setting, int64_t *member, const char *value, struct error *error)
{
    *member = word_place(setting->words, value);
    return *member >= 0 || error_set(error, ERROR_INVALID, "bad_setting", "%s: \"%.40s\" is none of: %s", setting->name,
                                     value, setting->sentence);
}

static bool set_member(const struct setting *setting, struct settings *settings, const char *value, struct error *error)
{
    void *member = (char *)settings + setting->offset;
    switch (setting->type) {
    case SETTING_INTEGER:
        return set_integer(setting, member, value, error);
    case SETTING_BOOLEAN:
        return set_boolean(setting, member, value, error);
    case SETTING_WORD:
        return set_word(setting, member, value, error);
    case SETTING_TEXT:
        break;
    }
    return set_text(member, value, error);
}

static int place_of(const char *name)
{
    for (int i = 0; i < SETTING_COUNT; i++) {
        if (strcmp(table[i].name, name) == 0)
            return i;
    }
    return -1;
}

bool settings_set(struct settings *settings, const char *name, const char *value, struct error *error)
{
    int place = place_of(name);
    if (place < 0)
        return error_set(error, ERROR_INVALID, "bad_setting", "there is no setting \"%.40s\"; see --help", name);
    return set_member(&table[place], settings, value, error);
}

static char *trim(char *text)
{
    while (*text == ' ' || *text == '\t')
        text++;
    size_t length = strlen(text);
    while (length > 0 && strchr(" \t\r\n", text[length - 1]) != NULL)
        text[--length] = '\0';
    return text;
}

static bool read_line(struct settings *settings, char *line, bool seen[SETTING_COUNT], struct error *error)
{
    char *name = trim(line);
    if (*name == '\0' || *name == '#')
        return true;
    char *equals = strchr(name, '=');
    if (equals == NULL)
        return error_set(error, ERROR_INVALID, "bad_setting", "expected `name = value`");
    *equals = '\0';
    name = trim(name);
    int place = place_of(name);
    if (place >= 0 && seen[place])
        return error_set(error, ERROR_INVALID, "bad_setting", "%s is set twice", name);
    if (place >= 0)
        seen[place] = true;
    return settings_set(settings, name, trim(equals + 1), error);
}

static bool read_file(struct settings *settings, const char *path, struct error *error)
{
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return error_set(error, ERROR_INVALID, "bad_setting", "cannot read the settings file %s: %s", path,
                         strerror(errno));
    char line[LINE_SIZE];
    bool seen[SETTING_COUNT] = {false};
    bool good = true;
    for (int number = 1; good && fgets(line, sizeof line, file) != NULL; number++) {
        struct error fault = {0};
        if (strchr(line, '\n') == NULL && !feof(file))
            good = error_set(error, ERROR_INVALID, "bad_setting", "%s:%d: the line is too long", path, number);
        else if (!read_line(settings, line, seen, &fault))
            good = error_set(error, ERROR_INVALID, "bad_setting", "%.80s:%d: %.100s", path, number, fault.detail);
    }
    fclose(file);
    return good;
}

bool settings_load(struct settings *settings, const char *path, struct error *error)
{
    *settings = (struct settings){0};
    for (int i = 0; i < SETTING_COUNT; i++) {
        if (!set_member(&table[i], settings, table[i].otherwise, error))
            return false;
    }
    if (path != NULL && !read_file(settings, path, error))
        return false;
    size_t length = strlen(settings->public_url);
    if (strncmp(settings->public_url, "http://", 7) != 0 && strncmp(settings->public_url, "https://", 8) != 0)
        return error_set(error, ERROR_INVALID, "bad_setting", "public_url must begin with http:// or https://");
    while (length > 0 && settings->public_url[length - 1] == '/')
        settings->public_url[--length] = '\0';
    return true;
}

void settings_free(struct settings *settings)
{
    if (settings == NULL)
        return;
    for (int i = 0; i < SETTING_COUNT; i++) {
        if (table[i].type != SETTING_TEXT)
            continue;
        char **member = (char **)(void *)((char *)settings + table[i].offset);
        free(*member);
        *member = NULL;
    }
}

void settings_print(FILE *file)
{
    for (int i = 0; i < SETTING_COUNT; i++)
        fprintf(file, "  %s = %s\n      %s.\n", table[i].name, table[i].otherwise, table[i].sentence);
}

bool settings_is_https(const struct settings *settings)
{
    return strncmp(settings->public_url, "https://", 8) == 0;
}
