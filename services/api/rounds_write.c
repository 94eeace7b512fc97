/* Making and changing a round that is not published. */
#include "services/api/api.h"
#include "services/api/round_reply.h"

#include <string.h>

#include "services/words.h"

enum { PERIODS_MAX = 64 };

struct input {
    struct uuid id;
    const char *name;
    struct round_period *periods;
    size_t period_count;
    struct round_rules *rules;
    struct round_centre *centres;
    size_t centre_count;
    struct round_worker *workers;
    size_t worker_count;
};

static const struct field centre_fields[] = {
    FIELD_CODE(struct round_centre, id, "id", .required = true, .max = 40),
    FIELD_BOOLEAN(struct round_centre, takes_part, "takes_part", .absent = 1),
    FIELD_INTEGER(struct round_centre, guests, "guests", .max = 100, .absent = 1),
    FIELD_INTEGER(struct round_centre, away, "away", .max = 100, .absent = 1),
    FIELD_INTEGER(struct round_centre, min_send, "min_send", .max = 4096),
    FIELD_INTEGER(struct round_centre, min_host, "min_host", .max = 4096),
    FIELD_LIST(struct round_centre, offers.items, offers.count, "offers", field_code_item, .max = 36),
    FIELD_LIST(struct round_centre, closed.items, closed.count, "closed", field_line_item, .max = PERIODS_MAX),
    FIELDS_END,
};

static const struct field want_fields[] = {
    FIELD_CODE(struct round_want, skill, "skill", .required = true, .max = 40),
    FIELD_INTEGER(struct round_want, points, "points", .required = true, .max = 1000000),
    FIELDS_END,
};

static const struct field worker_fields[] = {
    FIELD_UUID(struct round_worker, id, "id", .required = true),
    FIELD_BOOLEAN(struct round_worker, takes_part, "takes_part", .absent = 1),
    FIELD_LIST(struct round_worker, unavailable.items, unavailable.count, "unavailable", field_line_item,
               .max = PERIODS_MAX),
    FIELD_OBJECTS(struct round_worker, wants, want_count, "wants", want_fields, .max = 8),
    FIELDS_END,
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field create_fields[] = {
    FIELD_LINE(struct input, name, "name", .required = true, .min = 1, .max = 120),
    FIELD_OBJECTS(struct input, periods, period_count, "periods", round_period_fields, .required = true, .min = 1,
                  .max = PERIODS_MAX),
    FIELD_OBJECT(struct input, rules, "rules", round_rules_fields, .by_pointer = true,
                 .item_size = sizeof(struct round_rules)),
    FIELDS_END,
};

static const struct field update_fields[] = {
    FIELD_LINE(struct input, name, "name", .min = 1, .max = 120),
    FIELD_OBJECTS(struct input, periods, period_count, "periods", round_period_fields, .min = 1, .max = PERIODS_MAX),
    FIELD_OBJECT(struct input, rules, "rules", round_rules_fields, .by_pointer = true,
                 .item_size = sizeof(struct round_rules)),
    FIELD_OBJECTS(struct input, centres, centre_count, "centres", centre_fields, .max = 400),
    FIELD_OBJECTS(struct input, workers, worker_count, "workers", worker_fields, .max = 4000),
    FIELDS_END,
};

/* Periods follow each other, each has its own name, and none ends before it begins. */
static void check_periods(const struct input *input, struct field_errors *errors)
{
    for (size_t i = 0; i < input->period_count; i++) {
        const struct round_period *period = &input->periods[i];
        if (!field_is_sound(errors, "/periods/%zu", i))
            continue;
        if (period->last_day < period->first_day)
            field_error_add(errors, "end_before_start", "/periods/%zu/last", i);
        else if (period->last_day - period->first_day > 31)
            field_error_add(errors, "too_long_span", "/periods/%zu/last", i);
        if (i > 0 && field_is_sound(errors, "/periods/%zu", i - 1) &&
            period->first_day <= input->periods[i - 1].last_day)
            field_error_add(errors, "overlap", "/periods/%zu/first", i);
        for (size_t k = 0; k < i; k++) {
            if (field_is_sound(errors, "/periods/%zu/id", k) && strcmp(input->periods[k].id, period->id) == 0)
                field_error_add(errors, "duplicate_item", "/periods/%zu/id", i);
        }
    }
}

static void check(const struct asking *asking, void *data, struct field_errors *errors)
{
    struct input *input = data;
    if (uuid_is_none(&input->id))
        input->id = uuid_new();
    check_periods(input, errors);
    for (size_t i = 0; i < input->centre_count; i++) {
        if (words_number(asking->words, WORDS_CENTRE, input->centres[i].id) < 0)
            field_error_add(errors, "unknown_value", "/centres/%zu/id", i);
    }
}

static bool read_back(const struct asking *asking, const struct uuid *id, void *out, struct error *error)
{
    struct round *round;
    if (!round_read(asking->db, asking->arena, &asking->actor, id, &round, error))
        return false;
    *(struct round *)out = *round;
    return true;
}

static bool create(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    return round_create(asking->db, &asking->actor, &input->id, input->name, input->periods, input->period_count,
                        input->rules, error) &&
           read_back(asking, &input->id, result, error);
}

static bool update(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    struct round_change change = {
        .name = input->name,
        .periods = input->period_count ? input->periods : NULL,
        .period_count = input->period_count,
        .rules = input->rules,
        .centres = input->centres,
        .centre_count = input->centre_count,
        .workers = input->workers,
        .worker_count = input->worker_count,
    };
    return round_update(asking->db, &asking->actor, &input->id, asking->version, &change, error) &&
           read_back(asking, &input->id, result, error);
}

const struct endpoint endpoint_createRound = {
    .operation = "createRound",
    .method = "POST",
    .path = "/api/v1/rounds",
    .policy = {.roles = ROLE_COORDINATOR, .objects = OBJECTS_GROUP},
    .body_fields = create_fields,
    INPUT_SIZE(struct input),
    .check = check,
    .work = WORK_TRANSACT,
    .act = create,
    RESULT_SIZE(struct round),
    .status = 201,
    .reply_fields = round_fields,
    .etag_version = VERSION_IN(struct round, version),
};

const struct endpoint endpoint_updateRound = {
    .operation = "updateRound",
    .method = "PATCH",
    .path = "/api/v1/rounds/{id}",
    .policy = {.roles = ROLE_COORDINATOR, .objects = OBJECTS_GROUP},
    .path_fields = path_fields,
    .body_fields = update_fields,
    INPUT_SIZE(struct input),
    .check = check,
    .work = WORK_TRANSACT,
    .act = update,
    RESULT_SIZE(struct round),
    .reply_fields = round_fields,
    .etag_version = VERSION_IN(struct round, version),
    .needs_version = true,
};
