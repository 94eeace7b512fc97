/* Private: integer points, part by part. */
#ifndef MATCHER_SCORE_H
#define MATCHER_SCORE_H

#include "matcher/index.h"

/* What one pair is about, as the parts see it. */
struct pairing {
    const struct matcher_settings *settings;
    const struct card *card;
    const struct need_view *view;
    const struct matcher_query *query;
    int32_t distance_m;  /* -1 unknown; NEARNESS alone reads it */
    unsigned shifts_fit; /* TIME alone reads it */
    unsigned shifts_open;
};

/* Parts that look at neither distance nor time are static: a scan adds them first and can then often stop. */
int32_t score_static(const struct pairing *pairing, int32_t parts[MATCHER_PARTS]);
int32_t score_nearness(const struct pairing *pairing);
int32_t score_time(const struct pairing *pairing);

/* What a need's connections push it down a person's list: no part of the pair's score. */
int32_t score_scarcity(const struct matcher_settings *settings, const struct need_view *view);

/*
 * Bounds, which let the index leave people out unjudged. A part that nothing here knows about is taken to give its
 * points to everybody: then the index stays exact, and a bound that says more only makes it faster.
 */
/* The most that anybody can score at this need. */
int32_t score_most(const struct matcher_settings *settings, const struct need_view *view);
/* What this person surely lacks of it, whatever the need: promises and rest. */
int32_t score_lost(const struct matcher_settings *settings, const struct matcher_person *person);
/* What who has been at the need's centre once lacks. */
int32_t score_experience_lost(const struct matcher_settings *settings);
/* Points a lane counts as one: 5 by default. */
int32_t score_unit(const struct matcher_settings *settings);
/* What a distance gives, and a number of shifts that fit. */
int32_t score_nearness_at(const struct matcher_settings *settings, int32_t distance_m);
int32_t score_time_at(const struct matcher_settings *settings, unsigned fit, unsigned open);

#endif
