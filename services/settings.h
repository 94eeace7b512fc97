/*
 * Settings: one ordered table (settings.c) with name, type, default and a sentence each. The file is `name = value`
 * lines; `#` begins a comment line. An unknown name, a bad value or a name given twice is an error that names the line.
 */
#ifndef VAHETUS_SERVICES_SETTINGS_H
#define VAHETUS_SERVICES_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "db/error.h"

struct settings {
    char *listen_address;
    int64_t listen_port;
    char *public_url; /* without a slash at its end */
    bool trust_forwarded;
    char *metrics_token;
    int64_t connections_max;
    char *database_socket, *database_name, *database_user, *database_password;
    char *migrations_folder, *web_folder, *mail_folder;
    char *contact_email;
    char *smtp_host, *smtp_user, *smtp_password, *smtp_ca_file, *mail_from_name, *mail_from_address;
    int64_t smtp_port;
    int64_t smtp_security; /* the place in the table's words, as enum mail_security */
    char *personal_code_key_file;
    char *mmdb_file;
    char *map_tiles, *map_attribution;
    int64_t session_days, staff_session_hours, sign_in_link_minutes, registration_days;
    int64_t reads_per_minute, writes_per_minute, sign_ins_per_10_minutes, mails_per_hour;
    int64_t read_threads, append_threads, transact_threads, hash_threads, job_threads;
    int64_t drain_seconds;
    int64_t log_level; /* enum log_level */
};

/* All defaults; then the file, if `path` is not NULL. False with a sentence in error->detail. */
bool settings_load(struct settings *settings, const char *path, struct error *error)
    __attribute__((warn_unused_result));
/* One line of a file; for tests. */
bool settings_set(struct settings *settings, const char *name, const char *value, struct error *error)
    __attribute__((warn_unused_result));
void settings_free(struct settings *settings); /* takes NULL and half-built ones */

/* The table as text: every name with its default and its sentence. */
void settings_print(FILE *file);

/* Does the browser reach us by https? */
bool settings_is_https(const struct settings *settings);

#endif
