/* A need as the API shows it; every endpoint that answers with needs uses this. */
#ifndef VAHETUS_SERVICES_API_NEED_REPLY_H
#define VAHETUS_SERVICES_API_NEED_REPLY_H

#include "db/needs.h"
#include "services/endpoint.h"

/* Names in the three languages, as {et, ru, en}. */
struct names {
    const char *items[LANGUAGE_COUNT];
};
extern const struct field names_fields[];

/* {"et": "B1"}: for FIELD_MAP over struct language_level. */
extern const struct field language_level_fields[];

struct position {
    double lat, lon;
};
extern const struct field position_fields[];

struct note {
    const char *text;
    int language;
};
extern const struct field note_fields[];

struct need_reply {
    struct need need;
    struct names titles;
    struct position place;
    struct note note;
    struct note *note_given; /* NULL: none */
    bool urgent;
};
extern const struct field need_reply_fields[];

/* A need is urgent when its next open shift begins within a day (invitations then leave at once). */
bool need_is_urgent(const struct need *need, int64_t now_ms);

/* What a need is called in each language: its activity's name. Role and purpose stand beside it. */
struct names need_titles(const struct asking *asking, const char *activity);

/* Fills `reply` in place (it points into itself) from `need`, whose texts it keeps. */
void need_reply_make(const struct asking *asking, const struct need *need, struct need_reply *reply);

/* Reads the need that the caller reaches and makes its reply: how every endpoint that changes a need ends. */
bool need_reply_read(const struct asking *asking, const struct uuid *id, struct need_reply *reply, struct error *error);

#endif
