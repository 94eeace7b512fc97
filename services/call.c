#include "services/call.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

struct call *call_new(const struct endpoint *endpoint)
{
    struct call *call = calloc(1, sizeof *call);
    if (call == NULL)
        return NULL;
    call->endpoint = endpoint;
    call->arena = arena_new();
    if (call->arena != NULL) {
        call->input = arena_alloc(call->arena, endpoint->input_size + 1);
        call->result = arena_alloc(call->arena, endpoint->result_size + 1);
    }
    if (call->input == NULL || call->result == NULL) {
        call_free(call);
        return NULL;
    }
    call->asking.arena = call->arena;
    call->asking.caller = &call->caller;
    call->asking.request = call->label;
    return call;
}

static void release_result(struct call *call)
{
    if (call->endpoint->free_result != NULL && call->result != NULL)
        call->endpoint->free_result(call->result);
    json_decref(call->reply.json);
    free(call->body);
    call->body = NULL;
    call->body_length = 0;
    call->reply = (struct reply){0};
}

void call_free(struct call *call)
{
    if (call == NULL)
        return;
    release_result(call);
    arena_free(call->arena);
    free(call);
}

void call_reset(struct call *call)
{
    release_result(call);
    memset(call->result, 0, call->endpoint->result_size);
    call->error = (struct error){0};
}

struct field_errors *call_field_errors(struct call *call)
{
    if (call->field_errors == NULL)
        call->field_errors = arena_alloc(call->arena, sizeof *call->field_errors);
    return call->field_errors;
}

/* "7-1f2e..." or "1f2e...": the version that If-Match is compared with, then a hash of the whole answer, which may
 * change without it (a check that somebody made, a seat that was taken). */
static bool add_etag(struct call *call)
{
    unsigned char hash[crypto_generichash_BYTES_MIN];
    char hex[2 * sizeof hash + 1], text[sizeof hex + 24];
    uint64_t version = 0;

    crypto_generichash(hash, sizeof hash, (const unsigned char *)call->body, call->body_length, NULL, 0);
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    if (call->endpoint->etag_version != 0)
        memcpy(&version, (const char *)call->result + call->endpoint->etag_version - 1, sizeof version);
    int length = version == 0 ? snprintf(text, sizeof text, "\"%s\"", hex)
                              : snprintf(text, sizeof text, "\"%llu-%s\"", (unsigned long long)version, hex);
    call->reply.etag = arena_text(call->arena, text, (size_t)length);
    return call->reply.etag != NULL;
}

bool call_render(struct call *call)
{
    const struct endpoint *endpoint = call->endpoint;
    struct reply *reply = &call->reply;
    bool has_body = endpoint->reply_fields != NULL || endpoint->reply != NULL;
    reply->status = endpoint->status != 0 ? endpoint->status : has_body ? 200 : 204;
    reply->cache_control = endpoint->cache_control;
    if (endpoint->reply_fields != NULL && (reply->json = fields_write(endpoint->reply_fields, call->result)) == NULL)
        return false;
    if (endpoint->reply != NULL && !endpoint->reply(&call->asking, call->input, call->result, reply))
        return false;
    if (reply->json != NULL) {
        call->body = json_dumps(reply->json, JSON_COMPACT | JSON_REAL_PRECISION(12));
        if (call->body == NULL)
            return false;
        call->body_length = strlen(call->body);
    }
    bool is_tagged = endpoint->is_tagged || endpoint->etag_version != 0;
    return !is_tagged || call->body == NULL || add_etag(call);
}
