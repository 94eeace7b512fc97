/*
 * One request on its way: route -> who asks -> policy -> fields -> work -> one reply. Everything here runs on the loop.
 */
#ifndef VAHETUS_SERVICES_DISPATCH_H
#define VAHETUS_SERVICES_DISPATCH_H

#include "services/call.h"
#include "services/http.h"
#include "services/server.h"

/* For struct http_handler; `context` is the server. */
void dispatch_request(void *context, struct http_request *request);
void dispatch_finished(void *context, const struct http_request *request, const struct http_outcome *outcome);
void dispatch_refused(void *context, const struct http_refusal *refusal);
/* What the gate says to whom it refuses, in their language; NULL where we have no words of our own. */
const char *dispatch_title(void *context, const char *code, const char *accept_language);

/* For work_new: a call has come back. */
void dispatch_done(void *context, struct call *call);

/* Milliseconds since 1970. */
int64_t now_ms(void);

#endif
