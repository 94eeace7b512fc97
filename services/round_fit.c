/*
 * What a visit is worth by itself, in points. A coordinator reads and weighs this table; the goals of the round (up to
 * some hundreds of points each) come on top when the host offers what the worker wants to learn.
 */
#include "services/round_model.h"

#include <string.h>

enum {
    POINTS_VISIT = 400,              /* any visit: getting out and seeing another centre */
    POINTS_OTHER_MUNICIPALITY = 100, /* new colleagues rather than the neighbours one knows */
    POINTS_LOST_PER_KM = 8,          /* there and back takes from the day; great circle x 1.3 */
};

static struct matcher_position place(const struct centre *centre)
{
    return (struct matcher_position){.known = true,
                                     .lat_e7 = (int32_t)(centre->lat * 1e7),
                                     .lon_e7 = (int32_t)(centre->lon * 1e7),
                                     .place = MATCHER_NO_PLACE};
}

int32_t round_fit_points(const struct words *words, const char *home, const char *host)
{
    int home_number = words_number(words, WORDS_CENTRE, home), host_number = words_number(words, WORDS_CENTRE, host);
    if (home_number < 0 || host_number < 0)
        return POINTS_VISIT;
    const struct centre *from = words_centre(words, home_number), *to = words_centre(words, host_number);
    struct matcher_position here = place(from), there = place(to);
    int32_t km = (matcher_distance_m(&here, &there) + 500) / 1000;
    bool other = strcmp(from->municipality, to->municipality) != 0;
    return POINTS_VISIT + (other ? POINTS_OTHER_MUNICIPALITY : 0) - POINTS_LOST_PER_KM * km;
}
