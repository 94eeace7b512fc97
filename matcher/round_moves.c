/* A move menu: one visit of a plan put anywhere else, and what that breaks or gains. */
#include "matcher/rotate.h"

#include <stdlib.h>
#include <string.h>

/* A plan without the visit that is being edited. */
struct board {
    const struct matcher_round *round;
    struct rotation rotation;
    struct matcher_visit *visits; /* by worker */
    size_t visits_count;
    size_t *first; /* by worker: its visits begin here */
    int32_t *guests, *away;
    int64_t *sent, *hosted;
    struct matcher_visit edited; /* host MATCHER_NONE: an addition */
    bool edited_is_pinned;
};

static int by_worker(const void *a, const void *b)
{
    const struct matcher_visit *left = a, *right = b;

    if (left->worker != right->worker)
        return left->worker < right->worker ? -1 : 1;
    return (left->period > right->period) - (left->period < right->period);
}

static void board_clear(struct board *board)
{
    rotation_clear(&board->rotation);
    free(board->visits);
    free(board->first);
    free(board->guests);
    free(board->away);
    free(board->sent);
    free(board->hosted);
}

static bool same_visit(const struct matcher_visit *a, const struct matcher_visit *b)
{
    return a->worker == b->worker && a->host == b->host && a->period == b->period;
}

bool is_pinned(const struct matcher_visit *pins, size_t count, const struct matcher_visit *visit)
{
    for (size_t i = 0; i < count; i++)
        if (same_visit(&pins[i], visit))
            return true;
    return false;
}

static void count_visit(struct board *board, const struct matcher_visit *visit)
{
    uint32_t home = board->round->workers[visit->worker].home;

    board->guests[(size_t)visit->host * board->round->periods + visit->period]++;
    board->away[(size_t)home * board->round->periods + visit->period]++;
    board->hosted[visit->host]++;
    board->sent[home]++;
}

static bool fail(struct matcher_error *error, enum matcher_failure failure, const char *field, size_t at)
{
    if (error != NULL && error->failure == MATCHER_NO_FAILURE)
        *error = (struct matcher_error){.failure = failure, .field = field, .at = (uint32_t)at};
    return false;
}

static bool board_new(struct board *board, const struct matcher_round *round, const struct matcher_visit *visits,
                      size_t count, size_t which, uint32_t worker, struct matcher_error *error)
{
    size_t cells = round->centres_count * round->periods + 1;

    *board = (struct board){.round = round};
    if (!matcher_round_valid(round, error))
        return false;
    if (which > count || (which == count && worker >= round->workers_count))
        return fail(error, MATCHER_INVALID, "which", which);
    for (size_t i = 0; i < count; i++)
        if (visits[i].worker >= round->workers_count || visits[i].host >= round->centres_count ||
            visits[i].period >= round->periods)
            return fail(error, MATCHER_INVALID, "visits", i);
    bool built = rotation_build(&board->rotation, round, NULL);
    board->visits = calloc(count + 1, sizeof *board->visits);
    board->first = calloc(round->workers_count + 1, sizeof *board->first);
    board->guests = calloc(cells, sizeof *board->guests);
    board->away = calloc(cells, sizeof *board->away);
    board->sent = calloc(round->centres_count + 1, sizeof *board->sent);
    board->hosted = calloc(round->centres_count + 1, sizeof *board->hosted);
    if (!built || board->visits == NULL || board->first == NULL || board->guests == NULL || board->away == NULL ||
        board->sent == NULL || board->hosted == NULL) {
        board_clear(board);
        return fail(error, MATCHER_NO_MEMORY, NULL, 0);
    }
    board->edited = (struct matcher_visit){.worker = worker, .host = MATCHER_NONE, .period = MATCHER_NONE};
    for (size_t i = 0; i < count; i++) {
        if (i == which) {
            board->edited = visits[i];
            board->edited_is_pinned = is_pinned(round->pins, round->pins_count, &visits[i]);
            continue;
        }
        board->visits[board->visits_count++] = visits[i];
        count_visit(board, &visits[i]);
    }
    qsort(board->visits, board->visits_count, sizeof *board->visits, by_worker);
    for (size_t w = 0, i = 0; w <= round->workers_count; w++) {
        while (i < board->visits_count && board->visits[i].worker < w)
            i++;
        board->first[w] = i;
    }
    return true;
}

/* What a worker's visits are worth: those on the board but `without`, and `with`; either may be NULL. */
static int64_t value_of(const struct board *board, uint32_t worker, const struct matcher_visit *without,
                        const struct matcher_visit *with)
{
    const struct matcher_round_worker *person = &board->round->workers[worker];
    int64_t part = 0;
    uint8_t goals = 0;

    for (size_t i = board->first[worker]; i <= board->first[worker + 1]; i++) {
        const struct matcher_visit *visit = i < board->first[worker + 1] ? &board->visits[i] : with;
        if (visit == NULL || visit == without)
            continue;
        uint32_t option = rotation_find_option(&board->rotation, worker, visit->host);
        if (option == NO_OPTION)
            continue;
        part += visit_worth(&board->rotation, option, visit->period);
        goals |= board->rotation.options[option].goals;
    }
    return worker_value(board->round, part + goals_worth(person, goals));
}

static uint32_t distance(uint32_t a, uint32_t b)
{
    return a > b ? a - b : b - a;
}

/* Rules of the worker's own visits that `visit` would break, those on the board but `without` taken as they are. */
static enum matcher_round_rule personal_rule(const struct board *board, const struct matcher_visit *visit,
                                             const struct matcher_visit *without)
{
    const struct matcher_round *round = board->round;
    const struct matcher_round_worker *worker = &round->workers[visit->worker];
    enum matcher_round_rule rule = MATCHER_ROUND_OK;
    size_t others = 0;

    if (visit->host == worker->home)
        return MATCHER_ROUND_OWN_CENTRE;
    if (rotation_find_option(&board->rotation, visit->worker, visit->host) == NO_OPTION)
        return MATCHER_ROUND_FIT;
    if (round->centres[visit->host].closed >> visit->period & 1)
        return MATCHER_ROUND_CLOSED;
    if (worker->unavailable >> visit->period & 1)
        return MATCHER_ROUND_UNAVAILABLE;
    for (size_t i = board->first[visit->worker]; i < board->first[visit->worker + 1]; i++) {
        const struct matcher_visit *other = &board->visits[i];
        enum matcher_round_rule found = MATCHER_ROUND_OK;
        if (other == without)
            continue;
        others++;
        if (other->period == visit->period)
            found = MATCHER_ROUND_ONE_PLACE;
        else if (distance(other->period, visit->period) <= round->min_gap)
            found = MATCHER_ROUND_GAP;
        else if (other->host == visit->host)
            found = MATCHER_ROUND_HOST_ONCE;
        if (found != MATCHER_ROUND_OK && (rule == MATCHER_ROUND_OK || found < rule))
            rule = found;
    }
    return rule == MATCHER_ROUND_OK && others >= round->max_visits ? MATCHER_ROUND_MAX_VISITS : rule;
}

/* Out less in at a cell, before and after: does the edit make it worse? `skewed` is the change the edit brings. */
static bool balance_worsens(const struct board *board, uint32_t centre, uint32_t period, const struct matcher_visit *to)
{
    const struct matcher_round *round = board->round;
    size_t cell = (size_t)centre * round->periods + period;
    uint32_t home = round->workers[board->edited.worker].home;
    int without = board->away[cell] - board->guests[cell], before = without, after = without;

    if (board->edited.host != MATCHER_NONE && board->edited.period == period)
        before += (centre == home) - (centre == board->edited.host);
    if (to != NULL && to->period == period)
        after += (centre == home) - (centre == to->host);
    return abs(after) > abs(before);
}

/* The first centre whose balance an edit makes worse, or MATCHER_NONE. */
static uint32_t unbalanced_by(const struct board *board, const struct matcher_visit *to)
{
    uint32_t home = board->round->workers[board->edited.worker].home;

    if (!board->round->balanced)
        return MATCHER_NONE;
    for (int end = 0; end < 2; end++) {
        const struct matcher_visit *visit = end == 0 ? to : &board->edited;
        if (visit == NULL || visit->host == MATCHER_NONE)
            continue;
        if (balance_worsens(board, visit->host, visit->period, to))
            return visit->host;
        if (balance_worsens(board, home, visit->period, to))
            return home;
    }
    return MATCHER_NONE;
}

/* Minimums that the plan kept and the edit would lose. */
static enum matcher_round_rule minimum_rule(const struct board *board, const struct matcher_visit *to, uint32_t *centre)
{
    uint32_t home = board->round->workers[board->edited.worker].home, host = board->edited.host;

    if (host == MATCHER_NONE)
        return MATCHER_ROUND_OK;
    if (to == NULL && board->sent[home] + 1 == board->round->centres[home].min_send) {
        *centre = home;
        return MATCHER_ROUND_MIN_SEND;
    }
    if ((to == NULL || to->host != host) && board->hosted[host] + 1 == board->round->centres[host].min_host) {
        *centre = host;
        return MATCHER_ROUND_MIN_HOST;
    }
    return MATCHER_ROUND_OK;
}

/* The first rule that putting the edited visit at `to` breaks, and who or which centre stands in the way. */
static enum matcher_round_rule move_rule(const struct board *board, const struct matcher_visit *to, uint32_t *blocker)
{
    const struct matcher_round *round = board->round;
    uint32_t home = round->workers[to->worker].home, skewed;
    size_t at_host = (size_t)to->host * round->periods + to->period;
    size_t at_home = (size_t)home * round->periods + to->period;
    enum matcher_round_rule rule = personal_rule(board, to, NULL);

    if (rule != MATCHER_ROUND_OK) {
        *blocker = to->worker;
        return rule;
    }
    if (board->guests[at_host] >= round->centres[to->host].guests[to->period]) {
        *blocker = to->host;
        return MATCHER_ROUND_GUESTS;
    }
    if (board->away[at_home] >= round->centres[home].away[to->period] &&
        !(board->edited.host != MATCHER_NONE && board->edited.period == to->period)) {
        *blocker = home;
        return MATCHER_ROUND_AWAY;
    }
    skewed = unbalanced_by(board, to);
    if (skewed != MATCHER_NONE) {
        *blocker = skewed;
        return MATCHER_ROUND_BALANCE;
    }
    if (board->edited_is_pinned) {
        *blocker = to->worker;
        return MATCHER_ROUND_PIN;
    }
    return minimum_rule(board, to, blocker);
}

/* Two guests of one period trade hosts: capacities and balance stay as they are. */
static void try_trade(const struct board *board, const struct matcher_visit *to, struct matcher_move *move)
{
    int64_t now = value_of(board, to->worker, NULL, &board->edited);

    if (board->edited.host == MATCHER_NONE || board->edited.period != to->period || board->edited_is_pinned ||
        board->edited.host == to->host || personal_rule(board, to, NULL) != MATCHER_ROUND_OK)
        return;
    for (size_t i = 0; i < board->visits_count; i++) {
        const struct matcher_visit *other = &board->visits[i];
        if (other->period != to->period || other->host != to->host ||
            is_pinned(board->round->pins, board->round->pins_count, other))
            continue;
        struct matcher_visit back = {.worker = other->worker, .host = board->edited.host, .period = to->period};
        if (personal_rule(board, &back, other) != MATCHER_ROUND_OK)
            continue;
        int64_t delta = value_of(board, to->worker, NULL, to) - now + value_of(board, other->worker, other, &back) -
                        value_of(board, other->worker, NULL, NULL);
        if (!move->swap || delta > move->delta) {
            move->swap = true;
            move->partner = other->worker;
            move->delta = delta;
        }
    }
}

static void fill_move(const struct board *board, const struct matcher_visit *to, struct matcher_move *move)
{
    const struct matcher_visit *edited = board->edited.host == MATCHER_NONE ? NULL : &board->edited;

    *move =
        (struct matcher_move){.host = to->host, .period = to->period, .blocker = MATCHER_NONE, .partner = MATCHER_NONE};
    if (edited != NULL && same_visit(edited, to))
        return;
    move->delta = value_of(board, to->worker, NULL, to) - value_of(board, to->worker, NULL, edited);
    move->rule = move_rule(board, to, &move->blocker);
    if (move->rule == MATCHER_ROUND_GUESTS || move->rule == MATCHER_ROUND_BALANCE ||
        move->rule == MATCHER_ROUND_MIN_HOST)
        try_trade(board, to, move);
}

bool matcher_round_moves(const struct matcher_round *round, const struct matcher_visit *visits, size_t visits_count,
                         size_t which, uint32_t worker, struct matcher_move *out, struct matcher_error *error)
{
    struct board board;
    size_t cell = 0;

    if (!board_new(&board, round, visits, visits_count, which, worker, error))
        return false;
    for (uint32_t h = 0; h < round->centres_count; h++)
        for (uint32_t t = 0; t < round->periods; t++) {
            struct matcher_visit to = {.worker = board.edited.worker, .host = h, .period = t};
            fill_move(&board, &to, &out[cell++]);
        }
    board_clear(&board);
    return true;
}

bool matcher_round_removal(const struct matcher_round *round, const struct matcher_visit *visits, size_t visits_count,
                           size_t which, enum matcher_round_rule *rule, int64_t *delta, struct matcher_error *error)
{
    struct board board;
    uint32_t centre;

    if (which >= visits_count)
        return fail(error, MATCHER_INVALID, "which", which);
    if (!board_new(&board, round, visits, visits_count, which, 0, error))
        return false;
    *delta =
        value_of(&board, board.edited.worker, NULL, NULL) - value_of(&board, board.edited.worker, NULL, &board.edited);
    if (unbalanced_by(&board, NULL) != MATCHER_NONE)
        *rule = MATCHER_ROUND_BALANCE;
    else if (board.edited_is_pinned)
        *rule = MATCHER_ROUND_PIN;
    else
        *rule = minimum_rule(&board, NULL, &centre);
    board_clear(&board);
    return true;
}
