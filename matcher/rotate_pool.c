/* All whole personal plans met so far, each once. */
#include "matcher/rotate_plans.h"

#include <stdlib.h>
#include <string.h>

void pool_clear(struct pool *pool)
{
    free(pool->plans);
    free(pool->visits);
    free(pool->table);
    free(pool->last_of);
    *pool = (struct pool){0};
}

int64_t plan_value(const struct rotation *rotation, uint32_t worker, const struct plan_visit *visits, uint32_t count)
{
    int64_t part = 0, kept = 0;
    uint8_t goals = 0;

    for (uint32_t i = 0; i < count; i++) {
        part += visit_worth(rotation, visits[i].option, visits[i].period);
        goals |= rotation->options[visits[i].option].goals;
        kept += rotation->kept != NULL && rotation->kept[visits[i].option] >> visits[i].period & 1;
    }
    part += goals_worth(&rotation->round->workers[worker], goals);
    return worker_value(rotation->round, part) + kept * rotation->keep_worth;
}

static uint64_t hash(uint32_t worker, const struct plan_visit *visits, uint32_t count)
{
    uint64_t h = worker + UINT64_C(0x9e3779b97f4a7c15);

    for (uint32_t i = 0; i < count; i++) {
        h ^= (uint64_t)visits[i].option << 8 | visits[i].period;
        h *= UINT64_C(0xbf58476d1ce4e5b9);
        h ^= h >> 29;
    }
    return h ^ h >> 32;
}

static bool same(const struct pool *pool, size_t plan, uint32_t worker, const struct plan_visit *visits, uint32_t count)
{
    const struct plan *other = &pool->plans[plan];

    return other->worker == worker && other->visits_count == count &&
           (count == 0 || memcmp(pool_visits(pool, plan), visits, count * sizeof *visits) == 0);
}

static bool table_grow(struct pool *pool, size_t size)
{
    uint32_t *table = calloc(size, sizeof *table);

    if (table == NULL)
        return false;
    for (size_t i = 0; i < pool->count; i++) {
        size_t at = hash(pool->plans[i].worker, pool_visits(pool, i), pool->plans[i].visits_count) & (size - 1);
        while (table[at] != 0)
            at = (at + 1) & (size - 1);
        table[at] = (uint32_t)i + 1;
    }
    free(pool->table);
    pool->table = table;
    pool->table_size = size;
    return true;
}

static bool grow(void **list, size_t needed, size_t *room, size_t element)
{
    if (needed <= *room)
        return true;
    size_t larger = *room == 0 ? 1024 : *room * 2;
    larger = larger < needed ? needed : larger;
    void *grown = realloc(*list, larger * element);
    if (grown == NULL)
        return false;
    *list = grown;
    *room = larger;
    return true;
}

static bool room_for_one(struct pool *pool, uint32_t visits)
{
    void *plans = pool->plans, *list = pool->visits;
    bool ok = grow(&plans, pool->count + 1, &pool->room, sizeof *pool->plans);

    pool->plans = plans;
    ok = ok && grow(&list, pool->visits_count + visits + 1, &pool->visits_room, sizeof *pool->visits);
    pool->visits = list;
    return ok && (2 * (pool->count + 1) <= pool->table_size ||
                  table_grow(pool, pool->table_size == 0 ? 4096 : 2 * pool->table_size));
}

void pool_shorten(struct pool *pool, size_t count)
{
    if (count >= pool->count)
        return;
    for (size_t i = pool->count; i-- > count;)
        pool->last_of[pool->plans[i].worker] = pool->plans[i].before;
    pool->visits_count = pool->plans[count].first_visit;
    pool->count = count;
    memset(pool->table, 0, pool->table_size * sizeof *pool->table);
    for (size_t i = 0; i < count; i++) {
        size_t at =
            hash(pool->plans[i].worker, pool_visits(pool, i), pool->plans[i].visits_count) & (pool->table_size - 1);
        while (pool->table[at] != 0)
            at = (at + 1) & (pool->table_size - 1);
        pool->table[at] = (uint32_t)i + 1;
    }
}

size_t pool_add(struct pool *pool, const struct rotation *rotation, uint32_t worker, const struct plan_visit *visits,
                uint32_t count, bool *is_new)
{
    if (pool->last_of == NULL)
        pool->last_of = calloc((size_t)rotation->workers + 1, sizeof *pool->last_of);
    if (pool->last_of == NULL || !room_for_one(pool, count))
        return SIZE_MAX;
    size_t at = hash(worker, visits, count) & (pool->table_size - 1);
    for (; pool->table[at] != 0; at = (at + 1) & (pool->table_size - 1))
        if (same(pool, pool->table[at] - 1, worker, visits, count)) {
            *is_new = false;
            return pool->table[at] - 1;
        }
    *is_new = true;
    pool->plans[pool->count] = (struct plan){
        .worker = worker,
        .visits_count = count,
        .first_visit = pool->visits_count,
        .value = plan_value(rotation, worker, visits, count),
        .before = pool->last_of[worker],
    };
    pool->last_of[worker] = (uint32_t)pool->count + 1;
    if (count > 0)
        memcpy(pool->visits + pool->visits_count, visits, count * sizeof *visits);
    pool->visits_count += count;
    pool->table[at] = (uint32_t)pool->count + 1;
    return pool->count++;
}
