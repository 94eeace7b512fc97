/* One person from one line, put into the matcher: single members here, lists in read_person_lists.c. */
#include "matcher/command/read_person_lists.h"

#include <stdlib.h>

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
