/*
 * libFuzzer: the readers of vahetus-match. The first byte of the input chooses the reader; the rest is the file.
 * Whatever it is, the readers end with a value or one fault, and what they accept the library accepts.
 */
#include "matcher/command/read_pairs.h"
#include "matcher/command/read_people.h"
#include "matcher/command/read_round.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static size_t list_rules(const struct matcher_round *round, struct matcher_breach *rules)
{
    const uint32_t none = MATCHER_NONE;
    size_t count = 0;

    rules[count++] = (struct matcher_breach){MATCHER_ROUND_GAP, none, none, none};
    rules[count++] = (struct matcher_breach){MATCHER_ROUND_MAX_VISITS, none, none, none};
    for (uint32_t c = 0; c < round->centres_count; c++) {
        rules[count++] = (struct matcher_breach){MATCHER_ROUND_MIN_SEND, c, none, none};
        rules[count++] = (struct matcher_breach){MATCHER_ROUND_MIN_HOST, c, none, none};
        for (uint32_t t = 0; t < round->periods; t++) {
            rules[count++] = (struct matcher_breach){MATCHER_ROUND_GUESTS, c, none, t};
            rules[count++] = (struct matcher_breach){MATCHER_ROUND_AWAY, c, none, t};
            if (round->balanced)
                rules[count++] = (struct matcher_breach){MATCHER_ROUND_BALANCE, c, none, t};
        }
    }
    for (size_t i = 0; i < round->pins_count; i++)
        rules[count++] = (struct matcher_breach){MATCHER_ROUND_PIN, round->pins[i].host, round->pins[i].worker,
                                                 round->pins[i].period};
    return count;
}

/* That there is no plan is never refuted when the planner says so, and never proved when it has one. */
static void try_conflict(const struct matcher_round *round, const struct matcher_plan *plan)
{
    size_t room = 2 + round->centres_count * (2 + 3 * (size_t)round->periods) + round->pins_count;
    struct matcher_breach *all = calloc(room, sizeof *all);
    struct matcher_conflict_verdict verdict, whole;

    if (all == NULL || !matcher_verify_conflict(round, plan->why, plan->why_count, 100000, &verdict, NULL) ||
        !matcher_verify_conflict(round, all, list_rules(round, all), 100000, &whole, NULL) ||
        (plan->status == MATCHER_PLAN_INFEASIBLE &&
         ((!verdict.accepted && !verdict.proved) || (!whole.accepted && !whole.proved))) ||
        (plan->has_plan && (verdict.proved || whole.proved)))
        abort();
    free(all);
}

/* Small rounds are planned too, for a moment: no plan may be refused by the judge, and none that is not impossible may
 * lack a bound. */
static void try_planning(const struct matcher_round *round)
{
    const struct matcher_rotate_options options = {.seed = 1, .budget = 1};
    const struct matcher_repair_options repairing = {.most = 2};
    struct matcher_verdict verdict;
    struct matcher_repairs repairs;
    struct matcher_plan plan;

    if (!matcher_rotate(round, &options, &plan, NULL) ||
        !matcher_round_repairs(round, plan.visits, plan.visits_count, &repairing, &repairs, NULL) ||
        !matcher_verify_round(round, plan.visits, plan.visits_count, plan.objective, &verdict, NULL) ||
        (plan.has_plan && (!verdict.accepted || plan.bound < plan.objective)))
        abort();
    try_conflict(round, &plan);
    if (plan.has_plan && (!repairs.list[0].has_plan || repairs.forced > 0))
        abort();
    matcher_repairs_free(&repairs);
    matcher_plan_free(&plan);
}

static void try_round(struct input *input, const char *file)
{
    struct named_round named;

    if (read_round(input, file, &named)) {
        if (!matcher_round_valid(&named.round, NULL))
            abort();
        if (named.centres.count <= 6 && named.workers.count <= 6 && named.periods.count <= 6)
            try_planning(&named.round);
    }
    named_round_free(&named);
}

/* An answer, or an earlier plan, to the round of FORMATS. */
static void try_answer(struct input *input, const char *file)
{
    static const char round_text[] =
        "{\"periods\": [\"a\", \"b\"], \"rules\": {}, \"centres\": [{\"id\": \"loo\"}, {\"id\": \"kehra\"}],"
        " \"workers\": [{\"id\": \"w1\", \"home\": \"kehra\", \"fit\": {\"loo\": 412}},"
        " {\"id\": \"w2\", \"home\": \"loo\", \"fit\": {\"kehra\": 380}}]}";
    struct named_round named;
    struct read_visits visits = {0};
    char round_file[80];

    snprintf(round_file, sizeof round_file, "%s-round", file);
    FILE *out = fopen(round_file, "wb");
    if (out == NULL)
        abort();
    fwrite(round_text, 1, sizeof round_text - 1, out);
    fclose(out);
    if (!read_round(input, round_file, &named))
        abort();
    json_t *root = input_load(input, file);
    if (root != NULL && read_visits(input, root, &named, &visits))
        for (size_t i = 0; i < visits.count; i++)
            if (visits.list[i].worker != MATCHER_NONE && visits.list[i].worker >= named.workers.count)
                abort();
    free(visits.list);
    json_decref(root);
    named_round_free(&named);
    unlink(round_file);
}

static void try_people(struct input *input, const char *file, bool needs)
{
    struct crowd crowd;

    if (crowd_open(input, &crowd))
        (void)(needs ? crowd_read_needs(input, &crowd, file) : crowd_read_people(input, &crowd, file));
    crowd_close(&crowd);
}

/* One person, p, and one need, n, with shifts s and t: what is read of them is judged too. */
static bool put_two(struct matcher *matcher)
{
    struct matcher_person person = {.birth_day = 9000, .home_centre = MATCHER_NO_CENTRE, .availability_given = true};
    struct matcher_shift shifts[2] = {{.start_utc_min = 30004000,
                                       .end_utc_min = 30004120,
                                       .day = 20836,
                                       .from_minute = 400,
                                       .to_minute = 520,
                                       .seats = 1}};
    struct matcher_need need = {.employer = MATCHER_NO_EMPLOYER, .urgency = 1, .shifts = shifts, .shifts_count = 2};

    shifts[1] = shifts[0];
    memset(&person.availability, 0xff, sizeof person.availability);
    return matcher_id_set(&person.id, "p", 1) && matcher_id_set(&need.id, "n", 1) &&
           matcher_id_set(&shifts[0].id, "s", 1) && matcher_id_set(&shifts[1].id, "t", 1) &&
           matcher_put_person(matcher, &person, NULL) && matcher_put_need(matcher, &need, NULL);
}

static void try_pairs(struct input *input, const char *file)
{
    struct crowd crowd;
    struct read_pairs pairs = {.crowd = &crowd};
    struct matcher_verdict verdict;

    if (crowd_open(input, &crowd) && put_two(crowd.matcher) && read_pairs(input, file, &pairs) &&
        pairs.rejection[0] == '\0') {
        pairs.claim.pairs = pairs.list;
        pairs.claim.pairs_count = pairs.count;
        pairs.claim.details = pairs.details;
        pairs.claim.prices = pairs.prices;
        (void)!matcher_verify_pairing(crowd.matcher, &pairs.claim, NULL, &verdict, NULL);
    }
    read_pairs_free(&pairs);
    crowd_close(&crowd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char file[64];
    struct input input = {.outcome = OUTCOME_SOLVED};

    if (size == 0)
        return 0;
    if (file[0] == '\0')
        snprintf(file, sizeof file, "/tmp/fuzz-matcher-files-%ld", (long)getpid());
    FILE *out = fopen(file, "wb");
    if (out == NULL)
        abort();
    fwrite(data + 1, 1, size - 1, out);
    fclose(out);
    if (data[0] % 5 == 0)
        try_round(&input, file);
    else if (data[0] % 5 == 3)
        try_answer(&input, file);
    else if (data[0] % 5 == 4)
        try_pairs(&input, file);
    else
        try_people(&input, file, data[0] % 5 == 1);
    if (input.outcome != OUTCOME_SOLVED && input.message[0] == '\0')
        abort();
    unlink(file);
    return 0;
}
