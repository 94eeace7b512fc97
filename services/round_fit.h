/* What a visit is worth by itself, part by part, and what rules it out: round_fit.c holds the table. */
#ifndef VAHETUS_SERVICES_ROUND_FIT_H
#define VAHETUS_SERVICES_ROUND_FIT_H

#include "db/rounds.h"
#include "matcher/matcher.h"
#include "services/words.h"

enum fit_part {
    FIT_VISIT,
    FIT_OTHER_MUNICIPALITY,
    FIT_UNSEEN_PAIR,
    FIT_SEEN_PAIR,
    FIT_LANGUAGE,
    FIT_TRAVEL,
    FIT_LEDGER,
    FIT_PARTS
};
extern const char *const fit_part_words[];

struct fit_row {
    const char *part;
    int32_t standard, max; /* points for one of what the part counts */
};
extern const struct fit_row fit_rows[FIT_PARTS];

/* The points of a part in a round: set by the coordinator, or standard. */
int32_t round_fit_weight(const struct round *round, enum fit_part part);

struct way {
    int32_t metres, minutes; /* one way */
};
/* Between two centres: as set by hand, else by rule (great circle x 1.3, 500 m a minute). Zeros for unknown centres. */
struct way round_way(const struct words *words, const struct round *round, const char *home, const char *host);
struct way round_way_by_rule(const struct words *words, const char *home, const char *host);

enum fit_bar { FIT_ALLOWED = -1, FIT_OWN_CENTRE, FIT_SEEN, FIT_TOO_FAR };
extern const char *const fit_bar_words[];

struct fit {
    enum fit_bar bar; /* why the planner may not use it */
    int32_t points;   /* the sum of the parts, within +-1,000,000 */
    int32_t parts[FIT_PARTS];
    struct way way;
};
struct fit round_fit(const struct words *words, const struct round *round, const struct round_worker *worker,
                     const struct round_centre *host);

#endif
