/*
 * Groups: options that hang together because some of them cannot be taken together. Coarser than need be is slow, finer
 * than is true would be wrong: whatever pair_allows can refuse must lie within one group.
 */
#include "matcher/pair_state.h"

#include "matcher/rules.h"

#include <stdlib.h>

struct grouping {
    struct pair_problem *problem;
    uint32_t *parent; /* by option: a forest (union by the smaller number, paths halved) */
    uint32_t *list;   /* options by start: of one person, or of one home centre */
    uint32_t *met;    /* by person: the option beside which they were counted last */
};

static uint32_t root_of(uint32_t *parent, uint32_t option)
{
    while (parent[option] != option)
        option = parent[option] = parent[parent[option]];
    return option;
}

static void join(struct grouping *grouping, uint32_t a, uint32_t b)
{
    a = root_of(grouping->parent, a);
    b = root_of(grouping->parent, b);
    if (a < b)
        grouping->parent[b] = a;
    else
        grouping->parent[a] = b;
}

static const struct matcher_shift *shift_of(const struct pair_problem *problem, uint32_t option)
{
    return problem->seats[problem->options[option].seat].shift->shift;
}

/* qsort has no context: starts go along. */
struct started {
    int32_t start_utc_min;
    uint32_t option;
};

static int by_start(const void *a, const void *b)
{
    const struct started *left = a, *right = b;

    if (left->start_utc_min != right->start_utc_min)
        return left->start_utc_min < right->start_utc_min ? -1 : 1;
    return (left->option > right->option) - (left->option < right->option);
}

static void sort_by_start(const struct pair_problem *problem, struct started *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        list[i].start_utc_min = shift_of(problem, list[i].option)->start_utc_min;
    if (count > 1)
        qsort(list, count, sizeof *list, by_start);
}

/* By week instead; within a week in any order that is always the same. */
static void sort_by_week(const struct pair_problem *problem, struct started *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        list[i].start_utc_min = problem->seats[problem->options[list[i].option].seat].week;
    if (count > 1)
        qsort(list, count, sizeof *list, by_start);
}

/* ---- One person ---- */

static void join_clashes(struct grouping *grouping, const struct started *list, size_t count)
{
    struct pair_problem *problem = grouping->problem;

    for (size_t i = 0; i < count; i++) {
        int64_t horizon = (int64_t)shift_of(problem, list[i].option)->end_utc_min + problem->longest_way;
        for (size_t j = i + 1; j < count && list[j].start_utc_min < horizon; j++)
            if (pair_clash(problem, list[i].option, list[j].option))
                join(grouping, list[i].option, list[j].option);
    }
}

/* Options of a week, which stand side by side, that together go beyond the hours. */
static void join_weeks(struct grouping *grouping, const struct pair_person *person, const struct started *list,
                       size_t count)
{
    const struct pair_problem *problem = grouping->problem;

    for (size_t i = 0, end; i < count; i = end) {
        int32_t week = problem->seats[problem->options[list[i].option].seat].week, agreed = 0;
        int64_t minutes = 0;
        for (end = i; end < count; end++) {
            const struct pair_option *option = &problem->options[list[end].option];
            if (problem->seats[option->seat].week != week)
                break;
            minutes += problem->seats[option->seat].minutes;
            agreed = option->agreed_min > agreed ? option->agreed_min : agreed;
        }
        for (size_t j = i + 1; minutes + agreed > person->hours_per_week * 60 && j < end; j++)
            join(grouping, list[i].option, list[j].option);
    }
}

/* Work, agreed and possible, with gaps shorter than the rest: when that could become too long a stretch, all of it
 * hangs together. */
static void join_rests(struct grouping *grouping, const struct pair_person *person, const struct started *list,
                       size_t count)
{
    const struct pair_problem *problem = grouping->problem;
    int32_t rest_min = problem->matcher->settings.rest_min;
    bool covers = false;

    for (size_t i = 0; i < count; i++)
        covers = covers || problem->options[list[i].option].covers;
    for (size_t i = 0, end; covers && rest_min > 0 && i < count; i = end) {
        int32_t start = list[i].start_utc_min, last = shift_of(problem, list[i].option)->end_utc_min;
        end = i + 1;
        for (bool grown = true; grown;) {
            grown = false;
            for (size_t a = 0; a < person->agreed_count; a++) {
                const struct matcher_agreed *agreed = &person->agreed[a];
                if (agreed->start_utc_min - last >= rest_min || start - agreed->end_utc_min >= rest_min)
                    continue;
                grown = grown || agreed->start_utc_min < start || agreed->end_utc_min > last;
                start = agreed->start_utc_min < start ? agreed->start_utc_min : start;
                last = agreed->end_utc_min > last ? agreed->end_utc_min : last;
            }
            for (; end < count && list[end].start_utc_min - last < rest_min; end++) {
                int32_t ends = shift_of(problem, list[end].option)->end_utc_min;
                grown = true;
                last = ends > last ? ends : last;
            }
        }
        for (size_t j = i + 1; last - start > 1440 - rest_min && j < end; j++)
            join(grouping, list[i].option, list[j].option);
    }
}

/* ---- Home centres ---- */

/* Colleagues of whoever takes list[i] who could be away at some time of it: how many, each counted once; and `joins`
 * makes their options hang together with it. */
static int32_t meet_colleagues(struct grouping *grouping, const struct started *list, size_t count, size_t i,
                               bool joins)
{
    const struct pair_problem *problem = grouping->problem;
    const struct matcher_shift *shift = shift_of(problem, list[i].option);
    uint32_t person = problem->options[list[i].option].person;
    int32_t colleagues = 0;
    size_t from = i;

    while (from > 0 && list[from - 1].start_utc_min > list[i].start_utc_min - problem->longest_shift)
        from--;
    for (size_t j = from; j < count && list[j].start_utc_min < shift->end_utc_min; j++) {
        uint32_t other = problem->options[list[j].option].person;
        if (other == person || shift_of(problem, list[j].option)->end_utc_min <= shift->start_utc_min)
            continue;
        colleagues += grouping->met[other] != list[i].option;
        grouping->met[other] = list[i].option;
        if (joins)
            join(grouping, list[i].option, list[j].option);
    }
    return colleagues;
}

/* Options of workers who would be away from this home centre, by start. An option to cover hangs together with those of
 * colleagues that overlap it, when more of them may be away than can be spared. */
static void join_home(struct grouping *grouping, const struct started *list, size_t count)
{
    struct pair_problem *problem = grouping->problem;
    unsigned keep = problem->matcher->settings.home_staff;

    for (size_t i = 0; i < count; i++) {
        struct pair_option *option = &problem->options[list[i].option];
        struct matcher_person person;
        if (!option->covers)
            continue;
        unsigned enough = keep + (unsigned)meet_colleagues(grouping, list, count, i, false);
        record_unpack(problem->people[option->person].record, &person);
        unsigned staying = home_staff_staying(problem->matcher, &person, shift_of(problem, list[i].option), enough);
        if (staying >= enough)
            continue;
        option->spare = (int32_t)(staying - keep);
        meet_colleagues(grouping, list, count, i, true);
    }
}

struct leaver {
    int32_t centre;
    struct started started;
};

static int by_centre(const void *a, const void *b)
{
    const struct leaver *left = a, *right = b;

    if (left->centre != right->centre)
        return left->centre < right->centre ? -1 : 1;
    return by_start(&left->started, &right->started);
}

static bool join_homes(struct grouping *grouping)
{
    const struct pair_problem *problem = grouping->problem;
    size_t count = 0;

    for (size_t p = 0; p < problem->people_count; p++)
        if (problem->people[p].worker && problem->people[p].home_centre != MATCHER_NO_CENTRE)
            count += problem->people[p].count;
    if (count == 0)
        return true;
    struct leaver *leavers = malloc(count * sizeof *leavers);
    struct started *list = malloc(count * sizeof *list);
    count = 0;
    for (size_t o = 0; leavers != NULL && list != NULL && o < problem->options_count; o++) {
        const struct pair_person *person = &problem->people[problem->options[o].person];
        if (person->worker && person->home_centre != MATCHER_NO_CENTRE && problem->options[o].away)
            leavers[count++] = (struct leaver){
                .centre = person->home_centre,
                .started = {.start_utc_min = shift_of(problem, (uint32_t)o)->start_utc_min, .option = (uint32_t)o},
            };
    }
    bool ok = leavers != NULL && list != NULL;
    if (count > 1)
        qsort(leavers, count, sizeof *leavers, by_centre);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i; end < count && leavers[end].centre == leavers[i].centre; end++)
            list[end - i] = leavers[end].started;
        join_home(grouping, list, end - i);
    }
    free(leavers);
    free(list);
    return ok;
}

/* ---- All of it ---- */

static bool number_groups(struct grouping *grouping)
{
    struct pair_problem *problem = grouping->problem;
    size_t count = problem->options_count;
    uint32_t *number = grouping->list;

    for (size_t o = 0; o < count; o++) /* a root is the smallest of its group, so it is numbered before the others */
        number[o] = root_of(grouping->parent, (uint32_t)o) == o ? (uint32_t)problem->groups_count++ : PAIR_NONE;
    problem->group_first = calloc(problem->groups_count + 2, sizeof *problem->group_first);
    problem->group_options = malloc((count + 1) * sizeof *problem->group_options);
    if (problem->group_first == NULL || problem->group_options == NULL)
        return false;
    for (size_t o = 0; o < count; o++) {
        problem->options[o].group = number[root_of(grouping->parent, (uint32_t)o)];
        problem->group_first[problem->options[o].group + 2]++;
    }
    for (size_t g = 0; g < problem->groups_count; g++) {
        if (problem->group_first[g + 2] > problem->largest_group)
            problem->largest_group = problem->group_first[g + 2];
        problem->group_first[g + 2] += problem->group_first[g + 1];
    }
    return true;
}

static void fill_groups(struct pair_problem *problem, struct started *list)
{
    for (size_t p = 0; p < problem->people_count; p++) {
        const struct pair_person *person = &problem->people[p];
        for (uint32_t i = 0; i < person->count; i++)
            list[i].option = person->first + i;
        sort_by_start(problem, list, person->count);
        for (uint32_t i = 0; i < person->count; i++)
            problem->group_options[problem->group_first[problem->options[list[i].option].group + 1]++] = list[i].option;
    }
}

bool pair_make_groups(struct pair_problem *problem)
{
    struct grouping grouping = {.problem = problem};
    size_t count = problem->options_count;
    struct started *list = malloc((count + 1) * sizeof *list);

    grouping.parent = malloc((count + 1) * sizeof *grouping.parent);
    grouping.list = malloc((count + 1) * sizeof *grouping.list);
    grouping.met = malloc((problem->people_count + 1) * sizeof *grouping.met);
    bool ok = list != NULL && grouping.parent != NULL && grouping.list != NULL && grouping.met != NULL;
    for (size_t p = 0; ok && p < problem->people_count; p++)
        grouping.met[p] = PAIR_NONE;
    for (size_t o = 0; ok && o < count; o++)
        grouping.parent[o] = (uint32_t)o;
    for (size_t p = 0; ok && p < problem->people_count; p++) {
        const struct pair_person *person = &problem->people[p];
        for (uint32_t i = 0; i < person->count; i++)
            list[i].option = person->first + i;
        if (person->hours_per_week > 0) {
            sort_by_week(problem, list, person->count);
            join_weeks(&grouping, person, list, person->count);
        }
        sort_by_start(problem, list, person->count);
        join_clashes(&grouping, list, person->count);
        join_rests(&grouping, person, list, person->count);
    }
    ok = ok && join_homes(&grouping) && number_groups(&grouping);
    if (ok)
        fill_groups(problem, list);
    free(list);
    free(grouping.parent);
    free(grouping.list);
    free(grouping.met);
    return ok;
}
