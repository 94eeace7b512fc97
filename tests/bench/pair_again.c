/*
 * What solving a proposal again costs: `pair_again PEOPLE.jsonl NEEDS.jsonl WISHES`. Every other pair of some, spread
 * over the first proposal, is pinned, the others are forbidden, one after the other, each followed by solving again.
 * Prints CPU seconds: the first time, then the mean and the most of the others. In the end everything is solved from
 * nothing under all the wishes, and must be worth the same.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "matcher/command/read_people.h"

static void die(const char *what)
{
    fprintf(stderr, "pair_again: %s\n", what);
    exit(1);
}

static double cpu_s(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void read_crowd(struct crowd *crowd, char **files)
{
    struct input input = {0};

    if (!crowd_open(&input, crowd) || !crowd_read_people(&input, crowd, files[1]) ||
        !crowd_read_needs(&input, crowd, files[2]))
        die(input.message);
}

static struct matcher_pairing *solve(const struct crowd *crowd, const struct matcher_pairing_options *options)
{
    struct matcher_pairing *pairing = matcher_pairing_solve(crowd->matcher, NULL, options, NULL);

    if (pairing == NULL)
        die("not solved");
    return pairing;
}

static void answer_of(const struct matcher_pairing *pairing, struct matcher_pairing_answer *answer)
{
    if (!matcher_pairing_answer(pairing, answer, NULL) || !answer->proved)
        die("not proved");
}

static void check(const struct crowd *crowd, const struct matcher_pairing *again,
                  const struct matcher_pairing_options *options)
{
    struct matcher_pairing_answer answer, anew;
    struct matcher_pairing *fresh = solve(crowd, options);

    answer_of(again, &answer);
    answer_of(fresh, &anew);
    if (answer.filled != anew.filled || answer.score != anew.score)
        die("solved again it is worth something else");
    matcher_pairing_answer_free(&answer);
    matcher_pairing_answer_free(&anew);
    matcher_pairing_free(fresh);
}

int main(int count, char **words)
{
    struct crowd crowd;
    struct matcher_pairing_answer first;
    double begun, sum = 0, most = 0;
    long wishes = count == 4 ? strtol(words[3], NULL, 10) : 0;

    if (wishes < 1)
        die("usage: pair_again PEOPLE NEEDS WISHES");
    read_crowd(&crowd, words);
    begun = cpu_s();
    struct matcher_pairing *pairing = solve(&crowd, NULL);
    double once = cpu_s() - begun;
    answer_of(pairing, &first);
    struct matcher_pair *lists = calloc(2 * (size_t)wishes, sizeof *lists);
    if (lists == NULL || first.pairs_count < (size_t)wishes)
        die("too few pairs");
    struct matcher_pairing_options options = {.pins = lists, .forbids = lists + wishes};
    for (long i = 0; i < wishes; i++) {
        const struct matcher_pair *pair = &first.pairs[(size_t)i * first.pairs_count / (size_t)wishes].pair;
        bool said = i % 2 == 0 ? matcher_pairing_forbid(pairing, pair, NULL) : matcher_pairing_pin(pairing, pair, NULL);
        lists[i % 2 == 0 ? (size_t)wishes + options.forbids_count++ : options.pins_count++] = *pair;
        begun = cpu_s();
        if (!said || !matcher_pairing_solve_again(pairing, NULL, NULL))
            die("not solved again");
        double took = cpu_s() - begun;
        sum += took;
        most = took > most ? took : most;
    }
    check(&crowd, pairing, &options);
    printf("%.3f %.3f %.3f\n", once, sum / (double)wishes, most);
    free(lists);
    matcher_pairing_answer_free(&first);
    matcher_pairing_free(pairing);
    crowd_close(&crowd);
    return 0;
}
