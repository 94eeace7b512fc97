/*
 * What prices of shifts prove: recounted from people and needs alone, by a plain search.
 *
 *   scale x (reward x worth + score) <= sum of seats x price + sum over people of the best set of shifts they could
 * take together, each worth scale x (reward x urgency + score) - price
 *
 * where the sets hold what is pinned and nothing that is forbidden.
 * Workers of one home centre bind each other, so their best sets are looked for together.
 */
#include "matcher/verify.h"

#include <stdlib.h>
#include <string.h>

enum { STEPS_MOST = 400000 }; /* of one search; then what is left counts in full: looser, not wrong */

struct table {
    const struct matcher *matcher;
    const struct matcher_pairing_claim *claim;
    const struct verify_wishes *wishes;
    const struct matcher_query *query;
    size_t *first;              /* by need's slot: its first shift */
    int64_t *prices, *scores;   /* by shift: the price, and the best score of anybody */
    uint32_t *fits;             /* by shift: how many people fit */
    struct verify_option *list; /* options worth something */
    size_t count, room;
    struct matcher_person *workers; /* those who stand in the list, kept until homes are judged */
    size_t workers_count, workers_room;
};

static size_t count_shifts(struct table *table)
{
    size_t count = 0;

    for (size_t slot = 0; slot < table->matcher->needs.count; slot++) {
        table->first[slot] = count;
        count += table->matcher->need_records[slot]->need->shifts_count;
    }
    return count;
}

static void set_prices(struct table *table)
{
    const struct matcher *matcher = table->matcher;

    for (size_t i = 0; i < table->claim->prices_count; i++) {
        const struct matcher_pairing_price *price = &table->claim->prices[i];
        uint32_t slot = idtable_find(&matcher->needs.table, matcher->needs.ids, &price->need);
        if (slot != IDTABLE_NONE && price->shift < matcher->need_records[slot]->need->shifts_count)
            table->prices[table->first[slot] + price->shift] = price->price;
    }
}

/* ---- Options ---- */

static bool keep_option(struct table *table, const struct verify_option *option)
{
    if (table->count == table->room) {
        size_t room = table->room * 2 + 64;
        struct verify_option *grown = realloc(table->list, room * sizeof *grown);
        if (grown == NULL)
            return false;
        table->list = grown;
        table->room = room;
    }
    table->list[table->count++] = *option;
    return true;
}

static bool add_need(struct table *table, const struct matcher_person *person, size_t number, size_t slot)
{
    const struct matcher_need *need = table->matcher->need_records[slot]->need;
    int32_t parts[MATCHER_PARTS];
    int64_t score = -1;

    if (!verify_may_come(table->matcher, person, need))
        return true;
    for (size_t i = 0; i < need->shifts_count; i++) {
        const struct matcher_shift *shift = &need->shifts[i];
        size_t at = table->first[slot] + i;
        int64_t minutes = (int64_t)shift->end_utc_min - shift->start_utc_min;
        const struct matcher_pair pair = {.person = person->id, .need = need->id, .shift = (uint32_t)i};
        bool pinned = verify_is_pinned(table->wishes, &pair);
        if ((!person->availability_given && !pinned) || verify_is_forbidden(table->wishes, &pair) ||
            !verify_fits(table->matcher, person, need, shift, table->query) ||
            (person->hours_per_week > 0 &&
             minutes + verify_agreed_minutes(person, shift) > person->hours_per_week * INT64_C(60)))
            continue;
        if (score < 0) {
            verify_parts(table->matcher, person, need, table->query, parts);
            score = 0;
            for (int part = 0; part < MATCHER_PARTS; part++)
                score += parts[part];
        }
        table->fits[at]++;
        table->scores[at] = score > table->scores[at] ? score : table->scores[at];
        int64_t worth = table->claim->reward * (need->urgency > 1 ? need->urgency : 1) + score;
        struct verify_option option = {.person = number, .who = person, .need = need, .shift = shift, .pinned = pinned};
        if (__builtin_mul_overflow(worth, table->claim->scale, &worth))
            worth = INT64_MAX; /* looser, not wrong */
        option.value = worth - table->prices[at];
        if ((option.value > 0 || pinned) && !keep_option(table, &option))
            return false;
    }
    return true;
}

/* ---- The best set ---- */

static bool bind(const struct matcher *matcher, const struct verify_option *a, const struct verify_option *b)
{
    int64_t apart = a->shift->start_utc_min > b->shift->start_utc_min
                        ? (int64_t)a->shift->start_utc_min - b->shift->end_utc_min
                        : (int64_t)b->shift->start_utc_min - a->shift->end_utc_min;
    const int64_t two_stretches = 3 * 1440; /* two stretches of work with less than a rest between them lie within it */

    if (a->person != b->person)
        return apart < 0;
    return apart < verify_way(matcher, &a->need->at, &b->need->at).minutes || apart < 0 ||
           (a->who->kind == MATCHER_WORKER && apart < two_stretches) ||
           (a->who->hours_per_week > 0 && verify_monday(a->shift) == verify_monday(b->shift));
}

struct search {
    const struct matcher *matcher;
    const struct verify_option *list; /* by value, the largest first */
    size_t count;
    struct verify_option *chosen;
    size_t chosen_count;
    __int128 worth, best, given_up;
    int64_t steps;
    bool no_memory;
};

static bool may_join(struct search *search, const struct verify_option *next)
{
    int64_t minutes = 0;
    bool worker = next->who->kind == MATCHER_WORKER;

    for (size_t i = 0; i < search->chosen_count; i++) {
        const struct verify_option *other = &search->chosen[i];
        if (other->person != next->person)
            continue;
        int64_t way = verify_way(search->matcher, &other->need->at, &next->need->at).minutes;
        if (other->shift->end_utc_min + way > next->shift->start_utc_min &&
            next->shift->end_utc_min + way > other->shift->start_utc_min)
            return false;
        if (verify_monday(other->shift) == verify_monday(next->shift))
            minutes += other->shift->end_utc_min - other->shift->start_utc_min;
    }
    search->chosen[search->chosen_count] = *next;
    if (worker)
        return verify_together(search->matcher, search->chosen, search->chosen_count + 1, &search->no_memory) == NULL;
    minutes += next->shift->end_utc_min - next->shift->start_utc_min + verify_agreed_minutes(next->who, next->shift);
    return next->who->hours_per_week == 0 || minutes <= next->who->hours_per_week * INT64_C(60);
}

/* How many of the list from `at` can still follow, by the shortest of them: only for one person in one week. */
static size_t slots_left(const struct search *search, size_t at)
{
    const struct verify_option *first = &search->list[at];
    int64_t shortest = INT64_MAX, left = first->who->hours_per_week * INT64_C(60);

    for (size_t i = at; i < search->count; i++) {
        const struct matcher_shift *shift = search->list[i].shift;
        if (search->list[i].person != first->person || verify_monday(shift) != verify_monday(first->shift))
            return SIZE_MAX;
        int64_t minutes = (int64_t)shift->end_utc_min - shift->start_utc_min;
        shortest = minutes < shortest ? minutes : shortest;
    }
    for (size_t i = 0; i < search->chosen_count; i++)
        if (search->chosen[i].person == first->person &&
            verify_monday(search->chosen[i].shift) == verify_monday(first->shift))
            left -= search->chosen[i].shift->end_utc_min - search->chosen[i].shift->start_utc_min;
    return first->who->hours_per_week == 0 ? SIZE_MAX : left < 0 ? 0 : (size_t)(left / shortest);
}

static __int128 most_left(const struct search *search, size_t at)
{
    size_t slots = slots_left(search, at);
    __int128 sum = 0;

    for (size_t i = at; i < search->count && i - at < slots; i++)
        sum += search->list[i].value;
    return sum;
}

static void look(struct search *search, size_t at)
{
    search->best = search->worth > search->best ? search->worth : search->best;
    for (; at < search->count && !search->no_memory; at++) {
        __int128 most = search->worth + most_left(search, at);
        if (most <= search->best || most <= search->given_up)
            return;
        if (++search->steps > STEPS_MOST) {
            search->given_up = most;
            return;
        }
        if (!may_join(search, &search->list[at]))
            continue;
        search->chosen_count++;
        search->worth += search->list[at].value;
        look(search, at + 1);
        search->worth -= search->list[at].value;
        search->chosen_count--;
    }
}

static int by_value(const void *a, const void *b)
{
    const struct verify_option *left = a, *right = b;

    return (left->value < right->value) - (left->value > right->value);
}

/* What is pinned is chosen from the start, whatever it is worth. */
static void choose_pinned(struct search *search, struct verify_option *list)
{
    size_t kept = 0;

    for (size_t i = 0; i < search->count; i++)
        if (list[i].pinned) {
            search->chosen[search->chosen_count++] = list[i];
            search->worth += list[i].value;
        } else
            list[kept++] = list[i];
    search->count = kept;
    search->best = search->given_up = search->worth;
}

/* Options that bind each other, straight or by way of others, are searched together. */
static bool best_sets(const struct matcher *matcher, const struct verify_option *list, size_t count, __int128 *sum)
{
    struct verify_option *bound = malloc((count * 2 + 2) * sizeof *bound);
    bool *done = calloc(count + 1, sizeof *done);
    bool ok = bound != NULL && done != NULL;

    for (size_t i = 0; ok && i < count; i++) {
        struct search search = {.matcher = matcher, .list = bound, .chosen = bound + count + 1};
        if (done[i])
            continue;
        bound[search.count++] = list[i];
        done[i] = true;
        for (size_t from = 0; from < search.count; from++)
            for (size_t j = 0; j < count; j++)
                if (!done[j] && bind(matcher, &bound[from], &list[j])) {
                    done[j] = true;
                    bound[search.count++] = list[j];
                }
        choose_pinned(&search, bound);
        qsort(bound, search.count, sizeof *bound, by_value);
        look(&search, 0);
        *sum += search.best > search.given_up ? search.best : search.given_up;
        ok = !search.no_memory;
    }
    free(bound);
    free(done);
    return ok;
}

/* ---- Everybody ---- */

static int by_home(const void *a, const void *b)
{
    const struct verify_option *left = a, *right = b;

    if (left->who->home_centre != right->who->home_centre)
        return left->who->home_centre < right->who->home_centre ? -1 : 1;
    return (left->person > right->person) - (left->person < right->person);
}

static bool judge_homes(struct table *table, __int128 *sum)
{
    for (size_t i = 0; i < table->count; i++)
        table->list[i].who = &table->workers[table->list[i].person];
    if (table->count > 1)
        qsort(table->list, table->count, sizeof *table->list, by_home);
    for (size_t i = 0, end; i < table->count; i = end) {
        for (end = i; end < table->count && table->list[end].who->home_centre == table->list[i].who->home_centre;)
            end++;
        if (!best_sets(table->matcher, table->list + i, end - i, sum))
            return false;
    }
    return true;
}

static bool keep_worker(struct table *table, const struct matcher_person *person)
{
    if (table->workers_count == table->workers_room) {
        size_t room = table->workers_room * 2 + 16;
        struct matcher_person *grown = realloc(table->workers, room * sizeof *grown);
        if (grown == NULL)
            return false;
        table->workers = grown;
        table->workers_room = room;
    }
    table->workers[table->workers_count++] = *person;
    return true;
}

static bool judge_person(struct table *table, const struct matcher_person *person, __int128 *sum)
{
    bool waits = person->kind == MATCHER_WORKER && person->home_centre != MATCHER_NO_CENTRE;
    size_t before = table->count;

    if (!person->availability_given && !verify_has_pins(table->wishes, &person->id))
        return true;
    for (size_t slot = 0; slot < table->matcher->needs.count; slot++)
        if (!add_need(table, person, table->workers_count, slot))
            return false;
    if (waits)
        return table->count == before || keep_worker(table, person);
    size_t count = table->count - before;
    table->count = before;
    return best_sets(table->matcher, table->list + before, count, sum);
}

bool verify_prices_bound(const struct matcher *matcher, const struct matcher_pairing_claim *claim,
                         const struct verify_wishes *wishes, const struct matcher_query *query, __int128 *bound,
                         __int128 *most)
{
    struct table table = {.matcher = matcher, .claim = claim, .wishes = wishes, .query = query};
    size_t cursor = 0, shifts;
    bool ok = true;

    table.first = calloc(matcher->needs.count + 1, sizeof *table.first);
    shifts = table.first == NULL ? 0 : count_shifts(&table);
    table.prices = calloc(shifts + 1, sizeof *table.prices);
    table.scores = calloc(shifts + 1, sizeof *table.scores);
    table.fits = calloc(shifts + 1, sizeof *table.fits);
    ok = table.first != NULL && table.prices != NULL && table.scores != NULL && table.fits != NULL;
    *bound = *most = 0;
    if (ok)
        set_prices(&table);
    for (const struct record *record; ok && (record = record_next(matcher, &cursor)) != NULL;) {
        struct matcher_person person;
        record_unpack(record, &person);
        ok = judge_person(&table, &person, bound);
    }
    ok = ok && judge_homes(&table, bound);
    for (size_t slot = 0; ok && slot < matcher->needs.count; slot++)
        for (size_t i = 0; i < matcher->need_records[slot]->need->shifts_count; i++) {
            size_t at = table.first[slot] + i;
            uint32_t seats = matcher->need_records[slot]->need->shifts[i].seats;
            *bound += (__int128)seats * table.prices[at];
            *most += (__int128)(seats < table.fits[at] ? seats : table.fits[at]) * table.scores[at];
        }
    free(table.first);
    free(table.prices);
    free(table.scores);
    free(table.fits);
    free(table.list);
    free(table.workers);
    return ok;
}
