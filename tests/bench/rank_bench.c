/*
 * What ranking costs at a given number of people.
 *
 *   rank_bench PEOPLE.jsonl NEEDS.jsonl QUESTIONS CHECKED_NEEDS CHECKED_PEOPLE [turns]
 *
 * Reads the files (vahetus-match generate makes them) into one index, then builds another from it person by person,
 * twice: for the time and memory of all, and for the time of each; the last is asked. So many questions of either kind
 * are asked --exhaustive too and every byte of the answers compared. Prints lines `name value`, times in CPU
 * microseconds of this thread. With `turns`, each line on standard input then has QUESTIONS needs asked once more, from
 * where the turn before ended, and their mean printed: so a peer can take its turns between.
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "matcher/command/read_people.h"

enum { BEST = 20 };

static double cpu_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static void print_times(const char *name, double *us, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += us[i];
    qsort(us, count, sizeof *us, compare);
    if (count > 0)
        printf("%s_mean %.2f\n%s_p50 %.2f\n%s_p99 %.2f\n%s_max %.2f\n", name, sum / (double)count, name, us[count / 2],
               name, us[count * 99 / 100], name, us[count - 1]);
}

/* Memory that is in use: neither what was only asked for, nor what malloc was given back. */
static double resident_bytes(void)
{
    malloc_trim(0);
    FILE *file = fopen("/proc/self/statm", "r");
    long all = 0, resident = 0;

    if (file == NULL || fscanf(file, "%ld %ld", &all, &resident) != 2)
        resident = 0;
    if (file != NULL)
        fclose(file);
    return (double)resident * (double)sysconf(_SC_PAGESIZE);
}

static void die(const char *what)
{
    fprintf(stderr, "rank_bench: %s\n", what);
    exit(1);
}

static uint64_t draw(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

enum { BATCH = 1000 };

/* Puts everybody, one by one, and adds the seconds to `seconds`; `us` not NULL: each insert on a clock of its own,
 * which takes as long as a quarter of an insert. */
static struct matcher *put_people(const struct crowd *crowd, double *seconds, double *us)
{
    static struct matcher_person people[BATCH];
    struct matcher *matcher = matcher_new(NULL, NULL);

    if (matcher == NULL)
        die("no memory");
    for (size_t done = 0, count; done < crowd->people_count; done += count) {
        count = crowd->people_count - done < BATCH ? crowd->people_count - done : BATCH;
        for (size_t i = 0; i < count; i++)
            if (!matcher_read_person(crowd->matcher, &crowd->people[done + i], &people[i]))
                die("a person is missing");
        double begun = cpu_us();
        for (size_t i = 0; i < count; i++) {
            double put = us == NULL ? 0 : cpu_us();
            if (!matcher_put_person(matcher, &people[i], NULL))
                die("no memory");
            if (us != NULL)
                us[done + i] = cpu_us() - put;
        }
        *seconds += (cpu_us() - begun) / 1e6;
    }
    return matcher;
}

/* The index that is measured, from what the files gave: once for the time of all, once for that of each. */
static struct matcher *build(const struct crowd *crowd, double *us)
{
    double build_s = 0, with_clocks_s = 0;
    double before = resident_bytes();
    struct matcher *matcher = put_people(crowd, &build_s, NULL);

    printf("people %zu\nbytes_a_person %.1f\nbuild_s %.3f\n", crowd->people_count,
           (resident_bytes() - before) / (double)crowd->people_count, build_s);
    matcher_free(matcher);
    matcher = put_people(crowd, &with_clocks_s, us);
    print_times("insert", us, crowd->people_count);
    for (size_t i = 0; i < crowd->needs_count; i++)
        if (!matcher_put_need(matcher, matcher_find_need(crowd->matcher, &crowd->needs[i]), NULL))
            die("no memory");
    return matcher;
}

/* Each change is another person's everything under this id, and back. */
static void change(const struct crowd *crowd, struct matcher *matcher, double *us, size_t count)
{
    uint64_t seed = 7;

    for (size_t i = 0; i + 1 < count; i += 2) {
        struct matcher_person mine, other;
        const struct matcher_id *id = &crowd->people[draw(&seed) % crowd->people_count];
        if (!matcher_read_person(crowd->matcher, id, &mine) ||
            !matcher_read_person(crowd->matcher, &crowd->people[draw(&seed) % crowd->people_count], &other))
            die("a person is missing");
        other.id = *id;
        double begun = cpu_us();
        bool ok = matcher_put_person(matcher, &other, NULL);
        us[i] = cpu_us() - begun;
        begun = cpu_us();
        ok = matcher_put_person(matcher, &mine, NULL) && ok;
        us[i + 1] = cpu_us() - begun;
        if (!ok)
            die("no memory");
    }
    print_times("change", us, count / 2 * 2);
}

typedef bool rank_function(const struct matcher *matcher, const struct matcher_id *subject,
                           const struct matcher_query *query, size_t k, struct matcher_candidate *out, size_t *count,
                           struct matcher_error *error);

static void ask(const char *name, rank_function *rank, const struct matcher *matcher, const struct matcher_id *subjects,
                size_t subjects_count, double *us, size_t questions, size_t checked)
{
    struct matcher_query query = {.now_utc_min = INT32_MIN};
    struct matcher_candidate best[BEST], all[BEST];
    size_t same = 0, seen = 0;

    for (size_t i = 0; i < questions; i++) {
        size_t count, whole;
        const struct matcher_id *subject = &subjects[i % subjects_count];
        query.exhaustive = false;
        double begun = cpu_us();
        if (!rank(matcher, subject, &query, BEST, best, &count, NULL))
            die("no such subject");
        us[i] = cpu_us() - begun;
        if (i >= checked)
            continue;
        query.exhaustive = true;
        if (!rank(matcher, subject, &query, BEST, all, &whole, NULL))
            die("no such subject");
        bool equal = count == whole;
        for (size_t j = 0; equal && j < count; j++)
            equal = matcher_id_compare(&best[j].id, &all[j].id) == 0 && best[j].score == all[j].score &&
                    best[j].order == all[j].order && best[j].flags == all[j].flags &&
                    best[j].distance_m == all[j].distance_m &&
                    memcmp(best[j].parts, all[j].parts, sizeof all[j].parts) == 0 &&
                    memcmp(&best[j].shifts, &all[j].shifts, sizeof all[j].shifts) == 0;
        same += equal;
        seen++;
    }
    print_times(name, us, questions);
    printf("%s_same %zu\n%s_checked %zu\n", name, same, name, seen);
}

static void take_turns(const struct matcher *matcher, const struct crowd *crowd, size_t questions)
{
    const struct matcher_query query = {.now_utc_min = INT32_MIN};
    struct matcher_candidate best[BEST];
    size_t at = 0, count;

    printf("ready\n");
    for (fflush(stdout); getchar() != EOF; fflush(stdout)) {
        double begun = cpu_us();
        for (size_t i = 0; i < questions; i++)
            if (!matcher_rank_people(matcher, &crowd->needs[at++ % crowd->needs_count], &query, BEST, best, &count,
                                     NULL))
                die("no such need");
        printf("%.3f\n", (cpu_us() - begun) / (double)questions);
    }
}

int main(int argc, char **argv)
{
    struct input input = {.outcome = OUTCOME_SOLVED};
    struct crowd crowd = {0};

    if (argc != 6 && argc != 7) {
        fputs("usage: rank_bench PEOPLE NEEDS QUESTIONS CHECKED_NEEDS CHECKED_PEOPLE [turns]\n", stderr);
        return 2;
    }
    if (!crowd_open(&input, &crowd) || !crowd_read_people(&input, &crowd, argv[1]) ||
        !crowd_read_needs(&input, &crowd, argv[2]))
        die(input.message);
    size_t questions = strtoul(argv[3], NULL, 10);
    double *us = calloc(crowd.people_count + questions + 20000, sizeof *us);
    if (us == NULL || crowd.people_count == 0 || crowd.needs_count == 0)
        die("no people, or no memory");
    struct matcher *matcher = build(&crowd, us);
    change(&crowd, matcher, us, 20000);
    ask("need", matcher_rank_people, matcher, crowd.needs, crowd.needs_count, us, questions,
        strtoul(argv[4], NULL, 10));
    ask("person", matcher_rank_needs, matcher, crowd.people, crowd.people_count, us, questions,
        strtoul(argv[5], NULL, 10));
    if (argc == 7)
        take_turns(matcher, &crowd, questions);
    free(us);
    matcher_free(matcher);
    crowd_close(&crowd);
    return 0;
}
