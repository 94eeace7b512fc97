/* `verify pair`: a proposal judged by the library's separate judge. */
#include "matcher/command/command.h"
#include "matcher/command/read_pairs.h"
#include "matcher/command/read_wishes.h"

/* Every shift with seats that nobody takes is listed once, with how many. */
static bool open_is_right(const struct read_pairs *pairs)
{
    size_t expected = 0;

    for (size_t n = 0; n < pairs->crowd->needs_count; n++) {
        const struct matcher_need *need = matcher_find_need(pairs->crowd->matcher, &pairs->crowd->needs[n]);
        for (size_t shift = 0; shift < need->shifts_count; shift++)
            expected += need->shifts[shift].seats;
    }
    expected -= pairs->count;
    for (size_t i = 0; i < pairs->open_count; i++) {
        const struct open_shift *open = &pairs->open[i];
        int64_t left = open->need->shifts[open->shift].seats;
        for (size_t k = 0; k < pairs->count; k++)
            left -=
                pairs->list[k].shift == open->shift && matcher_id_compare(&pairs->list[k].need, &open->need->id) == 0;
        for (size_t k = 0; k < i; k++)
            left = pairs->open[k].need == open->need && pairs->open[k].shift == open->shift ? -1 : left;
        if (left != open->seats)
            return false;
        expected -= (size_t)left;
    }
    return expected == 0;
}

/* Accepted, and whether the bounds follow from the certificate: what branching proved beyond it cannot be recounted. */
static enum outcome say_accepted(struct run *run, const struct matcher_pairing_claim *claim)
{
    bool proved = claim->has_certificate && claim->bound_filled == claim->prices_bound_filled &&
                  claim->bound_score == claim->prices_bound_score;

    write_line(run, json_pack("{s:b, s:b}", "accepted", 1, "bounds_proved", proved));
    return OUTCOME_SOLVED;
}

static enum outcome judge(struct run *run, struct read_pairs *pairs, const struct read_wishes *wishes)
{
    const struct matcher_query query = {.now_utc_min = INT32_MIN};
    struct matcher_verdict verdict;

    if (pairs->rejection[0] != '\0')
        return say_verdict(run, false, pairs->rejection);
    if (!pairs->has_sum)
        return say_verdict(run, false, "the last line with filled and score is missing");
    pairs->claim.pairs = pairs->list;
    pairs->claim.details = pairs->details;
    pairs->claim.pairs_count = pairs->count;
    pairs->claim.prices = pairs->prices;
    pairs->claim.pins = wishes->pins.list;
    pairs->claim.pins_count = wishes->pins.count;
    pairs->claim.forbids = wishes->forbids.list;
    pairs->claim.forbids_count = wishes->forbids.count;
    if (!matcher_verify_pairing(pairs->crowd->matcher, &pairs->claim, &query, &verdict, NULL)) {
        input_no_memory(&run->input);
        return OUTCOME_MACHINE;
    }
    if (verdict.accepted && !open_is_right(pairs))
        return say_verdict(run, false, "open is not the list of shifts with seats that nobody takes");
    return verdict.accepted ? say_accepted(run, &pairs->claim) : say_verdict(run, false, verdict.reason);
}

enum outcome verify_pair(struct run *run)
{
    const struct arguments *arguments = &run->arguments;
    struct crowd crowd = {0};
    struct read_pairs pairs = {.crowd = &crowd};
    struct read_wishes wishes = {.crowd = &crowd};
    enum outcome outcome = OUTCOME_BAD_INPUT;
    bool ok = crowd_open(&run->input, &crowd) && crowd_read_people(&run->input, &crowd, arguments->files[1]) &&
              crowd_read_needs(&run->input, &crowd, arguments->files[2]) &&
              (arguments->wishes == NULL || read_wishes(&run->input, arguments->wishes, &wishes)) &&
              read_pairs(&run->input, arguments->files[3], &pairs);

    run_read_done(run);
    if (ok)
        outcome = judge(run, &pairs, &wishes);
    read_pairs_free(&pairs);
    read_wishes_free(&wishes);
    crowd_close(&crowd);
    return outcome;
}
