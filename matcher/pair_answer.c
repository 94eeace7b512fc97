/* The proposal as the caller sees it. */
#include "matcher/pair_missing.h"
#include "matcher/pair_proposal.h"

#include "matcher/rank.h"
#include "matcher/rules.h"

#include <stdlib.h>
#include <string.h>

static uint32_t flags_of(const struct card *card, const struct pair_seat *seat)
{
    uint32_t flags = card->person->availability_given ? 0 : 1u << MATCHER_FLAG_ASK_TIME;

    if (seat->view->need->children && card->person->birth_day <= seat->shift->check_born_by &&
        !check_holds(card->person, seat->view, seat->shift))
        flags |= 1u << MATCHER_FLAG_CHECK_NEEDED;
    return flags;
}

static void fill_pair(const struct matcher_pairing *pairing, uint32_t o, struct matcher_pairing_pair *pair)
{
    const struct pair_problem *problem = &pairing->problem;
    const struct pair_option *option = &problem->options[o];
    const struct pair_seat *seat = &problem->seats[option->seat];
    const struct bar bar = {0};
    struct matcher_candidate candidate;
    struct card card;

    card_fill(pairing->matcher, problem->people[option->person].record, &card);
    if (!pair_score(pairing->matcher, &card, card.traits, seat->view, &pairing->query, &bar, &candidate))
        candidate = (struct matcher_candidate){0}; /* only when the index was changed meanwhile */
    *pair = (struct matcher_pairing_pair){
        .pair = {.need = seat->view->need->id, .shift = seat->shift->number, .score = option->score},
        .flags = flags_of(&card, seat),
        .distance_m = candidate.distance_m,
        .pinned = option->wish == PAIR_PINNED,
    };
    pair->pair.person = card.person->id;
    for (int part = 0; part < MATCHER_PARTS; part++)
        pair->parts[part] = candidate.parts[part];
}

/* Pairs by seat; options of a seat stand by person. */
static void fill_pairs(const struct matcher_pairing *pairing, struct matcher_pairing_answer *answer)
{
    const struct pair_problem *problem = &pairing->problem;

    for (size_t s = 0; s < problem->seats_count; s++) {
        const struct pair_seat *seat = &problem->seats[s];
        uint32_t taken = 0;
        for (uint32_t i = 0; i < seat->count; i++) {
            uint32_t option = problem->seat_options[seat->first + i];
            if (!pairing->taken[option])
                continue;
            fill_pair(pairing, option, &answer->pairs[answer->pairs_count++]);
            taken++;
        }
        answer->seats_taken += taken;
        answer->seats_open += seat->places - taken;
        if (taken < seat->places)
            answer->open[answer->open_count++] = (struct matcher_pairing_open){
                .need = seat->view->need->id,
                .shift = seat->shift->number,
                .seats = (uint16_t)(seat->places - taken),
            };
    }
}

bool matcher_pairing_answer(const struct matcher_pairing *pairing, struct matcher_pairing_answer *answer,
                            struct matcher_error *error)
{
    const struct pair_problem *problem = &pairing->problem;
    size_t pairs = 0;

    for (size_t o = 0; o < problem->options_count; o++)
        pairs += pairing->taken[o];
    *answer = (struct matcher_pairing_answer){
        .filled = pairing->worth / problem->reward,
        .score = pairing->worth % problem->reward,
        .bound_filled = pairing->bound / problem->reward,
        .bound_score = pair_score_bound(problem, pairing->worth, pairing->bound),
        .proved = pairing->bound <= pairing->worth,
        .reward = problem->reward,
        .scale = PAIR_SCALE,
        .prices_bound_filled = pairing->root_bound / problem->reward,
        .prices_bound_score = pair_score_bound(problem, pairing->worth, pairing->root_bound),
        .pairs = calloc(pairs + 1, sizeof *answer->pairs),
        .open = calloc(problem->seats_count + 1, sizeof *answer->open),
        .prices = calloc(problem->seats_count + 1, sizeof *answer->prices),
        .prices_count = problem->seats_count,
    };
    if (answer->pairs == NULL || answer->open == NULL || answer->prices == NULL) {
        matcher_pairing_answer_free(answer);
        return matcher_fail(error, MATCHER_NO_MEMORY, NULL, 0);
    }
    fill_pairs(pairing, answer);
    for (size_t s = 0; s < problem->seats_count; s++)
        answer->prices[s] = (struct matcher_pairing_price){
            .need = problem->seats[s].view->need->id,
            .shift = problem->seats[s].shift->number,
            .price = pairing->prices[s],
        };
    if (pair_fill_missing(pairing, answer))
        return true;
    matcher_pairing_answer_free(answer);
    return matcher_fail(error, MATCHER_NO_MEMORY, NULL, 0);
}

struct matcher_pairing_claim matcher_pairing_claim_of(const struct matcher_pairing_answer *answer,
                                                      struct matcher_pair *pairs,
                                                      struct matcher_pairing_details *details)
{
    for (size_t i = 0; i < answer->pairs_count; i++) {
        pairs[i] = answer->pairs[i].pair;
        if (details == NULL)
            continue;
        details[i].flags = answer->pairs[i].flags;
        memcpy(details[i].parts, answer->pairs[i].parts, sizeof details[i].parts);
    }
    return (struct matcher_pairing_claim){
        .pairs = pairs,
        .pairs_count = answer->pairs_count,
        .details = details,
        .filled = answer->filled,
        .score = answer->score,
        .bound_filled = answer->bound_filled,
        .bound_score = answer->bound_score,
        .has_certificate = true,
        .reward = answer->reward,
        .scale = answer->scale,
        .prices_bound_filled = answer->prices_bound_filled,
        .prices_bound_score = answer->prices_bound_score,
        .prices = answer->prices,
        .prices_count = answer->prices_count,
    };
}

void matcher_pairing_answer_free(struct matcher_pairing_answer *answer)
{
    if (answer == NULL)
        return;
    for (size_t i = 0; i < answer->open_count; i++)
        free(answer->open[i].missing);
    free(answer->pairs);
    free(answer->open);
    free(answer->prices);
    *answer = (struct matcher_pairing_answer){0};
}
