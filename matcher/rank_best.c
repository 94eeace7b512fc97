/*
 * Out of the chunks that were looked at, those who lose least are met first: a list of chunks for each loss, each chunk
 * in that of its least. What the spot adds to the distance puts them on a second such list, from which they are judged,
 * until what is left cannot pass the bar (best first; buckets: Dial, "Shortest-path forest with topological ordering",
 * 1969). So spots and records are read of hardly anybody whose loss lies above that of the last in the answer.
 */
#include "matcher/rank_search.h"

#include <string.h>

static int32_t units_left(const struct search *search)
{
    int32_t left = search_units_left(search);

    return left < LEAD_UNITS - 1 ? left : LEAD_UNITS - 1;
}

/* ---- Meeting ---- */

static void meet(struct search *search, unsigned looked, const lanes *mask, unsigned units)
{
    const struct visit *visit = search->looked[looked].visit;

    for (unsigned word = 0; word < CHUNK_WORDS; word++)
        for (uint64_t left = (*mask)[word]; left != 0; left &= left - 1) {
            unsigned at = word * 64 + (unsigned)__builtin_ctzll(left);
            search->met[search->met_count++] = (struct lead){.looked = (uint16_t)looked,
                                                             .lane = (uint16_t)at,
                                                             .units = (uint16_t)units,
                                                             .near_units = visit->near_units};
            __builtin_prefetch(&visit->chunk->spots[at]);
        }
}

/* What the spot adds to the distance of the chunk. */
static void refine(const struct probe *probe, const struct visit *visit, const struct spot *spot, struct lead *lead)
{
    int32_t lat_e7 = (int32_t)(spot->north * (int64_t)SPOT_LAT_E7 - 900000000);
    int32_t lon_e7 = (int32_t)(spot->east * (int64_t)SPOT_LON_E7 - 1800000000);

    if (visit->anywhere || lead->units == LEAD_UNITS - 1)
        return;
    int32_t near_units = probe_near_units(probe, probe_least_m(probe, lat_e7, lon_e7, SPOT_LAT_E7, SPOT_LON_E7));
    int32_t more = near_units - lead->near_units;
    if (more <= 0) /* the square reaches out of the chunk's box */
        return;
    lead->near_units = (uint16_t)near_units;
    lead->units = (uint16_t)(lead->units + more < LEAD_UNITS - 1 ? lead->units + more : LEAD_UNITS - 1);
}

/* Those met become leads, in the list of what they lose. */
static void settle(struct search *search)
{
    int32_t left = units_left(search);

    for (unsigned i = 0; i < search->met_count; i++) {
        struct lead *lead = &search->met[i];
        const struct visit *visit = search->looked[lead->looked].visit;
        const struct spot *spot = &visit->chunk->spots[lead->lane];
        refine(&search->probe, visit, spot, lead);
        if (lead->units > left)
            continue;
        if (search->leads_count == LEADS_MOST) {
            search_judge(search, lead);
            continue;
        }
        lead->next = search->leads_first[lead->units];
        search->leads_first[lead->units] = (uint16_t)search->leads_count;
        search->leads[search->leads_count++] = *lead;
    }
    search->met_count = 0;
}

void search_whole(struct search *search)
{
    const struct looked *looked = &search->looked[search->looked_count];

    meet(search, search->looked_count, &looked->sums.alive, looked->visit->units);
    for (unsigned i = 0; i < search->met_count; i++)
        search_judge(search, &search->met[i]);
    search->met_count = 0;
}

/* ---- Chunks by their least ---- */

/* Puts a chunk on the list of its least. */
static void list_looked(struct search *search, unsigned at)
{
    struct looked *looked = &search->looked[at];
    unsigned units = sums_least(&looked->sums, &looked->least);

    if (units == LEAD_UNITS)
        return;
    looked->next = search->looked_first[units];
    search->looked_first[units] = (uint16_t)at;
}

void search_keep(struct search *search)
{
    if (search->looked_count == 0) {
        memset(search->looked_first, UINT8_MAX, sizeof search->looked_first);
        memset(search->leads_first, UINT8_MAX, sizeof search->leads_first);
        search->met_units = search->judged_units = 0;
        search->leads_count = 0;
    }
    list_looked(search, search->looked_count++);
}

/* Meets a few more; all who lose as much as one of them are among them. */
static void meet_few(struct search *search)
{
    for (bool few = true; few && search->met_units <= units_left(search); few = few && search->met_count < MET_FEW) {
        unsigned next;
        for (unsigned at = search->looked_first[search->met_units]; at != NO_NEXT; at = next) {
            struct looked *looked = &search->looked[at];
            next = looked->next;
            if (search->met_count > MET_MOST - CHUNK_LANES) {
                settle(search);
                few = false;
            }
            meet(search, at, &looked->least, (unsigned)search->met_units);
            looked->sums.alive &= ~looked->least;
            list_looked(search, at);
        }
        search->met_units++;
    }
}

/* The records of those who lose less than `below` are on their way then. */
static void fetch_records(const struct search *search, int32_t below)
{
    const struct store *store = &search->probe.matcher->people.store;

    for (int32_t units = search->judged_units; units < below; units++)
        for (unsigned at = search->leads_first[units]; at != NO_NEXT; at = search->leads[at].next) {
            const struct lead *lead = &search->leads[at];
            const unsigned char *record =
                store_granule(store, search->looked[lead->looked].visit->chunk->spots[lead->lane].name);
            __builtin_prefetch(record);
            __builtin_prefetch(record + 64);
        }
}

/* Judges those who lose less than `below`, all of whom are leads. */
static void judge(struct search *search, int32_t below)
{
    int32_t left = units_left(search);

    fetch_records(search, below <= left ? below : left + 1);
    for (; search->judged_units < below && search->judged_units <= units_left(search); search->judged_units++)
        for (unsigned at = search->leads_first[search->judged_units]; at != NO_NEXT; at = search->leads[at].next)
            if (search->judged_units <= search_units_left(search))
                search_judge(search, &search->leads[at]);
}

/* While some are judged, the spots of the next few are on their way. */
void search_best(struct search *search)
{
    bool more = search->looked_count > 0;

    for (int32_t settled = 0; more;) {
        int32_t below = settled;
        meet_few(search);
        judge(search, below);
        more = search->met_count > 0 || search->judged_units < search->met_units;
        settle(search);
        settled = search->met_units;
        more = more && search->judged_units <= units_left(search);
    }
    search->looked_count = 0;
}
