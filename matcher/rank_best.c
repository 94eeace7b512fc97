/*
 * Out of the chunks to look at, those who lose least are judged: in rounds, each of which meets all who lose no more
 * than a limit and more than that of the round before. The first limit comes from a sample of the chunks (selection by
 * sampling: Floyd, Rivest, "Expected time bounds for selection", 1975): what a few hundred of all are expected to lose
 * at most. What the spot adds to the distance puts those met in order (buckets: Dial, "Shortest-path forest with
 * topological ordering", 1969), in which they are judged until the next cannot pass the bar. When that lies within the
 * limit, as it mostly does, nobody else can pass it; otherwise it is the limit of the last round. A wrong guess costs
 * time and changes no answer.
 */
#include "matcher/rank_machine.h"
#include "matcher/rank_search.h"

enum {
    CHUNKS_AHEAD = 4, /* so many are fetched while one is looked at */
    RECORDS_AHEAD = 24,
    MEET_FIRST = 600, /* so many are expected to lose no more than the first limit */
    MEET_MORE = 8,    /* times as many in each round that follows while there is no bar */
};

static unsigned units_left(const struct search *search)
{
    int32_t left = search_units_left(search);

    return left < 0 ? 0 : left < LEAD_UNITS - 1 ? (unsigned)left : LEAD_UNITS - 1;
}

/* ---- Judging ---- */

/* What the spot adds to the distance of the chunk. */
static void refine(const struct probe *probe, const struct visit *visit, const struct spot *spot, struct lead *lead)
{
    if (visit->leaf->anywhere || lead->units == LEAD_UNITS - 1)
        return;
    int32_t near_units = probe_near_units(probe, probe_squares_m(probe, spot->north, spot->east, 1, 1));
    int32_t more = near_units - lead->near_units;
    if (more <= 0)
        return;
    lead->near_units = (uint16_t)near_units;
    lead->units = (uint16_t)(lead->units + more < LEAD_UNITS - 1 ? lead->units + more : LEAD_UNITS - 1);
}

static const struct spot *spot_of(const struct search *search, const struct lead *lead)
{
    return &search->visits[lead->visit].leaf->chunk->spots[lead->lane];
}

/* Leads in the order of what they lose, without those who lose too much, and without free lanes. Their number. */
static unsigned put_in_order(struct search *search, uint16_t order[LEADS_MOST])
{
    uint16_t starts[LEAD_UNITS + 1] = {0};
    unsigned left = units_left(search), count = 0;

    for (unsigned i = 0; i < search->leads_count; i++) {
        struct lead *lead = &search->leads[i];
        const struct spot *spot = spot_of(search, lead);
        refine(&search->probe, &search->visits[lead->visit], spot, lead);
        if (lead->units > left || spot->name == STORE_NONE)
            continue;
        search->leads[count++] = *lead;
        starts[lead->units + 1]++;
    }
    for (unsigned i = 1; i < LEAD_UNITS; i++)
        starts[i] = (uint16_t)(starts[i] + starts[i - 1]);
    for (unsigned i = 0; i < count; i++)
        order[starts[search->leads[i].units]++] = (uint16_t)i;
    return count;
}

INLINE void fetch_record(const struct search *search, const struct lead *lead)
{
    const unsigned char *record = store_granule(&search->probe.matcher->people.store, spot_of(search, lead)->name);

    __builtin_prefetch(record);
    __builtin_prefetch(record + 64);
}

/* Judges those met so far, who lose least first. */
static void judge_leads(struct search *search)
{
    uint16_t order[LEADS_MOST];
    unsigned count = put_in_order(search, order);

    for (unsigned i = 0; i < count && i < RECORDS_AHEAD; i++)
        fetch_record(search, &search->leads[order[i]]);
    for (unsigned i = 0; i < count; i++) {
        if (search->leads[order[i]].units > search_units_left(search))
            break;
        if (i + RECORDS_AHEAD < count && search->leads[order[i + RECORDS_AHEAD]].units <= search_units_left(search))
            fetch_record(search, &search->leads[order[i + RECORDS_AHEAD]]);
        search_judge(search, &search->leads[order[i]]);
    }
    search->leads_count = 0;
}

/* ---- Meeting ---- */

INLINE unsigned units_of(const struct sums *sums, unsigned word, unsigned bit)
{
    unsigned units = 0;

    if (sums->over[word] >> bit & 1)
        return LEAD_UNITS - 1;
    UNROLL for (unsigned i = 0; i < SUM_BITS; i++) units |= (unsigned)(sums->bits[i][word] >> bit & 1) << i;
    return units - sums->offset;
}

/* Those of a chunk who lose at least `least`. */
static void meet(struct search *search, unsigned at, const struct sums *sums, unsigned least)
{
    const struct visit *visit = &search->visits[at];

    if (search->leads_count > LEADS_MOST - CHUNK_LANES)
        judge_leads(search);
    for (unsigned word = 0; word < CHUNK_WORDS; word++)
        for (uint64_t left = sums->alive[word]; left != 0; left &= left - 1) {
            unsigned bit = (unsigned)__builtin_ctzll(left), units = units_of(sums, word, bit);
            if (units < least)
                continue;
            search->leads[search->leads_count++] = (struct lead){.visit = (uint16_t)at,
                                                                 .lane = (uint16_t)(word * 64 + bit),
                                                                 .units = (uint16_t)units,
                                                                 .near_units = visit->near_units};
            __builtin_prefetch(&visit->leaf->chunk->spots[word * 64 + bit]);
        }
}

/* Meets and judges all who lose `least` to `most`; LEAD_UNITS - 1 stands for all above. */
static void judge_between(struct search *search, unsigned least, unsigned most)
{
    struct sums sums;

    for (unsigned i = 0; i < search->visits_count; i++) {
        unsigned left = units_left(search), limit = left < most ? left : most;
        for (unsigned next = i == 0 ? 0 : i + CHUNKS_AHEAD; next <= i + CHUNKS_AHEAD && next < search->visits_count;
             next++)
            search_fetch(&search->probe, &search->visits[next]);
        if (search->visits[i].units <= limit && search_look(search, &search->visits[i], limit, &sums))
            meet(search, i, &sums, least);
    }
    judge_leads(search);
}

/* ---- Limits ---- */

/* Looks at a few of the chunks; how many. */
static unsigned take_sample(struct search *search)
{
    unsigned step = (search->visits_count + SAMPLE_MOST - 1) / SAMPLE_MOST, looked = 0;

    search->sample_count = 0;
    for (unsigned i = 0; i < search->visits_count; i += step)
        search_fetch(&search->probe, &search->visits[i]);
    for (unsigned i = 0; i < search->visits_count; i += step, looked++)
        if (search_look(search, &search->visits[i], LEAD_UNITS - 1, &search->sample[search->sample_count]))
            search->sample_count++;
    return looked;
}

/* What all but `rank` of the sample lose at least. */
static unsigned sample_units(const struct search *search, unsigned rank)
{
    lanes some[SAMPLE_MOST];
    unsigned units = 0, all = 0;

    for (unsigned i = 0; i < search->sample_count; i++) {
        some[i] = search->sample[i].alive & ~search->sample[i].over;
        all += lanes_count(&some[i]);
    }
    if (all <= rank)
        return LEAD_UNITS - 1;
    for (unsigned bit = SUM_BITS; bit-- > 0;) {
        unsigned low = 0;
        for (unsigned i = 0; i < search->sample_count; i++) {
            lanes without = some[i] & ~search->sample[i].bits[bit];
            low += lanes_count(&without);
        }
        bool high = low <= rank;
        units |= (unsigned)high << bit;
        rank -= high ? low : 0;
        for (unsigned i = 0; i < search->sample_count; i++)
            some[i] &= high ? search->sample[i].bits[bit] : ~search->sample[i].bits[bit];
    }
    return units;
}

void search_visits(struct search *search)
{
    unsigned expected = MEET_FIRST, least = 0, most = LEAD_UNITS - 1, looked = 1;

    search->leads_count = 0;
    if (search->visits_count > 0 && !search->counts) {
        looked = take_sample(search);
        most = sample_units(search, expected * looked / search->visits_count);
    }
    while (search->visits_count > 0) {
        judge_between(search, least, most);
        unsigned left = units_left(search);
        if (left <= most || most == LEAD_UNITS - 1)
            break;
        least = most + 1;
        expected *= MEET_MORE;
        most = left < LEAD_UNITS - 1 ? left : sample_units(search, expected * looked / search->visits_count);
        most = most < least ? LEAD_UNITS - 1 : most;
    }
    search->visits_count = 0;
}
