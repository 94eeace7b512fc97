/*
 * People and needs as the database has them, in the matcher's terms: codes become numbers, times quarter hours, local
 * days and minutes. Lists live in an arena until the matcher has copied them. A code that the region no longer offers
 * is left out.
 */
#include "services/index_private.h"

#include "services/calendar.h"
#include "services/words.h"

enum { DAY_MINUTES = 1440, QUARTER = 15, ADULT_BIRTH_DAY = 3652 /* 1980-01-01, where a worker's is not kept */ };

static struct matcher_set set_of(const struct index *index, enum words_kind kind, const struct codes *codes)
{
    struct matcher_set set = {{0}};
    for (size_t i = 0; i < codes->count; i++) {
        int number = words_number(index->words, kind, codes->items[i]);
        if (number >= 0 && number < MATCHER_CODES)
            matcher_set_add(&set, (unsigned)number);
    }
    return set;
}

static uint64_t bits_of(const struct index *index, enum words_kind kind, const struct codes *codes)
{
    return set_of(index, kind, codes).bits[0];
}

static void languages_of(const struct index *index, const struct language_level *levels, size_t count,
                         uint8_t languages[MATCHER_LANGUAGES])
{
    for (size_t i = 0; i < count; i++) {
        int number = words_number(index->words, WORDS_LANGUAGE, levels[i].code);
        if (number >= 0 && number < MATCHER_LANGUAGES)
            languages[number] = (uint8_t)(levels[i].level + MATCHER_LEVEL_A1);
    }
}

static uint16_t *centres_of(const struct index *index, struct arena *arena, const struct codes *codes, size_t *count)
{
    uint16_t *numbers = arena_alloc(arena, (codes->count + 1) * sizeof *numbers);
    *count = 0;
    for (size_t i = 0; numbers != NULL && i < codes->count; i++) {
        int number = words_number(index->words, WORDS_CENTRE, codes->items[i]);
        if (number >= 0)
            numbers[(*count)++] = (uint16_t)number;
    }
    return numbers;
}

/* Whole quarters of an hour that lie within the span; false when there are none. */
static bool quarters(int32_t from, int32_t to, int *from_quarter, int *to_quarter)
{
    *from_quarter = (from + QUARTER - 1) / QUARTER * QUARTER;
    *to_quarter = to / QUARTER * QUARTER;
    return *from_quarter < *to_quarter;
}

static void week_of(const struct person *person, struct matcher_week *week)
{
    for (size_t i = 0; i < person->availability_count; i++) {
        const struct availability *free = &person->availability[i];
        int from, to;
        bool added =
            quarters(free->from_minute, free->to_minute, &from, &to) && matcher_week_add(week, free->day, from, to);
        (void)added;
    }
}

/* A time that is not free is widened to whole quarters, a free one narrowed. */
static struct matcher_exception *exceptions_of(const struct person *person, struct arena *arena, size_t *count)
{
    struct matcher_exception *made = arena_alloc(arena, (person->exception_count + 1) * sizeof *made);
    *count = 0;
    for (size_t i = 0; made != NULL && i < person->exception_count; i++) {
        const struct availability_exception *from = &person->exceptions[i];
        int first = from->from_minute / QUARTER * QUARTER;
        int last = (from->to_minute + QUARTER - 1) / QUARTER * QUARTER;
        if (from->free && !quarters(from->from_minute, from->to_minute, &first, &last))
            continue;
        made[(*count)++] = (struct matcher_exception){from->date_day, from->free, (int16_t)first, (int16_t)last};
    }
    return made;
}

static struct matcher_agreed *agreed_of(const struct person *person, struct arena *arena)
{
    struct matcher_agreed *made = arena_alloc(arena, (person->agreed_count + 1) * sizeof *made);
    for (size_t i = 0; made != NULL && i < person->agreed_count; i++) {
        const struct agreed_span *span = &person->agreed[i];
        made[i] = (struct matcher_agreed){index_utc_min(span->from_ms), index_utc_min(span->to_ms),
                                          index_position(true, span->lat, span->lon)};
    }
    return made;
}

static struct matcher_id *declined_of(const struct person *person, struct arena *arena)
{
    struct matcher_id *made = arena_alloc(arena, (person->declined_need_count + 1) * sizeof *made);
    for (size_t i = 0; made != NULL && i < person->declined_need_count; i++)
        made[i] = index_id(&person->declined_needs[i]);
    return made;
}

static struct matcher_certificate *certificates_of(const struct index *index, const struct person *person,
                                                   struct arena *arena, size_t *count)
{
    struct matcher_certificate *made = arena_alloc(arena, (person->certificate_count + 1) * sizeof *made);
    *count = 0;
    for (size_t i = 0; made != NULL && i < person->certificate_count; i++) {
        const struct certificate *from = &person->certificates[i];
        int number = words_number(index->words, WORDS_CERTIFICATE, from->code);
        if (number >= 0 && number < MATCHER_CERTIFICATES)
            made[(*count)++] = (struct matcher_certificate){(uint8_t)number, from->has_valid_until ? from->valid_until
                                                                                                   : MATCHER_FOREVER};
    }
    return made;
}

static struct matcher_permission *permissions_of(const struct index *index, const struct person *person,
                                                 struct arena *arena, size_t *count)
{
    struct matcher_permission *made = arena_alloc(arena, (person->permitted_centres.count + 1) * sizeof *made);
    *count = 0;
    for (size_t i = 0; made != NULL && i < person->permitted_centres.count; i++) {
        int number = words_number(index->words, WORDS_CENTRE, person->permitted_centres.items[i]);
        if (number >= 0)
            made[(*count)++] = (struct matcher_permission){number, person->permitted_until[i]};
    }
    return made;
}

static uint8_t status_of(int state)
{
    return state == PERSON_ACTIVE || state == PERSON_CONFIRMED ? MATCHER_ACTIVE
           : state == PERSON_PAUSED                            ? MATCHER_PAUSED
                                                               : MATCHER_ENDED;
}

static int32_t employer_of(const struct index *index, const char *municipality)
{
    int number = municipality == NULL ? -1 : words_number(index->words, WORDS_MUNICIPALITY, municipality);
    return number < 0 ? MATCHER_NO_EMPLOYER : number;
}

/* A permitted one counts at the centres of the municipality that made or accepted it (R3), a prohibited one that is
 * the newest of all counts everywhere. */
static struct matcher_check *checks_of(const struct index *index, const struct person *person, struct arena *arena,
                                       size_t *count)
{
    struct matcher_check *made = arena_alloc(arena, (person->check_count + 1) * sizeof *made);
    *count = 0;
    for (size_t i = 0; made != NULL && i < person->check_count; i++) {
        const struct check_held *from = &person->checks[i];
        int32_t employer = employer_of(index, from->checker);
        if (employer != MATCHER_NO_EMPLOYER && from->result == CHECK_PERMITTED)
            made[(*count)++] = (struct matcher_check){
                .employer = employer, .result = MATCHER_CHECK_PERMITTED, .valid_until_day = from->valid_until};
    }
    if (made != NULL && person->check_result == CHECK_PROHIBITED)
        made[(*count)++] = (struct matcher_check){.employer = MATCHER_NO_EMPLOYER,
                                                  .result = MATCHER_CHECK_PROHIBITED,
                                                  .valid_until_day = person->check_valid_until};
    return made;
}

/* The lists of a person; false when out of memory. */
static bool lists_of(const struct index *index, const struct person *from, struct arena *arena,
                     struct matcher_person *to)
{
    to->reach_centres = centres_of(index, arena, &from->centres, &to->reach_centres_count);
    to->certificates = certificates_of(index, from, arena, &to->certificates_count);
    to->exceptions = exceptions_of(from, arena, &to->exceptions_count);
    to->permissions = permissions_of(index, from, arena, &to->permissions_count);
    to->worked_at = centres_of(index, arena, &from->helped_centres, &to->worked_at_count);
    to->agreed = agreed_of(from, arena);
    to->agreed_count = from->agreed_count;
    to->declined = declined_of(from, arena);
    to->declined_count = from->declined_need_count;
    to->checks = checks_of(index, from, arena, &to->checks_count);
    return to->reach_centres && to->certificates && to->exceptions && to->permissions && to->worked_at && to->agreed &&
           to->declined && to->checks;
}

bool index_put_person(struct index *index, const struct person *from, struct error *error)
{
    struct matcher_person to = {
        .id = index_id(&from->id),
        .kind = from->kind == KIND_WORKER ? MATCHER_WORKER : MATCHER_VOLUNTEER,
        .status = status_of(from->state),
        .birth_day = from->has_birth_date ? from->birth_date : ADULT_BIRTH_DAY,
        .home = index_position(from->has_position, from->lat, from->lon),
        .home_centre =
            from->home_centre == NULL ? MATCHER_NO_CENTRE : words_number(index->words, WORDS_CENTRE, from->home_centre),
        .employer_agreed = from->employer_agreed,
        .has_reach_m = from->has_reach_m,
        .reach_m = from->reach_m,
        .skills = set_of(index, WORDS_SKILL, &from->skills),
        .interests = set_of(index, WORDS_INTEREST, &from->interests),
        .age_groups = bits_of(index, WORDS_AGE_GROUP, &from->age_groups),
        .availability_given = from->availability_count > 0,
        .hours_per_week = (uint16_t)(from->has_hours_per_week ? from->hours_per_week : 0),
        .invited_30d = (uint16_t)from->invited_30d,
        .kept = (uint16_t)from->kept,
        .missed = (uint16_t)from->missed,
    };
    languages_of(index, from->languages, from->language_count, to.languages);
    week_of(from, &to.availability);
    struct arena *arena = arena_new();
    struct matcher_error failure = {.failure = MATCHER_NO_MEMORY};
    bool good = arena != NULL && lists_of(index, from, arena, &to);
    if (good) {
        failure = (struct matcher_error){0};
        good = matcher_put_person(index->matcher, &to, &failure);
    }
    arena_free(arena);
    return good || index_refuse(error, "person", &failure);
}

/* In school hours, on a day that the region does not list as one without school? */
static bool in_school_hours(const struct index *index, const struct local_time *start, int32_t to_minute)
{
    const struct region *region = words_region(index->words);
    bool free_day = false;
    for (size_t i = 0; i < region->school_free_count; i++) {
        const struct day_span *span = &region->school_free[i];
        free_day = free_day || (span->first_day <= start->day && start->day <= span->last_day);
    }
    return school_hours_touched(&region->minor_hours, free_day, start->day, start->minute, to_minute);
}

static struct matcher_shift *shifts_of(const struct index *index, const struct need *need, struct arena *arena)
{
    struct matcher_shift *made = arena_alloc(arena, (need->shift_count + 1) * sizeof *made);
    for (size_t i = 0; made != NULL && i < need->shift_count; i++) {
        const struct shift *from = &need->shifts[i];
        struct local_time start = calendar_local(index->calendar, from->from_ms);
        struct local_time end = calendar_local(index->calendar, from->to_ms);
        int32_t open = from->seats - from->filled - from->awaiting;
        int32_t to_minute = (end.day - start.day) * DAY_MINUTES + end.minute;
        made[i] = (struct matcher_shift){
            .id = index_id(&from->id),
            .start_utc_min = index_utc_min(from->from_ms),
            .end_utc_min = index_utc_min(from->to_ms),
            .day = start.day,
            .from_minute = start.minute,
            .to_minute = (int16_t)to_minute,
            .seats = (uint16_t)(open > 0 ? open : 0),
            .responsible_present = from->responsible,
            .school_hours = in_school_hours(index, &start, to_minute),
        };
    }
    return made;
}

/* Invitations, offers and promises that stand: what pushes a need down a person's list. */
static uint16_t connections_of(const struct need *need)
{
    int64_t count = need->filled;
    for (size_t i = 0; i < need->shift_count; i++)
        count += need->shifts[i].awaiting;
    return (uint16_t)(count < 0 ? 0 : count < UINT16_MAX ? count : UINT16_MAX);
}

bool index_put_need(struct index *index, const struct need *from, struct error *error)
{
    struct arena *arena = arena_new();
    struct matcher_shift *shifts = arena == NULL ? NULL : shifts_of(index, from, arena);
    int centre = words_number(index->words, WORDS_CENTRE, from->centre);
    struct matcher_need to = {
        .id = index_id(&from->id),
        .centre = centre,
        .employer =
            centre < 0 ? MATCHER_NO_EMPLOYER : employer_of(index, words_centre(index->words, centre)->municipality),
        .at = index_position(true, from->lat, from->lon),
        .for_whom = (uint8_t)from->for_whom,
        .purpose = (uint8_t)from->purpose,
        .role = (uint8_t)from->role,
        .required_skills = set_of(index, WORDS_SKILL, &from->required_skills),
        .preferred_skills = set_of(index, WORDS_SKILL, &from->preferred_skills),
        .required_certificates = bits_of(index, WORDS_CERTIFICATE, &from->required_certificates),
        .min_age = (uint8_t)from->min_age,
        .children = from->children,
        .urgency = (uint8_t)from->urgency,
        .age_groups = bits_of(index, WORDS_AGE_GROUP, &from->age_groups),
        .connections = connections_of(from),
        .shifts = shifts,
        .shifts_count = from->shift_count < MATCHER_SHIFTS ? from->shift_count : MATCHER_SHIFTS,
    };
    languages_of(index, from->required_languages, from->required_language_count, to.required_languages);
    languages_of(index, from->preferred_languages, from->preferred_language_count, to.preferred_languages);
    int interest = words_number(index->words, WORDS_INTEREST, from->activity);
    if (interest >= 0)
        matcher_set_add(&to.interests, (unsigned)interest);
    struct matcher_error failure = {.failure = MATCHER_NO_MEMORY};
    if (shifts != NULL)
        failure = (struct matcher_error){0};
    bool good = shifts != NULL && matcher_put_need(index->matcher, &to, &failure);
    arena_free(arena);
    return good || index_refuse(error, "need", &failure);
}
