/* Wishes of the coordinator: pins and forbids, and whether pins can hold together. */
#include "matcher/pair_proposal.h"

#include "matcher/rank.h"

#include <stdlib.h>
#include <string.h>

/* ---- Pins ---- */

static uint32_t find_option(const struct pair_problem *problem, const struct matcher_pair *pair)
{
    size_t low = 0, high = problem->people_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        struct matcher_id id;
        record_id(problem->people[middle].record, &id);
        int order = matcher_id_compare(&id, &pair->person);
        if (order == 0) {
            const struct pair_person *person = &problem->people[middle];
            for (uint32_t o = person->first; o < person->first + person->count; o++) {
                const struct pair_seat *seat = &problem->seats[problem->options[o].seat];
                if (seat->shift->number == pair->shift && matcher_id_compare(&seat->view->need->id, &pair->need) == 0)
                    return o;
            }
            return PAIR_NONE;
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    return PAIR_NONE;
}

bool pair_notes_fit(const struct pair_problem *problem, const struct pair_notes *notes, uint8_t *wishes)
{
    memset(wishes, PAIR_FREE, problem->options_count);
    for (size_t i = 0; i < notes->count; i++) {
        uint32_t option = find_option(problem, &notes->list[i].pair);
        if (option != PAIR_NONE)
            wishes[option] = notes->list[i].wish;
        else if (notes->list[i].wish == PAIR_PINNED)
            return false;
    }
    for (size_t o = 0; o < problem->options_count; o++)
        if (problem->options[o].by_hand && wishes[o] != PAIR_PINNED)
            return false;
    return true;
}

/* May the option be pinned beside those pinned before it? */
static bool pin_allowed(struct pair_problem *problem, const uint8_t *pinned, uint32_t *room, uint32_t option)
{
    const struct pair_seat *seat = &problem->seats[problem->options[option].seat];
    uint32_t group = problem->options[option].group, taken = 0;
    size_t count = 0;

    for (uint32_t i = 0; i < seat->count; i++)
        taken += pinned[problem->seat_options[seat->first + i]];
    if (taken >= seat->places)
        return false;
    for (uint32_t i = problem->group_first[group]; i < problem->group_first[group + 1]; i++)
        if (pinned[problem->group_options[i]])
            room[count++] = problem->group_options[i];
    return pair_allows(problem, room, count, option);
}

/* Pins one after another, as they were said. */
bool pair_pins_hold(struct pair_problem *problem, const struct pair_notes *notes, struct matcher_error *error)
{
    uint8_t *pinned = calloc(problem->options_count + 1, 1);
    uint32_t *room = malloc((problem->largest_group + 1) * sizeof *room);
    bool ok = pinned != NULL && room != NULL;

    if (!ok)
        matcher_fail(error, MATCHER_NO_MEMORY, NULL, 0);
    for (size_t i = 0; ok && i < notes->count; i++) {
        const struct pair_note *note = &notes->list[i];
        if (note->wish != PAIR_PINNED)
            continue;
        uint32_t option = find_option(problem, &note->pair);
        ok = option != PAIR_NONE && pin_allowed(problem, pinned, room, option);
        if (!ok)
            matcher_fail(error, MATCHER_INVALID, "pins", note->order);
        else
            pinned[option] = 1;
    }
    free(pinned);
    free(room);
    return ok;
}

/* ---- Notes ---- */

static bool same_pair(const struct matcher_pair *a, const struct matcher_pair *b)
{
    return a->shift == b->shift && matcher_id_compare(&a->person, &b->person) == 0 &&
           matcher_id_compare(&a->need, &b->need) == 0;
}

/* The last word about a pair counts. */
static bool note(struct pair_notes *notes, const struct matcher_pair *pair, uint8_t wish, struct matcher_error *error)
{
    size_t kept = 0;

    if (notes->count == notes->room) {
        size_t room = notes->room == 0 ? 16 : notes->room * 2;
        struct pair_note *grown = realloc(notes->list, room * sizeof *grown);
        if (grown == NULL)
            return matcher_fail(error, MATCHER_NO_MEMORY, NULL, 0);
        notes->list = grown;
        notes->room = room;
    }
    for (size_t i = 0; i < notes->count; i++)
        if (!same_pair(&notes->list[i].pair, pair))
            notes->list[kept++] = notes->list[i];
    notes->count = kept;
    if (wish != PAIR_FREE)
        notes->list[notes->count++] = (struct pair_note){.pair = *pair, .wish = wish, .order = notes->said};
    notes->said++;
    return true;
}

bool pair_note_all(struct pair_notes *notes, const struct matcher_pairing_options *options, struct matcher_error *error)
{
    for (size_t i = 0; i < options->pins_count; i++)
        if (!note(notes, &options->pins[i], PAIR_PINNED, error))
            return false;
    for (size_t i = 0; i < options->forbids_count; i++)
        if (!note(notes, &options->forbids[i], PAIR_FORBIDDEN, error))
            return false;
    return true;
}

static int by_pair(const void *a, const void *b)
{
    const struct matcher_pair *left = &((const struct pair_note *)a)->pair,
                              *right = &((const struct pair_note *)b)->pair;
    int order = matcher_id_compare(&left->person, &right->person);

    order = order != 0 ? order : matcher_id_compare(&left->need, &right->need);
    return order != 0 ? order : (left->shift > right->shift) - (left->shift < right->shift);
}

void pair_notes_sort(const struct pair_notes *notes, struct pair_note *sorted)
{
    if (notes->count > 0)
        memcpy(sorted, notes->list, notes->count * sizeof *sorted);
    if (notes->count > 1)
        qsort(sorted, notes->count, sizeof *sorted, by_pair);
}

/* ---- Editing ---- */

/* Does the pair itself break no rule? Pins that contradict each other show when the proposal is solved anew. */
static bool pair_is_option(const struct matcher_pairing *pairing, const struct matcher_pair *pair,
                           struct matcher_error *error)
{
    const struct matcher *matcher = pairing->matcher;
    uint32_t name = record_find(matcher, &pair->person);
    uint32_t slot = idtable_find(&matcher->needs.table, matcher->needs.ids, &pair->need);
    const struct bar bar = {0};
    struct matcher_candidate candidate;
    struct card card;

    if (name == STORE_NONE || slot == IDTABLE_NONE)
        return matcher_fail(error, MATCHER_UNKNOWN, "pair", 0);
    const struct need_view *view = matcher->need_records[slot]->view;
    card_fill(matcher, store_at(&matcher->people.store, name), &card);
    if (!pair_score(matcher, &card, card.traits, view, &pairing->query, &bar, &candidate))
        return matcher_fail(error, MATCHER_INVALID, "pair", 0);
    for (size_t i = 0; i < view->shifts_count; i++) {
        int32_t agreed_min;
        if (view->shifts[i].number == pair->shift && matcher_set_has(&candidate.shifts, pair->shift) &&
            !pair_over_hours(card.person, &view->shifts[i], &agreed_min))
            return true;
    }
    return matcher_fail(error, MATCHER_INVALID, "pair", 0);
}

bool matcher_pairing_pin(struct matcher_pairing *pairing, const struct matcher_pair *pair, struct matcher_error *error)
{
    return pair_is_option(pairing, pair, error) && note(&pairing->notes, pair, PAIR_PINNED, error);
}

bool matcher_pairing_forbid(struct matcher_pairing *pairing, const struct matcher_pair *pair,
                            struct matcher_error *error)
{
    return note(&pairing->notes, pair, PAIR_FORBIDDEN, error);
}

bool matcher_pairing_free_pair(struct matcher_pairing *pairing, const struct matcher_pair *pair,
                               struct matcher_error *error)
{
    return note(&pairing->notes, pair, PAIR_FREE, error);
}

bool matcher_pairing_wish(struct matcher_pairing *pairing, const struct matcher_pairing_options *options,
                          struct matcher_error *error)
{
    pairing->notes.count = 0;
    pairing->notes.said = 0;
    return pair_note_all(&pairing->notes, options, error);
}
