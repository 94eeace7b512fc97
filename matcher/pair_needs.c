/* Needs, their open shifts, and the ways between the places where they are. */
#include "matcher/pair_state.h"

#include "matcher/rules.h"

#include <stdlib.h>

static int by_need_id(const void *a, const void *b)
{
    const struct need_view *const *left = a, *const *right = b;

    return matcher_id_compare(&(*left)->need->id, &(*right)->need->id);
}

static int32_t monday_of(const struct matcher_shift *shift)
{
    return shift->day - (matcher_weekday(shift->day) - 1);
}

static bool same_place(const struct matcher_position *a, const struct matcher_position *b)
{
    return a->known == b->known && a->lat_e7 == b->lat_e7 && a->lon_e7 == b->lon_e7 && a->place == b->place;
}

/* Needs at one place share it. Few places: looked for one by one, up to a limit beyond which each need has its own. */
static uint32_t place_of(struct pair_problem *problem, const struct matcher_position *at)
{
    const size_t looked_for = 512;

    for (size_t i = 0; i < problem->places_count && i < looked_for; i++)
        if (same_place(problem->places[i], at))
            return (uint32_t)i;
    problem->places[problem->places_count] = at;
    return (uint32_t)problem->places_count++;
}

static void add_seats(struct pair_problem *problem, const struct need_view *view)
{
    uint32_t place = PAIR_NONE;

    for (size_t i = 0; i < view->shifts_count; i++) {
        const struct shift_view *shift = &view->shifts[i];
        if (!shift_is_open(shift, &problem->query))
            continue;
        place = place == PAIR_NONE ? place_of(problem, &view->need->at) : place;
        problem->seats[problem->seats_count++] = (struct pair_seat){
            .view = view,
            .shift = shift,
            .place = place,
            .week = monday_of(shift->shift),
            .minutes = shift->shift->end_utc_min - shift->shift->start_utc_min,
            .places = shift->shift->seats,
        };
        if (problem->longest_shift < shift->shift->end_utc_min - shift->shift->start_utc_min)
            problem->longest_shift = shift->shift->end_utc_min - shift->shift->start_utc_min;
    }
}

static bool list_needs(struct pair_problem *problem, struct matcher_error *error)
{
    const struct matcher *matcher = problem->matcher;
    size_t count = matcher->needs.count, shifts = 0;

    problem->views = calloc(count + 1, sizeof *problem->views);
    problem->places = calloc(count + 1, sizeof(const struct matcher_position *));
    if (problem->views == NULL || problem->places == NULL)
        return matcher_fail(error, MATCHER_NO_MEMORY, NULL, 0);
    for (size_t slot = 0; slot < count; slot++) {
        problem->views[slot] = matcher->need_records[slot]->view;
        shifts += problem->views[slot]->shifts_count;
    }
    problem->views_count = count;
    if (shifts > MATCHER_PAIRING_SHIFTS_MAX)
        return matcher_fail(error, MATCHER_INVALID, "shifts", 0);
    if (count > 1)
        qsort(problem->views, count, sizeof(const struct need_view *), by_need_id);
    problem->seats = calloc(shifts + 1, sizeof *problem->seats);
    if (problem->seats == NULL)
        return matcher_fail(error, MATCHER_NO_MEMORY, NULL, 0);
    for (size_t v = 0; v < count; v++)
        add_seats(problem, problem->views[v]);
    return true;
}

/* ---- Ways between places, asked once ---- */

static int32_t way_between(const struct pair_problem *problem, uint32_t place_a, uint32_t place_b)
{
    return leg_between(problem->matcher, problem->places[place_a], problem->places[place_b]).travel_min;
}

static bool make_ways(struct pair_problem *problem, struct matcher_error *error)
{
    const size_t most = 2048; /* 16 MiB; beyond, each way is worked out when it is asked for */
    size_t count = problem->places_count;

    problem->longest_way = count > most ? 100000 : 0; /* the longest that an entry of its own may say */
    if (count > most)
        return true;
    problem->ways = malloc((count * count + 1) * sizeof *problem->ways);
    if (problem->ways == NULL)
        return matcher_fail(error, MATCHER_NO_MEMORY, NULL, 0);
    for (size_t a = 0; a < count; a++)
        for (size_t b = a; b < count; b++) {
            int32_t way = way_between(problem, (uint32_t)a, (uint32_t)b);
            problem->ways[a * count + b] = problem->ways[b * count + a] = way;
            problem->longest_way = way > problem->longest_way ? way : problem->longest_way;
        }
    return true;
}

int32_t pair_way(struct pair_problem *problem, uint32_t seat_a, uint32_t seat_b)
{
    uint32_t a = problem->seats[seat_a].place, b = problem->seats[seat_b].place;

    return problem->ways != NULL ? problem->ways[a * problem->places_count + b] : way_between(problem, a, b);
}

bool pair_gather_needs(struct pair_problem *problem, struct matcher_error *error)
{
    return list_needs(problem, error) && make_ways(problem, error);
}
