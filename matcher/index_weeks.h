/*
 * Private: weekly patterns as spans of quarter hours, three bytes each: shorter than a name for a pattern and its share
 * of a table, since hardly two people of a million are free at the same times.
 */
#ifndef MATCHER_INDEX_WEEKS_H
#define MATCHER_INDEX_WEEKS_H

#include "matcher/matcher.h"

enum { WEEK_QUARTERS = 7 * 96, WEEK_SPANS_MOST = WEEK_QUARTERS / 2, SPAN_BYTES = 3 };

/* Free from quarter `from` up to `to`, counted from Monday 00:00; spans of a week are ascending and do not touch. */
struct span {
    uint16_t from, to;
};

unsigned week_to_spans(const struct matcher_week *week, struct span spans[WEEK_SPANS_MOST]);
/* Sets the bits of a span in `week`. */
void week_add_span(struct matcher_week *week, struct span span);

struct span span_read(const unsigned char bytes[SPAN_BYTES]);
void span_write(unsigned char bytes[SPAN_BYTES], struct span span);

#endif
