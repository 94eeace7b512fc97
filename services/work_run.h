/* How a thread runs the calls it took, by kind of work. For services/work.c alone. */
#ifndef VAHETUS_SERVICES_WORK_RUN_H
#define VAHETUS_SERVICES_WORK_RUN_H

#include "services/call.h"
#include "services/work.h"

enum { TOGETHER_MAX = 64, APPEND_TOGETHER_MAX = 32 };

/* Each finishes every call: result and reply, or error. */
void run_read(const struct work_storage *storage, struct db *db, struct call **calls, size_t count);
/* The number of calls that had to be replayed one by one. */
size_t run_append(const struct work_storage *storage, struct db *db, struct call **calls, size_t count);
void run_transact(const struct work_storage *storage, struct db *db, struct call *call);
void run_hash(struct db *db, struct call *call);

#endif
