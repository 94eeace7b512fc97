/* The calls with an Idempotency-Key that this process has under way: a second one with the same key is 409. */
#ifndef VAHETUS_SERVICES_KEYED_H
#define VAHETUS_SERVICES_KEYED_H

#include "services/call.h"

enum { KEYED_BUCKETS = 1024 };

struct keyed {
    struct call *buckets[KEYED_BUCKETS];
};

/* Reads the header's value (8 to 64 of [A-Za-z0-9_-]) and notes hashes of caller, route and key, and of the body.
 * False with ERROR_MALFORMED for a key of another form. */
bool keyed_read(struct call *call, const char *key, const char *path, const char *body, size_t length,
                struct error *error) __attribute__((warn_unused_result));

/* False when a call with this key is under way. */
bool keyed_enter(struct keyed *keyed, struct call *call) __attribute__((warn_unused_result));
/* Nothing for a call that is not in it. */
void keyed_leave(struct keyed *keyed, struct call *call);

#endif
