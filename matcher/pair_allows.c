/*
 * Which options of a group can be taken together: the rules that look at more than one pair. Sets that are allowed stay
 * so when something is left out.
 */
#include "matcher/pair_state.h"

static const struct matcher_shift *shift_of(const struct pair_problem *problem, const struct pair_option *option)
{
    return problem->seats[option->seat].shift->shift;
}

static bool seats_clash(struct pair_problem *problem, uint32_t seat_a, uint32_t seat_b)
{
    const struct matcher_shift *a = problem->seats[seat_a].shift->shift, *b = problem->seats[seat_b].shift->shift;
    int64_t gap = a->start_utc_min >= b->end_utc_min ? (int64_t)a->start_utc_min - b->end_utc_min
                                                     : (int64_t)b->start_utc_min - a->end_utc_min;

    if (gap < 0)
        return true;
    return gap < problem->longest_way && gap < pair_way(problem, seat_a, seat_b);
}

bool pair_clash(struct pair_problem *problem, uint32_t option_a, uint32_t option_b)
{
    return seats_clash(problem, problem->options[option_a].seat, problem->options[option_b].seat);
}

/* Work with gaps shorter than the rest forms one stretch: what is agreed, what is taken, and `last`. Is the one with
 * `cover` in it too long? */
static bool lacks_rest(const struct pair_problem *problem, const uint32_t *taken, size_t count, uint32_t last,
                       uint32_t cover)
{
    const struct pair_person *person = &problem->people[problem->options[cover].person];
    const struct matcher_shift *covered = shift_of(problem, &problem->options[cover]);
    int32_t rest_min = problem->matcher->settings.rest_min;
    int32_t start = covered->start_utc_min, end = covered->end_utc_min;

    for (bool grown = true; grown;) {
        grown = false;
        for (size_t i = 0; i < person->agreed_count + count + 1; i++) {
            int32_t from, to;
            if (i < person->agreed_count) {
                from = person->agreed[i].start_utc_min;
                to = person->agreed[i].end_utc_min;
            } else {
                size_t at = i - person->agreed_count;
                const struct pair_option *option = &problem->options[at < count ? taken[at] : last];
                if (option->person != problem->options[cover].person)
                    continue;
                from = shift_of(problem, option)->start_utc_min;
                to = shift_of(problem, option)->end_utc_min;
            }
            if (from - end >= rest_min || start - to >= rest_min)
                continue;
            grown = grown || from < start || to > end;
            start = from < start ? from : start;
            end = to > end ? to : end;
        }
    }
    return rest_min > 0 && end - start > 1440 - rest_min;
}

static bool keeps_rests(const struct pair_problem *problem, const uint32_t *taken, size_t count, uint32_t option)
{
    uint32_t person = problem->options[option].person;

    if (problem->options[option].covers && lacks_rest(problem, taken, count, option, option))
        return false;
    for (size_t i = 0; i < count; i++)
        if (problem->options[taken[i]].person == person && problem->options[taken[i]].covers &&
            lacks_rest(problem, taken, count, option, taken[i]))
            return false;
    return true;
}

static bool overlap(const struct matcher_shift *a, int32_t start_utc_min, int32_t end_utc_min)
{
    return start_utc_min < a->end_utc_min && end_utc_min > a->start_utc_min;
}

/* Away by what is agreed: not counted among those who stay in the first place. */
static bool away_already(const struct pair_person *person, const struct matcher_shift *shift)
{
    for (size_t i = 0; i < person->agreed_count; i++)
        if (person->agreed[i].at.place != person->home_centre &&
            overlap(shift, person->agreed[i].start_utc_min, person->agreed[i].end_utc_min))
            return true;
    return false;
}

/* Do more of the others leave during the shift that `cover` covers than its home centre can spare? */
static bool leaves_bare(const struct pair_problem *problem, const uint32_t *taken, size_t count, uint32_t last,
                        uint32_t cover)
{
    const struct pair_option *covering = &problem->options[cover];
    const struct matcher_shift *shift = shift_of(problem, covering);
    int32_t away = 0;

    for (size_t i = 0; i <= count; i++) {
        uint32_t at = i < count ? taken[i] : last;
        const struct pair_option *option = &problem->options[at];
        const struct pair_person *person = &problem->people[option->person];
        bool counted = false;
        if (option->person == covering->person || !option->away ||
            person->home_centre != problem->people[covering->person].home_centre ||
            !overlap(shift, shift_of(problem, option)->start_utc_min, shift_of(problem, option)->end_utc_min) ||
            away_already(person, shift))
            continue;
        for (size_t j = 0; j < i && !counted; j++) {
            const struct pair_option *before = &problem->options[taken[j]];
            counted = before->person == option->person && before->away &&
                      overlap(shift, shift_of(problem, before)->start_utc_min, shift_of(problem, before)->end_utc_min);
        }
        away += !counted;
    }
    return away > covering->spare;
}

static bool keeps_homes(const struct pair_problem *problem, const uint32_t *taken, size_t count, uint32_t option)
{
    const struct pair_person *person = &problem->people[problem->options[option].person];

    if (!person->worker || person->home_centre == MATCHER_NO_CENTRE || !problem->options[option].away)
        return true;
    if (problem->options[option].spare != PAIR_NO_LIMIT && leaves_bare(problem, taken, count, option, option))
        return false;
    for (size_t i = 0; i < count; i++)
        if (problem->options[taken[i]].spare != PAIR_NO_LIMIT && leaves_bare(problem, taken, count, option, taken[i]))
            return false;
    return true;
}

bool pair_allows(struct pair_problem *problem, const uint32_t *taken, size_t count, uint32_t option)
{
    const struct pair_option *asked = &problem->options[option];
    const struct pair_person *person = &problem->people[asked->person];
    int32_t week = problem->seats[asked->seat].week, agreed = asked->agreed_min;
    int64_t minutes = problem->seats[asked->seat].minutes;

    for (size_t i = 0; i < count; i++) {
        const struct pair_option *other = &problem->options[taken[i]];
        if (other->person != asked->person)
            continue;
        if (seats_clash(problem, asked->seat, other->seat))
            return false;
        if (problem->seats[other->seat].week == week) {
            minutes += problem->seats[other->seat].minutes;
            agreed = other->agreed_min > agreed ? other->agreed_min : agreed;
        }
    }
    if (person->hours_per_week > 0 && minutes + agreed > person->hours_per_week * 60)
        return false;
    return (!person->worker || keeps_rests(problem, taken, count, option)) &&
           keeps_homes(problem, taken, count, option);
}
