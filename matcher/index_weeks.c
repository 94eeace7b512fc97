/* Weekly patterns, shared. */
#include "matcher/index_weeks.h"

#include <stdlib.h>
#include <string.h>

/* As it lies in the store: the head, then three bytes a span. */
struct pattern {
    uint32_t references;
    uint16_t spans;
    unsigned char bytes[];
};

enum { SPAN_BYTES = 3, SPAN_BITS = 12 };

static size_t pattern_size(unsigned spans)
{
    return offsetof(struct pattern, bytes) + (size_t)spans * SPAN_BYTES;
}

static struct span read_span(const unsigned char *bytes)
{
    uint32_t both = bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16;

    return (struct span){.from = both & ((1 << SPAN_BITS) - 1), .to = (uint16_t)(both >> SPAN_BITS)};
}

static void write_span(unsigned char *bytes, struct span span)
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

static uint32_t hash_bytes(const unsigned char *bytes, unsigned spans)
{
    uint64_t hash = spans;

    for (unsigned i = 0; i < spans; i++) {
        struct span span = read_span(bytes + (size_t)i * SPAN_BYTES);
        hash = (hash ^ span.from ^ (uint64_t)span.to << 16) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 29;
    }
    return (uint32_t)(hash ^ hash >> 32);
}

static struct pattern *pattern_at(const struct weeks *weeks, uint32_t name)
{
    return store_at(&weeks->store, name);
}

static size_t home_of(const struct weeks *weeks, uint32_t name)
{
    const struct pattern *pattern = pattern_at(weeks, name);

    return hash_bytes(pattern->bytes, pattern->spans) & (weeks->capacity - 1);
}

static bool reserve(struct weeks *weeks)
{
    size_t old_capacity = weeks->capacity;

    if ((weeks->count + 1) * 4 < old_capacity * 3)
        return true;
    struct weeks larger = {.store = weeks->store, .capacity = old_capacity == 0 ? 64 : old_capacity * 2};
    larger.cells = calloc(larger.capacity, sizeof *larger.cells);
    if (larger.cells == NULL)
        return false;
    for (size_t i = 0; i < old_capacity; i++) {
        if (weeks->cells[i] == STORE_NONE)
            continue;
        size_t at = home_of(&larger, weeks->cells[i]);
        while (larger.cells[at] != STORE_NONE)
            at = (at + 1) & (larger.capacity - 1);
        larger.cells[at] = weeks->cells[i];
    }
    free(weeks->cells);
    weeks->cells = larger.cells;
    weeks->capacity = larger.capacity;
    return true;
}

bool weeks_intern(struct weeks *weeks, const struct matcher_week *week, uint32_t *name)
{
    struct span spans[WEEK_SPANS_MOST];
    unsigned char bytes[WEEK_SPANS_MOST * SPAN_BYTES];
    unsigned count = week_to_spans(week, spans);

    *name = STORE_NONE;
    if (count == 0)
        return true;
    if (!reserve(weeks))
        return false;
    for (unsigned i = 0; i < count; i++)
        write_span(bytes + (size_t)i * SPAN_BYTES, spans[i]);
    size_t at = hash_bytes(bytes, count) & (weeks->capacity - 1);
    for (; weeks->cells[at] != STORE_NONE; at = (at + 1) & (weeks->capacity - 1)) {
        struct pattern *pattern = pattern_at(weeks, weeks->cells[at]);
        if (pattern->spans == count && memcmp(pattern->bytes, bytes, (size_t)count * SPAN_BYTES) == 0) {
            pattern->references++;
            *name = weeks->cells[at];
            return true;
        }
    }
    *name = store_take(&weeks->store, pattern_size(count));
    if (*name == STORE_NONE)
        return false;
    struct pattern *pattern = pattern_at(weeks, *name);
    pattern->references = 1;
    pattern->spans = (uint16_t)count;
    memcpy(pattern->bytes, bytes, (size_t)count * SPAN_BYTES);
    weeks->cells[at] = *name;
    weeks->count++;
    return true;
}

/* Backward-shift deletion, as in idtable.c. */
static void take_out(struct weeks *weeks, uint32_t name)
{
    size_t mask = weeks->capacity - 1, hole = home_of(weeks, name);

    while (weeks->cells[hole] != name)
        hole = (hole + 1) & mask;
    for (size_t at = (hole + 1) & mask; weeks->cells[at] != STORE_NONE; at = (at + 1) & mask) {
        size_t home = home_of(weeks, weeks->cells[at]);
        if (((at - home) & mask) >= ((at - hole) & mask)) {
            weeks->cells[hole] = weeks->cells[at];
            hole = at;
        }
    }
    weeks->cells[hole] = STORE_NONE;
    weeks->count--;
}

void weeks_release(struct weeks *weeks, uint32_t name)
{
    if (name == STORE_NONE)
        return;
    struct pattern *pattern = pattern_at(weeks, name);
    if (--pattern->references > 0)
        return;
    take_out(weeks, name);
    store_give_back(&weeks->store, name, pattern_size(pattern->spans));
}

unsigned weeks_spans(const struct weeks *weeks, uint32_t name, struct span spans[WEEK_SPANS_MOST])
{
    if (name == STORE_NONE)
        return 0;
    const struct pattern *pattern = pattern_at(weeks, name);
    for (unsigned i = 0; i < pattern->spans; i++)
        spans[i] = read_span(pattern->bytes + (size_t)i * SPAN_BYTES);
    return pattern->spans;
}

void weeks_unpack(const struct weeks *weeks, uint32_t name, struct matcher_week *week)
{
    if (name == STORE_NONE)
        return;
    const struct pattern *pattern = pattern_at(weeks, name);
    for (unsigned i = 0; i < pattern->spans; i++) {
        struct span span = read_span(pattern->bytes + (size_t)i * SPAN_BYTES);
        for (unsigned at = span.from; at < span.to;) {
            unsigned end = (at / 64 + 1) * 64 < span.to ? (at / 64 + 1) * 64 : span.to;
            uint64_t mask = (end - at == 64 ? UINT64_MAX : (UINT64_C(1) << (end - at)) - 1) << (at % 64);
            week->bits[at / 64] |= mask;
            at = end;
        }
    }
}

bool weeks_cover(const struct weeks *weeks, uint32_t name, unsigned from, unsigned to)
{
    if (name == STORE_NONE)
        return false;
    const struct pattern *pattern = pattern_at(weeks, name);
    for (unsigned i = 0; i < pattern->spans; i++) {
        struct span span = read_span(pattern->bytes + (size_t)i * SPAN_BYTES);
        if (span.from <= from && to <= span.to)
            return true;
    }
    return false;
}

void weeks_clear(struct weeks *weeks)
{
    /* The longest pattern, 336 spans, is smaller than STORE_SMALL_MOST. */
    store_clear(&weeks->store);
    free(weeks->cells);
    *weeks = (struct weeks){0};
}
