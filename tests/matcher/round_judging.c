/* Plans before their judge (round_judging.h). */
#include "tests/matcher/round_judging.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

void judge_plan(const struct matcher_round *round, const struct matcher_plan *plan, uint64_t seed)
{
    struct matcher_verdict verdict;
    int64_t bound;
    bool proved;

    assert_true(matcher_verify_round(round, plan->visits, plan->visits_count, plan->objective, &verdict, NULL));
    if (!verdict.accepted)
        fail_msg("seed %llu: %s", (unsigned long long)seed, verdict.reason);
    assert_true(matcher_verify_bound(round, &plan->certificate, &proved, &bound, NULL));
    assert_true(proved);
    if (plan->root_bound != bound)
        fail_msg("seed %llu: root_bound %lld, proved %lld", (unsigned long long)seed, (long long)plan->root_bound,
                 (long long)bound);
    assert_true(plan->objective <= plan->bound && plan->bound <= plan->root_bound);
}
