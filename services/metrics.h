/* Counters for Prometheus. All of it belongs to the loop. */
#ifndef VAHETUS_SERVICES_METRICS_H
#define VAHETUS_SERVICES_METRICS_H

#include <stddef.h>
#include <stdint.h>

struct endpoint;
struct http_counters;
struct metrics;
struct work_counters;

/* One row for each endpoint of the table (ended by NULL), one for all else. NULL when out of memory. */
struct metrics *metrics_new(const struct endpoint *const *table);
void metrics_free(struct metrics *metrics); /* takes NULL */

/* One reply. `endpoint` may be NULL: no such route, or an asset. */
void metrics_count(struct metrics *metrics, const struct endpoint *endpoint, int status, uint64_t duration_us);

/* What else is shown: gauges that are read when asked. */
struct metrics_gauges {
    const struct http_counters *http;
    const struct work_counters *work;
    size_t index_people, index_needs, streams;
};

/* The text format of Prometheus; a new string that the caller frees, NULL when out of memory. */
char *metrics_text(const struct metrics *metrics, const struct metrics_gauges *gauges, size_t *length);

#endif
