#include "services/metrics.h"

#include <stdlib.h>

#include "matcher/matcher.h"
#include "services/api/api.h"
#include "services/http.h"
#include "services/index.h"
#include "services/server.h"
#include "services/stream.h"
#include "services/work.h"

struct result {
    const char *text;
    size_t length;
};

static bool gather(const struct asking *asking, const void *input, void *target, struct error *error)
{
    const struct server *server = asking->server;
    struct result *result = target;
    struct http_counters http = http_server_counters(server->http);
    struct work_counters work = work_counters(server->work);
    const struct metrics_gauges gauges = {
        .http = &http,
        .work = &work,
        .index_people = matcher_people_count(index_matcher(server->index)),
        .index_needs = matcher_needs_count(index_matcher(server->index)),
        .streams = stream_count(server->stream),
    };
    (void)input;
    char *text = metrics_text(server->metrics, &gauges, &result->length);
    result->text = text == NULL ? NULL : arena_text(asking->arena, text, result->length);
    free(text);
    return result->text != NULL || error_set(error, ERROR_BUSY, "busy", "out of memory");
}

static bool as_text(const struct asking *asking, const void *input, const void *target, struct reply *reply)
{
    const struct result *result = target;
    (void)asking;
    (void)input;
    reply->content_type = "text/plain; version=0.0.4; charset=utf-8";
    reply->text = result->text;
    reply->text_length = result->length;
    return true;
}

const struct endpoint endpoint_getMetrics = {
    .operation = "getMetrics",
    .method = "GET",
    .path = "/metrics",
    .policy = {.roles = ROLE_OPERATOR, .objects = OBJECTS_NONE},
    .work = WORK_INDEX,
    .act = gather,
    RESULT_SIZE(struct result),
    .reply = as_text,
    .rate = RATE_NONE,
};
