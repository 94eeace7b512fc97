/* Ways between centres: by rule (great circle x 1.3), or set by the coordinator where a bay or a bog lies between. */
#include "db/region.h"

#include <string.h>

#include "services/api/api.h"
#include "services/round_fit.h"
#include "services/words.h"

enum { METRES_MAX = 1000000, MINUTES_MAX = 1440 };

struct input {
    struct travel way;
    bool has_metres, has_minutes;
};

struct way_reply {
    const char *from, *to;
    struct way way, rule;
    bool by_hand;
};

struct result {
    struct way_reply *ways;
    size_t count;
};

static const struct field body_fields[] = {
    FIELD_CODE(struct input, way.from, "from", .required = true, .max = 40),
    FIELD_CODE(struct input, way.to, "to", .required = true, .max = 40),
    FIELD_INTEGER(struct input, way.metres, "metres", .min = 1, .max = METRES_MAX, .nullable = true,
                  HAS(struct input, has_metres)),
    FIELD_INTEGER(struct input, way.minutes, "minutes", .min = 1, .max = MINUTES_MAX, .nullable = true,
                  HAS(struct input, has_minutes)),
    FIELDS_END,
};

static const struct field way_fields[] = {
    FIELD_CODE(struct way_reply, from, "from"),
    FIELD_CODE(struct way_reply, to, "to"),
    FIELD_INTEGER(struct way_reply, way.metres, "metres"),
    FIELD_INTEGER(struct way_reply, way.minutes, "minutes"),
    FIELD_BOOLEAN(struct way_reply, by_hand, "by_hand"),
    FIELD_INTEGER(struct way_reply, rule.metres, "rule_metres"),
    FIELD_INTEGER(struct way_reply, rule.minutes, "rule_minutes"),
    FIELDS_END,
};

static const struct field list_fields[] = {
    FIELD_OBJECTS(struct result, ways, count, "travel", way_fields),
    FIELDS_END,
};

static struct way_reply way_between(const struct asking *asking, const char *from, const char *to,
                                    const struct travel *set, size_t set_count)
{
    struct way_reply reply = {.from = from, .to = to, .rule = round_way_by_rule(asking->words, from, to)};
    reply.way = reply.rule;
    for (size_t i = 0; i < set_count; i++) {
        if ((strcmp(set[i].from, from) == 0 && strcmp(set[i].to, to) == 0) ||
            (strcmp(set[i].from, to) == 0 && strcmp(set[i].to, from) == 0)) {
            reply.by_hand = true;
            reply.way = (struct way){.metres = set[i].metres, .minutes = set[i].minutes};
        }
    }
    return reply;
}

static bool list(const struct asking *asking, const void *input, void *out, struct error *error)
{
    struct result *result = out;
    struct codes centres = {0};
    struct travel *set;
    size_t set_count;
    (void)input;
    if (!travels_read(asking->db, asking->arena, &asking->actor, &centres, &set, &set_count, error))
        return false;
    result->ways = arena_alloc(asking->arena, (centres.count * centres.count / 2 + 1) * sizeof *result->ways);
    if (!result->ways)
        return error_set(error, ERROR_BUSY, "busy", "no memory for ways");
    for (size_t i = 0; i < centres.count; i++) {
        for (size_t k = i + 1; k < centres.count; k++)
            result->ways[result->count++] = way_between(asking, centres.items[i], centres.items[k], set, set_count);
    }
    return true;
}

static void check(const struct asking *asking, void *data, struct field_errors *errors)
{
    const struct input *input = data;
    (void)asking;
    if (field_is_sound(errors, "/from") && field_is_sound(errors, "/to") && strcmp(input->way.from, input->way.to) == 0)
        field_error_add(errors, "duplicate_item", "/to");
    if (field_is_sound(errors, "/metres") && field_is_sound(errors, "/minutes") &&
        input->has_metres != input->has_minutes)
        field_error_add(errors, "required", input->has_metres ? "/minutes" : "/metres");
}

static bool set(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    if (!travel_set(asking->db, &asking->actor, &input->way, input->has_metres, error))
        return false;
    *(struct way_reply *)out =
        way_between(asking, input->way.from, input->way.to, &input->way, input->has_metres ? 1 : 0);
    return true;
}

const struct endpoint endpoint_listTravel = {
    .operation = "listTravel",
    .method = "GET",
    .path = "/api/v1/travel",
    .policy = {.roles = ROLE_COORDINATOR, .objects = OBJECTS_GROUP},
    .work = WORK_TRANSACT,
    .act = list,
    RESULT_SIZE(struct result),
    .reply_fields = list_fields,
};

const struct endpoint endpoint_setTravel = {
    .operation = "setTravel",
    .method = "POST",
    .path = "/api/v1/travel",
    .policy = {.roles = ROLE_COORDINATOR, .objects = OBJECTS_GROUP},
    .body_fields = body_fields,
    INPUT_SIZE(struct input),
    .check = check,
    .work = WORK_TRANSACT,
    .act = set,
    RESULT_SIZE(struct way_reply),
    .reply_fields = way_fields,
    .status = 200,
};
