#include "tests/matcher/assign_maker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* SplitMix64 (Steele, Lea, Flood 2014). */
uint64_t draw(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

uint32_t draw_below(uint64_t *state, uint32_t most)
{
    return (uint32_t)((unsigned __int128)draw(state) * most >> 64);
}

void make_assign(struct made_assign *made, uint64_t seed)
{
    static const uint32_t weights[] = {1, 3, 10, 1000, 1000001, MATCHER_ASSIGN_WEIGHT_MAX};
    uint64_t state = seed * 7919 + 3;
    uint32_t density = 1 + draw_below(&state, 4), most = weights[draw_below(&state, 6)];
    uint32_t person_most = 1 + draw_below(&state, MADE_CAPACITY), need_most = 1 + draw_below(&state, MADE_CAPACITY);

    made->people = draw_below(&state, MADE_PEOPLE + 1);
    made->needs = draw_below(&state, MADE_NEEDS + 1);
    for (uint32_t i = 0; i < made->people; i++)
        made->person_capacity[i] = draw_below(&state, 8) == 0 ? 0 : 1 + draw_below(&state, person_most);
    for (uint32_t j = 0; j < made->needs; j++)
        made->need_capacity[j] = draw_below(&state, 8) == 0 ? 0 : 1 + draw_below(&state, need_most);
    for (uint32_t i = 0; i < made->people; i++)
        for (uint32_t j = 0; j < made->needs; j++)
            made->weight[i][j] = draw_below(&state, 4) < density ? (int32_t)draw_below(&state, most + 1) : -1;
}

struct matcher_assign_problem *problem_of(const struct made_assign *made, uint64_t seed)
{
    struct matcher_assign_problem *problem = matcher_assign_problem_new(made->people, made->needs, 0, NULL);
    uint32_t order[MADE_PEOPLE * MADE_NEEDS], count = made->people * made->needs;
    bool ok = problem != NULL;

    for (uint32_t k = 0; k < count; k++)
        order[k] = k;
    for (uint32_t k = count; k > 1 && seed % 2 == 1; k--) {
        uint32_t other = draw_below(&seed, k), kept = order[k - 1];
        order[k - 1] = order[other];
        order[other] = kept;
    }
    for (uint32_t i = 0; ok && i < made->people; i++)
        ok = matcher_assign_person_capacity(problem, i, made->person_capacity[i], NULL);
    for (uint32_t j = 0; ok && j < made->needs; j++)
        ok = matcher_assign_need_capacity(problem, j, made->need_capacity[j], NULL);
    for (uint32_t k = 0; ok && k < count; k++) {
        uint32_t i = order[k] / made->needs, j = order[k] % made->needs;
        ok = made->weight[i][j] < 0 || matcher_assign_pair(problem, i, j, made->weight[i][j], NULL);
    }
    if (!ok || !matcher_assign_finish(problem, NULL, NULL))
        abort();
    return problem;
}

enum { STATES = 256 }; /* (MADE_CAPACITY + 1) ^ MADE_NEEDS: seats left, two bits a need */

/* What seats are left when a person takes the needs of `subset`, from `left`; -1: impossible. */
static int take_seats(int left, unsigned subset)
{
    for (unsigned j = 0; j < MADE_NEEDS; j++)
        if ((subset >> j & 1) != 0) {
            if ((left >> 2 * j & 3) == 0)
                return -1;
            left -= 1 << 2 * j;
        }
    return left;
}

int64_t optimum_of(const struct made_assign *made)
{
    int64_t best[STATES], next[STATES], optimum = 0;
    int start = 0;

    for (uint32_t j = 0; j < made->needs; j++)
        start |= (int)made->need_capacity[j] << 2 * j;
    for (int s = 0; s < STATES; s++)
        best[s] = s == start ? 0 : -1;
    for (uint32_t i = 0; i < made->people; i++) {
        memcpy(next, best, sizeof next);
        for (unsigned subset = 1; subset < 1U << made->needs; subset++) {
            int64_t worth = 0;
            bool possible = (uint32_t)__builtin_popcount(subset) <= made->person_capacity[i];
            for (uint32_t j = 0; j < made->needs; j++)
                if ((subset >> j & 1) != 0) {
                    possible = possible && made->weight[i][j] >= 0;
                    worth += made->weight[i][j];
                }
            for (int s = 0; possible && s < STATES; s++) {
                int left = best[s] < 0 ? -1 : take_seats(s, subset);
                if (left >= 0 && best[s] + worth > next[left])
                    next[left] = best[s] + worth;
            }
        }
        memcpy(best, next, sizeof best);
    }
    for (int s = 0; s < STATES; s++)
        if (best[s] > optimum)
            optimum = best[s];
    return optimum;
}

bool answer_stands(const struct matcher_assign_problem *problem, const struct matcher_assign_answer *answer)
{
    struct matcher_verdict verdict = {0};
    int64_t *person_prices = malloc((answer->people + 1) * sizeof *person_prices);
    int64_t *need_prices = malloc((answer->needs + 1) * sizeof *need_prices);
    const struct matcher_assign_claim claim = {.total = answer->total,
                                               .pairs = answer->pairs,
                                               .pairs_count = answer->pairs_count,
                                               .person_prices = person_prices,
                                               .need_prices = need_prices,
                                               .has_bound = !answer->proved,
                                               .bound = answer->bound};

    if (person_prices == NULL || need_prices == NULL)
        abort();
    for (uint32_t i = 0; i < answer->people; i++)
        person_prices[i] = answer->person_prices[i];
    for (uint32_t j = 0; j < answer->needs; j++)
        need_prices[j] = answer->need_prices[j];
    if (!matcher_verify_assign(problem, &claim, &verdict, NULL))
        abort();
    if (!verdict.accepted)
        fprintf(stderr, "rejected: %s\n", verdict.reason);
    free(person_prices);
    free(need_prices);
    return verdict.accepted;
}
