/* Making and changing a round that is not published. */
#include "services/api/api.h"
#include "services/api/round_input.h"
#include "services/api/round_reply.h"

#include <stdio.h>
#include <string.h>

#include "services/round_days.h"
#include "services/round_fit.h"
#include "services/words.h"

enum { PERIODS_MAX = 64 };

struct input {
    struct uuid id;
    const char *name;
    int kind;
    struct round_weight *weights;
    size_t weight_count;
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
    FIELD_INTEGER(struct round_centre, min_send, "min_send", .max = 4096, .absent = 1),
    FIELD_INTEGER(struct round_centre, min_host, "min_host", .max = 4096, .absent = 1),
    FIELD_LIST(struct round_centre, offers.items, offers.count, "offers", field_code_item, .max = 36),
    FIELD_LIST(struct round_centre, closed.items, closed.count, "closed", field_line_item, .max = PERIODS_MAX),
    FIELD_LIST(struct round_centre, languages.items, languages.count, "languages", field_code_item, .max = 10,
               GIVEN(struct round_centre, languages_given)),
    FIELD_OBJECTS(struct round_centre, staffing, staffing_count, "staffing", round_staffing_fields, .max = 7,
                  GIVEN(struct round_centre, staffing_given)),
    FIELD_LIST(struct round_centre, closed_days, closed_day_count, "closed_days", field_date_item, .max = 366,
               GIVEN(struct round_centre, closed_days_given)),
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
    FIELD_OBJECTS(struct round_worker, days_off, days_off_count, "days_off", days_off_fields, .max = 100,
                  GIVEN(struct round_worker, days_off_given)),
    FIELD_INTEGER(struct round_worker, max_minutes, "max_minutes", .min = 1, .max = 1440, .nullable = true,
                  GIVEN(struct round_worker, max_minutes_given)),
    FIELD_BOOLEAN(struct round_worker, lead, "lead", GIVEN(struct round_worker, lead_given)),
    FIELD_BOOLEAN(struct round_worker, check_promised, "check_promised",
                  GIVEN(struct round_worker, check_promised_given)),
    FIELDS_END,
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field weight_fields[] = {
    FIELD_LINE(struct round_weight, part, "part", .required = true, .max = 40),
    FIELD_INTEGER(struct round_weight, points, "points", .required = true, .max = 10000),
    FIELDS_END,
};

static const struct field create_fields[] = {
    FIELD_LINE(struct input, name, "name", .required = true, .min = 1, .max = 120),
    FIELD_WORD(struct input, kind, "kind", round_kind_words, .absent = WORD_NONE),
    FIELD_OBJECTS(struct input, periods, period_count, "periods", round_period_fields, .required = true, .min = 1,
                  .max = PERIODS_MAX),
    FIELD_OBJECT(struct input, rules, "rules", round_rules_fields, .by_pointer = true,
                 .item_size = sizeof(struct round_rules)),
    FIELDS_END,
};

static const struct field update_fields[] = {
    FIELD_LINE(struct input, name, "name", .min = 1, .max = 120),
    FIELD_WORD(struct input, kind, "kind", round_kind_words, .absent = WORD_NONE),
    FIELD_OBJECTS(struct input, weights, weight_count, "weights", weight_fields, .max = 20),
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

/* A part of the table, once, and within its bounds. */
static void check_weights(const struct input *input, struct field_errors *errors)
{
    for (size_t i = 0; i < input->weight_count; i++) {
        const struct round_weight *weight = &input->weights[i];
        int part = 0;
        if (!field_is_sound(errors, "/weights/%zu", i))
            continue;
        while (part < FIT_PARTS && strcmp(fit_rows[part].part, weight->part) != 0)
            part++;
        if (part == FIT_PARTS)
            field_error_add(errors, "unknown_value", "/weights/%zu/part", i);
        else if (weight->points > fit_rows[part].max)
            field_error_add_max(errors, "too_large", fit_rows[part].max, "/weights/%zu/points", i);
        for (size_t k = 0; k < i; k++) {
            if (field_is_sound(errors, "/weights/%zu", k) && strcmp(input->weights[k].part, weight->part) == 0)
                field_error_add(errors, "duplicate_item", "/weights/%zu/part", i);
        }
    }
}

/* Each day of the week once, open before it closes, with no more own staff or leads than staff. */
static void check_staffing(const struct round_centre *centre, size_t at, struct field_errors *errors)
{
    for (size_t i = 0; i < centre->staffing_count; i++) {
        const struct round_staffing *day = &centre->staffing[i];
        if (!field_is_sound(errors, "/centres/%zu/staffing/%zu", at, i))
            continue;
        if (day->closes_minute <= day->opens_minute)
            field_error_add(errors, "end_before_start", "/centres/%zu/staffing/%zu/closes", at, i);
        if (day->own > day->staff)
            field_error_add_max(errors, "too_large", day->staff, "/centres/%zu/staffing/%zu/own", at, i);
        if (day->leads > day->staff)
            field_error_add_max(errors, "too_large", day->staff, "/centres/%zu/staffing/%zu/leads", at, i);
        for (size_t k = 0; k < i; k++) {
            if (centre->staffing[k].day == day->day)
                field_error_add(errors, "duplicate_item", "/centres/%zu/staffing/%zu/day", at, i);
        }
    }
}

static void check_centres(const struct asking *asking, const struct input *input, struct field_errors *errors)
{
    for (size_t i = 0; i < input->centre_count; i++) {
        const struct round_centre *centre = &input->centres[i];
        if (!field_is_sound(errors, "/centres/%zu", i))
            continue;
        if (words_number(asking->words, WORDS_CENTRE, centre->id) < 0)
            field_error_add(errors, "unknown_value", "/centres/%zu/id", i);
        for (size_t k = 0; k < centre->languages.count; k++) {
            if (words_number(asking->words, WORDS_LANGUAGE, centre->languages.items[k]) < 0)
                field_error_add(errors, "unknown_value", "/centres/%zu/languages/%zu", i, k);
        }
        check_staffing(centre, i, errors);
    }
}

static void check(const struct asking *asking, void *data, struct field_errors *errors)
{
    struct input *input = data;
    if (uuid_is_none(&input->id))
        input->id = uuid_new();
    check_periods(input, errors);
    check_centres(asking, input, errors);
    check_weights(input, errors);
    for (size_t i = 0; i < input->worker_count; i++) {
        char path[FIELD_PATH_SIZE];
        snprintf(path, sizeof path, "/workers/%zu", i);
        days_off_check(input->workers[i].days_off, input->workers[i].days_off_count, path, errors);
    }
}

/* Every centre sends and hosts, but those that cannot: they are relaxed by name, for the coordinator to see. */
static bool set_minimums(const struct asking *asking, const struct uuid *id, struct error *error)
{
    struct round *round;
    if (!round_read_any(asking->db, asking->arena, id, &round, error))
        return false;
    round_set_minimums(round);
    return round_store_minimums(asking->db, round, error);
}

static bool create(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    return round_create(asking->db, &asking->actor, &input->id, input->name, input->kind, input->periods,
                        input->period_count, input->rules, error) &&
           set_minimums(asking, &input->id, error) && round_reply_read(asking, &input->id, result, error);
}

static bool update(const struct asking *asking, const void *data, void *result, struct error *error)
{
    const struct input *input = data;
    struct round_change change = {
        .name = input->name,
        .periods = input->period_count ? input->periods : NULL,
        .period_count = input->period_count,
        .kind = input->kind,
        .rules = input->rules,
        .weights = input->weights,
        .weight_count = input->weight_count,
        .centres = input->centres,
        .centre_count = input->centre_count,
        .workers = input->workers,
        .worker_count = input->worker_count,
    };
    return round_update(asking->db, &asking->actor, &input->id, asking->version, &change, error) &&
           round_reply_read(asking, &input->id, result, error);
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
    RESULT_SIZE(struct round_reply),
    .status = 201,
    .reply_fields = round_fields,
    .etag_version = VERSION_IN(struct round_reply, round.version),
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
    RESULT_SIZE(struct round_reply),
    .reply_fields = round_fields,
    .etag_version = VERSION_IN(struct round_reply, round.version),
    .needs_version = true,
};
