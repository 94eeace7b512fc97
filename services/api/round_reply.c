#include "services/api/round_reply.h"

#include <stdlib.h>
#include <string.h>

#include "services/problem.h"

const struct field round_period_fields[] = {
    FIELD_LINE(struct round_period, id, "id", .required = true, .min = 1, .max = 20),
    FIELD_DATE(struct round_period, first_day, "first", .required = true),
    FIELD_DATE(struct round_period, last_day, "last", .required = true),
    FIELDS_END,
};

const struct field round_rules_fields[] = {
    FIELD_INTEGER(struct round_rules, max_visits, "max_visits", .max = 64, .absent = 3),
    FIELD_BOOLEAN(struct round_rules, balanced, "balanced", .absent = 1),
    FIELD_INTEGER(struct round_rules, min_gap, "min_gap", .max = 64, .absent = 1),
    FIELD_INTEGER(struct round_rules, fair_target, "fair_target", .max = 1000000000),
    FIELD_INTEGER(struct round_rules, fair_weight, "fair_weight", .max = 1000),
    FIELDS_END,
};

static const struct field centre_fields[] = {
    FIELD_CODE(struct round_centre, id, "id"),
    FIELD_LINE(struct round_centre, name, "name"),
    FIELD_BOOLEAN(struct round_centre, takes_part, "takes_part"),
    FIELD_INTEGER(struct round_centre, guests, "guests"),
    FIELD_INTEGER(struct round_centre, away, "away"),
    FIELD_INTEGER(struct round_centre, min_send, "min_send"),
    FIELD_INTEGER(struct round_centre, min_host, "min_host"),
    FIELD_LIST(struct round_centre, offers.items, offers.count, "offers", field_code_item),
    FIELD_LIST(struct round_centre, closed.items, closed.count, "closed", field_line_item),
    FIELDS_END,
};

static const struct field want_fields[] = {
    FIELD_CODE(struct round_want, skill, "skill"),
    FIELD_INTEGER(struct round_want, points, "points"),
    FIELDS_END,
};

static const struct field worker_fields[] = {
    FIELD_UUID(struct round_worker, id, "id"),
    FIELD_LINE(struct round_worker, name, "name"),
    FIELD_CODE(struct round_worker, home_centre, "home_centre"),
    FIELD_BOOLEAN(struct round_worker, takes_part, "takes_part"),
    FIELD_LIST(struct round_worker, unavailable.items, unavailable.count, "unavailable", field_line_item),
    FIELD_OBJECTS(struct round_worker, wants, want_count, "wants", want_fields),
    FIELDS_END,
};

static const struct field visit_fields[] = {
    FIELD_UUID(struct visit, id, "id"),
    FIELD_UUID(struct visit, worker, "worker"),
    FIELD_CODE(struct visit, host, "host"),
    FIELD_LINE(struct visit, period, "period"),
    FIELD_BOOLEAN(struct visit, pinned, "pinned"),
    FIELD_BOOLEAN(struct visit, employer_agreed, "employer_agreed"),
    FIELD_BOOLEAN(struct visit, host_agreed, "host_agreed"),
    FIELDS_END,
};

const struct field visit_reply_fields[] = {
    FIELD_UUID(struct visit_reply, visit.id, "id"),
    FIELD_UUID(struct visit_reply, visit.worker, "worker"),
    FIELD_CODE(struct visit_reply, visit.host, "host"),
    FIELD_LINE(struct visit_reply, visit.period, "period"),
    FIELD_BOOLEAN(struct visit_reply, visit.pinned, "pinned"),
    FIELD_BOOLEAN(struct visit_reply, visit.employer_agreed, "employer_agreed"),
    FIELD_BOOLEAN(struct visit_reply, visit.host_agreed, "host_agreed"),
    FIELD_INTEGER(struct visit_reply, points, "points", GIVEN(struct visit_reply, has_points)),
    FIELDS_END,
};

const struct field round_fields[] = {
    FIELD_UUID(struct round, id, "id"),
    FIELD_INTEGER(struct round, version, "version"),
    FIELD_LINE(struct round, name, "name"),
    FIELD_WORD(struct round, state, "state", round_state_words),
    FIELD_OBJECTS(struct round, periods, period_count, "periods", round_period_fields),
    FIELD_OBJECT(struct round, rules, "rules", round_rules_fields),
    FIELD_OBJECTS(struct round, centres, centre_count, "centres", centre_fields),
    FIELD_OBJECTS(struct round, workers, worker_count, "workers", worker_fields),
    FIELD_OBJECTS(struct round, visits, visit_count, "visits", visit_fields),
    FIELD_INSTANT(struct round, published_at_ms, "published_at", .nullable = true,
                  GIVEN(struct round, has_published_at)),
    FIELDS_END,
};

const struct field broken_rule_fields[] = {
    FIELD_CODE(struct broken_rule, rule, "rule"),
    FIELD_LINE(struct broken_rule, text, "text"),
    FIELD_UUID(struct broken_rule, worker, "worker", .nullable = true),
    FIELD_CODE(struct broken_rule, centre, "centre", .nullable = true),
    FIELD_LINE(struct broken_rule, period, "period", .nullable = true),
    FIELDS_END,
};

bool broken_rule_make(const struct asking *asking, const struct round_model *model, const struct matcher_breach *breach,
                      struct broken_rule *broken)
{
    const char *centre = "", *worker = "", *period = "";
    *broken = (struct broken_rule){.rule = matcher_round_rule_name(breach->rule)};
    if (breach->centre != MATCHER_NONE && breach->centre < model->round.centres_count) {
        broken->centre = model->centres[breach->centre]->id;
        centre = model->centres[breach->centre]->name;
    }
    if (breach->worker != MATCHER_NONE && breach->worker < model->round.workers_count) {
        broken->worker = model->workers[breach->worker]->id;
        worker = model->workers[breach->worker]->name;
    }
    if (breach->period != MATCHER_NONE && breach->period < model->round.periods)
        broken->period = period = model->source->periods[breach->period].id;
    struct text_value values[] = {{"centre", centre}, {"worker", worker}, {"period", period}};
    const char *pattern = text_part(asking->language, "rule", broken->rule, NULL);
    char *filled = text_fill(pattern ? pattern : broken->rule, values, 3);
    broken->text = filled ? arena_text(asking->arena, filled, strlen(filled)) : NULL;
    free(filled);
    return broken->text != NULL;
}

struct visit_reply *visit_replies_make(const struct asking *asking, const struct round_model *model, size_t *count,
                                       struct error *error)
{
    struct visit_reply *replies = arena_alloc(asking->arena, (model->visit_count + 1) * sizeof *replies);
    if (!replies) {
        error_set(error, ERROR_BUSY, "busy", "no memory for visits");
        return NULL;
    }
    for (size_t i = 0; i < model->visit_count; i++)
        replies[i] = (struct visit_reply){*model->visit_sources[i], true, round_model_points(model, &model->visits[i])};
    *count = model->visit_count;
    return replies;
}

bool round_model_read(const struct asking *asking, const struct uuid *id, struct round_model **model,
                      struct error *error)
{
    struct round *round;
    if (!round_read(asking->db, asking->arena, &asking->actor, id, &round, error))
        return false;
    *model = round_model_new(asking->arena, asking->words, round, error);
    return *model != NULL;
}

bool rule_problem_reply(const struct asking *asking, const struct broken_rule *broken, struct reply *reply)
{
    struct error error = {0};
    error_set(&error, ERROR_CONFLICT, "rule_broken", "%s", broken->rule);
    json_decref(reply->json);
    reply->status = problem_status(&error);
    reply->json = problem_new(&error, NULL, asking->language, asking->request);
    reply->content_type = "application/problem+json";
    return reply->json && json_object_set_new(reply->json, "detail", json_string(broken->text)) == 0 &&
           json_object_set_new(reply->json, "rule", fields_write(broken_rule_fields, broken)) == 0;
}
