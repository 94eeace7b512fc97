/*
 * Why not, and what would change it.
 *
 * A single change can help only where a single rule stands in the way: a rule of person and need when at least one open
 * shift has nothing against it, or a rule of a shift when person and need have none between them. Giving up an agreed
 * placement is the exception (it may lift BUSY and REST at once), so that one is tried on a copy.
 */
#include "matcher/explain.h"

#include <stdlib.h>

static void *more_room(struct inquiry *inquiry, void *list, size_t count, size_t *room, size_t element)
{
    if (count < *room)
        return list;
    size_t larger = *room == 0 ? 16 : *room * 2;
    void *grown = realloc(list, larger * element);
    if (grown == NULL) {
        inquiry->out_of_memory = true;
        return list;
    }
    *room = larger;
    return grown;
}

void add_reason(struct inquiry *inquiry, enum matcher_rule rule, int32_t shift, int32_t code)
{
    struct matcher_why *why = inquiry->why;

    why->reasons = more_room(inquiry, why->reasons, why->reasons_count, &inquiry->reasons_room, sizeof *why->reasons);
    if (!inquiry->out_of_memory)
        why->reasons[why->reasons_count++] = (struct matcher_reason){.rule = rule, .shift = shift, .code = code};
}

void add_change(struct inquiry *inquiry, struct matcher_change change)
{
    struct matcher_why *why = inquiry->why;

    why->changes = more_room(inquiry, why->changes, why->changes_count, &inquiry->changes_room, sizeof *why->changes);
    if (!inquiry->out_of_memory)
        why->changes[why->changes_count++] = change;
}

/* ---- Rules of person and need ---- */

static void explain_skills(struct inquiry *inquiry)
{
    int32_t missing = -1;
    int count = 0;

    for (unsigned code = 0; code < MATCHER_CODES; code++)
        if (matcher_set_has(&inquiry->view->need->required_skills, code) &&
            !matcher_set_has(&inquiry->card->person->skills, code)) {
            add_reason(inquiry, MATCHER_RULE_SKILLS, -1, (int32_t)code);
            missing = (int32_t)code;
            count++;
        }
    if (count == 1 && inquiry->pair_rules == RULE_BIT(SKILLS) && inquiry->some_shift_fits)
        add_change(inquiry,
                   (struct matcher_change){.kind = MATCHER_CHANGE_SKILL, .shift = -1, .code = missing, .wanted = 1});
}

static void explain_languages(struct inquiry *inquiry)
{
    struct level_wanted lacking = {0};
    int count = 0;

    for (unsigned i = 0; i < inquiry->view->required_count; i++)
        if (inquiry->card->person->languages[inquiry->view->required[i].language] < inquiry->view->required[i].level) {
            lacking = inquiry->view->required[i];
            add_reason(inquiry, MATCHER_RULE_LANGUAGES, -1, lacking.language);
            count++;
        }
    if (count == 1 && inquiry->pair_rules == RULE_BIT(LANGUAGES) && inquiry->some_shift_fits)
        add_change(inquiry, (struct matcher_change){.kind = MATCHER_CHANGE_LANGUAGE,
                                                    .shift = -1,
                                                    .code = lacking.language,
                                                    .wanted = lacking.level});
}

static void change_of_pair(struct inquiry *inquiry, enum matcher_change_kind kind, int32_t code, int32_t wanted)
{
    add_change(inquiry, (struct matcher_change){.kind = kind, .shift = -1, .code = code, .wanted = wanted});
}

static void explain_pair(struct inquiry *inquiry)
{
    static const enum matcher_rule plain[] = {MATCHER_RULE_STATUS, MATCHER_RULE_PROHIBITED, MATCHER_RULE_DECLINED,
                                              MATCHER_RULE_WHO, MATCHER_RULE_EMPLOYER};
    uint32_t rules = inquiry->pair_rules;

    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
        if (rules >> plain[i] & 1)
            add_reason(inquiry, plain[i], -1, -1);
    explain_skills(inquiry);
    explain_languages(inquiry);
    if (rules & RULE_BIT(REACH))
        add_reason(inquiry, MATCHER_RULE_REACH, -1, inquiry->leg.distance_m);
    if (!inquiry->some_shift_fits)
        return;
    if (rules == RULE_BIT(STATUS))
        change_of_pair(inquiry, MATCHER_CHANGE_STATUS, -1, MATCHER_ACTIVE);
    if (rules == RULE_BIT(DECLINED))
        change_of_pair(inquiry, MATCHER_CHANGE_DECLINED, -1, 0);
    if (rules == RULE_BIT(EMPLOYER))
        change_of_pair(inquiry, MATCHER_CHANGE_EMPLOYER, -1, 1);
    if (rules == RULE_BIT(REACH)) {
        if (inquiry->leg.distance_m >= 0)
            change_of_pair(inquiry, MATCHER_CHANGE_REACH_M, -1, inquiry->leg.distance_m);
        change_of_pair(inquiry, MATCHER_CHANGE_REACH_CENTRE, inquiry->view->need->centre, 1);
    }
}

/* ---- All of it ---- */

static int32_t compare(int32_t a, int32_t b)
{
    return (a > b) - (a < b);
}

static int by_kind(const void *a, const void *b)
{
    const struct matcher_change *left = a, *right = b;
    int32_t order = compare((int32_t)left->kind, (int32_t)right->kind);

    order = order != 0 ? order : compare(left->shift, right->shift);
    return order != 0 ? order : compare(left->code, right->code);
}

static int by_rule(const void *a, const void *b)
{
    const struct matcher_reason *left = a, *right = b;
    int32_t order = compare((int32_t)left->rule, (int32_t)right->rule);

    order = order != 0 ? order : compare(left->shift, right->shift);
    return order != 0 ? order : compare(left->code, right->code);
}

/* Of the changes that are about the whole need or person, only the smallest stays. */
static void keep_smallest(struct matcher_why *why, enum matcher_change_kind kind, bool largest)
{
    const struct matcher_change *best = NULL;
    struct matcher_change kept;
    size_t count = 0;

    for (size_t i = 0; i < why->changes_count; i++)
        if (why->changes[i].kind == kind &&
            (best == NULL || (largest ? why->changes[i].wanted > best->wanted : why->changes[i].wanted < best->wanted)))
            best = &why->changes[i];
    if (best == NULL)
        return;
    kept = *best;
    for (size_t i = 0; i < why->changes_count; i++)
        if (why->changes[i].kind != kind)
            why->changes[count++] = why->changes[i];
    kept.shift = -1;
    why->changes[count++] = kept;
    why->changes_count = count;
}

static void look(struct inquiry *inquiry)
{
    const struct need_view *view = inquiry->view;
    size_t open = 0;

    inquiry->pair_rules = rules_of_pair(inquiry->card, inquiry->traits, view);
    if (rule_reach(inquiry->card, view, inquiry->leg.distance_m))
        inquiry->pair_rules |= RULE_BIT(REACH);
    inquiry->why->rules = inquiry->pair_rules;
    for (size_t i = 0; i < view->shifts_count; i++) {
        if (!shift_is_open(&view->shifts[i], inquiry->query))
            continue;
        open++;
        uint32_t rules = rules_of_shift(inquiry->matcher, inquiry->card, view, &view->shifts[i], inquiry->leg);
        inquiry->why->rules |= rules;
        inquiry->some_shift_fits = inquiry->some_shift_fits || rules == 0;
        reasons_of_shift(inquiry, &view->shifts[i], rules);
    }
    if (open == 0) {
        inquiry->why->rules |= RULE_BIT(NO_SHIFT);
        add_reason(inquiry, MATCHER_RULE_NO_SHIFT, -1, -1);
    }
    explain_pair(inquiry);
    if (inquiry->pair_rules != 0 || inquiry->some_shift_fits)
        return;
    for (size_t i = 0; i < view->shifts_count; i++)
        if (shift_is_open(&view->shifts[i], inquiry->query))
            changes_of_shift(inquiry, &view->shifts[i],
                             rules_of_shift(inquiry->matcher, inquiry->card, view, &view->shifts[i], inquiry->leg));
    change_open_shifts(inquiry);
    keep_smallest(inquiry->why, MATCHER_CHANGE_MIN_AGE, true);
    keep_smallest(inquiry->why, MATCHER_CHANGE_GUARDIAN, false);
}

bool matcher_explain(const struct matcher *matcher, const struct matcher_id *need, const struct matcher_id *person,
                     const struct matcher_query *query, struct matcher_why *why, struct matcher_error *error)
{
    uint32_t need_slot = idtable_find(&matcher->needs.table, matcher->needs.ids, need);
    uint32_t name = record_find(matcher, person);
    const struct bar bar = {0};
    struct card card;

    *why = (struct matcher_why){0};
    if (need_slot == IDTABLE_NONE)
        return matcher_fail(error, MATCHER_UNKNOWN, "need", 0);
    if (name == STORE_NONE)
        return matcher_fail(error, MATCHER_UNKNOWN, "person", 0);
    card_fill(matcher, store_at(&matcher->people.store, name), &card);
    struct inquiry inquiry = {
        .matcher = matcher,
        .query = query,
        .card = &card,
        .traits = card.traits,
        .view = matcher->need_records[need_slot]->view,
        .why = why,
    };
    inquiry.leg = leg_to_need(matcher, inquiry.card, inquiry.view);
    why->candidate = pair_score(matcher, inquiry.card, inquiry.traits, inquiry.view, query, &bar, &why->fit);
    why->fit.id = *person;
    look(&inquiry);
    if (inquiry.out_of_memory) {
        matcher_why_free(why);
        return matcher_fail(error, MATCHER_NO_MEMORY, NULL, 0);
    }
    if (why->reasons_count > 1)
        qsort(why->reasons, why->reasons_count, sizeof *why->reasons, by_rule);
    if (why->changes_count > 1)
        qsort(why->changes, why->changes_count, sizeof *why->changes, by_kind);
    return true;
}

void matcher_why_free(struct matcher_why *why)
{
    if (why == NULL)
        return;
    free(why->reasons);
    free(why->changes);
    *why = (struct matcher_why){0};
}
