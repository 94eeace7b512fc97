/*
 * What one change to a solved assignment costs: `assign_changes PROBLEM.vm CHANGES SEED`. Prints the median and the
 * 99th percentile in ms of CPU, and the most. People and seats come and go, weights change, pairs are forbidden, pinned
 * and unpinned; at every twentieth part of the way the judge looks at the answer to the problem as it then is, built
 * anew.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "matcher/command/read_assign.h"

enum { NEW_PAIRS = 50, KINDS = 8 };

/* The problem as it should be. Weights of -1: no pair. */
static struct matcher_assign_edge *pairs;
static size_t pairs_count, pairs_room;
static uint32_t *person_capacity, *need_capacity, people, needs, people_room;
static size_t *person_first; /* of each person's pairs; they never move */
static uint32_t *person_pairs;
static uint64_t state;

static uint32_t below(uint32_t most)
{
    uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return (uint32_t)((unsigned __int128)(z ^ z >> 31) * most >> 64);
}

static void die(const char *what)
{
    fprintf(stderr, "assign_changes: %s\n", what);
    exit(1);
}

static double cpu_s(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* ---- The mirror: read by the plainest means ---- */

static void read_mirror(const char *name, uint32_t changes)
{
    FILE *file = fopen(name, "r");
    char kind[8];
    long first, second, third;

    if (file == NULL)
        die(name);
    while (fscanf(file, "%7s", kind) == 1) {
        if (kind[0] == 'p' && fscanf(file, " vm %ld %ld %ld", &first, &second, &third) == 3) {
            people = (uint32_t)first;
            needs = (uint32_t)second;
            people_room = people + changes;
            pairs_room = (size_t)third + (size_t)changes * NEW_PAIRS;
            pairs = calloc(pairs_room, sizeof *pairs);
            person_capacity = calloc(people_room, sizeof *person_capacity);
            need_capacity = calloc(needs, sizeof *need_capacity);
            person_first = calloc(people_room, sizeof *person_first);
            person_pairs = calloc(people_room, sizeof *person_pairs);
            if (pairs == NULL || person_capacity == NULL || need_capacity == NULL || person_first == NULL ||
                person_pairs == NULL)
                die("out of memory");
            for (uint32_t i = 0; i < people; i++)
                person_capacity[i] = 1;
            for (uint32_t j = 0; j < needs; j++)
                need_capacity[j] = 1;
        } else if (kind[0] == 'v' && fscanf(file, "%ld %ld", &first, &second) == 2)
            person_capacity[first - 1] = (uint32_t)second;
        else if (kind[0] == 'n' && fscanf(file, "%ld %ld", &first, &second) == 2)
            need_capacity[first - 1] = (uint32_t)second;
        else if (kind[0] == 'e' && fscanf(file, "%ld %ld %ld", &first, &second, &third) == 3) {
            uint32_t i = (uint32_t)first - 1;
            if (person_pairs[i]++ == 0)
                person_first[i] = pairs_count;
            pairs[pairs_count++] = (struct matcher_assign_edge){i, (uint32_t)second - 1, (int32_t)third};
        } else if (kind[0] == 'c')
            (void)!fscanf(file, "%*[^\n]");
    }
    fclose(file);
}

static struct matcher_assign_problem *problem_of_mirror(void)
{
    struct matcher_assign_problem *problem = matcher_assign_problem_new(people, needs, pairs_count, NULL);
    bool ok = problem != NULL;

    for (uint32_t i = 0; ok && i < people; i++)
        ok = matcher_assign_person_capacity(problem, i, person_capacity[i], NULL);
    for (uint32_t j = 0; ok && j < needs; j++)
        ok = matcher_assign_need_capacity(problem, j, need_capacity[j], NULL);
    for (size_t k = 0; ok && k < pairs_count; k++)
        ok = pairs[k].weight < 0 || matcher_assign_pair(problem, pairs[k].person, pairs[k].need, pairs[k].weight, NULL);
    if (!ok || !matcher_assign_finish(problem, NULL, NULL))
        die("the mirror is no problem");
    return problem;
}

static void check(const struct matcher_assign *assign)
{
    struct matcher_assign_problem *problem = problem_of_mirror();
    struct matcher_assign_answer answer;
    struct matcher_verdict verdict;

    if (!matcher_assign_answer(assign, &answer, NULL) || !answer.proved)
        die("no answer");
    int64_t *person_prices = calloc(people + 1, sizeof *person_prices);
    int64_t *need_prices = calloc(needs + 1, sizeof *need_prices);
    if (person_prices == NULL || need_prices == NULL)
        die("out of memory");
    for (uint32_t i = 0; i < people; i++)
        person_prices[i] = answer.person_prices[i];
    for (uint32_t j = 0; j < needs; j++)
        need_prices[j] = answer.need_prices[j];
    const struct matcher_assign_claim claim = {.total = answer.total,
                                               .pairs = answer.pairs,
                                               .pairs_count = answer.pairs_count,
                                               .person_prices = person_prices,
                                               .need_prices = need_prices};
    if (!matcher_verify_assign(problem, &claim, &verdict, NULL) || !verdict.accepted)
        die(verdict.reason);
    free(person_prices);
    free(need_prices);
    matcher_assign_answer_free(&answer);
    matcher_assign_problem_free(problem);
}

/* ---- Changes ---- */

/* Somebody new who stands where another stands, with other skills. */
static bool person_in(struct matcher_assign *assign, uint32_t like, double *used_s)
{
    struct matcher_assign_edge fresh[NEW_PAIRS];
    uint32_t count = 0, number;

    for (uint32_t k = 0; k < person_pairs[like] && count < NEW_PAIRS; k++) {
        const struct matcher_assign_edge *pair = &pairs[person_first[like] + k];
        if (pair->weight >= 0)
            fresh[count++] = (struct matcher_assign_edge){people, pair->need, (int32_t)below(10001)};
    }
    double before_s = cpu_s();
    bool ok = matcher_assign_add_person(assign, 1, fresh, count, &number, NULL);
    *used_s = cpu_s() - before_s;
    person_first[people] = pairs_count;
    person_pairs[people] = count;
    memcpy(pairs + pairs_count, fresh, count * sizeof *fresh);
    pairs_count += count;
    person_capacity[people++] = 1;
    return ok && number == people - 1;
}

static double change(struct matcher_assign *assign, uint32_t kind)
{
    static struct matcher_assign_edge *pinned;
    uint32_t i = below(people), j = below(needs);
    struct matcher_assign_edge *pair =
        person_pairs[i] > 0 ? &pairs[person_first[i] + below(person_pairs[i])] : &pairs[0];
    bool ok = true;

    if (pinned != NULL && kind != 7)
        kind %= 7;
    if (kind == 4)
        pair->weight = (int32_t)below(10001);
    double used_s, before_s = cpu_s();
    switch (kind) {
    case 0:
        ok = person_in(assign, i, &used_s);
        return ok ? used_s : (die("a person was refused"), 0.0);
    case 1:
        ok = matcher_assign_set_person_capacity(assign, i, person_capacity[i] = 0, NULL);
        break;
    case 2:
        ok = matcher_assign_set_need_capacity(assign, j, ++need_capacity[j], NULL);
        break;
    case 3:
        need_capacity[j] -= need_capacity[j] > 0;
        ok = matcher_assign_set_need_capacity(assign, j, need_capacity[j], NULL);
        break;
    case 4:
        ok = matcher_assign_set_weight(assign, pair->person, pair->need, pair->weight, NULL);
        break;
    case 5:
        pair->weight = -1;
        ok = matcher_assign_forbid(assign, pair->person, pair->need, NULL);
        break;
    case 6: /* refused where the pair is gone or nothing is left to pin: then the next change takes its turn */
        pinned = matcher_assign_pin(assign, pair->person, pair->need, NULL) ? pair : NULL;
        break;
    default:
        ok = pinned == NULL || matcher_assign_unpin(assign, pinned->person, pinned->need, NULL);
        pinned = NULL;
    }
    used_s = cpu_s() - before_s;
    if (!ok)
        die("a change was refused");
    return used_s;
}

static int by_size(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

int main(int count, char **words)
{
    struct input input = {0};
    uint32_t changes = count == 4 ? (uint32_t)strtoul(words[2], NULL, 10) / KINDS * KINDS : 0;
    double *used_s = calloc(changes + 1, sizeof *used_s);

    if (changes == 0 || used_s == NULL)
        die("PROBLEM.vm CHANGES SEED");
    state = strtoull(words[3], NULL, 10);
    read_mirror(words[1], changes);
    struct matcher_assign_problem *problem = read_assign(&input, words[1]);
    struct matcher_assign *assign = problem == NULL ? NULL : matcher_assign_solve(problem, NULL, NULL);
    if (assign == NULL)
        die(input.message);
    double before_s = cpu_s();
    if (!matcher_assign_set_need_capacity(assign, 0, need_capacity[0], NULL))
        die("the state cannot be kept");
    double keep_s = cpu_s() - before_s;
    uint32_t every = changes / 20 / KINDS * KINDS;
    for (uint32_t k = 0; k < changes; k++) {
        used_s[k] = change(assign, k % KINDS);
        if (every > 0 && k % every == every - 1) /* nothing is pinned then */
            check(assign);
    }
    qsort(used_s, changes, sizeof *used_s, by_size);
    printf("%.6f %.6f %.6f %.6f\n", 1000 * used_s[changes / 2], 1000 * used_s[changes * 99 / 100],
           1000 * used_s[changes - 1], 1000 * keep_s);
    matcher_assign_free(assign);
    return 0;
}
