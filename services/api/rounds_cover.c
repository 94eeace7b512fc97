/* The proof of cover: each open day of each centre under the plan as it stands, and what a centre can spare. */
#include "db/cover.h"

#include <string.h>

#include "services/api/api.h"
#include "services/api/round_reply.h"
#include "services/round_cover.h"
#include "services/round_days.h"

struct input {
    struct uuid id;
};

struct limit {
    const char *centre, *period;
    int32_t away, day;
    int by; /* enum round_limit */
    bool has_day;
};

struct result {
    struct cover_day *days;
    size_t day_count;
    int32_t uncovered;
    struct codes unknown;
    struct limit *limits;
    size_t limit_count;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field day_fields[] = {
    FIELD_CODE(struct cover_day, centre, "centre"),
    FIELD_DATE(struct cover_day, day, "day"),
    FIELD_LINE(struct cover_day, period, "period"),
    FIELD_INTEGER(struct cover_day, required, "required"),
    FIELD_INTEGER(struct cover_day, own_required, "own_required"),
    FIELD_INTEGER(struct cover_day, leads_required, "leads_required"),
    FIELD_INTEGER(struct cover_day, own, "own"),
    FIELD_INTEGER(struct cover_day, leads, "leads"),
    FIELD_INTEGER(struct cover_day, guests, "guests"),
    FIELD_INTEGER(struct cover_day, away, "away"),
    FIELD_INTEGER(struct cover_day, absent, "absent"),
    FIELD_BOOLEAN(struct cover_day, overlap, "overlap"),
    FIELD_INTEGER(struct cover_day, margin, "margin"),
    FIELD_UUID(struct cover_day, need, "need", .nullable = true),
    FIELDS_END,
};

static const struct field limit_fields[] = {
    FIELD_CODE(struct limit, centre, "centre"),
    FIELD_LINE(struct limit, period, "period"),
    FIELD_INTEGER(struct limit, away, "away"),
    FIELD_WORD(struct limit, by, "by", round_limit_words),
    FIELD_DATE(struct limit, day, "day", .nullable = true, GIVEN(struct limit, has_day)),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_OBJECTS(struct result, days, day_count, "days", day_fields),
    FIELD_INTEGER(struct result, uncovered, "uncovered"),
    FIELD_LIST(struct result, unknown.items, unknown.count, "unknown", field_code_item),
    FIELD_OBJECTS(struct result, limits, limit_count, "limits", limit_fields),
    FIELDS_END,
};

static bool no_memory(struct error *error)
{
    return error_set(error, ERROR_BUSY, "busy", "no memory for cover");
}

static bool list_limits(const struct asking *asking, const struct round *round, struct result *result)
{
    result->limits =
        arena_alloc(asking->arena, (round->centre_count * round->period_count + 1) * sizeof *result->limits);
    for (size_t i = 0; result->limits && i < round->centre_count; i++) {
        for (size_t k = 0; round->centres[i].takes_part && k < round->period_count; k++) {
            struct round_spare spare = round_spare_of(round, &round->centres[i], &round->periods[k]);
            result->limits[result->limit_count++] = (struct limit){.centre = round->centres[i].id,
                                                                   .period = round->periods[k].id,
                                                                   .away = spare.away,
                                                                   .day = spare.day,
                                                                   .by = spare.by,
                                                                   .has_day = spare.day != 0};
        }
    }
    return result->limits != NULL;
}

static bool list_unknown(const struct asking *asking, const struct round *round, struct result *result)
{
    result->unknown.items = arena_alloc(asking->arena, (round->centre_count + 1) * sizeof *result->unknown.items);
    for (size_t i = 0; result->unknown.items && i < round->centre_count; i++) {
        if (round->centres[i].takes_part && round->centres[i].staffing_count == 0)
            result->unknown.items[result->unknown.count++] = round->centres[i].id;
    }
    return result->unknown.items != NULL;
}

static void note_needs(struct result *result, const struct cover_need *needs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < result->day_count; k++) {
            if (result->days[k].day == needs[i].day && strcmp(result->days[k].centre, needs[i].centre) == 0)
                result->days[k].need = needs[i].need;
        }
    }
}

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct result *result = out;
    struct round *round;
    struct cover_need *needs;
    size_t need_count;
    if (!round_read(asking->db, asking->arena, &asking->actor, &input->id, &round, error) ||
        !cover_needs_read(asking->db, asking->arena, &input->id, &needs, &need_count, error))
        return false;
    result->days = round_cover(asking->arena, round, &result->day_count);
    if (!result->days || !list_limits(asking, round, result) || !list_unknown(asking, round, result))
        return no_memory(error);
    note_needs(result, needs, need_count);
    for (size_t i = 0; i < result->day_count; i++)
        result->uncovered += result->days[i].margin < 0;
    return true;
}

const struct endpoint endpoint_getCover = {
    .operation = "getCover",
    .method = "GET",
    .path = "/api/v1/rounds/{id}/cover",
    .policy = {.roles = ROLE_COORDINATOR, .objects = OBJECTS_GROUP},
    .path_fields = path_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
};
