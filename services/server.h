/*
 * The server as a whole: what main.c puts together, and what happens to one request on the loop.
 */
#ifndef VAHETUS_SERVICES_SERVER_H
#define VAHETUS_SERVICES_SERVER_H

#include <stdbool.h>

#include "db/error.h"
#include "services/settings.h"

struct assets;
struct calendar;
struct code_key;
struct event_base;
struct geo;
struct http_server;
struct index;
struct keyed;
struct metrics;
struct rate;
struct routes;
struct sessions;
struct stream;
struct work;
struct words;

/* Owned by main.c, which makes and frees the parts in order. Everything here belongs to the loop. */
struct server {
    const struct settings *settings;
    struct event_base *base;
    struct http_server *http;
    struct work *work;
    struct routes *routes;
    struct sessions *sessions;
    struct rate *rate;
    struct keyed *keyed;
    struct metrics *metrics;
    struct stream *stream;
    struct index *index;
    struct assets *assets; /* NULL: the API alone */
    struct words *words;
    struct calendar *calendar;
    const struct code_key *code_key; /* NULL: personal codes are not kept */
    struct geo *geo;
    bool starting; /* the index is not loaded yet */
};

#endif
