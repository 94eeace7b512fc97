/* From a finished call, or from a failure, to the one reply of its request. */
#ifndef VAHETUS_SERVICES_ANSWER_H
#define VAHETUS_SERVICES_ANSWER_H

#include "services/call.h"
#include "services/http.h"

/* What the log line of a request says besides its outcome; hangs on the request. */
struct answer_note {
    const struct endpoint *endpoint;
    struct error error;
};

/* Replies with the call's result, or with the problem in call->error. */
void answer_call(struct http_request *request, struct call *call);

/* Replies with a problem before there is a call, or without one. `allow` is for 405, `retry_after_s` for 429 and 503.
 */
struct answer_extra {
    const char *allow;
    int64_t retry_after_s;
    const struct field_errors *errors;
};
void answer_problem(struct http_request *request, const struct error *error, enum language language,
                    const struct answer_extra *extra);

/* The note of a request, made when there is none. NULL when out of memory. */
struct answer_note *answer_note(struct http_request *request);

#endif
