/* One person from one line. */
#include "matcher/command/read_people.h"

#include "matcher/command/moment.h"

#include <stdlib.h>
#include <string.h>

/* A person under way and the lists it points to. */
struct draft {
    struct matcher_person person;
    struct names *centres;
    uint16_t *reach_centres, *worked_at;
    struct matcher_certificate *certificates;
    struct matcher_exception *exceptions;
    struct matcher_check check;
    struct matcher_permission *permissions;
    struct matcher_agreed *agreed;
    struct matcher_id *declined;
};

/* Room for the elements of a list member, an empty list when it is absent; NULL after a fault. */
static void *open_list(struct input *input, const json_t *object, const char *member, size_t element, json_t **list)
{
    *list = input_member(input, object, member, false);
    if (*list != NULL && !json_is_array(*list)) {
        input_down(input, member);
        input_fault(input, "must be a list");
        return NULL;
    }
    if (json_array_size(*list) > 10000) {
        input_down(input, member);
        input_fault(input, "more than 10000 elements");
        return NULL;
    }
    void *room = calloc(json_array_size(*list) + 1, element);
    if (room == NULL)
        input_no_memory(input);
    return room;
}

static bool read_centres(struct input *input, struct names *names, const json_t *object, const char *member,
                         uint16_t **centres, size_t *count)
{
    json_t *list, *value;
    size_t i, mark;

    *centres = open_list(input, object, member, sizeof **centres, &list);
    if (*centres == NULL)
        return false;
    mark = input_down(input, member);
    json_array_foreach(list, i, value)
    {
        size_t at = input_down_at(input, i), number = names_intern(names, input, value);
        if (number == SIZE_MAX)
            return false;
        (*centres)[i] = (uint16_t)number;
        input_up(input, at);
    }
    *count = json_array_size(list);
    input_up(input, mark);
    return true;
}

static bool read_reach(struct input *input, struct draft *draft, const json_t *object)
{
    static const char *const known[] = {"max_m", "centres", NULL};
    json_t *reach = input_member(input, object, "reach", false);
    int64_t max_m = 0;
    size_t mark = input_down(input, "reach");

    if (reach != NULL) {
        if (!input_only(input, reach, known))
            return false;
        draft->person.has_reach_m = input_member(input, reach, "max_m", false) != NULL;
        if ((draft->person.has_reach_m && !input_integer_member(input, reach, "max_m", 0, 100000000, &max_m)) ||
            !read_centres(input, draft->centres, reach, "centres", &draft->reach_centres,
                          &draft->person.reach_centres_count))
            return false;
    }
    draft->person.reach_m = (int32_t)max_m;
    input_up(input, mark);
    return true;
}

static bool read_certificates(struct input *input, struct draft *draft, const json_t *object, struct names *names)
{
    static const char *const known[] = {"code", "valid_until", NULL};
    json_t *list, *value;
    size_t i, mark;

    draft->certificates = open_list(input, object, "certificates", sizeof *draft->certificates, &list);
    if (draft->certificates == NULL)
        return false;
    mark = input_down(input, "certificates");
    json_array_foreach(list, i, value)
    {
        size_t at = input_down_at(input, i);
        json_t *code = input_only(input, value, known) ? input_member(input, value, "code", true) : NULL;
        size_t number = code == NULL ? SIZE_MAX : names_intern(names, input, code);
        int32_t until = MATCHER_FOREVER;
        if (number == SIZE_MAX || !read_date(input, value, "valid_until", false, &until))
            return false;
        draft->certificates[i] = (struct matcher_certificate){.code = (uint8_t)number, .valid_until_day = until};
        input_up(input, at);
    }
    draft->person.certificates_count = json_array_size(list);
    input_up(input, mark);
    return true;
}

static bool read_span(struct input *input, const json_t *object, int *from, int *to)
{
    static const char *const ends[] = {"from", "to"};
    int *minutes[] = {from, to};

    for (int end = 0; end < 2; end++) {
        json_t *value = input_member(input, object, ends[end], true);
        size_t mark = input_down(input, ends[end]);
        const char *text = value == NULL ? NULL : input_string(input, value);
        if (text == NULL)
            return false;
        if (!moment_time_of_day(text, minutes[end]))
            return input_fault(input, "must be a quarter hour such as 16:15");
        input_up(input, mark);
    }
    return *from < *to || input_fault(input, "ends before it begins");
}

static bool read_availability(struct input *input, struct draft *draft, const json_t *object)
{
    static const char *const known[] = {"day", "from", "to", NULL};
    json_t *list = input_member(input, object, "availability", false), *value;
    size_t i, mark = input_down(input, "availability");

    if (list != NULL && !input_is_array(input, list))
        return false;
    json_array_foreach(list, i, value)
    {
        size_t at = input_down_at(input, i);
        int64_t day = 0;
        int from = 0, to = 0;
        if (!input_only(input, value, known) || input_member(input, value, "day", true) == NULL ||
            !input_integer_member(input, value, "day", 1, 7, &day) || !read_span(input, value, &from, &to) ||
            !matcher_week_add(&draft->person.availability, (int)day, from, to))
            return false;
        draft->person.availability_given = true;
        input_up(input, at);
    }
    input_up(input, mark);
    return true;
}

/* An exception that says when somebody is free gives availability too: that of a person who comes once. */
static bool read_exceptions(struct input *input, struct draft *draft, const json_t *object)
{
    static const char *const known[] = {"date", "free", "from", "to", NULL};
    json_t *list, *value;
    size_t i, mark;

    draft->exceptions = open_list(input, object, "exceptions", sizeof *draft->exceptions, &list);
    if (draft->exceptions == NULL)
        return false;
    mark = input_down(input, "exceptions");
    json_array_foreach(list, i, value)
    {
        struct matcher_exception *exception = &draft->exceptions[i];
        size_t at = input_down_at(input, i);
        int from = 0, to = 0;
        if (!input_only(input, value, known) || !read_date(input, value, "date", true, &exception->day) ||
            input_member(input, value, "free", true) == NULL ||
            !input_bool_member(input, value, "free", &exception->free) || !read_span(input, value, &from, &to))
            return false;
        exception->from_minute = (int16_t)from;
        exception->to_minute = (int16_t)to;
        draft->person.availability_given = draft->person.availability_given || exception->free;
        input_up(input, at);
    }
    draft->person.exceptions_count = json_array_size(list);
    input_up(input, mark);
    return true;
}

static bool read_check(struct input *input, struct draft *draft, const json_t *object)
{
    static const char *const known[] = {"result", "valid_until", NULL};
    static const char *const results[] = {"none", "permitted", "prohibited", NULL};
    json_t *check = input_member(input, object, "check", false);
    size_t mark = input_down(input, "check");

    if (check != NULL) {
        draft->check = (struct matcher_check){.employer = MATCHER_NO_EMPLOYER, .valid_until_day = MATCHER_FOREVER};
        if (!input_only(input, check, known) ||
            !read_word(input, check, "result", true, results, &draft->check.result) ||
            !read_date(input, check, "valid_until", draft->check.result == MATCHER_CHECK_PERMITTED,
                       &draft->check.valid_until_day))
            return false;
        draft->person.checks = &draft->check;
        draft->person.checks_count = 1;
    }
    input_up(input, mark);
    return true;
}

/* A date for every centre, or {centre: date}. */
static bool read_guardian(struct input *input, struct draft *draft, const json_t *object)
{
    json_t *guardian = input_member(input, object, "guardian_until", false), *value;
    size_t count = json_is_object(guardian) ? json_object_size(guardian) : 1, mark;
    const char *key;

    if (guardian == NULL)
        return true;
    draft->permissions = calloc(count + 1, sizeof *draft->permissions);
    if (draft->permissions == NULL)
        return input_no_memory(input);
    if (!json_is_object(guardian)) {
        draft->person.permissions_count = 1;
        draft->permissions[0].centre = MATCHER_NO_CENTRE;
        return read_date(input, object, "guardian_until", true, &draft->permissions[0].until_day);
    }
    mark = input_down(input, "guardian_until");
    json_object_foreach(guardian, key, value)
    {
        struct matcher_permission *permission = &draft->permissions[draft->person.permissions_count++];
        json_t *name = json_string(key);
        size_t number = name == NULL ? SIZE_MAX : names_intern(draft->centres, input, name);
        json_decref(name);
        if (name == NULL)
            return input_no_memory(input);
        if (number == SIZE_MAX || !read_date(input, guardian, key, true, &permission->until_day))
            return false;
        permission->centre = (int32_t)number;
    }
    input_up(input, mark);
    return true;
}

static bool read_history(struct input *input, struct draft *draft, const json_t *object)
{
    static const char *const known[] = {"centres", "invited_30d", "kept", "missed", NULL};
    json_t *history = input_member(input, object, "history", false);
    int64_t invited = 0, kept = 0, missed = 0;
    size_t mark = input_down(input, "history");

    if (history != NULL &&
        (!input_only(input, history, known) ||
         !read_centres(input, draft->centres, history, "centres", &draft->worked_at, &draft->person.worked_at_count) ||
         !input_integer_member(input, history, "invited_30d", 0, UINT16_MAX, &invited) ||
         !input_integer_member(input, history, "kept", 0, UINT16_MAX, &kept) ||
         !input_integer_member(input, history, "missed", 0, UINT16_MAX, &missed)))
        return false;
    draft->person.invited_30d = (uint16_t)invited;
    draft->person.kept = (uint16_t)kept;
    draft->person.missed = (uint16_t)missed;
    input_up(input, mark);
    return true;
}

static bool read_agreed(struct input *input, struct draft *draft, const json_t *object)
{
    static const char *const known[] = {"from", "to", "lat", "lon", "centre", NULL};
    json_t *list, *value;
    size_t i, mark;

    draft->agreed = open_list(input, object, "agreed", sizeof *draft->agreed, &list);
    if (draft->agreed == NULL)
        return false;
    mark = input_down(input, "agreed");
    json_array_foreach(list, i, value)
    {
        struct matcher_agreed *agreed = &draft->agreed[i];
        size_t at = input_down_at(input, i);
        if (!input_only(input, value, known) || !read_instant(input, value, "from", &agreed->start_utc_min) ||
            !read_instant(input, value, "to", &agreed->end_utc_min))
            return false;
        if (agreed->start_utc_min >= agreed->end_utc_min)
            return input_fault(input, "ends before it begins");
        agreed->at.place = MATCHER_NO_PLACE;
        bool placed = json_object_get(value, "lat") != NULL || json_object_get(value, "lon") != NULL;
        if (placed && !read_position(input, value, &agreed->at))
            return false;
        json_t *centre = input_member(input, value, "centre", false);
        size_t number = centre == NULL ? SIZE_MAX : names_intern(draft->centres, input, centre);
        if (centre != NULL && number == SIZE_MAX)
            return false;
        if (centre != NULL)
            agreed->at.place = (int32_t)number;
        input_up(input, at);
    }
    draft->person.agreed_count = json_array_size(list);
    input_up(input, mark);
    return true;
}

static bool read_declined(struct input *input, struct draft *draft, const json_t *object)
{
    json_t *list, *value;
    size_t i, mark;

    draft->declined = open_list(input, object, "declined", sizeof *draft->declined, &list);
    if (draft->declined == NULL)
        return false;
    mark = input_down(input, "declined");
    json_array_foreach(list, i, value)
    {
        size_t at = input_down_at(input, i);
        const char *text = input_string(input, value);
        if (text == NULL)
            return false;
        if (!matcher_id_set(&draft->declined[i], text, strlen(text)))
            return input_fault(input, "longer than %d bytes", MATCHER_ID_MAX);
        input_up(input, at);
    }
    draft->person.declined_count = json_array_size(list);
    input_up(input, mark);
    return true;
}

static bool read_home(struct input *input, struct draft *draft, const json_t *object)
{
    static const char *const known[] = {"lat", "lon", NULL};
    json_t *home = input_member(input, object, "home", false);
    json_t *centre = input_member(input, object, "home_centre", false);
    size_t mark = input_down(input, "home");

    draft->person.home.place = MATCHER_NO_PLACE;
    draft->person.home_centre = MATCHER_NO_CENTRE;
    if (home != NULL && (!input_only(input, home, known) || !read_position(input, home, &draft->person.home)))
        return false;
    input_up(input, mark);
    if (centre == NULL)
        return true;
    mark = input_down(input, "home_centre");
    size_t number = names_intern(draft->centres, input, centre);
    if (number == SIZE_MAX)
        return false;
    draft->person.home_centre = (int32_t)number;
    input_up(input, mark);
    return true;
}

static bool read_person(struct input *input, struct draft *draft, struct vocabulary *words, const json_t *object)
{
    static const char *const known[] = {"id",
                                        "kind",
                                        "birth_date",
                                        "home",
                                        "home_centre",
                                        "reach",
                                        "skills",
                                        "certificates",
                                        "languages",
                                        "availability",
                                        "exceptions",
                                        "hours_per_week",
                                        "check",
                                        "guardian_until",
                                        "interests",
                                        "age_groups",
                                        "history",
                                        "agreed",
                                        "status",
                                        "declined",
                                        "employer_agreed",
                                        NULL};
    static const char *const kinds[] = {"volunteer", "worker", NULL};
    static const char *const statuses[] = {"active", "paused", "ended", NULL};
    struct matcher_person *person = &draft->person;
    int64_t hours = 0;

    person->employer_agreed = true;
    if (input_member(input, object, "hours_per_week", false) != NULL &&
        !input_integer_member(input, object, "hours_per_week", 0, 168, &hours))
        return false;
    person->hours_per_week = (uint16_t)hours;
    return input_only(input, object, known) && read_id(input, object, "id", &person->id) &&
           read_word(input, object, "kind", true, kinds, &person->kind) &&
           read_word(input, object, "status", false, statuses, &person->status) &&
           read_date(input, object, "birth_date", true, &person->birth_day) && read_home(input, draft, object) &&
           read_reach(input, draft, object) && read_set(input, object, "skills", &words->skills, &person->skills) &&
           read_certificates(input, draft, object, &words->certificates) &&
           read_levels(input, object, "languages", &words->languages, person->languages) &&
           read_availability(input, draft, object) && read_exceptions(input, draft, object) &&
           read_check(input, draft, object) && read_guardian(input, draft, object) &&
           read_set(input, object, "interests", &words->interests, &person->interests) &&
           read_mask(input, object, "age_groups", &words->age_groups, &person->age_groups) &&
           read_history(input, draft, object) && read_agreed(input, draft, object) &&
           read_declined(input, draft, object) &&
           input_bool_member(input, object, "employer_agreed", &person->employer_agreed);
}

static bool take_person(void *context, struct input *input, json_t *object)
{
    struct crowd *crowd = context;
    struct draft draft = {.centres = &crowd->words.centres};
    struct matcher_error error = {0};
    bool ok = read_person(input, &draft, &crowd->words, object);

    draft.person.reach_centres = draft.reach_centres;
    draft.person.worked_at = draft.worked_at;
    draft.person.certificates = draft.certificates;
    draft.person.exceptions = draft.exceptions;
    draft.person.permissions = draft.permissions;
    draft.person.agreed = draft.agreed;
    draft.person.declined = draft.declined;
    if (ok && matcher_has_person(crowd->matcher, &draft.person.id)) {
        input_down(input, "id");
        ok = input_fault(input, "stands twice");
    }
    if (ok && !matcher_put_person(crowd->matcher, &draft.person, &error))
        ok = error.failure == MATCHER_NO_MEMORY ? input_no_memory(input)
                                                : input_fault(input, "%s is out of bounds", error.field);
    if (ok)
        ok = keep_id(input, &crowd->people, &crowd->people_count, &crowd->people_room, &draft.person.id);
    free(draft.reach_centres);
    free(draft.worked_at);
    free(draft.certificates);
    free(draft.exceptions);
    free(draft.permissions);
    free(draft.agreed);
    free(draft.declined);
    return ok;
}

bool crowd_read_people(struct input *input, struct crowd *crowd, const char *file)
{
    return input_lines(input, file, take_person, crowd);
}
