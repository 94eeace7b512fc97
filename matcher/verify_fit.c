/*
 * Judges one person on one shift, minute by minute, straight from the stored structs. Shares no code with rules.c and
 * score.c: what they work out in masks is counted here one thing at a time.
 */
#include "matcher/verify.h"

#include <math.h>
#include <string.h>

#define BIT(name) (UINT32_C(1) << MATCHER_RULE_##name)

/* Haversine as the books have it. */
static int32_t metres(const struct matcher_position *a, const struct matcher_position *b)
{
    const double radians = acos(-1.0) / 180 / 1e7;
    double lat_a = a->lat_e7 * radians, lat_b = b->lat_e7 * radians;
    double half_lat = sin((lat_b - lat_a) / 2), half_lon = sin((b->lon_e7 - a->lon_e7) * radians / 2);
    double h = half_lat * half_lat + cos(lat_a) * cos(lat_b) * half_lon * half_lon;
    double exact = 2 * 6371000.0 * asin(sqrt(h < 1 ? h : 1)) * 1.3;

    return (int32_t)ceil(exact - 1e-6 > 0 ? exact - 1e-6 : 0);
}

struct way verify_way(const struct matcher *matcher, const struct matcher_position *a, const struct matcher_position *b)
{
    if (!a->known || !b->known)
        return (struct way){.metres = -1, .minutes = 0};
    for (size_t i = 0; i < matcher->travels_capacity && a->place >= 0 && b->place >= 0; i++) {
        uint64_t low = (uint64_t)(a->place < b->place ? a->place : b->place);
        uint64_t high = (uint64_t)(a->place < b->place ? b->place : a->place);
        if (matcher->travels[i].key == low * 4294967296u + high + 1)
            return (struct way){.metres = matcher->travels[i].distance_m, .minutes = matcher->travels[i].travel_min};
    }
    struct way way = {.metres = metres(a, b)};
    way.minutes = (way.metres + 499) / 500;
    return way;
}

struct matcher_position verify_start(const struct matcher *matcher, const struct matcher_person *person)
{
    if (!person->home.known && person->kind == MATCHER_WORKER && person->home_centre >= 0)
        return matcher->homes[person->home_centre].at;
    return person->home;
}

/* ---- Person and need ---- */

static bool may_take(const struct matcher_person *person, const struct matcher_need *need)
{
    if (need->role == MATCHER_RESPONSIBLE && person->kind != MATCHER_WORKER)
        return false;
    switch (need->for_whom) {
    case MATCHER_FOR_VOLUNTEER:
        return person->kind == MATCHER_VOLUNTEER;
    case MATCHER_FOR_WORKER:
        return person->kind == MATCHER_WORKER;
    default:
        return true;
    }
}

static bool in_reach(const struct matcher *matcher, const struct matcher_person *person,
                     const struct matcher_need *need)
{
    struct matcher_position start = verify_start(matcher, person);
    struct way way = verify_way(matcher, &start, &need->at);
    bool named = false;

    for (size_t i = 0; i < person->reach_centres_count; i++)
        named = named || person->reach_centres[i] == need->centre;
    if (named || (!person->has_reach_m && person->reach_centres_count == 0))
        return true;
    return person->has_reach_m && way.metres <= person->reach_m;
}

static uint32_t judge_pair(const struct matcher *matcher, const struct matcher_person *person,
                           const struct matcher_need *need)
{
    uint32_t rules = 0;

    if (person->status != MATCHER_ACTIVE)
        rules |= BIT(STATUS);
    for (size_t i = 0; i < person->checks_count; i++)
        if (person->checks[i].result == MATCHER_CHECK_PROHIBITED)
            rules |= BIT(PROHIBITED);
    for (size_t i = 0; i < person->declined_count; i++)
        if (matcher_id_compare(&person->declined[i], &need->id) == 0)
            rules |= BIT(DECLINED);
    if (!may_take(person, need))
        rules |= BIT(WHO);
    for (size_t i = 0; i < MATCHER_CODES / 64; i++)
        if ((need->required_skills.bits[i] & ~person->skills.bits[i]) != 0)
            rules |= BIT(SKILLS);
    for (unsigned language = 0; language < MATCHER_LANGUAGES; language++)
        if (person->languages[language] < need->required_languages[language])
            rules |= BIT(LANGUAGES);
    if (!in_reach(matcher, person, need))
        rules |= BIT(REACH);
    if (need->purpose == MATCHER_COVER && person->kind == MATCHER_WORKER && !person->employer_agreed)
        rules |= BIT(EMPLOYER);
    return rules;
}

bool verify_may_come(const struct matcher *matcher, const struct matcher_person *person,
                     const struct matcher_need *need)
{
    return person->status == MATCHER_ACTIVE && may_take(person, need) && judge_pair(matcher, person, need) == 0;
}

/* ---- Day and minute ---- */

static int32_t last_day_of(const struct matcher_shift *shift)
{
    int32_t day = shift->day;

    for (int minute = shift->to_minute; minute > 1440; minute -= 1440)
        day++;
    return day;
}

static uint32_t judge_day(const struct matcher *matcher, const struct matcher_person *person,
                          const struct matcher_need *need, const struct matcher_shift *shift)
{
    const struct matcher_settings *settings = &matcher->settings;
    int age = matcher_age_on(person->birth_day, shift->day);
    int32_t last_day = last_day_of(shift);
    bool permitted = false;
    uint32_t rules = 0;

    if (age < settings->youngest_age || age < need->min_age)
        rules |= BIT(AGE);
    for (unsigned code = 0; code < MATCHER_CERTIFICATES; code++) {
        bool holds = !(need->required_certificates >> code & 1);
        for (size_t i = 0; i < person->certificates_count; i++)
            holds =
                holds || (person->certificates[i].code == code && person->certificates[i].valid_until_day >= last_day);
        if (!holds)
            rules |= BIT(CERTIFICATES);
    }
    if (age >= settings->adult_age)
        return rules;
    for (size_t i = 0; i < person->permissions_count; i++) {
        int32_t centre = person->permissions[i].centre;
        if (centre == need->centre || centre == MATCHER_NO_CENTRE)
            permitted = permitted || person->permissions[i].until_day >= last_day;
    }
    rules |= permitted ? 0 : BIT(GUARDIAN);
    rules |= shift->responsible_present ? 0 : BIT(RESPONSIBLE);
    rules |= shift->to_minute <= settings->minor_end_minute ? 0 : BIT(MINOR_END);
    rules |= shift->school_hours ? BIT(SCHOOL_HOURS) : 0;
    return rules;
}

static bool free_at(const struct matcher_person *person, int32_t day, int minute)
{
    for (; minute < 0; minute += 1440)
        day--;
    for (; minute >= 1440; minute -= 1440)
        day++;
    bool free = true;
    if (person->availability_given) {
        int bit = (matcher_weekday(day) - 1) * 96 + minute / 15;
        free = person->availability.bits[bit / 64] >> (bit % 64) & 1;
    }
    for (size_t i = 0; i < person->exceptions_count; i++) {
        const struct matcher_exception *e = &person->exceptions[i];
        if (e->day == day && minute >= e->from_minute && minute < e->to_minute)
            free = e->free;
    }
    return free;
}

static bool is_free(const struct matcher *matcher, const struct matcher_person *person, const struct matcher_need *need,
                    const struct matcher_shift *shift)
{
    struct matcher_position start = verify_start(matcher, person);
    int travel = matcher->settings.travel_in_availability ? verify_way(matcher, &start, &need->at).minutes : 0;
    int end = shift->to_minute + travel;

    for (int minute = shift->from_minute - travel; minute < end; minute++)
        if (!free_at(person, shift->day, minute))
            return false;
    return true;
}

static bool is_elsewhere(const struct matcher *matcher, const struct matcher_person *person,
                         const struct matcher_need *need, const struct matcher_shift *shift)
{
    for (size_t i = 0; i < person->agreed_count; i++) {
        const struct matcher_agreed *agreed = &person->agreed[i];
        int64_t way = verify_way(matcher, &agreed->at, &need->at).minutes;
        bool before = agreed->end_utc_min + way <= shift->start_utc_min;
        bool after = shift->end_utc_min + way <= agreed->start_utc_min;
        if (!before && !after)
            return true;
    }
    return false;
}

/* ---- Workers who cover ---- */

static bool home_is_bare(const struct matcher *matcher, const struct matcher_person *person,
                         const struct matcher_need *need, const struct matcher_shift *shift)
{
    unsigned staying = 0;

    if (person->home_centre == MATCHER_NO_CENTRE || person->home_centre == need->centre)
        return false;
    size_t cursor = 0;
    for (const struct record *record; (record = record_next(matcher, &cursor)) != NULL;) {
        struct matcher_person other;
        bool away = false;
        if (record_home_centre(record) != person->home_centre)
            continue;
        record_unpack(record, &other);
        if (matcher_id_compare(&other.id, &person->id) == 0 || other.kind != MATCHER_WORKER ||
            other.status != MATCHER_ACTIVE)
            continue;
        for (size_t i = 0; i < other.agreed_count; i++)
            away = away || (other.agreed[i].at.place != other.home_centre &&
                            !(other.agreed[i].end_utc_min <= shift->start_utc_min ||
                              other.agreed[i].start_utc_min >= shift->end_utc_min));
        staying += !away;
    }
    return staying < matcher->settings.home_staff;
}

static bool works_at(const struct matcher_person *person, const struct matcher_shift *shift, int64_t minute)
{
    if (minute >= shift->start_utc_min && minute < shift->end_utc_min)
        return true;
    for (size_t i = 0; i < person->agreed_count; i++)
        if (minute >= person->agreed[i].start_utc_min && minute < person->agreed[i].end_utc_min)
            return true;
    return false;
}

/* Walks away from the shift minute by minute, both ways, until a whole rest was walked without work. */
static bool rests_too_little(const struct matcher *matcher, const struct matcher_person *person,
                             const struct matcher_shift *shift)
{
    int64_t rest = matcher->settings.rest_min, most = 1440 - rest;
    int64_t first = shift->start_utc_min, last = shift->end_utc_min - 1;

    for (int64_t idle = 0, minute = first - 1; idle < rest && last - first < most; minute--) {
        bool works = works_at(person, shift, minute);
        idle = works ? 0 : idle + 1;
        first = works ? minute : first;
    }
    for (int64_t idle = 0, minute = last + 1; idle < rest && last - first < most; minute++) {
        bool works = works_at(person, shift, minute);
        idle = works ? 0 : idle + 1;
        last = works ? minute : last;
    }
    return rest > 0 && last + 1 - first > most;
}

bool verify_is_open(const struct matcher_shift *shift, const struct matcher_query *query)
{
    return shift->seats > 0 && (query == NULL || shift->start_utc_min >= query->now_utc_min);
}

/* What is soon looked at first. */
bool verify_fits(const struct matcher *matcher, const struct matcher_person *person, const struct matcher_need *need,
                 const struct matcher_shift *shift, const struct matcher_query *query)
{
    if (!verify_is_open(shift, query) || judge_pair(matcher, person, need) != 0 ||
        judge_day(matcher, person, need, shift) != 0 || !is_free(matcher, person, need, shift) ||
        is_elsewhere(matcher, person, need, shift))
        return false;
    return need->purpose != MATCHER_COVER || person->kind != MATCHER_WORKER ||
           (!rests_too_little(matcher, person, shift) && !home_is_bare(matcher, person, need, shift));
}

uint32_t verify_rules(const struct matcher *matcher, const struct matcher_person *person,
                      const struct matcher_need *need, const struct matcher_shift *shift,
                      const struct matcher_query *query)
{
    uint32_t rules = judge_pair(matcher, person, need) | judge_day(matcher, person, need, shift);

    rules |= verify_is_open(shift, query) ? 0 : BIT(NO_SHIFT);
    rules |= is_free(matcher, person, need, shift) ? 0 : BIT(AVAILABLE);
    rules |= is_elsewhere(matcher, person, need, shift) ? BIT(BUSY) : 0;
    if (need->purpose == MATCHER_COVER && person->kind == MATCHER_WORKER) {
        rules |= home_is_bare(matcher, person, need, shift) ? BIT(HOME_STAFF) : 0;
        rules |= rests_too_little(matcher, person, shift) ? BIT(REST) : 0;
    }
    return rules;
}
