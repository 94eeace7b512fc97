/* What the follower's thread hands to the loop. For follow.c and follow_apply.c alone. */
#ifndef VAHETUS_SERVICES_FOLLOW_BATCH_H
#define VAHETUS_SERVICES_FOLLOW_BATCH_H

#include "db/change.h"
#include "db/needs.h"
#include "db/people.h"
#include "db/rounds.h"
#include "services/server.h"

struct follow_batch {
    struct follow_batch *next;
    struct arena *arena; /* of everything here */
    bool clear;          /* a load begins: forget all */
    bool ready;          /* a load is complete */
    struct change *changes;
    size_t change_count;
    struct person **people;
    size_t person_count;
    struct need **needs;
    size_t need_count;
    struct uuid *gone; /* people and needs that are no more */
    size_t gone_count;
    struct round_place *places; /* who takes part in the rounds that changed */
    size_t place_count;
};

struct follow_batch *follow_batch_new(void);        /* NULL when out of memory */
void follow_batch_free(struct follow_batch *batch); /* takes NULL */

/* On the loop. */
void follow_apply(struct server *server, const struct follow_batch *batch);

#endif
