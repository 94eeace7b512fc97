#include "services/dispatch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "services/answer.h"
#include "services/assets.h"
#include "services/geo.h"
#include "services/index.h"
#include "services/keyed.h"
#include "services/log.h"
#include "services/metrics.h"
#include "services/rate.h"
#include "services/read_request.h"
#include "services/route.h"
#include "services/session.h"
#include "services/texts.h"
#include "services/work.h"

int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* What waits while a session is looked up: the call with its route's values. */
struct waiting {
    struct call *call;
    struct route_match match;
};

/* ---- The end: one reply, and the call is gone -------------------------------------------------------------------- */

static void finish(struct server *server, struct http_request *request, struct call *call)
{
    keyed_leave(server->keyed, call);
    if (request != NULL)
        answer_call(request, call);
    call_free(call);
}

static void fail(struct server *server, struct http_request *request, struct call *call)
{
    finish(server, request, call);
}

/* ---- Work -------------------------------------------------------------------------------------------------------- */

static void run_on_loop(struct server *server, struct http_request *request, struct call *call)
{
    call->asking.index = server->index;
    if (call->endpoint->act(&call->asking, call->input, call->result, &call->error) && !call_render(call))
        error_set(&call->error, ERROR_INTERNAL, "internal", "out of memory");
    finish(server, request, call);
}

/* What the endpoint asks of memory before its work leaves the loop. */
static bool look(struct server *server, struct call *call)
{
    if (call->endpoint->look == NULL && !call->endpoint->needs_index)
        return true;
    if (!index_is_ready(server->index))
        return error_set(&call->error, ERROR_BUSY, "starting", "the index is not loaded yet");
    call->asking.index = server->index;
    bool seen = call->endpoint->look == NULL || call->endpoint->look(&call->asking, call->input, &call->error);
    call->asking.index = NULL;
    return seen;
}

/* The second look, when the work is done; the reply is rendered here then. */
static void look_after(struct server *server, struct call *call)
{
    if (call->endpoint->look_after == NULL || call->error.kind != ERROR_NONE)
        return;
    call->asking.index = server->index;
    if (call->endpoint->look_after(&call->asking, call->input, call->result, &call->error) && !call_render(call))
        error_set(&call->error, ERROR_BUSY, "busy", "out of memory");
    call->asking.index = NULL;
}

static void start_work(struct server *server, struct http_request *request, struct call *call)
{
    if (!look(server, call)) {
        fail(server, request, call);
        return;
    }
    switch (call->endpoint->work) {
    case WORK_INDEX:
        run_on_loop(server, request, call);
        return;
    case WORK_STREAM:
        call->endpoint->stream(request, &call->asking, call->input);
        call_free(call);
        return;
    default:
        break;
    }
    if (call->keyed && !keyed_enter(server->keyed, call)) {
        call->keyed = false; /* the key in the table is the other call's */
        error_set(&call->error, ERROR_CONFLICT, "idempotency_in_flight", "the key is under way here");
        fail(server, request, call);
        return;
    }
    if (!work_submit(server->work, call, &call->error))
        fail(server, request, call);
}

/* ---- Who asks is known: policy, limits, fields ------------------------------------------------------------------- */

/* Counts one hit; over the limit the problem is sent and the call is gone. */
static bool within_rate(struct server *server, struct http_request *request, struct call *call, enum rate_class kind,
                        const char *who)
{
    int64_t retry_after_s = 0;
    if (rate_hit(server->rate, kind, who, call->asking.now_ms, &retry_after_s))
        return true;
    error_set(&call->error, ERROR_TOO_MANY, "too_many", "rate class %d", (int)kind);
    const struct answer_extra extra = {.retry_after_s = retry_after_s};
    answer_problem(request, &call->error, call->asking.language, &extra);
    call_free(call);
    return false;
}

static bool within_address_rate(struct server *server, struct http_request *request, struct call *call)
{
    enum rate_class kind = (enum rate_class)call->endpoint->rate;
    if (kind == RATE_BY_METHOD)
        kind = strcmp(call->endpoint->method, "GET") == 0 ? RATE_READ : RATE_WRITE;
    return within_rate(server, request, call, kind, call->caller.address);
}

static bool within_recipient_rate(struct server *server, struct http_request *request, struct call *call)
{
    const char *recipient = NULL;
    if (call->endpoint->mails_to != 0)
        memcpy(&recipient, (const char *)call->input + call->endpoint->mails_to - 1, sizeof recipient);
    return recipient == NULL || within_rate(server, request, call, RATE_MAIL, recipient);
}

static void know_caller(struct http_request *request, struct call *call)
{
    const struct caller *caller = &call->caller;
    call->asking.actor = (struct actor){caller->account, caller->person, call->label};
    call->asking.language = request_language(request, caller);
}

/* Both are hashed, so that the time of comparing tells nothing of the token. */
static bool shows_token(const struct settings *settings, const struct http_request *request)
{
    static const char scheme[] = "Bearer ";
    const char *shown = http_request_header(request, "authorization");
    unsigned char own[HASH_BYTES], other[HASH_BYTES];
    if (settings->metrics_token == NULL || settings->metrics_token[0] == '\0' || shown == NULL ||
        strncmp(shown, scheme, sizeof scheme - 1) != 0)
        return false;
    token_hash(settings->metrics_token, own);
    token_hash(shown + sizeof scheme - 1, other);
    return memcmp(own, other, sizeof own) == 0;
}

static void proceed(struct server *server, struct http_request *request, struct call *call,
                    const struct route_match *match)
{
    know_caller(request, call);
    if (call->endpoint->policy.roles == ROLE_OPERATOR)
        call->caller.is_operator = shows_token(server->settings, request);
    if (!within_address_rate(server, request, call))
        return;
    if (!policy_allows(&call->endpoint->policy, &call->caller, &call->error) ||
        !request_read(server->settings, request, match, call))
        fail(server, request, call);
    else if (within_recipient_rate(server, request, call))
        start_work(server, request, call);
}

/* ---- Who asks ---------------------------------------------------------------------------------------------------- */

static void free_waiting(struct waiting *waiting)
{
    if (waiting != NULL)
        call_free(waiting->call);
    free(waiting);
}

/* The cookie's session is not known here: it is looked up, and the call waits. */
static bool look_up_session(struct server *server, struct call *call, const struct route_match *match,
                            const unsigned char hash[HASH_BYTES])
{
    struct waiting *waiting = malloc(sizeof *waiting);
    struct call *look_up = call_new(&session_lookup);
    if (waiting == NULL || look_up == NULL) {
        free(waiting);
        call_free(look_up);
        return error_set(&call->error, ERROR_BUSY, "busy", "out of memory");
    }
    *waiting = (struct waiting){.call = call, .match = *match};
    look_up->owner = waiting;
    memcpy(((struct session_asked *)look_up->input)->hash, hash, HASH_BYTES);
    if (work_submit(server->work, look_up, &call->error))
        return true;
    free(waiting);
    call_free(look_up);
    return false;
}

static void session_found(struct server *server, struct call *look_up)
{
    struct waiting *waiting = look_up->owner;
    struct call *call = waiting->call;
    struct http_request *request = http_request_find(server->http, call->request);
    const struct session_found *found = look_up->result;
    if (look_up->error.kind == ERROR_NONE && found->found) {
        const struct session_asked *asked = look_up->input;
        sessions_put(server->sessions, asked->hash, now_ms(), &found->caller, found->expires_at_ms);
        if (request != NULL)
            sessions_get(server->sessions, asked->hash, now_ms(), &call->caller);
    }
    if (request == NULL) {
        free_waiting(waiting);
    } else if (look_up->error.kind != ERROR_NONE) {
        call->error = look_up->error;
        fail(server, request, call);
        free(waiting);
    } else {
        proceed(server, request, call, &waiting->match);
        free(waiting);
    }
    call_free(look_up);
}

/* ---- The beginning ----------------------------------------------------------------------------------------------- */

/* What was chosen, else what the browser asks for, else a guess from the address. */
static enum language page_language(const struct server *server, struct http_request *request)
{
    enum language language;
    if (assets_language_chosen(request, &language))
        return language;
    struct geo_guess guess = geo_guess(server->geo, http_request_address(request));
    return geo_language(&guess, http_request_header(request, "accept-language"));
}

static void answer_unrouted(struct server *server, struct http_request *request, const struct route_match *match)
{
    enum assets_outcome outcome = ASSETS_HAVE_NONE;
    if (!match->path_known && server->assets != NULL)
        outcome = assets_reply(server->assets, request, page_language(server, request));
    if (outcome == ASSETS_REPLIED)
        return;
    const char *allow = match->path_known ? match->allow : outcome == ASSETS_ARE_READ_ONLY ? "GET, HEAD" : NULL;
    struct error error = {0};
    if (allow != NULL)
        error_set(&error, ERROR_MALFORMED, "method_not_allowed", "allowed: %s", allow);
    else
        error_set(&error, ERROR_NOT_FOUND, "not_found", "no such route");
    const struct answer_extra extra = {.allow = allow};
    answer_problem(request, &error, request_language(request, NULL), &extra);
}

static struct call *new_call(struct server *server, struct http_request *request, const struct endpoint *endpoint)
{
    struct call *call = call_new(endpoint);
    if (call == NULL)
        return NULL;
    call->request = http_request_id(request);
    snprintf(call->label, sizeof call->label, "%s", http_request_label(request));
    snprintf(call->caller.address, sizeof call->caller.address, "%s", http_request_address(request));
    call->asking.settings = server->settings;
    call->asking.calendar = server->calendar;
    call->asking.code_key = server->code_key;
    call->asking.geo = server->geo;
    call->asking.words = server->words;
    call->asking.server = server;
    call->asking.now_ms = now_ms();
    const char *accepted = http_request_header(request, "accept-language");
    if (accepted != NULL)
        call->asking.accept_language = arena_text(call->arena, accepted, strlen(accepted));
    return call;
}

void dispatch_request(void *context, struct http_request *request)
{
    struct server *server = context;
    struct route_match match;
    routes_find(server->routes, http_request_method_name(request), http_request_path(request), &match);
    if (match.endpoint == NULL) {
        answer_unrouted(server, request, &match);
        return;
    }
    struct answer_note *note = answer_note(request);
    struct call *call = new_call(server, request, match.endpoint);
    if (note == NULL || call == NULL) {
        const struct error error = {.kind = ERROR_BUSY, .code = "busy", .detail = "out of memory"};
        call_free(call);
        answer_problem(request, &error, LANGUAGE_ET, NULL);
        return;
    }
    note->endpoint = match.endpoint;
    const char *token = http_request_cookie(request, session_cookie_name(server->settings));
    unsigned char hash[HASH_BYTES];
    if (token != NULL)
        token_hash(token, hash);
    if (token == NULL || sessions_get(server->sessions, hash, call->asking.now_ms, &call->caller))
        proceed(server, request, call, &match);
    else if (!look_up_session(server, call, &match, hash))
        fail(server, request, call);
}

void dispatch_done(void *context, struct call *call)
{
    struct server *server = context;
    if (call->endpoint == &session_lookup) {
        session_found(server, call);
        return;
    }
    /* A session that just began or ended must not be answered from what was known before. */
    if (call->reply.set_cookie != NULL && !uuid_is_none(&call->caller.session))
        sessions_forget(server->sessions, &call->caller.session);
    look_after(server, call);
    finish(server, http_request_find(server->http, call->request), call);
}

/* ---- Log and counters -------------------------------------------------------------------------------------------- */

void dispatch_finished(void *context, const struct http_request *request, const struct http_outcome *outcome)
{
    struct server *server = context;
    const struct answer_note *note = http_request_data(request);
    const struct endpoint *endpoint = note == NULL ? NULL : note->endpoint;
    metrics_count(server->metrics, endpoint, outcome->status, outcome->duration_us);
    const struct log_request line = {
        .request = http_request_label(request),
        .method = http_request_method_name(request),
        .route = endpoint == NULL ? "" : endpoint->path,
        .operation = endpoint == NULL ? "" : endpoint->operation,
        .status = outcome->status,
        .duration_us = outcome->duration_us,
        .body_bytes = outcome->body_bytes,
        .error = note == NULL ? NULL : &note->error,
    };
    log_request(&line);
}

void dispatch_refused(void *context, const struct http_refusal *refusal)
{
    (void)context;
    log_event(LOG_INFO, "refused", "%d %s, request %s", refusal->status, refusal->code, refusal->label);
}

const char *dispatch_title(void *context, const char *code, const char *accept_language)
{
    (void)context;
    return text_part(language_negotiate(accept_language), "problem", code, "title");
}
