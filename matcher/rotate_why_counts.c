/* Minimums that no plan can reach, as counting tells: what a centre could send and host at most, period by period and
 * worker by worker, and all centres together. */
#include "matcher/rotate.h"

#include <stdlib.h>

/* Of one centre. */
struct reach {
    int64_t sent, hosted;
};

/* Periods in which the worker could be anywhere at all; *hosts: how many different ones. */
static uint64_t periods_away(const struct rotation *rotation, uint32_t worker, uint32_t *hosts)
{
    uint64_t periods = 0;

    *hosts = 0;
    for (size_t o = rotation->first_option[worker]; o < rotation->first_option[worker + 1]; o++) {
        periods |= rotation->allowed[o];
        *hosts += rotation->allowed[o] != 0;
    }
    return periods;
}

/* The most visits of one worker, each as early as the gap lets it be. */
static int64_t most_visits(const struct rotation *rotation, uint64_t periods, uint32_t hosts)
{
    uint32_t most = hosts < rotation->most_visits ? hosts : rotation->most_visits, made = 0;

    for (uint32_t t = 0; t < rotation->periods && made < most; t++)
        if (periods >> t & 1) {
            made++;
            t += rotation->round->min_gap;
        }
    return made;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* leaving, coming: workers that could, by cell; rooms are filled in. */
static void count_cells(const struct rotation *rotation, const int32_t *leaving, const int32_t *coming,
                        struct reach *rooms)
{
    for (uint32_t c = 0; c < rotation->centres; c++) {
        rooms[c] = (struct reach){0};
        for (uint32_t t = 0; t < rotation->periods; t++) {
            size_t cell = (size_t)c * rotation->periods + t;
            int64_t out = least(leaving[cell], rotation->away[cell]), in = least(coming[cell], rotation->guests[cell]);
            if (rotation->round->balanced && !(rotation->unbalanced != NULL && rotation->unbalanced[c] >> t & 1))
                out = in = least(out, in);
            rooms[c].sent += out;
            rooms[c].hosted += in;
        }
    }
}

/* leaving and coming by cell; what the workers themselves could do, by centre. */
static void count_workers(const struct rotation *rotation, int32_t *leaving, int32_t *coming, struct reach *most)
{
    for (uint32_t w = 0; w < rotation->workers; w++) {
        uint32_t home = rotation->round->workers[w].home, hosts;
        uint64_t away = periods_away(rotation, w, &hosts);
        most[home].sent += most_visits(rotation, away, hosts);
        for (uint32_t t = 0; t < rotation->periods; t++)
            leaving[(size_t)home * rotation->periods + t] += (int32_t)(away >> t & 1);
        for (size_t o = rotation->first_option[w]; o < rotation->first_option[w + 1]; o++) {
            uint32_t host = rotation->options[o].host;
            most[host].hosted += rotation->allowed[o] != 0;
            for (uint32_t t = 0; t < rotation->periods; t++)
                coming[(size_t)host * rotation->periods + t] += (int32_t)(rotation->allowed[o] >> t & 1);
        }
    }
}

static bool is_short(const struct rotation *rotation, const struct reach *most, const struct reach *rooms)
{
    struct reach all = {0}, wanted = {0};
    bool is = false;

    for (uint32_t c = 0; c < rotation->centres; c++) {
        const struct matcher_round_centre *centre = &rotation->round->centres[c];
        int64_t sent = least(most[c].sent, rooms[c].sent), hosted = least(most[c].hosted, rooms[c].hosted);
        is = is || sent < centre->min_send || hosted < centre->min_host;
        all.sent += sent;
        all.hosted += hosted;
        wanted.sent += centre->min_send;
        wanted.hosted += centre->min_host;
    }
    int64_t visits = least(all.sent, all.hosted);
    return is || visits < wanted.sent || visits < wanted.hosted;
}

bool counts_are_short(const struct rotation *rotation, bool *no_memory)
{
    size_t cells = (size_t)rotation->centres * rotation->periods;
    int32_t *leaving = calloc(2 * cells + 1, sizeof *leaving);
    struct reach *most = calloc(2 * (size_t)rotation->centres + 1, sizeof *most);
    bool is = false;

    if (leaving == NULL || most == NULL) {
        *no_memory = true;
    } else {
        count_workers(rotation, leaving, leaving + cells, most);
        count_cells(rotation, leaving, leaving + cells, most + rotation->centres);
        is = is_short(rotation, most, most + rotation->centres);
    }
    free(leaving);
    free(most);
    return is;
}
