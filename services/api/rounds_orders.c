/* What secondment orders say: for each worker of the caller's centres the visits of a round, day by day. */
#include "db/visit_reports.h"

#include "services/api/api.h"
#include "services/round_days.h"
#include "services/round_fit.h"

struct input {
    struct uuid id;
};

struct order_visit {
    struct order_line line;
    int32_t first_day, last_day, metres, minutes;
    int32_t *days;
    size_t day_count;
};

struct order {
    struct order_line line; /* of the first visit: the worker, the home centre, the employer */
    struct order_visit *visits;
    size_t count;
};

struct result {
    struct round round;
    struct order *orders;
    size_t count;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field visit_fields[] = {
    FIELD_UUID(struct order_visit, line.visit, "id"),
    FIELD_CODE(struct order_visit, line.host, "host"),
    FIELD_LINE(struct order_visit, line.host_name, "host_name"),
    FIELD_LINE(struct order_visit, line.host_employer, "host_employer"),
    FIELD_LINE(struct order_visit, line.address, "address", .nullable = true),
    FIELD_DATE(struct order_visit, first_day, "first"),
    FIELD_DATE(struct order_visit, last_day, "last"),
    FIELD_LIST(struct order_visit, days, day_count, "days", field_date_item),
    FIELD_INTEGER(struct order_visit, metres, "metres"),
    FIELD_INTEGER(struct order_visit, minutes, "minutes"),
    FIELD_TEXT(struct order_visit, line.goal, "goal", .nullable = true),
    FIELD_LIST(struct order_visit, line.wants.items, line.wants.count, "wants", field_code_item),
    FIELD_BOOLEAN(struct order_visit, line.employer_agreed, "employer_agreed"),
    FIELD_BOOLEAN(struct order_visit, line.host_agreed, "host_agreed"),
    FIELDS_END,
};

static const struct field order_fields[] = {
    FIELD_UUID(struct order, line.worker, "worker"),
    FIELD_LINE(struct order, line.worker_name, "worker_name"),
    FIELD_CODE(struct order, line.home, "home"),
    FIELD_LINE(struct order, line.home_name, "home_name"),
    FIELD_LINE(struct order, line.employer, "employer"),
    FIELD_OBJECTS(struct order, visits, count, "visits", visit_fields),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_UUID(struct result, round.id, "round"),
    FIELD_LINE(struct result, round.name, "name"),
    FIELD_WORD(struct result, round.kind, "kind", round_kind_words),
    FIELD_INSTANT(struct result, round.published_at_ms, "published_at", .nullable = true,
                  GIVEN(struct result, round.has_published_at)),
    FIELD_OBJECTS(struct result, orders, count, "orders", order_fields),
    FIELDS_END,
};

static bool fill_visit(const struct asking *asking, const struct round *round, const struct order_line *line,
                       struct order_visit *visit)
{
    const struct round_period *period = round_period_of(round, line->period);
    const struct round_centre *host = round_centre_of(round, line->host);
    struct way way = round_way(asking->words, round, line->home, line->host);
    *visit = (struct order_visit){.line = *line, .metres = way.metres, .minutes = way.minutes};
    visit->days = arena_alloc(asking->arena, DAYS_OF_PERIOD_MAX * sizeof *visit->days);
    if (!visit->days)
        return false;
    if (period && host) {
        visit->first_day = period->first_day;
        visit->last_day = period->last_day;
        visit->day_count = round_open_days(host, period, visit->days);
    }
    return true;
}

static bool make_orders(const struct asking *asking, const struct order_line *lines, size_t count,
                        struct result *result)
{
    struct order_visit *visits = arena_alloc(asking->arena, (count + 1) * sizeof *visits);
    result->orders = arena_alloc(asking->arena, (count + 1) * sizeof *result->orders);
    if (!visits || !result->orders)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || uuid_compare(&lines[i - 1].worker, &lines[i].worker) != 0)
            result->orders[result->count++] = (struct order){.line = lines[i], .visits = &visits[i]};
        result->orders[result->count - 1].count++;
        if (!fill_visit(asking, &result->round, &lines[i], &visits[i]))
            return false;
    }
    return true;
}

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct result *result = out;
    struct round *round;
    struct order_line *lines;
    size_t count;
    if (!round_read(asking->db, asking->arena, &asking->actor, &input->id, &round, error) ||
        !orders_read(asking->db, asking->arena, &asking->actor, &input->id, &lines, &count, error))
        return false;
    result->round = *round;
    return make_orders(asking, lines, count, result) || error_set(error, ERROR_BUSY, "busy", "no memory for orders");
}

const struct endpoint endpoint_listOrders = {
    .operation = "listOrders",
    .method = "GET",
    .path = "/api/v1/rounds/{id}/orders",
    .policy = {.roles = ROLES_CENTRE, .objects = OBJECTS_CENTRE},
    .path_fields = path_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
};
