/*
 * The start: ascending bids, exact at every step. A person bids for the seat worth most to them as much as makes it
 * worth no more than their second best; when the need is full, who bid least is out, and the need's price becomes that
 * losing bid. So the loser is indifferent, everybody else content, and all four conditions of assign_state.h hold.
 * Bids may rise by crumbs for ever (a price war); a person who has bid often enough waits for assign_path.c.
 */
#include "matcher/assign_state.h"

enum { MOST_BIDS = 6, LINEAR_SEATS = 64, POLL_EVERY = 1024 };

struct choice {
    int32_t best, second; /* weight - need price; never below 0 */
    uint32_t arc;         /* NOBODY when nothing is worth more than staying at home */
    bool has_free_seat;
};

static bool is_free(const struct need *need)
{
    return need->used < need->seats;
}

/* The best pair not chosen yet, and what the next best is worth; among equals one with a free seat. */
static struct choice look(struct matcher_assign *assign, struct person *person)
{
    struct choice choice = {.arc = NOBODY};

    for (uint32_t k = 0; k < person->count; k++) {
        if (k >= person->sorted) {
            if (person->sorted > 0) {
                int32_t most = arc_weight(assign->arcs[person->first + k]);
                if (most < choice.second || (most == choice.second && choice.has_free_seat))
                    break;
            }
            assign_sort_more(assign->arcs, person);
        }
        arc_t arc = assign->arcs[person->first + k];
        int32_t weight = arc_weight(arc);
        if (weight < choice.second || weight == 0 ||
            (weight == choice.second && (choice.has_free_seat || choice.second < choice.best)))
            break;
        uint32_t j = arc_need(arc);
        int32_t value = weight - assign->need_price[j];
        if (value < choice.second || (arc & ARC_CHOSEN) != 0)
            continue;
        if (value > choice.best ||
            (value == choice.best && value > 0 && !choice.has_free_seat && is_free(&assign->needs[j]))) {
            choice.second = choice.best;
            choice.best = value;
            choice.arc = person->first + k;
            choice.has_free_seat = is_free(&assign->needs[j]);
        } else
            choice.second = value;
    }
    return choice;
}

static void sit(struct matcher_assign *assign, uint32_t seat, uint32_t person, uint32_t arc)
{
    assign->seats[seat] = (struct seat){person, arc, arc_weight(assign->arcs[arc])};
    assign->arcs[arc] |= ARC_CHOSEN;
    assign->people[person].taken++;
}

static uint32_t lowest_bid(const struct matcher_assign *assign, const struct need *need, int32_t *lowest)
{
    uint32_t found = NOBODY;

    *lowest = FAR_AWAY;
    for (uint32_t s = need->first_seat; s < need->first_seat + need->used; s++) {
        int32_t bid = assign->seats[s].weight - assign->people[assign->seats[s].person].price;
        if (bid < *lowest) {
            *lowest = bid;
            found = s;
        }
    }
    return found;
}

enum bid_end { SEATED, AT_HOME, WAITS, BEATEN, PUT_OUT };

/* One unit of a person bids once. PUT_OUT: seated, and `loser` lost a seat for it. */
static enum bid_end bid(struct matcher_assign *assign, uint32_t who, uint32_t *loser)
{
    struct person *person = &assign->people[who];
    struct choice choice = look(assign, person);
    int32_t lowest;

    person->price = choice.second;
    if (choice.arc == NOBODY) {
        person->price = 0;
        return AT_HOME;
    }
    uint32_t j = arc_need(assign->arcs[choice.arc]);
    struct need *need = &assign->needs[j];
    if (choice.has_free_seat) {
        sit(assign, need->first_seat + need->used++, who, choice.arc);
        return SEATED;
    }
    person->price = choice.best;
    if (need->seats > LINEAR_SEATS || need->seats == 0)
        return WAITS;
    uint32_t seat = lowest_bid(assign, need, &lowest);
    int32_t mine = arc_weight(assign->arcs[choice.arc]) - choice.second;
    if (mine <= lowest) {
        bool war = mine == assign->need_price[j];
        assign->need_price[j] = mine;
        person->price = choice.second;
        return war ? WAITS : BEATEN;
    }
    assign->need_price[j] = lowest;
    person->price = choice.second;
    *loser = assign->seats[seat].person;
    assign->arcs[assign->seats[seat].arc] &= ~ARC_CHOSEN;
    assign->people[*loser].taken--;
    sit(assign, seat, who, choice.arc);
    return PUT_OUT;
}

/* One unit, and whoever it puts out in turn, until somebody is content or has bid often enough. */
static void bid_in_turn(struct matcher_assign *assign, uint32_t who)
{
    for (int bids = 0; bids < MOST_BIDS; bids++) {
        uint32_t loser;
        switch (bid(assign, who, &loser)) {
        case SEATED:
        case AT_HOME:
            return;
        case WAITS:
            bids = MOST_BIDS;
            break;
        case BEATEN:
            break;
        case PUT_OUT:
            who = loser;
            break;
        }
    }
    assign->waiting[assign->waiting_count++] = who;
}

bool assign_bid_all(struct matcher_assign *assign, const struct matcher_assign_options *options)
{
    for (uint32_t i = 0; i < assign->people_count; i++) {
        struct person *person = &assign->people[i];
        uint32_t units = person->capacity < person->count ? person->capacity : person->count;
        if (i % POLL_EVERY == 0 && options->stop != NULL && options->stop(options->context))
            return false;
        for (uint32_t unit = 0; unit < units; unit++)
            bid_in_turn(assign, i);
    }
    return true;
}
