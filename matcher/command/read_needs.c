/* One need from one line. */
#include "matcher/command/read_people.h"

#include "matcher/command/moment.h"

#include <stdlib.h>
#include <string.h>

/* The local fields of a shift follow from its UTC times. In the hour that comes twice in autumn the clock may stand no
 * later at the end than at the beginning: then it is as if it had not been put back. */
static void set_wall_clock(struct matcher_shift *shift)
{
    int32_t start = shift->start_utc_min + moment_tallinn_offset(shift->start_utc_min);
    int32_t end = shift->end_utc_min + moment_tallinn_offset(shift->end_utc_min);

    if (end <= start)
        end = start + (shift->end_utc_min - shift->start_utc_min);
    shift->day = start >= 0 ? start / 1440 : -((1439 - start) / 1440);
    shift->from_minute = (int16_t)(start - shift->day * 1440);
    shift->to_minute = (int16_t)(end - shift->day * 1440);
}

static bool read_shift(struct input *input, const json_t *object, struct matcher_shift *shift)
{
    static const char *const known[] = {"id", "from", "to", "seats", "responsible", "school_hours", NULL};
    int64_t seats = 1;

    shift->responsible_present = true;
    if (!input_only(input, object, known) || !read_id(input, object, "id", &shift->id) ||
        !read_instant(input, object, "from", &shift->start_utc_min) ||
        !read_instant(input, object, "to", &shift->end_utc_min) ||
        !input_integer_member(input, object, "seats", 0, UINT16_MAX, &seats) ||
        !input_bool_member(input, object, "responsible", &shift->responsible_present) ||
        !input_bool_member(input, object, "school_hours", &shift->school_hours))
        return false;
    shift->seats = (uint16_t)seats;
    if (shift->start_utc_min >= shift->end_utc_min)
        return input_fault(input, "ends before it begins");
    if (shift->end_utc_min - shift->start_utc_min > 7 * 1440)
        return input_fault(input, "is longer than 7 days");
    set_wall_clock(shift);
    return true;
}

static bool read_shifts(struct input *input, const json_t *object, struct matcher_shift **shifts, size_t *count)
{
    json_t *list = input_member(input, object, "shifts", false), *value;
    size_t i, mark = input_down(input, "shifts");

    if (list != NULL && !input_is_array(input, list))
        return false;
    if (json_array_size(list) > MATCHER_SHIFTS)
        return input_fault(input, "more than %d", MATCHER_SHIFTS);
    *shifts = calloc(json_array_size(list) + 1, sizeof **shifts);
    if (*shifts == NULL)
        return input_no_memory(input);
    json_array_foreach(list, i, value)
    {
        size_t at = input_down_at(input, i);
        if (!read_shift(input, value, &(*shifts)[i]))
            return false;
        for (size_t j = 0; j < i; j++)
            if (matcher_id_compare(&(*shifts)[j].id, &(*shifts)[i].id) == 0)
                return input_fault(input, "this id stands twice");
        input_up(input, at);
    }
    *count = json_array_size(list);
    input_up(input, mark);
    return true;
}

static bool read_place(struct input *input, struct crowd *crowd, const json_t *object, struct matcher_need *need)
{
    static const char *const known[] = {"lat", "lon", NULL};
    json_t *place = input_member(input, object, "place", false);
    json_t *centre = input_member(input, object, "centre", true);
    size_t mark = input_down(input, "centre"), number;

    number = centre == NULL ? SIZE_MAX : names_intern(&crowd->words.centres, input, centre);
    if (number == SIZE_MAX)
        return false;
    need->centre = (int32_t)number;
    need->at.place = (int32_t)number;
    input_up(input, mark);
    mark = input_down(input, "place");
    if (place != NULL && (!input_only(input, place, known) || !read_position(input, place, &need->at)))
        return false;
    input_up(input, mark);
    return place == NULL || matcher_set_centre(crowd->matcher, need->centre, &need->at, NULL) || input_no_memory(input);
}

static bool read_need(struct input *input, struct crowd *crowd, const json_t *object, struct matcher_need *need,
                      struct matcher_shift **shifts)
{
    static const char *const known[] = {"id",
                                        "centre",
                                        "place",
                                        "for",
                                        "purpose",
                                        "role",
                                        "required_skills",
                                        "preferred_skills",
                                        "required_certificates",
                                        "required_languages",
                                        "preferred_languages",
                                        "min_age",
                                        "children",
                                        "urgency",
                                        "shifts",
                                        "interests",
                                        "age_groups",
                                        "connections",
                                        NULL};
    static const char *const whom[] = {"volunteer", "worker", "either", NULL};
    static const char *const purposes[] = {"help", "cover", NULL};
    static const char *const roles[] = {"helper", "responsible", NULL};
    struct vocabulary *words = &crowd->words;
    int64_t min_age = 0, urgency = 1, connections = 0;
    bool ok = input_only(input, object, known) && read_id(input, object, "id", &need->id) &&
              read_place(input, crowd, object, need) && read_word(input, object, "for", true, whom, &need->for_whom) &&
              read_word(input, object, "purpose", false, purposes, &need->purpose) &&
              read_word(input, object, "role", false, roles, &need->role) &&
              read_set(input, object, "required_skills", &words->skills, &need->required_skills) &&
              read_set(input, object, "preferred_skills", &words->skills, &need->preferred_skills) &&
              read_mask(input, object, "required_certificates", &words->certificates, &need->required_certificates) &&
              read_levels(input, object, "required_languages", &words->languages, need->required_languages) &&
              read_levels(input, object, "preferred_languages", &words->languages, need->preferred_languages) &&
              read_set(input, object, "interests", &words->interests, &need->interests) &&
              read_mask(input, object, "age_groups", &words->age_groups, &need->age_groups) &&
              input_bool_member(input, object, "children", &need->children) &&
              input_integer_member(input, object, "urgency", 1, 3, &urgency) &&
              input_integer_member(input, object, "connections", 0, UINT16_MAX, &connections) &&
              (input_member(input, object, "min_age", false) == NULL ||
               input_integer_member(input, object, "min_age", 0, 99, &min_age)) &&
              read_shifts(input, object, shifts, &need->shifts_count);

    need->min_age = (uint8_t)min_age;
    need->urgency = (uint8_t)urgency;
    need->connections = (uint16_t)connections;
    need->shifts = *shifts;
    return ok;
}

bool take_need(void *context, struct input *input, json_t *object)
{
    struct crowd *crowd = context;
    struct matcher_need need = {.employer = MATCHER_NO_EMPLOYER, .children = true};
    struct matcher_shift *shifts = NULL;
    struct matcher_error error = {0};
    bool ok = read_need(input, crowd, object, &need, &shifts);

    if (ok && matcher_find_need(crowd->matcher, &need.id) != NULL) {
        input_down(input, "id");
        ok = input_fault(input, "stands twice");
    }
    if (ok && !matcher_put_need(crowd->matcher, &need, &error))
        ok = error.failure == MATCHER_NO_MEMORY ? input_no_memory(input)
                                                : input_fault(input, "%s is out of bounds", error.field);
    if (ok)
        ok = keep_id(input, &crowd->needs, &crowd->needs_count, &crowd->needs_room, &need.id);
    free(shifts);
    return ok;
}
