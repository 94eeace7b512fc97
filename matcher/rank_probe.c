/* From a need to columns, losses and windows of the week. */
#include "matcher/rank_probe.h"
#include "matcher/rules.h"
#include "matcher/score.h"

#include <math.h>

/* ---- What to ask of columns ---- */

/* The columns, of `width`, that some codes of a set share: how many each. */
static void count_shared(const struct matcher_set *codes, unsigned width, uint8_t sharing[])
{
    for (unsigned i = 0; i < width; i++)
        sharing[i] = 0;
    for (unsigned word = 0; word < MATCHER_CODES / 64; word++)
        for (uint64_t left = codes->bits[word]; left != 0; left &= left - 1)
            sharing[(word * 64 + (unsigned)__builtin_ctzll(left)) % width]++;
}

static void add_required_skills(struct probe *probe, const struct matcher_set *skills)
{
    uint8_t sharing[LANE_SKILLS];

    count_shared(skills, LANE_SKILLS, sharing);
    for (unsigned i = 0; i < LANE_SKILLS; i++)
        if (sharing[i] > 0)
            probe->required[probe->required_count++] = (uint8_t)(LANE_SKILL + i);
}

static void make_addend(int64_t units, struct addend *addend)
{
    for (unsigned i = 0; i < SUM_BITS; i++)
        addend->bits[i] = units >> i & 1 ? UINT64_MAX : 0;
    addend->over = units > SUM_MOST ? UINT64_MAX : 0;
}

static void add_loss(struct probe *probe, unsigned first, unsigned count, int32_t points)
{
    int32_t units = points / probe->unit;

    if (units == 0 || count == 0)
        return;
    struct loss *loss = &probe->losses[probe->losses_count++];
    loss->first = (uint8_t)first;
    loss->count = (uint8_t)count;
    make_addend(units, &loss->units);
}

/* Whoever misses m of n preferred skills loses at least m times floor(points / n); a column that several of them share
 * loses for all. */
static unsigned add_preferred_skills(struct probe *probe, unsigned columns)
{
    int32_t each = probe->view->skills_total == 0
                       ? 0
                       : probe->matcher->settings.points[MATCHER_PART_SKILLS] / probe->view->skills_total;
    uint8_t sharing[LANE_SKILLS];

    count_shared(&probe->view->need->preferred_skills, LANE_SKILLS, sharing);
    for (unsigned i = 0; i < LANE_SKILLS; i++) {
        if (sharing[i] == 0)
            continue;
        probe->columns[columns] = (uint8_t)(LANE_SKILL + i);
        add_loss(probe, columns++, 1, each * sharing[i]);
    }
    return columns;
}

/* All points are lost by whoever shares none of the codes. */
static unsigned add_shared(struct probe *probe, unsigned columns, const struct matcher_set *codes, unsigned column,
                           unsigned width, enum matcher_part part)
{
    unsigned first = columns;
    uint8_t sharing[LANE_SKILLS];

    count_shared(codes, width, sharing);
    for (unsigned i = 0; i < width; i++)
        if (sharing[i] > 0)
            probe->columns[columns++] = (uint8_t)(column + i);
    add_loss(probe, first, columns - first, probe->matcher->settings.points[part]);
    return columns;
}

static void add_languages(struct probe *probe)
{
    const struct need_view *view = probe->view;

    for (unsigned i = 0; i < view->required_count; i++)
        probe->levels[probe->levels_count++] = (struct level_wanted){
            .language = (uint8_t)(LANE_LANGUAGE + view->required[i].language % LANE_LANGUAGES * 3),
            .level = view->required[i].level};
    for (unsigned i = 0; i < view->preferred_count; i++) {
        int32_t units = probe->matcher->settings.points[MATCHER_PART_LANGUAGES] / view->levels_total / probe->unit;
        if (units == 0)
            continue;
        struct level_loss *loss = &probe->level_losses[probe->level_losses_count++];
        loss->column = (uint8_t)(LANE_LANGUAGE + view->preferred[i].language % LANE_LANGUAGES * 3);
        loss->wanted = view->preferred[i].level;
        for (unsigned bit = 0; bit < 3; bit++)
            make_addend((int64_t)units << bit, &loss->units[bit]);
    }
}

/* ---- Windows ---- */

static bool windows_touch(const struct window *a, const struct window *b)
{
    int a_from = a->from_min / 15, a_to = (a->to_min + 14) / 15, b_from = b->from_min / 15,
        b_to = (b->to_min + 14) / 15;
    int later = b->weekday * 96 + b_from - a->weekday * 96 - a_from;
    int apart = (later % WEEK_QUARTERS + WEEK_QUARTERS) % WEEK_QUARTERS;

    return apart < a_to - a_from || WEEK_QUARTERS - apart < b_to - b_from;
}

static void add_window(struct probe *probe, const struct shift_view *shift)
{
    struct window window = {
        .weekday = (uint8_t)(shift->week_bit / 96),
        .shifts = 1,
        .from_min = shift->shift->from_minute,
        .to_min = shift->shift->to_minute,
    };

    for (unsigned i = 0; i < probe->windows_count; i++) {
        struct window *held = &probe->windows[i];
        if (held->weekday == window.weekday && held->from_min == window.from_min && held->to_min == window.to_min) {
            held->shifts++;
            return;
        }
    }
    if (probe->windows_count == PROBE_WINDOWS)
        probe->any_time = true;
    else
        probe->windows[probe->windows_count++] = window;
}

/* Both are distinct. */
static bool holds(const struct window *a, const struct window *b)
{
    return a->weekday == b->weekday && a->from_min <= b->from_min && a->to_min >= b->to_min;
}

static void add_windows(struct probe *probe)
{
    for (size_t i = 0; i < probe->view->shifts_count; i++) {
        const struct shift_view *shift = &probe->view->shifts[i];
        if (!shift_is_open(shift, probe->query))
            continue;
        probe->shifts_open++;
        add_window(probe, shift);
    }
    for (unsigned i = 0; i < probe->windows_count; i++) {
        struct window *window = &probe->windows[i];
        window->leads = true;
        for (unsigned j = 0; j < probe->windows_count; j++) {
            if (windows_touch(window, &probe->windows[j]))
                window->touching |= (uint16_t)(1u << j);
            if (i != j && holds(window, &probe->windows[j]))
                window->leads = false;
        }
    }
}

static void add_touched(struct probe *probe, unsigned columns)
{
    bool touched[LANE_COLUMNS] = {0};

    for (unsigned i = 0; i < probe->required_count; i++)
        touched[probe->required[i]] = true;
    for (unsigned i = 0; i < columns; i++)
        touched[probe->columns[i]] = true;
    for (unsigned i = 0; i < 3; i++) {
        for (unsigned j = 0; j < probe->levels_count; j++)
            touched[probe->levels[j].language + i] = true;
        for (unsigned j = 0; j < probe->level_losses_count; j++)
            touched[probe->level_losses[j].column + i] = true;
    }
    probe->touched_count = 0;
    for (unsigned i = 0; i < LANE_COLUMNS; i++)
        if (touched[i])
            probe->touched[probe->touched_count++] = (uint8_t)i;
}

void probe_make(const struct matcher *matcher, const struct need_view *view, const struct matcher_query *query,
                struct probe *probe)
{
    const struct matcher_set ages = {{view->need->age_groups}};
    struct matcher_set here = {{0}};
    unsigned columns = 0;

    probe->matcher = matcher;
    probe->view = view;
    probe->query = query;
    probe->most = score_most(&matcher->settings, view);
    probe->unit = score_unit(&matcher->settings);
    probe->cos_lat = view->need->at.known ? sqrt(view->at[0] * view->at[0] + view->at[1] * view->at[1]) : 0;
    probe->shifts_open = 0;
    probe->any_time = false;
    probe->windows_count = probe->required_count = probe->levels_count = 0;
    probe->losses_count = probe->level_losses_count = 0;
    add_windows(probe);
    add_required_skills(probe, &view->need->required_skills);
    add_languages(probe);
    columns = add_preferred_skills(probe, columns);
    columns = add_shared(probe, columns, &view->need->interests, LANE_INTEREST, LANE_INTERESTS, MATCHER_PART_INTEREST);
    columns = add_shared(probe, columns, &ages, LANE_AGE_GROUP, LANE_AGE_GROUPS, MATCHER_PART_AGE_GROUPS);
    matcher_set_add(&here, (unsigned)view->need->centre % LANE_CENTRES);
    columns = add_shared(probe, columns, &here, LANE_CENTRE, LANE_CENTRES, MATCHER_PART_EXPERIENCE);
    add_touched(probe, columns);
}

/* ---- Distances from below ---- */

int32_t probe_least_m(const struct probe *probe, int32_t lat_e7, int32_t lon_e7, int64_t size_lat_e7,
                      int64_t size_lon_e7)
{
    const struct matcher_position *at = &probe->view->need->at;

    return at->known ? road_least_m(at, probe->cos_lat, lat_e7, lon_e7, size_lat_e7, size_lon_e7) : 0;
}

int32_t road_least_m(const struct matcher_position *at, double cos_lat, int32_t lat_e7, int32_t lon_e7,
                     int64_t size_lat_e7, int64_t size_lon_e7)
{
    const int64_t around_e7 = INT64_C(3600000000);
    int64_t up = gap_e7((int64_t)lat_e7 - at->lat_e7, size_lat_e7);
    int64_t aside = gap_e7((int64_t)lon_e7 - at->lon_e7, size_lon_e7), other_way = around_e7 - aside - size_lon_e7;
    int64_t least = aside < other_way ? aside : other_way > 0 ? other_way : 0;

    if (up > FLAT_E7)
        return (int32_t)(FLAT_E7 * METRES_PER_E7 * 0.99);
    if (least > FLAT_E7)
        return (int32_t)(FLAT_E7 * cos_least(cos_lat, up, size_lat_e7) * METRES_PER_E7 * 0.99);
    return flat_least_m(cos_lat, up, least, size_lat_e7);
}
