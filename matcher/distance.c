/* Distances and travel times: the great circle as a chord between unit vectors, and pairs with entries of their own. */
#include "matcher/index.h"

#include <math.h>
#include <stdlib.h>

static const double earth_radius_m = 6371000.0;
static const double road_factor = 1.3; /* roads against the great circle; DOMAIN: median error 10 % */
static const int metres_per_minute = 500;

void unit_vector(const struct matcher_position *at, double vector[3])
{
    const double radians = 3.14159265358979323846 / 180.0 / 1e7;
    double lat = at->lat_e7 * radians, lon = at->lon_e7 * radians;

    vector[0] = cos(lat) * cos(lon);
    vector[1] = cos(lat) * sin(lon);
    vector[2] = sin(lat);
}

/* Half the chord is the sine of half the angle: the haversine formula without its trigonometry in the inner loop. */
int32_t distance_between_m(const double a[3], const double b[3])
{
    double x = a[0] - b[0], y = a[1] - b[1], z = a[2] - b[2];
    double half_chord = sqrt(x * x + y * y + z * z) / 2;
    double angle = 2 * asin(half_chord < 1 ? half_chord : 1);

    return (int32_t)ceil(earth_radius_m * angle * road_factor);
}

int32_t matcher_distance_m(const struct matcher_position *from, const struct matcher_position *to)
{
    double a[3], b[3];

    unit_vector(from, a);
    unit_vector(to, b);
    return distance_between_m(a, b);
}

int32_t matcher_travel_min(int32_t distance_m)
{
    return distance_m / metres_per_minute + (distance_m % metres_per_minute > 0);
}

static uint64_t travel_key(int32_t a, int32_t b)
{
    uint64_t low = (uint64_t)(a < b ? a : b), high = (uint64_t)(a < b ? b : a);

    return (low << 32 | high) + 1;
}

static struct travel *travel_cell(struct travel *cells, size_t capacity, uint64_t key)
{
    size_t at = (key * UINT64_C(0x9e3779b97f4a7c15)) >> 20 & (capacity - 1);

    while (cells[at].key != 0 && cells[at].key != key)
        at = (at + 1) & (capacity - 1);
    return &cells[at];
}

const struct travel *travel_find(const struct matcher *matcher, int32_t place_a, int32_t place_b)
{
    if (matcher->travels_count == 0 || place_a < 0 || place_b < 0)
        return NULL;
    const struct travel *cell = travel_cell(matcher->travels, matcher->travels_capacity, travel_key(place_a, place_b));
    return cell->key == 0 ? NULL : cell;
}

static bool travel_reserve(struct matcher *matcher)
{
    size_t capacity = matcher->travels_capacity == 0 ? 64 : matcher->travels_capacity * 2;

    if ((matcher->travels_count + 1) * 2 < matcher->travels_capacity)
        return true;
    struct travel *cells = calloc(capacity, sizeof *cells);
    if (cells == NULL)
        return false;
    for (size_t i = 0; i < matcher->travels_capacity; i++)
        if (matcher->travels[i].key != 0)
            *travel_cell(cells, capacity, matcher->travels[i].key) = matcher->travels[i];
    free(matcher->travels);
    matcher->travels = cells;
    matcher->travels_capacity = capacity;
    return true;
}

bool matcher_set_travel(struct matcher *matcher, int32_t place_a, int32_t place_b, int32_t distance_m,
                        int32_t travel_min, struct matcher_error *error)
{
    if (place_a < 0 || place_a > 1000000 || place_b < 0 || place_b > 1000000)
        return matcher_fail(error, MATCHER_INVALID, "place", 0);
    if (distance_m < 0 || distance_m > 100000000)
        return matcher_fail(error, MATCHER_INVALID, "distance_m", 0);
    if (travel_min < 0 || travel_min > 100000)
        return matcher_fail(error, MATCHER_INVALID, "travel_min", 0);
    if (!travel_reserve(matcher))
        return matcher_fail(error, MATCHER_NO_MEMORY, NULL, 0);
    uint64_t key = travel_key(place_a, place_b);
    struct travel *cell = travel_cell(matcher->travels, matcher->travels_capacity, key);
    matcher->travels_count += cell->key == 0;
    *cell = (struct travel){.key = key, .distance_m = distance_m, .travel_min = travel_min};
    return true;
}

struct leg leg_between(const struct matcher *matcher, const struct matcher_position *a,
                       const struct matcher_position *b)
{
    if (!a->known || !b->known)
        return (struct leg){.distance_m = -1};
    const struct travel *own = travel_find(matcher, a->place, b->place);
    if (own != NULL)
        return (struct leg){.distance_m = own->distance_m, .travel_min = own->travel_min};
    int32_t distance_m = matcher_distance_m(a, b);
    return (struct leg){.distance_m = distance_m, .travel_min = matcher_travel_min(distance_m)};
}

struct leg leg_to_need(const struct matcher *matcher, const struct card *card, const struct need_view *view)
{
    double start[3];

    if (!card->start.known || !view->need->at.known)
        return (struct leg){.distance_m = -1};
    const struct travel *own = travel_find(matcher, card->start.place, view->need->at.place);
    if (own != NULL)
        return (struct leg){.distance_m = own->distance_m, .travel_min = own->travel_min};
    unit_vector(&card->start, start);
    int32_t distance_m = distance_between_m(start, view->at);
    return (struct leg){.distance_m = distance_m, .travel_min = matcher_travel_min(distance_m)};
}
