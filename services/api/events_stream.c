#include <stdio.h>
#include <string.h>

#include "services/answer.h"
#include "services/api/api.h"
#include "services/server.h"
#include "services/stream.h"
#include "services/words.h"

struct input {
    const char **topics;
    size_t topic_count;
};

static const struct field topic_item[] = {
    {.name = "", .type = FIELD_TYPE_LINE, .size = sizeof(char *), .required = true, .max = 60},
    FIELDS_END,
};

static const struct field query_fields[] = {
    FIELD_LIST(struct input, topics, topic_count, "topic", topic_item, .max = TOPICS_MAX),
    FIELDS_END,
};

/* The centre's roster is for those who act for it. */
static bool may_see_centre(const struct asking *asking, const char *slug)
{
    int number = words_number(asking->words, WORDS_CENTRE, slug);
    return number >= 0 &&
           caller_reaches_centre(asking->caller, slug, words_centre(asking->words, number)->municipality);
}

/* The hub's topic for what was asked; false when it is none, or not for the caller. */
static bool topic_of(const struct asking *asking, const char *asked, char topic[TOPIC_SIZE])
{
    const struct caller *caller = asking->caller;
    struct uuid id;
    char text[UUID_TEXT_SIZE];
    snprintf(topic, TOPIC_SIZE, "%s", asked);
    if (strcmp(asked, "me") == 0) {
        snprintf(topic, TOPIC_SIZE, "me:%s", uuid_format(&caller->person, text));
        return true;
    }
    if (strncmp(asked, "centre:", 7) == 0)
        return may_see_centre(asking, asked + 7);
    if (strncmp(asked, "need:", 5) == 0)
        return uuid_parse(asked + 5, &id); /* how full a need is, is public */
    if (strncmp(asked, "round:", 6) == 0)
        return uuid_parse(asked + 6, &id) && caller_has_role(caller, ROLES_CENTRE | ROLE_WORKER);
    if (strncmp(asked, "pairing:", 8) == 0)
        return uuid_parse(asked + 8, &id) && caller_has_role(caller, ROLE_COORDINATOR | ROLE_SPECIALIST);
    return false;
}

static void open_stream(struct http_request *request, const struct asking *asking, const void *context)
{
    const struct input *input = context;
    char topics[TOPICS_MAX][TOPIC_SIZE];
    for (size_t i = 0; i < input->topic_count; i++) {
        struct error error = {0};
        if (topic_of(asking, input->topics[i], topics[i]))
            continue;
        error_set(&error, ERROR_FORBIDDEN, "forbidden", "topic %zu", i);
        answer_problem(request, &error, asking->language, NULL);
        return;
    }
    stream_open(asking->server->stream, request, asking->caller, topics, input->topic_count);
}

const struct endpoint endpoint_streamEvents = {
    .operation = "streamEvents",
    .method = "GET",
    .path = "/api/v1/events",
    .policy = {.roles = ROLES_SIGNED_IN, .objects = OBJECTS_OWN},
    .query_fields = query_fields,
    INPUT_SIZE(struct input),
    .work = WORK_STREAM,
    .stream = open_stream,
};
