/* From an HTTP request to the typed input of a call: gate for changes, path, query, body, version, key. */
#ifndef VAHETUS_SERVICES_READ_REQUEST_H
#define VAHETUS_SERVICES_READ_REQUEST_H

#include "services/call.h"
#include "services/http.h"
#include "services/route.h"

/* Fills call->input, asking.version and the key. False with call->error (and call->field_errors). */
bool request_read(const struct settings *settings, struct http_request *request, const struct route_match *match,
                  struct call *call) __attribute__((warn_unused_result));

/* The language to answer in: ?lang, else Accept-Language, else the session's, else Estonian. `caller` may be NULL. */
enum language request_language(const struct http_request *request, const struct caller *caller);

#endif
