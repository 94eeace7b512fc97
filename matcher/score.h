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

#endif
