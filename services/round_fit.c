/*
 * What a visit is worth by itself, in points: the one table that a coordinator reads and weighs. `standard` holds where
 * a round sets nothing else; a round may set each part from 0 (does not count) to `max`. The worker's goals (points of
 * the round, up to 1,000,000 each) come on top, once each, when a visited host offers what the worker wants to learn.
 *
 *     part                 counts
 *     visit                every visit: getting out and seeing another centre
 *     other_municipality   the host is run by another municipality: new colleagues rather than the neighbours one knows
 *     unseen_pair          no earlier round led from the one centre to the other, either way
 *     seen_pair            off for each earlier visit between the two centres, at most three
 *     language             the worker speaks a language that the work at the host is done in (B1 and above)
 *     travel               off for each minute of the way there, set by hand or by rule (great circle x 1.3)
 *     ledger               for each day by which the sending municipality has hosted more than sent in earlier rounds,
 * and the host's has sent more than hosted: half the difference of their balances, at most 20 days
 */
#include "services/round_fit.h"

#include <string.h>

#include "services/round_days.h"

const struct fit_row fit_rows[FIT_PARTS] = {
    [FIT_VISIT] = {"visit", 400, 10000},
    [FIT_OTHER_MUNICIPALITY] = {"other_municipality", 100, 10000},
    [FIT_UNSEEN_PAIR] = {"unseen_pair", 60, 10000},
    [FIT_SEEN_PAIR] = {"seen_pair", 40, 10000},
    [FIT_LANGUAGE] = {"language", 50, 10000},
    [FIT_TRAVEL] = {"travel", 4, 100},
    [FIT_LEDGER] = {"ledger", 5, 1000},
};

const char *const fit_part_words[] = {
    "visit", "other_municipality", "unseen_pair", "seen_pair", "language", "travel", "ledger", NULL};
const char *const fit_bar_words[] = {"own_centre", "seen", "too_far", NULL};

enum { SEEN_MOST = 3, LEDGER_DAYS_MOST = 20 };

int32_t round_fit_weight(const struct round *round, enum fit_part part)
{
    for (size_t i = 0; i < round->weight_count; i++) {
        if (strcmp(round->weights[i].part, fit_rows[part].part) == 0)
            return round->weights[i].points;
    }
    return fit_rows[part].standard;
}

static struct matcher_position place(const struct centre *centre)
{
    return (struct matcher_position){.known = true,
                                     .lat_e7 = (int32_t)(centre->lat * 1e7),
                                     .lon_e7 = (int32_t)(centre->lon * 1e7),
                                     .place = MATCHER_NO_PLACE};
}

struct way round_way_by_rule(const struct words *words, const char *home, const char *host)
{
    int home_number = words_number(words, WORDS_CENTRE, home), host_number = words_number(words, WORDS_CENTRE, host);
    if (home_number < 0 || host_number < 0)
        return (struct way){0};
    struct matcher_position here = place(words_centre(words, home_number));
    struct matcher_position there = place(words_centre(words, host_number));
    int32_t metres = matcher_distance_m(&here, &there);
    return (struct way){.metres = metres, .minutes = matcher_travel_min(metres)};
}

struct way round_way(const struct words *words, const struct round *round, const char *home, const char *host)
{
    for (size_t i = 0; i < round->way_count; i++) {
        const struct travel *way = &round->ways[i];
        if ((strcmp(way->from, home) == 0 && strcmp(way->to, host) == 0) ||
            (strcmp(way->from, host) == 0 && strcmp(way->to, home) == 0))
            return (struct way){.metres = way->metres, .minutes = way->minutes};
    }
    return round_way_by_rule(words, home, host);
}

/* Visits of earlier rounds between two centres, either way. */
static int32_t visits_between(const struct round *round, const char *home, const char *host)
{
    int32_t visits = 0;
    for (size_t i = 0; i < round->pair_count; i++) {
        const struct round_pair *pair = &round->pairs[i];
        if ((strcmp(pair->home, home) == 0 && strcmp(pair->host, host) == 0) ||
            (strcmp(pair->home, host) == 0 && strcmp(pair->host, home) == 0))
            visits += pair->visits;
    }
    return visits;
}

static bool holds(const struct codes *codes, const char *code)
{
    for (size_t i = 0; i < codes->count; i++) {
        if (strcmp(codes->items[i], code) == 0)
            return true;
    }
    return false;
}

static bool shares_language(const struct round_worker *worker, const struct round_centre *host)
{
    for (size_t i = 0; i < host->languages.count; i++) {
        if (holds(&worker->languages, host->languages.items[i]))
            return true;
    }
    return false;
}

static int64_t balance_of(const struct round *round, const char *municipality)
{
    for (size_t i = 0; i < round->ledger_count; i++) {
        if (strcmp(round->ledger[i].municipality, municipality) == 0)
            return round->ledger[i].days_hosted - round->ledger[i].days_sent;
    }
    return 0;
}

static int32_t ledger_days(const struct round *round, const char *sender, const char *host)
{
    int64_t days = (balance_of(round, sender) - balance_of(round, host)) / 2;
    if (days > LEDGER_DAYS_MOST)
        return LEDGER_DAYS_MOST;
    return days < -LEDGER_DAYS_MOST ? -LEDGER_DAYS_MOST : (int32_t)days;
}

static enum fit_bar bar_of(const struct round *round, const struct round_worker *worker,
                           const struct round_centre *host, int32_t minutes)
{
    if (strcmp(worker->home_centre, host->id) == 0)
        return FIT_OWN_CENTRE;
    if (!round->rules.repeats && holds(&worker->seen, host->id))
        return FIT_SEEN;
    return worker->has_max_minutes && minutes > worker->max_minutes ? FIT_TOO_FAR : FIT_ALLOWED;
}

struct fit round_fit(const struct words *words, const struct round *round, const struct round_worker *worker,
                     const struct round_centre *host)
{
    const struct round_centre *home = round_centre_of(round, worker->home_centre);
    int32_t seen = visits_between(round, worker->home_centre, host->id);
    struct fit fit = {.way = round_way(words, round, worker->home_centre, host->id)};
    int32_t times[FIT_PARTS] = {
        [FIT_VISIT] = 1,
        [FIT_OTHER_MUNICIPALITY] = home && strcmp(home->municipality, host->municipality) != 0,
        [FIT_UNSEEN_PAIR] = seen == 0,
        [FIT_SEEN_PAIR] = -(seen < SEEN_MOST ? seen : SEEN_MOST),
        [FIT_LANGUAGE] = shares_language(worker, host),
        [FIT_TRAVEL] = -fit.way.minutes,
        [FIT_LEDGER] = home ? ledger_days(round, home->municipality, host->municipality) : 0,
    };
    for (int part = 0; part < FIT_PARTS; part++) {
        fit.parts[part] = times[part] * round_fit_weight(round, (enum fit_part)part);
        fit.points += fit.parts[part];
    }
    fit.bar = bar_of(round, worker, host, fit.way.minutes);
    if (fit.points > MATCHER_VALUE_MAX || fit.points < -MATCHER_VALUE_MAX)
        fit.points = fit.points > 0 ? MATCHER_VALUE_MAX : -MATCHER_VALUE_MAX;
    return fit;
}
