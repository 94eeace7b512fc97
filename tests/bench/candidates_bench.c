/*
 * What ranking the candidates of a need costs: the region of a database in the service's own index, every open need
 * asked in turn.
 *
 *   candidates_bench SOCKET USER PASSWORD DATABASE QUESTIONS
 *
 * Prints people, needs, questions, and the mean, 50th and 99th percentile of a question's CPU time in ms. A question is
 * what listCandidates asks of memory: how many fit, and the best 20 of them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "db/needs.h"
#include "db/people.h"
#include "services/calendar.h"
#include "services/index.h"
#include "services/random.h"
#include "services/words.h"

enum { PAGE = 500, NEEDS_MAX = 4096, BEST = 20 };

static struct matcher_id needs[NEEDS_MAX];
static size_t need_count;

static void die(const struct error *error)
{
    fprintf(stderr, "candidates_bench: %s\n", error->detail);
    exit(1);
}

static void load_people(struct db *db, struct index *index)
{
    struct error error = {0};
    struct page page = {.limit = PAGE};
    for (size_t count = PAGE; count == PAGE;) {
        struct arena *arena = arena_new();
        struct person *people = NULL;
        if (arena == NULL || !people_load(db, arena, page, &people, &count, &error))
            die(&error);
        for (size_t i = 0; i < count; i++) {
            if (!index_put_person(index, &people[i], &error))
                die(&error);
        }
        if (count > 0)
            page.after = people[count - 1].id;
        arena_free(arena);
    }
}

static void load_needs(struct db *db, struct index *index)
{
    struct error error = {0};
    struct page page = {.limit = PAGE};
    for (size_t count = PAGE; count == PAGE;) {
        struct arena *arena = arena_new();
        struct need **found = NULL;
        if (arena == NULL || !needs_load(db, arena, page, &found, &count, &error))
            die(&error);
        for (size_t i = 0; i < count; i++) {
            if (!index_put_need(index, found[i], &error))
                die(&error);
            struct matcher_id id = index_id(&found[i]->id);
            if (need_count < NEEDS_MAX && matcher_find_need(index_matcher(index), &id) != NULL)
                needs[need_count++] = id;
        }
        if (count > 0)
            page.after = found[count - 1]->id;
        arena_free(arena);
    }
}

static double cpu_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

int main(int argc, char **argv)
{
    struct error error = {0};
    if (argc != 6) {
        fputs("usage: candidates_bench SOCKET USER PASSWORD DATABASE QUESTIONS\n", stderr);
        return 2;
    }
    struct db_settings settings = {.socket = argv[1], .user = argv[2], .password = argv[3], .database = argv[4]};
    size_t questions = strtoul(argv[5], NULL, 10);
    struct db *db = db_open(&settings, &error);
    if (db == NULL || !random_start())
        die(&error);
    struct words *words = words_new(db, &error);
    struct calendar *calendar = words == NULL ? NULL : calendar_new(&error);
    struct index *index = calendar == NULL ? NULL : index_new(words, calendar, &error);
    double *best_ms = calloc(questions + 1, sizeof *best_ms), *all_ms = calloc(questions + 1, sizeof *all_ms);
    if (index == NULL || best_ms == NULL || all_ms == NULL)
        die(&error);
    load_people(db, index);
    load_needs(db, index);
    const struct matcher *matcher = index_matcher(index);
    struct matcher_query query = {.now_utc_min = index_utc_min((int64_t)time(NULL) * 1000)};
    for (size_t i = 0; need_count > 0 && i < questions; i++) {
        struct matcher_candidate best[BEST];
        struct matcher_error failure = {0};
        size_t fitting, count;
        double begun = cpu_ms();
        if (!matcher_rank_people(matcher, &needs[i % need_count], &query, BEST, best, &count, &failure))
            return 1;
        best_ms[i] = cpu_ms() - begun;
        if (!matcher_count_people(matcher, &needs[i % need_count], &query, &fitting, &failure))
            return 1;
        all_ms[i] = cpu_ms() - begun;
    }
    qsort(best_ms, questions, sizeof *best_ms, compare);
    qsort(all_ms, questions, sizeof *all_ms, compare);
    printf("%zu %zu %zu %.4f %.4f %.4f %.4f\n", matcher_people_count(matcher), need_count, questions,
           best_ms[questions / 2], best_ms[questions * 99 / 100], all_ms[questions / 2], all_ms[questions * 99 / 100]);
    free(best_ms);
    free(all_ms);
    index_free(index);
    calendar_free(calendar);
    words_free(words);
    db_close(db);
    return 0;
}
