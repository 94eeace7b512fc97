#include "services/work_run.h"

#include <stdlib.h>
#include <string.h>

/* A group of calls of one endpoint on its way through act_many. */
struct group {
    const struct work_storage *storage;
    struct call **calls;
    size_t count;
};

static bool render(struct call *call)
{
    if (call->error.kind != ERROR_NONE)
        return false;
    if (call->endpoint->look_after != NULL)
        return true; /* the loop adds to the result and renders it */
    return call_render(call) || error_set(&call->error, ERROR_INTERNAL, "internal", "out of memory");
}

static void fail_all(struct call **calls, size_t count, const struct error *error)
{
    for (size_t i = 0; i < count; i++) {
        call_reset(calls[i]);
        calls[i]->error = *error;
    }
}

/* Calls act_many for the whole group, from clean results. */
static bool act_together(const struct group *group, struct db *db, struct error *error)
{
    struct work_item items[TOGETHER_MAX];
    for (size_t i = 0; i < group->count; i++) {
        struct call *call = group->calls[i];
        call_reset(call);
        call->asking.db = db;
        items[i] = (struct work_item){&call->asking, call->input, call->result, &call->error};
    }
    return group->calls[0]->endpoint->act_many(db, items, group->count, error);
}

void run_read(const struct work_storage *storage, struct db *db, struct call **calls, size_t count)
{
    struct group group = {storage, calls, count};
    struct error error = {0};
    bool good = act_together(&group, db, &error);
    if (!good && error.kind == ERROR_BUSY) {
        /* A connection that broke is opened anew; reading again does no harm. */
        error = (struct error){0};
        good = act_together(&group, db, &error);
    }
    if (!good)
        fail_all(calls, count, &error);
    for (size_t i = 0; i < count; i++)
        render(calls[i]);
}

/* ---- Idempotency keys -------------------------------------------------------------------------------------------- */

/* The stored reply becomes this call's. */
static bool replay(struct call *call, int status, const char *answer, size_t length)
{
    call->reply.status = status;
    if (length == 0)
        return true;
    call->body = malloc(length + 1);
    if (call->body == NULL)
        return error_set(&call->error, ERROR_INTERNAL, "internal", "out of memory");
    memcpy(call->body, answer, length);
    call->body[length] = '\0';
    call->body_length = length;
    return true;
}

/* The work of a keyed call failed, perhaps since it was done before: then its reply, or the word that the key was
 * another body's, takes the place of the error. */
static void key_look(const struct work_storage *storage, struct db *db, struct call *call)
{
    enum idempotency_state state = IDEMPOTENCY_NEW;
    struct error error = {0};
    int status = 0;
    const char *answer = NULL;
    size_t length = 0;
    if (!call->keyed || call->error.kind == ERROR_NONE || call->error.kind == ERROR_BUSY)
        return;
    if (!storage->key_find(db, call->arena, call->key_hash, call->body_hash, &state, &status, &answer, &length,
                           &error)) {
        call->error = error;
    } else if (state == IDEMPOTENCY_DONE) {
        call->error = error;
        replay(call, status, answer, length);
    } else if (state == IDEMPOTENCY_DIFFERS) {
        call->error = error;
        error_set(&call->error, ERROR_INVALID, "idempotency_key_reused", "the key came with another body");
    }
}

/* Keeps the replies of the group's keyed calls, all in one statement. Fails when one of the keys is there already.
 * Replies that carry a cookie are secrets and not kept. */
static bool keys_append(const struct group *group, struct db *db, struct error *error)
{
    struct idempotency_done rows[TOGETHER_MAX];
    size_t count = 0;
    for (size_t i = 0; i < group->count; i++) {
        const struct call *call = group->calls[i];
        if (!call->keyed || call->error.kind != ERROR_NONE)
            continue;
        bool secret = call->reply.set_cookie != NULL || call->body == NULL;
        struct idempotency_done *row = &rows[count++];
        memcpy(row->key_hash, call->key_hash, sizeof row->key_hash);
        memcpy(row->body_hash, call->body_hash, sizeof row->body_hash);
        row->status = call->reply.status;
        row->answer = secret ? "" : call->body;
        row->answer_length = secret ? 0 : call->body_length;
    }
    return count == 0 || group->storage->key_append(db, rows, count, error);
}

/* ---- Append ------------------------------------------------------------------------------------------------------ */

static bool append_work(struct db *db, void *context, struct error *error)
{
    struct group *group = context;
    if (!act_together(group, db, error))
        return false;
    for (size_t i = 0; i < group->count; i++)
        render(group->calls[i]);
    return keys_append(group, db, error);
}

static void append_one(const struct work_storage *storage, struct db *db, struct call *call)
{
    struct group group = {storage, &call, 1};
    struct error error = {0};
    if (!storage->transaction(db, append_work, &group, &error))
        fail_all(&call, 1, &error);
    key_look(storage, db, call);
}

/* After an error of the whole nobody knows whose it was: each is run by itself. */
size_t run_append(const struct work_storage *storage, struct db *db, struct call **calls, size_t count)
{
    struct group group = {storage, calls, count};
    struct error error = {0};
    if (storage->transaction(db, append_work, &group, &error))
        return 0;
    if (error.kind == ERROR_BUSY || count == 1) {
        fail_all(calls, count, &error);
        key_look(storage, db, calls[0]);
        return 0;
    }
    for (size_t i = 0; i < count; i++)
        append_one(storage, db, calls[i]);
    return count;
}

/* ---- Transact and hash ------------------------------------------------------------------------------------------- */

static bool transact_work(struct db *db, void *context, struct error *error)
{
    struct group *group = context;
    struct call *call = group->calls[0];
    call_reset(call);
    call->asking.db = db;
    if (!call->endpoint->act(&call->asking, call->input, call->result, error))
        return false;
    return render(call) ? keys_append(group, db, error)
                        : error_set(error, ERROR_INTERNAL, "internal", "the reply cannot be written");
}

void run_transact(const struct work_storage *storage, struct db *db, struct call *call)
{
    struct group group = {storage, &call, 1};
    struct error error = {0};
    if (!storage->transaction(db, transact_work, &group, &error))
        fail_all(&call, 1, &error);
    key_look(storage, db, call);
}

void run_hash(struct db *db, struct call *call)
{
    call->asking.db = db;
    if (!call->endpoint->act(&call->asking, call->input, call->result, &call->error)) {
        struct error error = call->error;
        fail_all(&call, 1, &error);
        return;
    }
    render(call);
}
