/*
 * What SmartSort brings: the same people come in the same order and look at their list of needs, once sorted by the
 * pair's score alone, once with scarcity taken off it.
 *
 *   smartsort_bench PEOPLE.jsonl NEEDS.jsonl SEED
 *
 * Prints needs with a first volunteer and connections in all: `plain_first plain_connections smart_first
 * smart_connections`. Who comes looks down ten places, each with a chance of 1 / log2(place + 1) (the usual model of
 * attention: Jarvelin, Kekalainen 2002), and offers to help at the first need that appeals; a need appeals with a
 * chance that grows with the score. Chances hang on the person and the place, and on the person and the need: they are
 * the same for both lists. An offer takes a seat; a need without seats is closed.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "matcher/command/read_people.h"

enum { PLACES = 10, SCORE_MOST = 1320 };

static void die(const char *what)
{
    fprintf(stderr, "smartsort_bench: %s\n", what);
    exit(1);
}

/* A number in 0..1 that hangs on all three. */
static double chance(uint64_t seed, const struct matcher_id *a, const struct matcher_id *b)
{
    uint64_t hash = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;

    for (int side = 0; side < 2; side++) {
        const struct matcher_id *id = side == 0 ? a : b;
        for (unsigned i = 0; i < id->length; i++)
            hash = (hash ^ id->bytes[i]) * UINT64_C(0x100000001b3);
        hash ^= hash >> 31;
    }
    hash = (hash ^ hash >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    hash = (hash ^ hash >> 27) * UINT64_C(0x94d049bb133111eb);
    return (double)((hash ^ hash >> 31) >> 11) / 9007199254740992.0;
}

static struct matcher_id place_id(int place)
{
    struct matcher_id id;
    char text[16];

    if (!matcher_id_set(&id, text, (size_t)snprintf(text, sizeof text, "place %d", place)))
        die("no id");
    return id;
}

/* One connection more, one seat less. */
static bool connect(struct matcher *matcher, const struct matcher_id *id)
{
    const struct matcher_need *held = matcher_find_need(matcher, id);
    struct matcher_need need = *held;
    struct matcher_shift shifts[MATCHER_SHIFTS];

    memcpy(shifts, held->shifts, held->shifts_count * sizeof *shifts);
    need.shifts = shifts;
    need.connections++;
    for (size_t i = 0; i < need.shifts_count; i++)
        if (shifts[i].seats > 0) {
            shifts[i].seats--;
            break;
        }
    if (!matcher_put_need(matcher, &need, NULL))
        die("no memory");
    return need.connections == 1;
}

static void simulate(const struct crowd *crowd, bool smart, uint64_t seed, size_t *first, size_t *connections)
{
    struct matcher_settings settings = matcher_settings_default();
    struct matcher_candidate list[PLACES];

    settings.scarcity_points = smart ? settings.scarcity_points : 0;
    struct matcher *matcher = matcher_new(&settings, NULL);
    for (size_t i = 0; i < crowd->needs_count; i++)
        if (matcher == NULL || !matcher_put_need(matcher, matcher_find_need(crowd->matcher, &crowd->needs[i]), NULL))
            die("no memory");
    *first = *connections = 0;
    for (size_t i = 0; i < crowd->people_count; i++) {
        struct matcher_person person;
        size_t count;
        if (!matcher_read_person(crowd->matcher, &crowd->people[i], &person) ||
            !matcher_put_person(matcher, &person, NULL) ||
            !matcher_rank_needs(matcher, &person.id, NULL, PLACES, list, &count, NULL))
            die("no memory");
        for (size_t place = 0; place < count; place++) {
            struct matcher_id where = place_id((int)place);
            bool looks = chance(seed, &person.id, &where) < 1 / log2((double)place + 2);
            bool appeals = chance(seed + 1, &person.id, &list[place].id) < 0.1 + 0.6 * list[place].score / SCORE_MOST;
            if (!looks || !appeals)
                continue;
            *first += connect(matcher, &list[place].id);
            ++*connections;
            break;
        }
    }
    matcher_free(matcher);
}

int main(int argc, char **argv)
{
    struct input input = {.outcome = OUTCOME_SOLVED};
    struct crowd crowd = {0};
    size_t first[2], connections[2];

    if (argc != 4) {
        fputs("usage: smartsort_bench PEOPLE NEEDS SEED\n", stderr);
        return 2;
    }
    if (!crowd_open(&input, &crowd) || !crowd_read_people(&input, &crowd, argv[1]) ||
        !crowd_read_needs(&input, &crowd, argv[2]))
        die(input.message);
    for (int smart = 0; smart < 2; smart++)
        simulate(&crowd, smart == 1, strtoull(argv[3], NULL, 10), &first[smart], &connections[smart]);
    printf("%zu %zu %zu %zu\n", first[0], connections[0], first[1], connections[1]);
    crowd_close(&crowd);
    return 0;
}
