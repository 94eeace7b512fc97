/*
 * libFuzzer: assignment problems and answers as files. The input is a problem, and after the first line that is "=" an
 * answer to it. Whatever it is, the readers end with a value or one fault; what they accept the solver solves, and the
 * judge accepts that; the answer of the input is judged too.
 */
#include "matcher/command/read_assign.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MOST_PEOPLE = 100000 }; /* more only costs time */

/* A file in memory with these bytes, under one name for the whole run. */
struct file {
    int number; /* 0: not open yet */
    char path[64];
};

static void write_file(struct file *file, const void *bytes, size_t size)
{
    if (file->number == 0) {
        file->number = memfd_create("assign", MFD_CLOEXEC);
        snprintf(file->path, sizeof file->path, "/proc/self/fd/%d", file->number);
    }
    if (ftruncate(file->number, 0) != 0 || pwrite(file->number, bytes, size, 0) != (ssize_t)size)
        abort();
}

static void judge(const struct matcher_assign_problem *problem, const struct matcher_assign_claim *claim, bool must)
{
    struct matcher_verdict verdict;

    if (!matcher_verify_assign(problem, claim, &verdict, NULL) || (must && !verdict.accepted))
        abort();
}

static void solve(struct matcher_assign_problem *problem, const struct matcher_assign_problem *twin)
{
    struct matcher_assign_answer answer;
    struct matcher_assign *assign = matcher_assign_solve(problem, NULL, NULL);

    if (assign == NULL || !matcher_assign_answer(assign, &answer, NULL) || !answer.proved)
        abort();
    int64_t *person_prices = calloc(answer.people + 1, sizeof *person_prices);
    int64_t *need_prices = calloc(answer.needs + 1, sizeof *need_prices);
    if (person_prices == NULL || need_prices == NULL)
        abort();
    for (uint32_t i = 0; i < answer.people; i++)
        person_prices[i] = answer.person_prices[i];
    for (uint32_t j = 0; j < answer.needs; j++)
        need_prices[j] = answer.need_prices[j];
    const struct matcher_assign_claim claim = {.total = answer.total,
                                               .pairs = answer.pairs,
                                               .pairs_count = answer.pairs_count,
                                               .person_prices = person_prices,
                                               .need_prices = need_prices};
    judge(twin, &claim, true);
    free(person_prices);
    free(need_prices);
    matcher_assign_answer_free(&answer);
    matcher_assign_free(assign);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct file problem_file, answer_file;
    struct input input = {0}, second = {0}, third = {0};
    struct assign_claim claim = {0};
    const uint8_t *cut = size > 2 ? memmem(data, size, "\n=\n", 3) : NULL;
    size_t problem_size = cut == NULL ? size : (size_t)(cut - data) + 1;
    uint32_t people, needs;

    write_file(&problem_file, data, problem_size);
    write_file(&answer_file, cut == NULL ? data : cut + 3, cut == NULL ? 0 : size - problem_size - 2);
    struct matcher_assign_problem *problem = read_assign(&input, problem_file.path);
    if ((problem == NULL) != (input.outcome != OUTCOME_SOLVED))
        abort();
    if (problem == NULL)
        return 0;
    matcher_assign_problem_size(problem, &people, &needs, NULL);
    if (people > MOST_PEOPLE || needs > MOST_PEOPLE) {
        matcher_assign_problem_free(problem);
        return 0;
    }
    struct matcher_assign_problem *twin = read_assign(&second, problem_file.path);
    if (twin == NULL)
        abort();
    if (read_assign_claim(&third, answer_file.path, people, needs, &claim) && claim.objection[0] == '\0')
        judge(twin, &claim.claim, false);
    assign_claim_free(&claim);
    solve(problem, twin);
    matcher_assign_problem_free(twin);
    return 0;
}
