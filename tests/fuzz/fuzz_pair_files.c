/*
 * libFuzzer: pairing everybody. The input is four files one after the other, each but the last ended by a line that is
 * "=": people, needs, wishes, an answer. Whatever they are, the readers end with a value or one fault; small crowds are
 * paired under the wishes, and the judge, told the same, accepts what was found; the answer of the input is judged too.
 */
#include "matcher/command/read_pairs.h"
#include "matcher/command/read_wishes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PEOPLE, NEEDS, WISHES, ANSWER, FILES };
enum { MOST_PEOPLE = 8, MOST_SHIFTS = 10 }; /* more only costs time */

/* Files in memory, under the same names for the whole run. */
static char paths[FILES][64];
static int numbers[FILES];

static void write_files(const uint8_t *data, size_t size)
{
    for (int i = 0; i < FILES; i++) {
        bool empty = i < ANSWER && size > 1 && memcmp(data, "=\n", 2) == 0;
        const uint8_t *cut = i < ANSWER && !empty && size > 2 ? memmem(data, size, "\n=\n", 3) : NULL;
        size_t length = empty ? 0 : cut == NULL ? size : (size_t)(cut - data) + 1;
        if (numbers[i] == 0) {
            numbers[i] = memfd_create("pair", MFD_CLOEXEC);
            snprintf(paths[i], sizeof paths[i], "/proc/self/fd/%d", numbers[i]);
        }
        if (ftruncate(numbers[i], 0) != 0 || (length > 0 && pwrite(numbers[i], data, length, 0) != (ssize_t)length))
            abort();
        size_t used = empty || cut != NULL ? length + 2 : size;
        data += used;
        size -= used;
    }
}

static bool is_small(const struct crowd *crowd)
{
    size_t shifts = 0;

    for (size_t n = 0; n < crowd->needs_count; n++)
        shifts += matcher_find_need(crowd->matcher, &crowd->needs[n])->shifts_count;
    return crowd->people_count <= MOST_PEOPLE && shifts <= MOST_SHIFTS;
}

static void wish(struct matcher_pairing_claim *claim, const struct read_wishes *wishes)
{
    claim->pins = wishes->pins.list;
    claim->pins_count = wishes->pins.count;
    claim->forbids = wishes->forbids.list;
    claim->forbids_count = wishes->forbids.count;
}

static void judge_own(const struct matcher *matcher, const struct matcher_pairing_answer *answer,
                      const struct read_wishes *wishes)
{
    struct matcher_pair *pairs = calloc(answer->pairs_count + 1, sizeof *pairs);
    struct matcher_pairing_details *details = calloc(answer->pairs_count + 1, sizeof *details);
    struct matcher_verdict verdict;

    if (pairs == NULL || details == NULL)
        abort();
    struct matcher_pairing_claim claim = matcher_pairing_claim_of(answer, pairs, details);
    wish(&claim, wishes);
    if (!matcher_verify_pairing(matcher, &claim, NULL, &verdict, NULL))
        abort();
    if (!verdict.accepted) {
        fprintf(stderr, "refused: %s\n", verdict.reason);
        abort();
    }
    free(pairs);
    free(details);
}

static void solve(const struct matcher *matcher, const struct read_wishes *wishes)
{
    const struct matcher_pairing_options options = {.budget = 40,
                                                    .pins = wishes->pins.list,
                                                    .pins_count = wishes->pins.count,
                                                    .forbids = wishes->forbids.list,
                                                    .forbids_count = wishes->forbids.count};
    struct matcher_pairing_answer answer;
    struct matcher_error error = {0};
    struct matcher_pairing *pairing = matcher_pairing_solve(matcher, NULL, &options, &error);

    if (pairing == NULL && error.failure != MATCHER_INVALID)
        abort();
    if (pairing == NULL)
        return;
    if (!matcher_pairing_answer(pairing, &answer, NULL))
        abort();
    judge_own(matcher, &answer, wishes);
    matcher_pairing_answer_free(&answer);
    matcher_pairing_free(pairing);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input input = {.outcome = OUTCOME_SOLVED};
    struct crowd crowd;
    struct read_wishes wishes = {.crowd = &crowd};
    struct read_pairs pairs = {.crowd = &crowd};
    struct matcher_verdict verdict;

    write_files(data, size);
    if (crowd_open(&input, &crowd) && crowd_read_people(&input, &crowd, paths[PEOPLE]) &&
        crowd_read_needs(&input, &crowd, paths[NEEDS]) && read_wishes(&input, paths[WISHES], &wishes) &&
        is_small(&crowd)) {
        solve(crowd.matcher, &wishes);
        if (read_pairs(&input, paths[ANSWER], &pairs) && pairs.rejection[0] == '\0') {
            pairs.claim.pairs = pairs.list;
            pairs.claim.pairs_count = pairs.count;
            pairs.claim.details = pairs.details;
            pairs.claim.prices = pairs.prices;
            wish(&pairs.claim, &wishes);
            (void)!matcher_verify_pairing(crowd.matcher, &pairs.claim, NULL, &verdict, NULL);
        }
    }
    if (input.outcome != OUTCOME_SOLVED && input.message[0] == '\0')
        abort();
    read_pairs_free(&pairs);
    read_wishes_free(&wishes);
    crowd_close(&crowd);
    return 0;
}
