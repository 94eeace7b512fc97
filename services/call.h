/*
 * One call of an operation, from the request that began it to its reply: a private copy of all that work needs. It
 * belongs to one side at a time: to the loop, to a queue or to a work thread. The HTTP request is found again by its
 * id, so a client that has left disturbs nothing.
 */
#ifndef VAHETUS_SERVICES_CALL_H
#define VAHETUS_SERVICES_CALL_H

#include <stdbool.h>
#include <stdint.h>

#include "services/endpoint.h"
#include "services/random.h"

enum { CALL_LABEL_SIZE = 37 };

struct call {
    struct call *next;       /* in a queue or a list of finished calls */
    struct call *next_keyed; /* in the table of keyed calls under way */
    const struct endpoint *endpoint;
    struct arena *arena;
    struct asking asking;
    struct caller caller;
    uint64_t request; /* the HTTP request's id; 0: nobody waits for a reply */
    char label[CALL_LABEL_SIZE];
    void *input;
    void *result;
    struct error error;
    struct field_errors *field_errors; /* in the arena, made when the first is needed */

    bool keyed; /* with an Idempotency-Key */
    unsigned char key_hash[HASH_BYTES];
    unsigned char body_hash[HASH_BYTES];

    struct reply reply;
    char *body; /* the reply's bytes, malloc'd; NULL: none */
    size_t body_length;

    void *owner; /* whoever makes calls of its own: what this one is for */
};

/* A call with zeroed input and result. NULL when out of memory. */
struct call *call_new(const struct endpoint *endpoint);
/* Frees result, reply, arena and call. Takes NULL. */
void call_free(struct call *call);

/* Forgets what an earlier try of the work left: error, result, reply. */
void call_reset(struct call *call);

/* Writes the reply from the result: tables, then the endpoint's own function, then bytes. False when out of memory. */
bool call_render(struct call *call) __attribute__((warn_unused_result));

/* The call's field errors, made when there are none yet. NULL when out of memory. */
struct field_errors *call_field_errors(struct call *call);

#endif
