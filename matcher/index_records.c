/* Records of the index: bounds, deep copies in one block, and what is worked out from them once. */
#include "matcher/index.h"
#include "matcher/rules.h"

#include <stdlib.h>
#include <string.h>

static const int32_t day_min = -1000000, day_max = 1000000; /* some 2,700 years either way */
static const int32_t utc_limit = 1000000000;

bool matcher_fail(struct matcher_error *error, enum matcher_failure failure, const char *field, size_t at)
{
    if (error != NULL && error->failure == MATCHER_NO_FAILURE)
        *error = (struct matcher_error){.failure = failure, .field = field, .at = (uint32_t)at};
    return false;
}

static bool bad(struct matcher_error *error, const char *field, size_t at)
{
    return matcher_fail(error, MATCHER_INVALID, field, at);
}

static bool id_valid(const struct matcher_id *id)
{
    return id->length > 0 && id->length <= MATCHER_ID_MAX;
}

static bool day_valid(int32_t day)
{
    return day == MATCHER_FOREVER || (day >= day_min && day <= day_max);
}

bool position_valid(const struct matcher_position *at)
{
    return at->place >= MATCHER_NO_PLACE && at->place <= 1000000 &&
           (!at->known || (at->lat_e7 >= -900000000 && at->lat_e7 <= 900000000 && at->lon_e7 >= -1800000000 &&
                           at->lon_e7 <= 1800000000));
}

static bool levels_valid(const uint8_t *levels)
{
    for (int i = 0; i < MATCHER_LANGUAGES; i++)
        if (levels[i] > MATCHER_LEVEL_C2)
            return false;
    return true;
}

static bool span_valid(int32_t start_utc_min, int32_t end_utc_min)
{
    return start_utc_min >= -utc_limit && end_utc_min <= utc_limit && start_utc_min < end_utc_min;
}

static bool exceptions_valid(const struct matcher_person *person, struct matcher_error *error)
{
    for (size_t i = 0; i < person->exceptions_count; i++) {
        const struct matcher_exception *exception = &person->exceptions[i];
        if (!day_valid(exception->day) || exception->from_minute < 0 ||
            exception->from_minute >= exception->to_minute || exception->to_minute > 1440 ||
            exception->from_minute % 15 != 0 || exception->to_minute % 15 != 0)
            return bad(error, "exceptions", i);
    }
    return true;
}

static bool lists_valid(const struct matcher_person *person, struct matcher_error *error)
{
    for (size_t i = 0; i < person->certificates_count; i++)
        if (person->certificates[i].code >= MATCHER_CERTIFICATES || !day_valid(person->certificates[i].valid_until_day))
            return bad(error, "certificates", i);
    for (size_t i = 0; i < person->checks_count; i++)
        if (person->checks[i].result > MATCHER_CHECK_PROHIBITED || person->checks[i].employer < MATCHER_NO_EMPLOYER ||
            !day_valid(person->checks[i].valid_until_day))
            return bad(error, "checks", i);
    for (size_t i = 0; i < person->permissions_count; i++)
        if (person->permissions[i].centre < MATCHER_NO_CENTRE || !day_valid(person->permissions[i].until_day))
            return bad(error, "permissions", i);
    for (size_t i = 0; i < person->agreed_count; i++)
        if (!span_valid(person->agreed[i].start_utc_min, person->agreed[i].end_utc_min) ||
            !position_valid(&person->agreed[i].at))
            return bad(error, "agreed", i);
    for (size_t i = 0; i < person->declined_count; i++)
        if (!id_valid(&person->declined[i]))
            return bad(error, "declined", i);
    return exceptions_valid(person, error);
}

static bool counts_valid(const struct matcher_person *person)
{
    const size_t most = MATCHER_LIST_MAX;

    return person->reach_centres_count <= most && person->certificates_count <= most &&
           person->exceptions_count <= most && person->checks_count <= most && person->permissions_count <= most &&
           person->worked_at_count <= most && person->agreed_count <= most && person->declined_count <= most;
}

bool person_valid(const struct matcher_person *person, struct matcher_error *error)
{
    if (!id_valid(&person->id))
        return bad(error, "id", 0);
    if (person->kind > MATCHER_WORKER)
        return bad(error, "kind", 0);
    if (person->status > MATCHER_ENDED)
        return bad(error, "status", 0);
    if (person->birth_day < day_min || person->birth_day > day_max)
        return bad(error, "birth_day", 0);
    if (!position_valid(&person->home))
        return bad(error, "home", 0);
    if (person->home_centre < MATCHER_NO_CENTRE || person->home_centre > UINT16_MAX)
        return bad(error, "home_centre", 0);
    if (person->has_reach_m && person->reach_m < 0)
        return bad(error, "reach_m", 0);
    if (!levels_valid(person->languages))
        return bad(error, "languages", 0);
    if (!counts_valid(person))
        return bad(error, "count", 0);
    return lists_valid(person, error);
}

static bool shift_valid(const struct matcher_shift *shift)
{
    return id_valid(&shift->id) && span_valid(shift->start_utc_min, shift->end_utc_min) &&
           shift->end_utc_min - shift->start_utc_min <= 7 * 1440 && shift->day >= day_min && shift->day <= day_max &&
           shift->from_minute >= 0 && shift->from_minute < 1440 && shift->to_minute > shift->from_minute &&
           shift->to_minute <= 9 * 1440;
}

bool need_valid(const struct matcher_need *need, struct matcher_error *error)
{
    if (!id_valid(&need->id))
        return bad(error, "id", 0);
    if (need->centre < 0 || need->centre > UINT16_MAX)
        return bad(error, "centre", 0);
    if (need->employer < MATCHER_NO_EMPLOYER)
        return bad(error, "employer", 0);
    if (!position_valid(&need->at))
        return bad(error, "at", 0);
    if (need->for_whom > MATCHER_FOR_EITHER)
        return bad(error, "for_whom", 0);
    if (need->purpose > MATCHER_COVER)
        return bad(error, "purpose", 0);
    if (need->role > MATCHER_RESPONSIBLE)
        return bad(error, "role", 0);
    if (!levels_valid(need->required_languages))
        return bad(error, "required_languages", 0);
    if (!levels_valid(need->preferred_languages))
        return bad(error, "preferred_languages", 0);
    if (need->urgency > 3)
        return bad(error, "urgency", 0);
    if (need->shifts_count > MATCHER_SHIFTS)
        return bad(error, "shifts", need->shifts_count);
    for (size_t i = 0; i < need->shifts_count; i++)
        if (!shift_valid(&need->shifts[i]))
            return bad(error, "shifts", i);
    return true;
}

struct matcher_need *need_copy(const struct matcher_need *need)
{
    const size_t head = (sizeof *need + 7) & ~(size_t)7, size = need->shifts_count * sizeof *need->shifts;
    struct matcher_need copy = *need;
    char *block = malloc(head + size + 8);

    if (block == NULL)
        return NULL;
    if (size > 0)
        memcpy(block + head, need->shifts, size);
    copy.shifts = (const struct matcher_shift *)(const void *)(block + head);
    memcpy(block, &copy, sizeof copy);
    return (struct matcher_need *)(void *)block;
}

/* The last birthday of those who are at least `age` on `day`: age >= n exactly when birth_day <= this. */
static int32_t born_by(int32_t day, int age)
{
    int year, month, month_day;

    matcher_date_from_day(day, &year, &month, &month_day);
    if (month == 2 && month_day == 29 &&
        !((year - age) % 4 == 0 && ((year - age) % 100 != 0 || (year - age) % 400 == 0)))
        month_day = 28;
    return matcher_day_from_date(year - age, month, month_day);
}

/* The quarters of the shift itself, where they lie in two neighbouring words of the week. */
static void fill_masks(struct shift_view *view)
{
    int first = view->week_bit + view->shift->from_minute / 15;
    int end = view->week_bit + (view->shift->to_minute + 14) / 15;

    if (end > 7 * 96 || end - first / 64 * 64 > 128)
        return;
    view->word = (uint8_t)(first / 64);
    view->has_masks = view->word + 1 < 11 || end <= (view->word + 1) * 64;
    for (int bit = first; bit < end; bit++)
        view->masks[bit / 64 - view->word] |= UINT64_C(1) << (bit % 64);
}

static void view_shift(const struct matcher_settings *settings, const struct matcher_need *need, size_t number,
                       struct shift_view *view)
{
    const struct matcher_shift *shift = &need->shifts[number];
    int youngest = need->min_age > settings->youngest_age ? need->min_age : settings->youngest_age;

    *view = (struct shift_view){
        .shift = shift,
        .number = (uint32_t)number,
        .last_day = shift->day + (shift->to_minute - 1) / 1440,
        .born_by = born_by(shift->day, youngest),
        .adult_born_by = born_by(shift->day, settings->adult_age),
        .check_born_by = born_by(shift->day, settings->check_from_age),
        .week_bit = (matcher_weekday(shift->day) - 1) * 96,
    };
    fill_masks(view);
}

static unsigned levels_wanted(const uint8_t *levels, struct level_wanted *wanted)
{
    unsigned count = 0;

    for (unsigned language = 0; language < MATCHER_LANGUAGES; language++)
        if (levels[language] != MATCHER_LEVEL_NONE)
            wanted[count++] = (struct level_wanted){.language = (uint8_t)language, .level = levels[language]};
    return count;
}

static uint32_t traits_wanted(const struct matcher_need *need)
{
    uint32_t traits = TRAIT_ACTIVE | TRAIT_NOT_PROHIBITED;

    if (need->for_whom == MATCHER_FOR_VOLUNTEER)
        traits |= TRAIT_VOLUNTEER;
    if (need->for_whom == MATCHER_FOR_WORKER || need->role == MATCHER_RESPONSIBLE)
        traits |= TRAIT_WORKER;
    if (need->purpose == MATCHER_COVER)
        traits |= TRAIT_MAY_COVER;
    return traits;
}

struct need_view *view_new(const struct matcher_settings *settings, const struct matcher_need *need)
{
    struct need_view *view = calloc(1, sizeof *view + need->shifts_count * sizeof view->shifts[0]);

    if (view == NULL)
        return NULL;
    view->need = need;
    view->traits = traits_wanted(need);
    if (need->at.known)
        unit_vector(&need->at, view->at);
    view->required_count = levels_wanted(need->required_languages, view->required);
    view->preferred_count = levels_wanted(need->preferred_languages, view->preferred);
    for (unsigned i = 0; i < view->preferred_count; i++)
        view->levels_total += view->preferred[i].level;
    for (int word = 0; word < MATCHER_CODES / 64; word++) {
        view->skills_total += __builtin_popcountll(need->preferred_skills.bits[word]);
        view->skills_required = view->skills_required || need->required_skills.bits[word] != 0;
    }
    view->born_by = INT32_MIN;
    for (size_t i = 0; i < need->shifts_count; i++) {
        if (need->shifts[i].seats == 0)
            continue;
        struct shift_view *shift = &view->shifts[view->shifts_count++];
        view_shift(settings, need, i, shift);
        view->open_seats += need->shifts[i].seats;
        view->born_by = shift->born_by > view->born_by ? shift->born_by : view->born_by;
    }
    return view;
}
