#include "tests/matcher/pair_judging.h"

#include "tests/matcher/cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

uint64_t pair_worlds(void)
{
    return cases(20000, 20000);
}

struct matcher_pairing_claim pair_claim(const struct matcher_pairing_answer *answer,
                                        struct matcher_pair pairs[PAIR_CLAIMED])
{
    assert_true(answer->pairs_count < PAIR_CLAIMED);
    return matcher_pairing_claim_of(answer, pairs, NULL);
}

bool pair_judged(const struct pair_world *world, const struct matcher_pairing_claim *claim)
{
    struct matcher_verdict verdict;

    assert_true(matcher_verify_pairing(world->matcher, claim, NULL, &verdict, NULL));
    assert_true(verdict.accepted || verdict.reason[0] != '\0');
    return verdict.accepted;
}

void pair_check_answer(const struct pair_world *world, const struct matcher_pairing_answer *answer)
{
    size_t seats = 0;

    for (int n = 0; n < world->needs_count; n++)
        for (size_t s = 0; s < world->needs[n].need.shifts_count; s++)
            seats += world->needs[n].need.shifts[s].seats;
    assert_int_equal(answer->seats_taken + answer->seats_open, seats);
    assert_int_equal(answer->seats_taken, answer->pairs_count);
    for (size_t i = 0; i < answer->pairs_count; i++) {
        int32_t sum = 0;
        for (int part = 0; part < MATCHER_PARTS; part++)
            sum += answer->pairs[i].parts[part];
        assert_int_equal(sum, answer->pairs[i].pair.score);
    }
    for (size_t i = 0; i < answer->open_count; i++) {
        const struct matcher_pairing_open *open = &answer->open[i];
        const struct matcher_need *need = matcher_find_need(world->matcher, &open->need);
        size_t counted = 0, people = 0;
        for (size_t m = 0; m < open->missing_count; m++) {
            assert_true(open->missing[m].people > 0);
            counted += open->missing[m].people;
        }
        for (size_t k = 0; k < answer->pairs_count; k++)
            counted += answer->pairs[k].pair.shift == open->shift &&
                       matcher_id_compare(&answer->pairs[k].pair.need, &open->need) == 0;
        for (int p = 0; p < world->people_count; p++)
            people += need->for_whom == MATCHER_FOR_EITHER || world->people[p].person.kind == MATCHER_WORKER;
        assert_int_equal(counted, people);
    }
}
