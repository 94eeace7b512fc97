/*
 * The smallest ways out when the worker of a visit cannot go, in the order in which they are offered: fewest changes
 * first; of as many changes what stays within the visit's period, since others have arranged their weeks already; then
 * what is worth most.
 */
#ifndef VAHETUS_SERVICES_API_REPAIR_SEARCH_H
#define VAHETUS_SERVICES_API_REPAIR_SEARCH_H

#include "services/api/api.h"
#include "services/round_model.h"

struct repair_found {
    uint64_t changes;
    int64_t objective, change; /* of the objective */
    bool within;               /* whatever changes lies in the period of the visit */
    bool proved;               /* no plan with as few changes is worth more, wherever it makes them */
    const struct matcher_visit *visits;
    size_t visits_count;
};

#define REPAIRS_FOUND (2 * (MATCHER_REPAIRS + 1))

struct repair_search {
    struct repair_found list[REPAIRS_FOUND];
    size_t count;
    /* What the list points into. */
    struct matcher_repairs inside, anywhere;
    struct matcher_plan fewest;
};

/* Whatever has begun stays. Of each number of changes the best within the period, and the best of all where that is
 * worth more; where there is none of a few changes, the fewest that the planner finds. Each stood before the judge. A
 * few seconds at most. False: ERROR_BUSY, no memory. Free in either case with repair_search_free. */
bool repair_search(const struct asking *asking, const struct round_model *model, const struct matcher_visit *visit,
                   struct repair_search *search, struct error *error) __attribute__((warn_unused_result));
void repair_search_free(struct repair_search *search);

/* Is the visit one of these? */
bool visits_hold(const struct matcher_visit *visits, size_t count, const struct matcher_visit *visit);

#endif
