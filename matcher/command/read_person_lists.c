/*
 * The lists of a person's line: centres, certificates, when somebody is free, permissions, what is agreed and declined.
 * Each becomes an array of the draft, as long as the list; one that is absent is an empty array.
 */
#include "matcher/command/read_person_lists.h"

#include "matcher/command/moment.h"

#include <stdlib.h>
#include <string.h>

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

bool read_centres(struct input *input, struct names *names, const json_t *object, const char *member,
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

bool read_certificates(struct input *input, struct draft *draft, const json_t *object, struct names *names)
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

bool read_availability(struct input *input, struct draft *draft, const json_t *object)
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

bool read_exceptions(struct input *input, struct draft *draft, const json_t *object)
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

bool read_guardian(struct input *input, struct draft *draft, const json_t *object)
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

bool read_agreed(struct input *input, struct draft *draft, const json_t *object)
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

bool read_declined(struct input *input, struct draft *draft, const json_t *object)
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
