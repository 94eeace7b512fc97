/* What is missing at open seats: everybody who could come if it were not for one thing is counted by that thing. */
#include "matcher/pair_missing.h"

#include "matcher/rules.h"

#include <stdlib.h>

enum { KINDS = MATCHER_MISSING_SEVERAL + 1, BATCH = 256 };

struct counts {
    uint32_t kinds[KINDS], rules[MATCHER_RULES];
    uint32_t skills[MATCHER_CODES], languages[MATCHER_LANGUAGES], certificates[MATCHER_CERTIFICATES];
};

struct inquest {
    const struct matcher_pairing *pairing;
    struct matcher_pairing_answer *answer;
    const struct pair_seat **seats; /* by place in answer->open */
    struct counts *counts;          /* of a batch */
    size_t from, to;                /* the batch, in answer->open */
};

const char *matcher_missing_name(enum matcher_missing_kind kind)
{
    static const char *const names[KINDS] = {"taken", "forbidden", "ask_time", "hours", "rule", "several"};

    return (unsigned)kind < KINDS ? names[kind] : NULL;
}

/* ---- One person, one shift ---- */

static bool is_here(const struct inquest *inquest, const struct pair_seat *seat, const struct record *record)
{
    const struct pair_problem *problem = &inquest->pairing->problem;

    for (uint32_t i = 0; i < seat->count; i++) {
        uint32_t option = problem->seat_options[seat->first + i];
        if (inquest->pairing->taken[option] && problem->people[problem->options[option].person].record == record)
            return true;
    }
    return false;
}

static bool is_forbidden(const struct inquest *inquest, const struct card *card, const struct pair_seat *seat)
{
    const struct pair_notes *notes = &inquest->pairing->notes;

    for (size_t i = 0; i < notes->count; i++) {
        const struct matcher_pair *pair = &notes->list[i].pair;
        if (notes->list[i].wish == PAIR_FORBIDDEN && pair->shift == seat->shift->number &&
            matcher_id_compare(&pair->person, &card->person->id) == 0 &&
            matcher_id_compare(&pair->need, &seat->view->need->id) == 0)
            return true;
    }
    return false;
}

static void count_fit(struct inquest *inquest, struct counts *counts, const struct card *card,
                      const struct record *record, const struct pair_seat *seat)
{
    enum matcher_missing_kind kind = MATCHER_MISSING_TAKEN;
    int32_t agreed_min;

    if (is_here(inquest, seat, record))
        return;
    if (is_forbidden(inquest, card, seat))
        kind = MATCHER_MISSING_FORBIDDEN;
    else if (!card->person->availability_given)
        kind = MATCHER_MISSING_ASK_TIME;
    else if (pair_over_hours(card->person, seat->shift, &agreed_min))
        kind = MATCHER_MISSING_HOURS;
    counts->kinds[kind]++;
}

/* The place of the one thing that is lacking; NULL: there are several. */
static uint32_t *one_lacking(struct counts *counts, enum matcher_rule rule, const struct card *card,
                             const struct pair_seat *seat)
{
    const struct matcher_need *need = seat->view->need;
    uint32_t *place = NULL;
    unsigned lacking = 0;

    for (unsigned code = 0; rule == MATCHER_RULE_SKILLS && code < MATCHER_CODES; code++)
        if (matcher_set_has(&need->required_skills, code) && !matcher_set_has(&card->person->skills, code)) {
            place = &counts->skills[code];
            lacking++;
        }
    for (unsigned i = 0; rule == MATCHER_RULE_LANGUAGES && i < seat->view->required_count; i++)
        if (card->person->languages[seat->view->required[i].language] < seat->view->required[i].level) {
            place = &counts->languages[seat->view->required[i].language];
            lacking++;
        }
    for (unsigned code = 0; rule == MATCHER_RULE_CERTIFICATES && code < MATCHER_CERTIFICATES; code++)
        if (need->required_certificates >> code & 1 && !certificate_holds(card->person, code, seat->shift->last_day)) {
            place = &counts->certificates[code];
            lacking++;
        }
    return lacking == 1 ? place : NULL;
}

static void count_one_rule(struct counts *counts, enum matcher_rule rule, const struct card *card,
                           const struct pair_seat *seat)
{
    bool has_codes = rule == MATCHER_RULE_SKILLS || rule == MATCHER_RULE_LANGUAGES || rule == MATCHER_RULE_CERTIFICATES;
    uint32_t *place = has_codes ? one_lacking(counts, rule, card, seat) : &counts->rules[rule];

    if (place == NULL)
        place = &counts->kinds[MATCHER_MISSING_SEVERAL];
    ++*place;
}

static void count_person(struct inquest *inquest, const struct card *card, const struct record *record)
{
    const struct matcher *matcher = inquest->pairing->matcher;
    const struct need_view *view = NULL;
    uint32_t pair_rules = 0;
    struct leg leg = {0};

    for (size_t i = inquest->from; i < inquest->to; i++) {
        const struct pair_seat *seat = inquest->seats[i];
        struct counts *counts = &inquest->counts[i - inquest->from];
        uint32_t kinds = seat->view->traits & (TRAIT_VOLUNTEER | TRAIT_WORKER);
        if ((kinds & ~card->traits) != 0)
            continue;
        if (seat->view != view) {
            view = seat->view;
            pair_rules = rules_of_pair(card, card->traits, view);
            leg = leg_to_need(matcher, card, view);
            pair_rules |= rule_reach(card, view, leg.distance_m) ? RULE_BIT(REACH) : 0;
        }
        uint32_t rules = pair_rules;
        if (__builtin_popcount(rules) <= 1)
            rules |= rules_of_shift(matcher, card, view, seat->shift, leg);
        if (rules == 0)
            count_fit(inquest, counts, card, record, seat);
        else if (__builtin_popcount(rules) == 1)
            count_one_rule(counts, (enum matcher_rule)__builtin_ctz(rules), card, seat);
        else
            counts->kinds[MATCHER_MISSING_SEVERAL]++;
    }
}

/* ---- Lists from counts ---- */

static void list(struct matcher_pairing_open *open, struct matcher_missing missing)
{
    if (missing.people == 0)
        return;
    if (open->missing != NULL)
        open->missing[open->missing_count] = missing;
    open->missing_count++;
}

static void list_codes(struct matcher_pairing_open *open, enum matcher_rule rule, const uint32_t *people, int count,
                       const uint8_t *levels)
{
    for (int code = 0; code < count; code++)
        list(open, (struct matcher_missing){.kind = MATCHER_MISSING_RULE,
                                            .rule = rule,
                                            .code = code,
                                            .level = levels == NULL ? 0 : levels[code],
                                            .people = people[code]});
}

static void list_all(struct matcher_pairing_open *open, const struct counts *counts, const struct matcher_need *need)
{
    open->missing_count = 0;
    for (int kind = 0; kind < MATCHER_MISSING_RULE; kind++)
        list(open, (struct matcher_missing){
                       .kind = (enum matcher_missing_kind)kind, .code = -1, .people = counts->kinds[kind]});
    for (int rule = 0; rule < MATCHER_RULES; rule++) {
        if (rule == MATCHER_RULE_SKILLS)
            list_codes(open, MATCHER_RULE_SKILLS, counts->skills, MATCHER_CODES, NULL);
        else if (rule == MATCHER_RULE_LANGUAGES)
            list_codes(open, MATCHER_RULE_LANGUAGES, counts->languages, MATCHER_LANGUAGES, need->required_languages);
        else if (rule == MATCHER_RULE_CERTIFICATES)
            list_codes(open, MATCHER_RULE_CERTIFICATES, counts->certificates, MATCHER_CERTIFICATES, NULL);
        else
            list(open, (struct matcher_missing){.kind = MATCHER_MISSING_RULE,
                                                .rule = (enum matcher_rule)rule,
                                                .code = -1,
                                                .people = counts->rules[rule]});
    }
    list(open, (struct matcher_missing){
                   .kind = MATCHER_MISSING_SEVERAL, .code = -1, .people = counts->kinds[MATCHER_MISSING_SEVERAL]});
}

/* Counted first, then listed. */
static bool list_batch(struct inquest *inquest)
{
    for (size_t i = inquest->from; i < inquest->to; i++) {
        struct matcher_pairing_open *open = &inquest->answer->open[i];
        const struct counts *counts = &inquest->counts[i - inquest->from];
        list_all(open, counts, inquest->seats[i]->view->need);
        open->missing = calloc(open->missing_count + 1, sizeof *open->missing);
        if (open->missing == NULL)
            return false;
        list_all(open, counts, inquest->seats[i]->view->need);
    }
    return true;
}

/* ---- All of it ---- */

static bool count_batch(struct inquest *inquest)
{
    const struct matcher *matcher = inquest->pairing->matcher;
    size_t cursor = 0;
    struct card card;

    for (size_t i = 0; i < BATCH; i++)
        inquest->counts[i] = (struct counts){{0}, {0}, {0}, {0}, {0}};
    for (const struct record *record; (record = record_next(matcher, &cursor)) != NULL;) {
        if (!(record->flags & TRAIT_ACTIVE) || !(record->flags & TRAIT_NOT_PROHIBITED))
            continue;
        card_fill(matcher, record, &card);
        count_person(inquest, &card, record);
    }
    return list_batch(inquest);
}

/* Open shifts and seats stand in the same order. */
static void find_seats(struct inquest *inquest)
{
    const struct pair_problem *problem = &inquest->pairing->problem;
    size_t s = 0;

    for (size_t i = 0; i < inquest->answer->open_count; i++) {
        const struct matcher_pairing_open *open = &inquest->answer->open[i];
        while (problem->seats[s].shift->number != open->shift ||
               matcher_id_compare(&problem->seats[s].view->need->id, &open->need) != 0)
            s++;
        inquest->seats[i] = &problem->seats[s++];
    }
}

bool pair_fill_missing(const struct matcher_pairing *pairing, struct matcher_pairing_answer *answer)
{
    struct inquest inquest = {
        .pairing = pairing,
        .answer = answer,
        .seats = calloc(answer->open_count + 1, sizeof(const struct pair_seat *)),
        .counts = malloc(BATCH * sizeof *inquest.counts),
    };
    bool ok = inquest.seats != NULL && inquest.counts != NULL;

    if (ok)
        find_seats(&inquest);
    for (size_t from = 0; ok && from < answer->open_count; from = inquest.to) {
        inquest.from = from;
        inquest.to = from + BATCH < answer->open_count ? from + BATCH : answer->open_count;
        ok = count_batch(&inquest);
    }
    free(inquest.seats);
    free(inquest.counts);
    return ok;
}
