/*
 * `generate --assign V N DEGREE`: people and needs as points in a country of towns. Few towns are crowded, most are
 * small; everybody has pairs with the nearest needs (three of four) and with some far off, worth more the nearer they
 * are and by a skill between the two. People have one unit, needs 1 to 5 seats. Integers alone: the same bytes
 * anywhere.
 */
#include "matcher/command/command.h"
#include "matcher/command/generate.h"

#include <stdlib.h>
#include <string.h>

enum { SIDE_M = 1000000, NEAR_M = 150000, SPREAD_M = 15000, CROWDED = 4000, CELLS_MAX = 512 };

struct point {
    int32_t x_m, y_m;
};

struct candidate {
    int64_t square_m2;
    uint32_t need;
};

struct country {
    uint64_t state;
    int64_t people, needs, degree, towns;
    struct point *town;
    uint64_t *crowd; /* of the towns so far, this one included */
    struct point *need, *person;
    /* needs by cell of a square grid */
    int64_t cells, cell_m;
    uint32_t *cell_first, *by_cell;
    struct candidate *near; /* the nearest so far: a heap, the farthest first */
    uint32_t *picked;
    unsigned char *is_picked;
};

static int64_t root_of(int64_t square)
{
    int64_t root = 0;

    for (int64_t bit = INT64_C(1) << 30; bit > 0; bit >>= 1)
        if ((root + bit) * (root + bit) <= square)
            root += bit;
    return root;
}

static int32_t near_town(uint64_t *state, int32_t at_m)
{
    int64_t sum = at_m;

    for (int k = 0; k < 4; k++) /* four draws make a bell */
        sum += (generate_below(state, 2 * SPREAD_M + 1) - SPREAD_M) / 2;
    return (int32_t)(sum < 0 ? 0 : sum >= SIDE_M ? SIDE_M - 1 : sum);
}

static struct point draw_point(struct country *country)
{
    int64_t least = 0, most = country->towns - 1;
    uint64_t drawn = (uint64_t)generate_below(&country->state, (int64_t)country->crowd[most]);

    while (least < most) {
        int64_t middle = (least + most) / 2;
        if (country->crowd[middle] > drawn)
            most = middle;
        else
            least = middle + 1;
    }
    struct point at = {near_town(&country->state, country->town[least].x_m), 0};
    at.y_m = near_town(&country->state, country->town[least].y_m);
    return at;
}

static int64_t cell_of(const struct country *country, struct point at)
{
    return at.y_m / country->cell_m * country->cells + at.x_m / country->cell_m;
}

static void settle(struct country *country)
{
    uint64_t crowd = 0;

    for (int64_t t = 0; t < country->towns; t++) {
        country->town[t].x_m = (int32_t)generate_below(&country->state, SIDE_M);
        country->town[t].y_m = (int32_t)generate_below(&country->state, SIDE_M);
        crowd += 1000000 / (uint64_t)(1 + generate_below(&country->state, 1000)) + 200;
        country->crowd[t] = crowd;
    }
    for (int64_t j = 0; j < country->needs; j++)
        country->need[j] = draw_point(country);
    for (int64_t i = 0; i < country->people; i++)
        country->person[i] = draw_point(country);
    for (int64_t j = 0; j < country->needs; j++)
        country->cell_first[cell_of(country, country->need[j]) + 1]++;
    for (int64_t c = 0; c < country->cells * country->cells; c++)
        country->cell_first[c + 1] += country->cell_first[c];
    for (int64_t j = country->needs; j-- > 0;) { /* starts move back from the ends, and stand again afterwards */
        int64_t cell = cell_of(country, country->need[j]);
        country->by_cell[--country->cell_first[cell + 1]] = (uint32_t)j;
    }
    memmove(country->cell_first, country->cell_first + 1,
            (size_t)(country->cells * country->cells) * sizeof *country->cell_first);
    country->cell_first[country->cells * country->cells] = (uint32_t)country->needs;
}

static bool is_farther(struct candidate a, struct candidate b)
{
    return a.square_m2 > b.square_m2 || (a.square_m2 == b.square_m2 && a.need > b.need);
}

/* Keeps the `most` nearest. */
static void offer(struct candidate *heap, int64_t *count, int64_t most, struct candidate candidate)
{
    int64_t at = 0;

    if (*count < most) {
        for (at = (*count)++; at > 0 && is_farther(candidate, heap[(at - 1) / 2]); at = (at - 1) / 2)
            heap[at] = heap[(at - 1) / 2];
    } else if (most == 0 || !is_farther(heap[0], candidate))
        return;
    else
        for (int64_t child = 1; child < most; child = 2 * at + 1) {
            child += child + 1 < most && is_farther(heap[child + 1], heap[child]);
            if (!is_farther(heap[child], candidate))
                break;
            heap[at] = heap[child];
            at = child;
        }
    heap[at] = candidate;
}

/* Rings of cells around a person, until they hold enough needs. */
static int64_t find_near(struct country *country, struct point at, int64_t wanted)
{
    int64_t count = 0, seen = 0, cx = at.x_m / country->cell_m, cy = at.y_m / country->cell_m;

    for (int64_t ring = 0; ring < country->cells && (ring < 2 || seen < wanted); ring++)
        for (int64_t y = cy - ring; y <= cy + ring; y++) {
            int64_t step = y == cy - ring || y == cy + ring || ring == 0 ? 1 : 2 * ring;
            for (int64_t x = cx - ring; x <= cx + ring; x += step) {
                if (x < 0 || y < 0 || x >= country->cells || y >= country->cells || seen >= CROWDED + wanted)
                    continue;
                int64_t cell = y * country->cells + x;
                for (uint32_t k = country->cell_first[cell]; k < country->cell_first[cell + 1]; k++, seen++) {
                    uint32_t need = country->by_cell[k];
                    int64_t dx = country->need[need].x_m - at.x_m, dy = country->need[need].y_m - at.y_m;
                    offer(country->near, &count, wanted, (struct candidate){dx * dx + dy * dy, need});
                }
            }
        }
    return count;
}

static int by_number(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;

    return (left > right) - (left < right);
}

static void write_person(FILE *out, struct country *country, int64_t i)
{
    int64_t count = find_near(country, country->person[i], country->degree - country->degree / 4);

    for (int64_t k = 0; k < count; k++)
        country->is_picked[country->picked[k] = country->near[k].need] = 1;
    while (count < country->degree) {
        uint32_t need = (uint32_t)generate_below(&country->state, country->needs);
        if (country->is_picked[need] == 0)
            country->is_picked[country->picked[count++] = need] = 1;
    }
    qsort(country->picked, (size_t)count, sizeof *country->picked, by_number);
    for (int64_t k = 0; k < count; k++) {
        uint32_t need = country->picked[k];
        int64_t dx = country->need[need].x_m - country->person[i].x_m;
        int64_t dy = country->need[need].y_m - country->person[i].y_m, apart_m = root_of(dx * dx + dy * dy);
        int64_t near = apart_m < NEAR_M ? 6000 - 6000 * apart_m / NEAR_M : 0;
        country->is_picked[need] = 0;
        fprintf(out, "e %lld %u %lld\n", (long long)i + 1, need + 1,
                (long long)(near + generate_below(&country->state, 4001)));
    }
}

static void country_free(struct country *country)
{
    free(country->town);
    free(country->crowd);
    free(country->need);
    free(country->person);
    free(country->cell_first);
    free(country->by_cell);
    free(country->near);
    free(country->picked);
    free(country->is_picked);
}

static bool country_open(struct country *country, const int64_t size[3], uint64_t seed)
{
    country->state = seed * 77777 + 5;
    country->people = size[0];
    country->needs = size[1];
    country->degree = size[2] < size[1] ? size[2] : size[1];
    country->towns = root_of(country->needs) > 1 ? root_of(country->needs) : 1;
    country->cells = root_of(country->needs / 4);
    country->cells = country->cells < 1 ? 1 : country->cells > CELLS_MAX ? CELLS_MAX : country->cells;
    country->cell_m = (SIDE_M + country->cells - 1) / country->cells;
    country->town = calloc((size_t)country->towns, sizeof *country->town);
    country->crowd = calloc((size_t)country->towns, sizeof *country->crowd);
    country->need = calloc((size_t)country->needs, sizeof *country->need);
    country->person = calloc((size_t)country->people, sizeof *country->person);
    country->cell_first = calloc((size_t)(country->cells * country->cells) + 2, sizeof *country->cell_first);
    country->by_cell = calloc((size_t)country->needs, sizeof *country->by_cell);
    country->near = calloc((size_t)country->degree + 1, sizeof *country->near);
    country->picked = calloc((size_t)country->degree + 1, sizeof *country->picked);
    country->is_picked = calloc((size_t)country->needs, 1);
    return country->town != NULL && country->crowd != NULL && country->need != NULL && country->person != NULL &&
           country->cell_first != NULL && country->by_cell != NULL && country->near != NULL &&
           country->picked != NULL && country->is_picked != NULL;
}

bool generate_assign(struct run *run)
{
    struct country country = {0};
    char path[512];
    FILE *out = NULL;
    bool ok = country_open(&country, run->arguments.generate, (uint64_t)run->arguments.seed);

    if (!ok)
        input_no_memory(&run->input);
    else
        ok = (out = generate_open(run, "problem.vm", path)) != NULL;
    if (ok) {
        settle(&country);
        fprintf(out, "p vm %lld %lld %lld\n", (long long)country.people, (long long)country.needs,
                (long long)(country.people * country.degree));
        for (int64_t j = 1; j <= country.needs; j++)
            fprintf(out, "n %lld %lld\n", (long long)j, (long long)generate_below(&country.state, 5) + 1);
        for (int64_t i = 0; i < country.people; i++)
            write_person(out, &country, i);
        ok = generate_close(run, out, path);
    }
    country_free(&country);
    return ok;
}
