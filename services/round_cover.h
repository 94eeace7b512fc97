/* Who is at work on each open day of a round under its plan: the proof that no centre is short, day by day. */
#ifndef VAHETUS_SERVICES_ROUND_COVER_H
#define VAHETUS_SERVICES_ROUND_COVER_H

#include "db/rounds.h"

struct cover_day {
    const char *centre, *period;
    int32_t day;
    int32_t required, own_required, leads_required; /* as the centre's staffing says */
    int32_t own, leads;                             /* own workers at work, and of them those who may lead */
    int32_t guests;                                 /* who count as cover: in a swap, after the overlap days */
    int32_t away, absent;                           /* own workers on a visit; off work */
    bool overlap;
    int32_t margin;   /* how many more could be missing before somebody is; negative: not covered */
    struct uuid need; /* the cover need posted for the day, for who fills it in; none */
};

/* By centre (those that take part and have told their staffing) and day. In the arena; NULL without memory. */
struct cover_day *round_cover(struct arena *arena, const struct round *round, size_t *count);

#endif
