/* Hard rules. Each answers "does it fail?" for one person, one need and, where it looks at time, one shift. */
#include "matcher/rules.h"

static bool lists_centre(const uint16_t *centres, size_t count, int32_t centre)
{
    for (size_t i = 0; i < count; i++)
        if (centres[i] == centre)
            return true;
    return false;
}

static bool has_declined(const struct matcher_person *person, const struct matcher_id *need)
{
    for (size_t i = 0; i < person->declined_count; i++)
        if (matcher_id_compare(&person->declined[i], need) == 0)
            return true;
    return false;
}

static bool lacks_skill(const struct card *card, const struct matcher_need *need)
{
    uint64_t missing = 0;

    for (int word = 0; word < MATCHER_CODES / 64; word++)
        missing |= need->required_skills.bits[word] & ~card->person->skills.bits[word];
    return missing != 0;
}

static bool lacks_language(const struct card *card, const struct need_view *view)
{
    for (unsigned i = 0; i < view->required_count; i++)
        if (card->person->languages[view->required[i].language] < view->required[i].level)
            return true;
    return false;
}

static uint32_t rules_of_traits(uint32_t missing)
{
    uint32_t rules = 0;

    rules |= missing & TRAIT_ACTIVE ? RULE_BIT(STATUS) : 0;
    rules |= missing & TRAIT_NOT_PROHIBITED ? RULE_BIT(PROHIBITED) : 0;
    rules |= missing & (TRAIT_VOLUNTEER | TRAIT_WORKER) ? RULE_BIT(WHO) : 0;
    rules |= missing & TRAIT_MAY_COVER ? RULE_BIT(EMPLOYER) : 0;
    return rules;
}

uint32_t rules_of_pair(const struct card *card, uint32_t traits, const struct need_view *view)
{
    uint32_t missing = view->traits & ~traits;
    uint32_t rules = missing == 0 ? 0 : rules_of_traits(missing);

    rules |= view->skills_required && lacks_skill(card, view->need) ? RULE_BIT(SKILLS) : 0;
    rules |= lacks_language(card, view) ? RULE_BIT(LANGUAGES) : 0;
    if (traits & TRAIT_DECLINES && has_declined(card->person, &view->need->id))
        rules |= RULE_BIT(DECLINED);
    return rules;
}

bool rule_reach(const struct card *card, const struct need_view *view, int32_t distance_m)
{
    int32_t centre = view->need->centre;

    if (!(card->traits & (TRAIT_REACH_M | TRAIT_REACH_LIST)))
        return false;
    if (lists_centre(card->person->reach_centres, card->person->reach_centres_count, centre))
        return false;
    return !(card->traits & TRAIT_REACH_M) || distance_m > card->person->reach_m;
}

bool certificate_holds(const struct matcher_person *person, unsigned code, int32_t day)
{
    for (size_t i = 0; i < person->certificates_count; i++)
        if (person->certificates[i].code == code && person->certificates[i].valid_until_day >= day)
            return true;
    return false;
}

static bool lacks_certificate(const struct card *card, const struct need_view *view, const struct shift_view *shift)
{
    uint64_t required = view->need->required_certificates;

    if (required == 0)
        return false;
    for (uint64_t left = required; left != 0; left &= left - 1)
        if (!certificate_holds(card->person, (unsigned)__builtin_ctzll(left), shift->last_day))
            return true;
    return false;
}

static bool guardian_permits(const struct matcher_person *person, int32_t centre, int32_t day)
{
    for (size_t i = 0; i < person->permissions_count; i++)
        if ((person->permissions[i].centre == centre || person->permissions[i].centre == MATCHER_NO_CENTRE) &&
            person->permissions[i].until_day >= day)
            return true;
    return false;
}

static uint32_t rules_of_age(const struct matcher_settings *settings, const struct card *card,
                             const struct need_view *view, const struct shift_view *shift)
{
    uint32_t rules = card->person->birth_day > shift->born_by ? RULE_BIT(AGE) : 0;

    if (card->person->birth_day <= shift->adult_born_by)
        return rules;
    if (!guardian_permits(card->person, view->need->centre, shift->last_day))
        rules |= RULE_BIT(GUARDIAN);
    if (!shift->shift->responsible_present)
        rules |= RULE_BIT(RESPONSIBLE);
    if (shift->shift->to_minute > settings->minor_end_minute)
        rules |= RULE_BIT(MINOR_END);
    if (shift->shift->school_hours)
        rules |= RULE_BIT(SCHOOL_HOURS);
    return rules;
}

/* ---- Time ---- */

static int floor_quarter(int minute)
{
    return minute >= 0 ? minute / 15 : -((14 - minute) / 15);
}

void shift_quarters(const struct matcher *matcher, const struct matcher_shift *shift, struct leg leg, int *from_quarter,
                    int *to_quarter)
{
    int travel_min = matcher->settings.travel_in_availability ? leg.travel_min : 0;

    *from_quarter = floor_quarter(shift->from_minute - travel_min);
    *to_quarter = floor_quarter(shift->to_minute + travel_min + 14);
}

/* Are `count` bits from `bit` on all set, the week taken as a ring? */
static bool week_covers(const struct matcher_week *week, int bit, int count)
{
    const int ring = 7 * 96;

    bit %= ring;
    bit = bit < 0 ? bit + ring : bit;
    count = count < ring ? count : ring;
    while (count > 0) {
        int in_word = 64 - bit % 64, to_end = ring - bit;
        int step = count < in_word ? count : in_word;
        step = step < to_end ? step : to_end;
        uint64_t mask = (step == 64 ? UINT64_MAX : (UINT64_C(1) << step) - 1) << (bit % 64);
        if ((week->bits[bit / 64] & mask) != mask)
            return false;
        count -= step;
        bit = bit + step == ring ? 0 : bit + step;
    }
    return true;
}

/* One quarter with exceptions: the last that covers it holds, else the week, else (no week given) free. */
static bool quarter_is_free(const struct matcher_person *person, const struct shift_view *shift, int quarter)
{
    int day_offset = quarter >= 0 ? quarter / 96 : -((95 - quarter) / 96);
    int32_t day = shift->shift->day + day_offset;
    int minute = (quarter - day_offset * 96) * 15;

    for (size_t i = person->exceptions_count; i-- > 0;) {
        const struct matcher_exception *exception = &person->exceptions[i];
        if (exception->day == day && exception->from_minute <= minute && minute < exception->to_minute)
            return exception->free;
    }
    return !person->availability_given || week_covers(&person->availability, shift->week_bit + quarter, 1);
}

bool person_is_free(const struct matcher_person *person, const struct shift_view *shift, int from_quarter,
                    int to_quarter)
{
    if (person->exceptions_count == 0)
        return !person->availability_given ||
               week_covers(&person->availability, shift->week_bit + from_quarter, to_quarter - from_quarter);
    for (int quarter = from_quarter; quarter < to_quarter; quarter++)
        if (!quarter_is_free(person, shift, quarter))
            return false;
    return true;
}

bool placement_clashes(const struct matcher *matcher, const struct matcher_agreed *agreed, const struct need_view *view,
                       const struct matcher_shift *shift)
{
    int32_t gap_min = shift->start_utc_min >= agreed->end_utc_min ? shift->start_utc_min - agreed->end_utc_min
                                                                  : agreed->start_utc_min - shift->end_utc_min;

    if (gap_min < 0)
        return true;
    if (gap_min > 100000) /* nothing on Earth is farther than any entry of its own may say */
        return false;
    return gap_min < leg_between(matcher, &agreed->at, &view->need->at).travel_min;
}

static bool is_busy(const struct matcher *matcher, const struct matcher_person *person, const struct need_view *view,
                    const struct matcher_shift *shift)
{
    for (size_t i = 0; i < person->agreed_count; i++)
        if (placement_clashes(matcher, &person->agreed[i], view, shift))
            return true;
    return false;
}

/* ---- Workers who cover ---- */

static bool is_away_then(const struct record *record, const struct matcher_shift *shift)
{
    struct matcher_person worker;

    if (!(record->flags & TRAIT_AGREED))
        return false;
    record_unpack(record, &worker);
    for (size_t i = 0; i < worker.agreed_count; i++)
        if (worker.agreed[i].at.place != worker.home_centre && worker.agreed[i].start_utc_min < shift->end_utc_min &&
            worker.agreed[i].end_utc_min > shift->start_utc_min)
            return true;
    return false;
}

unsigned home_staff_staying(const struct matcher *matcher, const struct matcher_person *person,
                            const struct matcher_shift *shift, unsigned enough)
{
    unsigned staying = 0;
    const struct home *home = &matcher->homes[person->home_centre];
    for (size_t i = 0; i < home->count && staying < enough; i++) {
        const struct record *other = store_at(&matcher->people.store, home->workers[i]);
        if (other->flags & TRAIT_ACTIVE && !record_has_id(other, &person->id) && !is_away_then(other, shift))
            staying++;
    }
    return staying;
}

unsigned home_staff_missing(const struct matcher *matcher, const struct matcher_person *person,
                            const struct shift_view *shift)
{
    unsigned wanted = matcher->settings.home_staff;

    return wanted - home_staff_staying(matcher, person, shift->shift, wanted);
}

static bool leaves_home_bare(const struct matcher *matcher, const struct matcher_person *person,
                             const struct need_view *view, const struct shift_view *shift)
{
    if (person->home_centre == MATCHER_NO_CENTRE || person->home_centre == view->need->centre)
        return false;
    return home_staff_missing(matcher, person, shift) > 0;
}

/* Work with gaps shorter than the rest forms one stretch. In every 24 hours lies the rest exactly when no stretch is
 * longer than 24 hours less the rest. */
static bool lacks_rest(const struct matcher *matcher, const struct matcher_person *person,
                       const struct matcher_shift *shift)
{
    int32_t rest_min = matcher->settings.rest_min;
    int32_t start = shift->start_utc_min, end = shift->end_utc_min;

    for (bool grown = true; grown;) {
        grown = false;
        for (size_t i = 0; i < person->agreed_count; i++) {
            const struct matcher_agreed *agreed = &person->agreed[i];
            if (agreed->start_utc_min - end >= rest_min || start - agreed->end_utc_min >= rest_min)
                continue;
            grown = grown || agreed->start_utc_min < start || agreed->end_utc_min > end;
            start = agreed->start_utc_min < start ? agreed->start_utc_min : start;
            end = agreed->end_utc_min > end ? agreed->end_utc_min : end;
        }
    }
    return rest_min > 0 && end - start > 1440 - rest_min;
}

bool shift_is_open(const struct shift_view *shift, const struct matcher_query *query)
{
    return query == NULL || shift->shift->start_utc_min >= query->now_utc_min;
}

uint32_t rules_of_shift(const struct matcher *matcher, const struct card *card, const struct need_view *view,
                        const struct shift_view *shift, struct leg leg)
{
    const struct matcher_person *person = card->person;
    uint32_t rules = rules_of_age(&matcher->settings, card, view, shift);
    int from_quarter, to_quarter;

    if (lacks_certificate(card, view, shift))
        rules |= RULE_BIT(CERTIFICATES);
    shift_quarters(matcher, shift->shift, leg, &from_quarter, &to_quarter);
    bool is_free =
        card->traits & TRAIT_EXCEPTIONS
            ? person_is_free(person, shift, from_quarter, to_quarter)
            : !(card->traits & TRAIT_TIME_GIVEN) ||
                  week_covers(&card->person->availability, shift->week_bit + from_quarter, to_quarter - from_quarter);
    rules |= is_free ? 0 : RULE_BIT(AVAILABLE);
    if (card->traits & TRAIT_AGREED && is_busy(matcher, person, view, shift->shift))
        rules |= RULE_BIT(BUSY);
    if (view->need->purpose == MATCHER_COVER && card->traits & TRAIT_WORKER) {
        if (leaves_home_bare(matcher, person, view, shift))
            rules |= RULE_BIT(HOME_STAFF);
        if (lacks_rest(matcher, person, shift->shift))
            rules |= RULE_BIT(REST);
    }
    return rules;
}

bool check_holds(const struct matcher_person *person, const struct need_view *view, const struct shift_view *shift)
{
    int32_t host = view->need->employer;

    for (size_t i = 0; i < person->checks_count; i++) {
        const struct matcher_check *check = &person->checks[i];
        if (check->result == MATCHER_CHECK_PERMITTED && check->valid_until_day >= shift->last_day &&
            (check->employer == MATCHER_NO_EMPLOYER || host == MATCHER_NO_EMPLOYER || check->employer == host))
            return true;
    }
    return false;
}
