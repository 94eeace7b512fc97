/* The learning journal of a visit: a goal before it, three answers after it. The worker's own alone. */
#include "db/visit_reports.h"

#include "services/api/api.h"
#include "services/calendar.h"

enum { GOAL_MAX = 1000, ANSWER_MAX = 2000 };

struct input {
    struct uuid visit;
    struct journal_change change;
};

struct result {
    struct journal journal;
    bool over;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, visit, "visit"), FIELDS_END};

static const struct field body_fields[] = {
    FIELD_TEXT(struct input, change.goal, "goal", .max = GOAL_MAX, .nullable = true,
               GIVEN(struct input, change.goal_given)),
    FIELD_TEXT(struct input, change.learned, "learned", .max = ANSWER_MAX, .nullable = true,
               GIVEN(struct input, change.learned_given)),
    FIELD_TEXT(struct input, change.take_home, "take_home", .max = ANSWER_MAX, .nullable = true,
               GIVEN(struct input, change.take_home_given)),
    FIELD_TEXT(struct input, change.for_host, "for_host", .max = ANSWER_MAX, .nullable = true,
               GIVEN(struct input, change.for_host_given)),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_UUID(struct result, journal.visit, "visit"),
    FIELD_LINE(struct result, journal.round_name, "round_name"),
    FIELD_LINE(struct result, journal.worker_name, "worker_name"),
    FIELD_LINE(struct result, journal.home_name, "home_name"),
    FIELD_CODE(struct result, journal.host, "host"),
    FIELD_LINE(struct result, journal.host_name, "host_name"),
    FIELD_DATE(struct result, journal.first_day, "first"),
    FIELD_DATE(struct result, journal.last_day, "last"),
    FIELD_BOOLEAN(struct result, over, "over"),
    FIELD_LIST(struct result, journal.offers.items, journal.offers.count, "offers", field_code_item),
    FIELD_TEXT(struct result, journal.goal, "goal", .nullable = true),
    FIELD_TEXT(struct result, journal.learned, "learned", .nullable = true),
    FIELD_TEXT(struct result, journal.take_home, "take_home", .nullable = true),
    FIELD_TEXT(struct result, journal.for_host, "for_host", .nullable = true),
    FIELDS_END,
};

static bool get(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct result *result = out;
    if (!journal_read(asking->db, asking->arena, &asking->actor.person, &input->visit, &result->journal, error))
        return false;
    result->over = result->journal.first_day <= calendar_day(asking->calendar, asking->now_ms);
    return true;
}

static void check(const struct asking *asking, void *data, struct field_errors *errors)
{
    const struct journal_change *change = &((struct input *)data)->change;
    (void)asking;
    if (!change->goal_given && !change->learned_given && !change->take_home_given && !change->for_host_given &&
        errors->count == 0)
        field_error_add(errors, "required", "/goal");
}

static bool update(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    const struct journal_change *change = &input->change;
    struct result *result = out;
    if (!get(asking, data, out, error))
        return false;
    if (!result->over && (change->learned || change->take_home || change->for_host))
        return error_set(error, ERROR_CONFLICT, "visit_ahead", "the visit has not begun");
    return journal_write(asking->db, &asking->actor, &input->visit, change, error) && get(asking, data, out, error);
}

#define JOURNAL_ENDPOINT                                                                                               \
    .path = "/api/v1/me/visits/{visit}/journal", .policy = {.roles = ROLE_WORKER, .objects = OBJECTS_OWN},             \
    .path_fields = path_fields, INPUT_SIZE(struct input), .work = WORK_TRANSACT, RESULT_SIZE(struct result),           \
    .reply_fields = reply_fields

const struct endpoint endpoint_getJournal = {
    .operation = "getJournal",
    .method = "GET",
    .act = get,
    JOURNAL_ENDPOINT,
};

const struct endpoint endpoint_updateJournal = {
    .operation = "updateJournal",
    .method = "PATCH",
    .body_fields = body_fields,
    .check = check,
    .act = update,
    JOURNAL_ENDPOINT,
};
