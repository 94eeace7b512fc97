/*
 * The change follower: a thread with its own connection loads people and needs for the index, then reads what changed
 * every 100 ms, and hands it to the loop, which updates the index, forgets sessions and tells the live views. When the
 * database is away it waits; after too long a gap it loads everything anew.
 */
#ifndef VAHETUS_SERVICES_FOLLOW_H
#define VAHETUS_SERVICES_FOLLOW_H

#include <stdbool.h>

#include "db/connection.h"

struct event_base;
struct follow;
struct server;

/* Opens the connection and starts. What arrives is applied to server->index, sessions and stream on the loop. NULL
 * with `error`. */
struct follow *follow_start(struct server *server, const struct db_settings *settings, struct error *error)
    __attribute__((warn_unused_result));

/* Stops the thread and frees. Takes NULL. */
void follow_stop(struct follow *follow);

#endif
