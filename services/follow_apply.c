#include <stdio.h>
#include <stdlib.h>

#include "services/follow_batch.h"
#include "services/index.h"
#include "services/log.h"
#include "services/session.h"
#include "services/stream.h"

enum { DATA_SIZE = 256 };

struct follow_batch *follow_batch_new(void)
{
    struct follow_batch *batch = calloc(1, sizeof *batch);
    if (batch != NULL && (batch->arena = arena_new()) == NULL) {
        free(batch);
        return NULL;
    }
    return batch;
}

void follow_batch_free(struct follow_batch *batch)
{
    if (batch == NULL)
        return;
    arena_free(batch->arena);
    free(batch);
}

static void update_index(struct server *server, const struct follow_batch *batch)
{
    if (batch->clear) {
        index_set_ready(server->index, false);
        index_clear(server->index);
    }
    for (size_t i = 0; i < batch->person_count; i++) {
        struct error error = {0};
        if (!index_put_person(server->index, batch->people[i], &error))
            log_error("index", &error);
    }
    for (size_t i = 0; i < batch->need_count; i++) {
        struct error error = {0};
        if (!index_put_need(server->index, batch->needs[i], &error))
            log_error("index", &error);
    }
    for (size_t i = 0; i < batch->gone_count; i++)
        index_remove(server->index, &batch->gone[i]);
    if (batch->ready)
        index_set_ready(server->index, true);
}

static const struct need *need_of(const struct follow_batch *batch, const struct uuid *id)
{
    for (size_t i = 0; i < batch->need_count; i++) {
        if (uuid_compare(&batch->needs[i]->id, id) == 0)
            return batch->needs[i];
    }
    return NULL;
}

static void publish(struct server *server, const char *kind, const struct uuid *id, const char *event, const char *data)
{
    char text[UUID_TEXT_SIZE], topic[TOPIC_SIZE];
    if (uuid_is_none(id))
        return;
    snprintf(topic, sizeof topic, "%s:%s", kind, uuid_format(id, text));
    stream_publish(server->stream, server->http, topic, event, data);
}

/* The event's data; false for a change that nobody watches. */
static const char *event_of(const struct follow_batch *batch, const struct change *change, char data[DATA_SIZE])
{
    char subject[UUID_TEXT_SIZE], about[UUID_TEXT_SIZE];
    uuid_format(&change->subject, subject);
    uuid_format(&change->need, about);
    const struct need *need = need_of(batch, &change->subject);
    switch (change->kind) {
    case CHANGE_NEED:
        if (need == NULL)
            snprintf(data, DATA_SIZE, "{\"id\":\"%s\"}", subject);
        else
            snprintf(data, DATA_SIZE, "{\"id\":\"%s\",\"version\":%lld,\"filled\":%d,\"seats\":%d}", subject,
                     (long long)need->version, need->filled, need->seats);
        return "need";
    case CHANGE_INVITATION:
    case CHANGE_OFFER:
        snprintf(data, DATA_SIZE, "{\"id\":\"%s\",\"need\":\"%s\"}", subject, about);
        return "invitation";
    case CHANGE_PLACEMENT:
        snprintf(data, DATA_SIZE, "{\"id\":\"%s\",\"need\":\"%s\"}", subject, about);
        return "placement";
    case CHANGE_ROUND:
        snprintf(data, DATA_SIZE, "{\"id\":\"%s\"}", subject);
        return "round";
    case CHANGE_JOB:
        snprintf(data, DATA_SIZE, "{\"round\":\"%s\"}", subject);
        return "plan";
    case CHANGE_PAIRING:
        snprintf(data, DATA_SIZE, "{}");
        return "pairing";
    case CHANGE_PERSON:
    case CHANGE_CHECK:
        snprintf(data, DATA_SIZE, "{}");
        return "me";
    default:
        return NULL;
    }
}

static void tell_centre(struct server *server, const char *centre, const char *event, const char *data)
{
    char topic[TOPIC_SIZE];
    snprintf(topic, sizeof topic, "centre:%s", centre);
    stream_publish(server->stream, server->http, topic, event, data);
}

/* Of a change that names a person only that person hears: it comes beside one of the round. */
static void tell_places(struct server *server, const struct follow_batch *batch, const struct change *change,
                        const char *event, const char *data)
{
    for (size_t i = 0; uuid_is_none(&change->person) && i < batch->place_count; i++) {
        if (uuid_compare(&batch->places[i].round, &change->subject) == 0)
            tell_centre(server, batch->places[i].centre, event, data);
    }
}

static void tell(struct server *server, const struct follow_batch *batch, const struct change *change)
{
    char data[DATA_SIZE];
    const char *event = event_of(batch, change, data);
    if (event == NULL)
        return;
    publish(server, "me", &change->person, event, data);
    publish(server, "need", change->kind == CHANGE_NEED ? &change->subject : &change->need, event, data);
    if (change->kind == CHANGE_ROUND || change->kind == CHANGE_JOB)
        publish(server, "round", &change->subject, event, data);
    if (change->kind == CHANGE_PAIRING)
        publish(server, "pairing", &change->subject, event, data);
    if (change->kind == CHANGE_JOB) /* of a round or of a pairing: nobody watches the other topic */
        publish(server, "pairing", &change->subject, "pairing", "{}");
    if (change->kind == CHANGE_ROUND)
        tell_places(server, batch, change, event, data);
    if (change->centre[0] != '\0')
        tell_centre(server, change->centre, event, data);
}

void follow_apply(struct server *server, const struct follow_batch *batch)
{
    static const struct uuid all;
    update_index(server, batch);
    if (batch->clear)
        sessions_forget(server->sessions, &all);
    for (size_t i = 0; i < batch->change_count; i++) {
        const struct change *change = &batch->changes[i];
        bool ends_sessions = change->kind == CHANGE_SESSION || change->kind == CHANGE_ACCOUNT;
        if (ends_sessions || change->kind == CHANGE_PERSON)
            sessions_forget(server->sessions, &change->subject);
        if (ends_sessions)
            stream_revoke(server->stream, server->http, &change->subject);
        tell(server, batch, change);
    }
}
