/*
 * An endpoint: one file in api/, one exported constant, listed in api/endpoints.inc. How to add one:
 * services/README.md.
 *
 *     route -> policy -> fields -> check -> work (act) -> reply
 *
 * `act` is straight-line code over a private copy of the typed input; it fills the typed result and knows neither HTTP
 * nor JSON. The reply is written from the result by table (`reply_fields`), after it the `reply` function may add to
 * it.
 */
#ifndef VAHETUS_SERVICES_ENDPOINT_H
#define VAHETUS_SERVICES_ENDPOINT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/error.h"
#include "db/types.h"
#include "db/uuid.h"
#include "services/fields.h"
#include "services/policy.h"
#include "services/texts.h"

struct calendar; /* local time: services/calendar.h */
struct code_key; /* services/personal_code.h */
struct geo;      /* services/geo.h */
struct server;   /* services/server.h */
struct index;    /* the matcher's index in memory: services/index.h */
struct settings; /* services/settings.h */
struct words;    /* services/words.h */

/* Where the work of an endpoint runs, and how. */
enum work_kind {
    WORK_INDEX = 1, /* act on the loop, from memory: must take microseconds and touch no database */
    WORK_READ,      /* act_many on a reader thread: requests of one endpoint together, one IN query */
    WORK_APPEND,    /* act_many on a writer thread in one durable transaction with others; rows are only inserted */
    WORK_TRANSACT,  /* act on one of 4 connections in a transaction; run again whole after a deadlock or a timeout */
    WORK_HASH,      /* act on the hash pool, with a connection but without a transaction: Argon2id */
    WORK_STREAM,    /* no act: the reply is an event stream, opened by `stream` on the loop */
};

/* Everything around the input that work may need to know. */
struct asking {
    struct db *db;       /* this thread's connection, in a transaction (APPEND, TRANSACT); INDEX: NULL */
    struct index *index; /* on the loop: INDEX and `look`; else NULL */
    const struct settings *settings;
    const struct calendar *calendar;
    const struct code_key *code_key; /* seals personal codes; NULL: none are kept */
    const struct geo *geo;
    const struct words *words; /* the region's words and places */
    struct server *server;     /* getMetrics and streamEvents alone */
    const struct caller *caller;
    struct actor actor;          /* the same, as db/ wants it */
    enum language language;      /* to answer in */
    int64_t now_ms;              /* Unix time: use this one, it stays the same when work is run again */
    int64_t version;             /* from If-Match; 0: none was sent, or any will do */
    const char *request;         /* the request's label */
    const char *accept_language; /* the header, for getWhere and new people; may be NULL */
    struct arena *arena;         /* the call's: for what the result needs until the reply is written */
};

/* One of several requests of the same endpoint that are worked on together. An item fails alone through its error. */
struct work_item {
    const struct asking *asking; /* its db is the same for all */
    const void *input;
    void *result;
    struct error *error;
};

/* What goes back. `reply_fields` have filled `json` when the endpoint's reply function sees it. */
struct reply {
    int status;
    json_t *json;             /* owned: the body, NULL for none */
    const char *content_type; /* NULL: application/json. With `text`: its type */
    const char *text;         /* instead of json: a body as it is, in the arena */
    size_t text_length;
    const char *etag;          /* quoted, in the arena; NULL: none */
    const char *cache_control; /* static; NULL: no-store */
    const char *location;      /* in the arena; NULL: none */
    const char *set_cookie;    /* in the arena; NULL: none. Makes the reply one that is never stored for replay */
    const char *filename;      /* of a download: Content-Disposition; NULL: none */
};

struct http_request;

struct endpoint {
    const char *operation; /* the operationId of openapi.yaml */
    const char *method;    /* "GET", "POST", "PATCH", "DELETE" */
    const char *path;      /* template: "/api/v1/needs/{id}"; `{id}` is read by `path_fields` */
    struct policy policy;

    /* Input: three tables over one struct. */
    const struct field *path_fields;
    const struct field *query_fields;
    const struct field *body_fields; /* NULL: a body is not read */
    size_t input_size;
    /* Rules across fields, on the loop; adds to `errors`. May be NULL. */
    void (*check)(const struct asking *asking, void *input, struct field_errors *errors);

    /* On the loop, before work of any other kind, with asking->index: what is asked of memory goes into members of the
     * input that are no fields (in the arena). Microseconds. May be NULL. */
    bool (*look)(const struct asking *asking, void *input, struct error *error);
    /* The same after the work, for what only the database could say whom to ask about. GETs alone. May be NULL. */
    bool (*look_after)(const struct asking *asking, const void *input, void *result, struct error *error);

    /* Work: act, or act_many for READ and APPEND. Returns false with `error` filled. */
    enum work_kind work;
    bool (*act)(const struct asking *asking, const void *input, void *result, struct error *error);
    bool (*act_many)(struct db *db, struct work_item *items, size_t count, struct error *error);
    size_t result_size;                /* the result is zeroed before each try */
    void (*free_result)(void *result); /* what the result owns outside the arena; takes a zeroed one. May be NULL */

    /* Reply. */
    int status;                       /* 0: 200, or 204 without reply_fields and reply */
    const struct field *reply_fields; /* over the result */
    bool is_tagged;                   /* the reply has an ETag, a hash of its body */
    size_t etag_version;              /* VERSION_IN(struct result, version): the same with that member before it */
    const char *cache_control;        /* static; NULL: no-store */
    /* Adds or changes: status by state, Location, a cookie. Runs on the work's thread. False only without memory. */
    bool (*reply)(const struct asking *asking, const void *input, const void *result, struct reply *reply);
    void (*stream)(struct http_request *request, const struct asking *asking, const void *input); /* STREAM only */

    bool needs_index;      /* an INDEX endpoint that answers 503 until the index is loaded; `look` says it by itself */
    bool needs_version;    /* without If-Match: 428 */
    bool never_replayed;   /* Idempotency-Key is not kept: replies with secrets, GETs anyway */
    bool any_content_type; /* no JSON body is demanded: GET-like POSTs of other programs */
    size_t mails_to;       /* MAILS_TO(struct input, email): counts against the recipient's limit, in this process */
    unsigned rate;         /* enum rate_class of services/rate.h; 0: by method */
};

#define VERSION_IN(S, member) (1 + offsetof(S, member))
#define MAILS_TO(S, member)   (1 + offsetof(S, member))
#define INPUT_SIZE(S)         .input_size = sizeof(S)
#define RESULT_SIZE(S)        .result_size = sizeof(S)

/* The table of all endpoints, ended by NULL: api/endpoints.c. */
extern const struct endpoint *const endpoints[];

#endif
