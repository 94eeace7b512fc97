/* `rank` and `why`: people and needs in, JSON Lines out. */
#include "matcher/command/command.h"

#include "matcher/command/moment.h"

#include <stdlib.h>
#include <string.h>

static json_t *candidate_to_json(const struct matcher_candidate *candidate)
{
    json_t *object = json_object();

    if (object != NULL && set_new(object, "id", id_to_json(&candidate->id)) &&
        set_new(object, "score", json_integer(candidate->score)) &&
        set_new(object, "parts", parts_to_json(candidate->parts)) &&
        set_new(object, "flags", flags_to_json(candidate->flags)))
        return object;
    json_decref(object);
    return NULL;
}

static json_t *list_to_json(const char *subject_key, const struct matcher_id *subject, const char *list_key,
                            const struct matcher_candidate *candidates, size_t count)
{
    json_t *object = json_object(), *list = json_array();
    bool ok = object != NULL && list != NULL;

    for (size_t i = 0; ok && i < count; i++)
        ok = json_array_append_new(list, candidate_to_json(&candidates[i])) == 0;
    ok = ok && set_new(object, subject_key, id_to_json(subject));
    if (ok && json_object_set(object, list_key, list) == 0) {
        json_decref(list);
        return object;
    }
    json_decref(list);
    json_decref(object);
    return NULL;
}

/* One subject's line. */
static bool rank_one(struct run *run, const struct crowd *crowd, const struct matcher_id *subject, bool is_need,
                     struct matcher_candidate *room, size_t top)
{
    const struct matcher_query query = {.now_utc_min = INT32_MIN, .exhaustive = run->arguments.exhaustive};
    size_t count = 0;
    bool ok = is_need ? matcher_rank_people(crowd->matcher, subject, &query, top, room, &count, NULL)
                      : matcher_rank_needs(crowd->matcher, subject, &query, top, room, &count, NULL);

    if (!ok)
        return input_fault(&run->input, "no such %s: %.63s", is_need ? "need" : "person",
                           is_need ? run->arguments.need : run->arguments.person);
    return write_line(run, is_need ? list_to_json("need", subject, "candidates", room, count)
                                   : list_to_json("person", subject, "needs", room, count));
}

/* A name from the command line. */
static bool name_to_id(struct run *run, const char *name, struct matcher_id *id)
{
    return matcher_id_set(id, name, strlen(name)) || input_fault(&run->input, "no such id: %.63s", name);
}

/* *stopped: at a limit, after whole lines for the needs that came first. */
static bool rank_all(struct run *run, const struct crowd *crowd, struct matcher_candidate *room, size_t top,
                     bool *stopped)
{
    const struct arguments *arguments = &run->arguments;
    struct matcher_id subject;

    if (arguments->need != NULL)
        return name_to_id(run, arguments->need, &subject) && rank_one(run, crowd, &subject, true, room, top);
    if (arguments->person != NULL)
        return name_to_id(run, arguments->person, &subject) && rank_one(run, crowd, &subject, false, room, top);
    for (size_t i = 0; i < crowd->needs_count; i++) {
        if (run_must_stop(run)) {
            *stopped = true;
            return true;
        }
        if (!rank_one(run, crowd, &crowd->needs[i], true, room, top))
            return false;
    }
    return true;
}

enum outcome command_rank(struct run *run)
{
    const struct arguments *arguments = &run->arguments;
    struct crowd crowd = {0};
    bool stopped = false;

    if (arguments->people == NULL || arguments->needs == NULL || !arguments->has_top || arguments->files_count > 0 ||
        (arguments->need != NULL) + (arguments->person != NULL) + arguments->all != 1) {
        usage_fault(run, "rank --people FILE --needs FILE (--need ID | --person ID | --all) --top K [--exhaustive]");
        return OUTCOME_BAD_INPUT;
    }
    if (open_crowd(run, &crowd)) {
        size_t most = crowd.people_count > crowd.needs_count ? crowd.people_count : crowd.needs_count;
        size_t top = (size_t)arguments->top < most ? (size_t)arguments->top : most;
        struct matcher_candidate *room = calloc(top + 1, sizeof *room);
        if (room == NULL)
            input_no_memory(&run->input);
        else
            rank_all(run, &crowd, room, top, &stopped);
        free(room);
    }
    crowd_close(&crowd);
    return stopped ? OUTCOME_STOPPED : OUTCOME_SOLVED;
}

/* ---- why ---- */

static json_t *minute_to_json(int32_t day, int32_t minute)
{
    int year, month, month_day;
    char text[40];

    for (; minute < 0; minute += 1440)
        day--;
    for (; minute > 1440; minute -= 1440)
        day++;
    matcher_date_from_day(day, &year, &month, &month_day);
    snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d", year, month, month_day, minute / 60, minute % 60);
    return json_string(text);
}

static json_t *day_to_json(int32_t day)
{
    int year, month, month_day;
    char text[40];

    matcher_date_from_day(day, &year, &month, &month_day);
    snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, month_day);
    return json_string(text);
}

/* The name behind a code, by what the code is about. */
static json_t *name_to_json(const struct names *names, int32_t code)
{
    return code >= 0 && (size_t)code < names->count ? json_string(names->names[code]) : json_null();
}

static bool describe_reason(json_t *object, const struct crowd *crowd, const struct matcher_need *need,
                            const struct matcher_reason *reason)
{
    const struct vocabulary *words = &crowd->words;
    bool ok = set_new(object, "rule", json_string(matcher_rule_name(reason->rule)));

    if (reason->shift >= 0)
        ok = ok && set_new(object, "shift", id_to_json(&need->shifts[reason->shift].id));
    if (reason->rule == MATCHER_RULE_SKILLS)
        ok = ok && set_new(object, "skill", name_to_json(&words->skills, reason->code));
    else if (reason->rule == MATCHER_RULE_LANGUAGES)
        ok = ok && set_new(object, "language", name_to_json(&words->languages, reason->code));
    else if (reason->rule == MATCHER_RULE_CERTIFICATES)
        ok = ok && set_new(object, "certificate", name_to_json(&words->certificates, reason->code));
    else if (reason->rule == MATCHER_RULE_AGE)
        ok = ok && set_new(object, "age", json_integer(reason->code));
    else if (reason->rule == MATCHER_RULE_REACH && reason->code >= 0)
        ok = ok && set_new(object, "distance_m", json_integer(reason->code));
    else if (reason->rule == MATCHER_RULE_MINOR_END)
        ok = ok && set_new(object, "ends", minute_to_json(need->shifts[reason->shift].day, reason->code));
    return ok;
}

static bool describe_change(json_t *object, const struct crowd *crowd, const struct matcher_need *need,
                            const struct matcher_change *change)
{
    static const char *const levels[] = {"", "A1", "A2", "B1", "B2", "C1", "C2"};
    const struct vocabulary *words = &crowd->words;
    const struct matcher_shift *shift = change->shift < 0 ? NULL : &need->shifts[change->shift];
    bool ok = set_new(object, "change", json_string(matcher_change_name(change->kind)));

    if (shift != NULL)
        ok = ok && set_new(object, "shift", id_to_json(&shift->id));
    switch (change->kind) {
    case MATCHER_CHANGE_SKILL:
        return ok && set_new(object, "skill", name_to_json(&words->skills, change->code));
    case MATCHER_CHANGE_LANGUAGE:
        return ok && set_new(object, "language", name_to_json(&words->languages, change->code)) &&
               set_new(object, "level", json_string(levels[change->wanted]));
    case MATCHER_CHANGE_CERTIFICATE:
        return ok && set_new(object, "certificate", name_to_json(&words->certificates, change->code)) &&
               set_new(object, "valid_until", day_to_json(change->wanted));
    case MATCHER_CHANGE_REACH_M:
        return ok && set_new(object, "max_m", json_integer(change->wanted));
    case MATCHER_CHANGE_REACH_CENTRE:
        return ok && set_new(object, "centre", name_to_json(&words->centres, change->code));
    case MATCHER_CHANGE_GUARDIAN:
        return ok && set_new(object, "centre", name_to_json(&words->centres, change->code)) &&
               set_new(object, "until", day_to_json(change->wanted));
    case MATCHER_CHANGE_MIN_AGE:
        return ok && set_new(object, "min_age", json_integer(change->wanted));
    case MATCHER_CHANGE_MINOR_END:
        return ok && set_new(object, "ends", minute_to_json(shift == NULL ? 0 : shift->day, change->wanted));
    case MATCHER_CHANGE_AVAILABLE:
        return ok && set_new(object, "from", minute_to_json(shift == NULL ? 0 : shift->day, change->from_minute)) &&
               set_new(object, "to", minute_to_json(shift == NULL ? 0 : shift->day, change->wanted));
    case MATCHER_CHANGE_BUSY:
        return ok && set_new(object, "agreed", json_integer(change->code));
    default:
        return ok;
    }
}

static json_t *why_to_json(const struct crowd *crowd, const struct matcher_need *need, const struct matcher_id *person,
                           const struct matcher_why *why)
{
    json_t *object = json_object(), *rules = json_array(), *changes = json_array();
    bool ok = object != NULL && set_new(object, "need", id_to_json(&need->id)) &&
              set_new(object, "person", id_to_json(person)) &&
              set_new(object, "candidate", json_boolean(why->candidate));

    for (size_t i = 0; ok && i < why->reasons_count; i++) {
        json_t *reason = json_object();
        ok = reason != NULL && describe_reason(reason, crowd, need, &why->reasons[i]);
        ok = json_array_append_new(rules, reason) == 0 && ok;
    }
    for (size_t i = 0; ok && i < why->changes_count; i++) {
        json_t *change = json_object();
        ok = change != NULL && describe_change(change, crowd, need, &why->changes[i]);
        ok = json_array_append_new(changes, change) == 0 && ok;
    }
    ok = ok && json_object_set(object, "rules", rules) == 0 && json_object_set(object, "changes", changes) == 0;
    if (ok && why->candidate)
        ok = set_new(object, "fit", candidate_to_json(&why->fit));
    json_decref(rules);
    json_decref(changes);
    if (ok)
        return object;
    json_decref(object);
    return NULL;
}

static enum outcome explain(struct run *run, const struct crowd *crowd)
{
    const struct matcher_query query = {.now_utc_min = INT32_MIN};
    struct matcher_id need, person;
    struct matcher_error error = {0};
    struct matcher_why why;

    if (!name_to_id(run, run->arguments.need, &need) || !name_to_id(run, run->arguments.person, &person))
        return OUTCOME_BAD_INPUT;
    if (!matcher_explain(crowd->matcher, &need, &person, &query, &why, &error)) {
        if (error.failure == MATCHER_NO_MEMORY)
            input_no_memory(&run->input);
        else
            input_fault(&run->input, "no such %s: %.63s", error.field,
                        strcmp(error.field, "need") == 0 ? run->arguments.need : run->arguments.person);
        return OUTCOME_BAD_INPUT;
    }
    write_line(run, why_to_json(crowd, matcher_find_need(crowd->matcher, &need), &person, &why));
    matcher_why_free(&why);
    return OUTCOME_SOLVED;
}

enum outcome command_why(struct run *run)
{
    const struct arguments *arguments = &run->arguments;
    struct crowd crowd = {0};
    enum outcome outcome = OUTCOME_BAD_INPUT;

    if (arguments->people == NULL || arguments->needs == NULL || arguments->need == NULL || arguments->person == NULL ||
        arguments->files_count > 0) {
        usage_fault(run, "why --people FILE --needs FILE --need ID --person ID");
        return OUTCOME_BAD_INPUT;
    }
    if (open_crowd(run, &crowd))
        outcome = explain(run, &crowd);
    crowd_close(&crowd);
    return outcome;
}
