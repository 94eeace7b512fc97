/* Weekly patterns as spans. */
#include "matcher/index_weeks.h"

enum { SPAN_BITS = 12 };

struct span span_read(const unsigned char bytes[SPAN_BYTES])
{
    uint32_t both = bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16;

    return (struct span){.from = both & ((1 << SPAN_BITS) - 1), .to = (uint16_t)(both >> SPAN_BITS)};
}

void span_write(unsigned char bytes[SPAN_BYTES], struct span span)
{
    uint32_t both = span.from | (uint32_t)span.to << SPAN_BITS;

    bytes[0] = (unsigned char)both;
    bytes[1] = (unsigned char)(both >> 8);
    bytes[2] = (unsigned char)(both >> 16);
}

/* The first quarter at or after `from` whose bit is `wanted`; WEEK_QUARTERS when there is none. */
static unsigned next_quarter(const struct matcher_week *week, unsigned from, bool wanted)
{
    while (from < WEEK_QUARTERS) {
        uint64_t word = (wanted ? week->bits[from / 64] : ~week->bits[from / 64]) >> (from % 64);
        if (word != 0) {
            from += (unsigned)__builtin_ctzll(word);
            break;
        }
        from = (from / 64 + 1) * 64;
    }
    return from < WEEK_QUARTERS ? from : WEEK_QUARTERS;
}

unsigned week_to_spans(const struct matcher_week *week, struct span spans[WEEK_SPANS_MOST])
{
    unsigned count = 0;

    for (unsigned from = next_quarter(week, 0, true); from < WEEK_QUARTERS;) {
        unsigned to = next_quarter(week, from, false);
        spans[count++] = (struct span){.from = (uint16_t)from, .to = (uint16_t)to};
        from = next_quarter(week, to, true);
    }
    return count;
}

void week_add_span(struct matcher_week *week, struct span span)
{
    for (unsigned at = span.from; at < span.to;) {
        unsigned end = (at / 64 + 1) * 64 < span.to ? (at / 64 + 1) * 64 : span.to;
        uint64_t mask = (end - at == 64 ? UINT64_MAX : (UINT64_C(1) << (end - at)) - 1) << (at % 64);
        week->bits[at / 64] |= mask;
        at = end;
    }
}
