#include "services/keyed.h"

#include <string.h>

static struct call **bucket_of(struct keyed *keyed, const struct call *call)
{
    return &keyed->buckets[((size_t)call->key_hash[0] << 8 | call->key_hash[1]) % KEYED_BUCKETS];
}

bool keyed_read(struct call *call, const char *key, const char *path, const char *body, size_t length,
                struct error *error)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    size_t key_length = strlen(key);
    if (key_length < 8 || key_length > 64 || strspn(key, allowed) != key_length)
        return error_set(error, ERROR_MALFORMED, "malformed", "an Idempotency-Key has 8 to 64 of A-Z a-z 0-9 _ -");
    /* The path stands for the route with its object; a signed-in caller's keys are theirs alone. */
    const struct hash_piece scope[] = {
        {call->endpoint->operation, strlen(call->endpoint->operation)},
        {path, strlen(path)},
        {call->caller.account.bytes, sizeof call->caller.account.bytes},
        {call->caller.person.bytes, sizeof call->caller.person.bytes},
        {key, key_length},
    };
    const struct hash_piece content = {body, length};
    pieces_hash(scope, sizeof scope / sizeof *scope, call->key_hash);
    pieces_hash(&content, 1, call->body_hash);
    call->keyed = true;
    return true;
}

bool keyed_enter(struct keyed *keyed, struct call *call)
{
    struct call **bucket = bucket_of(keyed, call);
    for (const struct call *other = *bucket; other != NULL; other = other->next_keyed) {
        if (memcmp(other->key_hash, call->key_hash, sizeof call->key_hash) == 0)
            return false;
    }
    call->next_keyed = *bucket;
    *bucket = call;
    return true;
}

void keyed_leave(struct keyed *keyed, struct call *call)
{
    if (!call->keyed)
        return;
    for (struct call **link = bucket_of(keyed, call); *link != NULL; link = &(*link)->next_keyed) {
        if (*link == call) {
            *link = call->next_keyed;
            return;
        }
    }
}
