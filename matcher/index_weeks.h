/*
 * Private: weekly patterns, each kept once however many people share it, as spans of quarter hours.
 */
#ifndef MATCHER_INDEX_WEEKS_H
#define MATCHER_INDEX_WEEKS_H

#include "matcher/index_store.h"
#include "matcher/matcher.h"

enum { WEEK_QUARTERS = 7 * 96, WEEK_SPANS_MOST = WEEK_QUARTERS / 2 };

/* Free from quarter `from` up to `to`, counted from Monday 00:00; spans of a week are ascending and do not touch. */
struct span {
    uint16_t from, to;
};

struct weeks {
    struct store store;
    uint32_t *cells; /* open addressing; STORE_NONE is empty */
    size_t capacity, count;
};

unsigned week_to_spans(const struct matcher_week *week, struct span spans[WEEK_SPANS_MOST]);

/* The name of the pattern, with one reference more; STORE_NONE when it is empty. False: no memory. */
bool weeks_intern(struct weeks *weeks, const struct matcher_week *week, uint32_t *name);
/* One reference less; the last frees it. Takes STORE_NONE. */
void weeks_release(struct weeks *weeks, uint32_t name);
unsigned weeks_spans(const struct weeks *weeks, uint32_t name, struct span spans[WEEK_SPANS_MOST]);
/* Sets the bits of the pattern in `week`, which is all clear. */
void weeks_unpack(const struct weeks *weeks, uint32_t name, struct matcher_week *week);
/* Is every quarter from `from` up to `to` free, 0 <= from < to <= WEEK_QUARTERS? */
bool weeks_cover(const struct weeks *weeks, uint32_t name, unsigned from, unsigned to);
void weeks_clear(struct weeks *weeks);

#endif
