#include "services/api/round_reply.h"

#include <stdlib.h>
#include <string.h>

#include "services/calendar.h"
#include "services/problem.h"
#include "services/round_days.h"
#include "services/round_fit.h"

const struct field round_period_fields[] = {
    FIELD_LINE(struct round_period, id, "id", .required = true, .min = 1, .max = 20),
    FIELD_DATE(struct round_period, first_day, "first", .required = true),
    FIELD_DATE(struct round_period, last_day, "last", .required = true),
    FIELDS_END,
};

const struct field round_rules_fields[] = {
    FIELD_INTEGER(struct round_rules, max_visits, "max_visits", .max = 64, .absent = 3),
    FIELD_BOOLEAN(struct round_rules, balanced, "balanced", .absent = 1),
    FIELD_INTEGER(struct round_rules, overlap_days, "overlap_days", .max = 10,
                  GIVEN(struct round_rules, overlap_given)),
    FIELD_BOOLEAN(struct round_rules, repeats, "repeat", GIVEN(struct round_rules, repeats_given)),
    FIELD_INTEGER(struct round_rules, min_gap, "min_gap", .max = 64, .absent = 1),
    FIELD_INTEGER(struct round_rules, fair_target, "fair_target", .max = 1000000000),
    FIELD_INTEGER(struct round_rules, fair_weight, "fair_weight", .max = 1000),
    FIELDS_END,
};

const struct field round_staffing_fields[] = {
    FIELD_INTEGER(struct round_staffing, day, "day", .required = true, .min = 1, .max = 7),
    FIELD_MINUTE(struct round_staffing, opens_minute, "opens", .required = true),
    FIELD_MINUTE(struct round_staffing, closes_minute, "closes", .required = true),
    FIELD_INTEGER(struct round_staffing, staff, "staff", .max = 100, .absent = 1),
    FIELD_INTEGER(struct round_staffing, own, "own", .max = 100),
    FIELD_INTEGER(struct round_staffing, leads, "leads", .max = 100),
    FIELDS_END,
};

const struct field days_off_fields[] = {
    FIELD_DATE(struct days_off, first_day, "first", .required = true),
    FIELD_DATE(struct days_off, last_day, "last", .required = true),
    FIELD_BOOLEAN(struct days_off, at_work, "at_work"),
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
    FIELD_LIST(struct round_centre, languages.items, languages.count, "languages", field_code_item),
    FIELD_OBJECTS(struct round_centre, staffing, staffing_count, "staffing", round_staffing_fields),
    FIELD_LIST(struct round_centre, closed_days, closed_day_count, "closed_days", field_date_item),
    FIELDS_END,
};

static const struct field want_fields[] = {
    FIELD_CODE(struct round_want, skill, "skill"),
    FIELD_INTEGER(struct round_want, points, "points"),
    FIELDS_END,
};

static const struct field blocked_fields[] = {
    FIELD_LINE(struct blocked_period, period, "period"),
    FIELD_WORD(struct blocked_period, by, "by", round_block_words),
    FIELDS_END,
};

static const struct field worker_fields[] = {
    FIELD_UUID(struct worker_reply, worker.id, "id"),
    FIELD_LINE(struct worker_reply, worker.name, "name"),
    FIELD_CODE(struct worker_reply, worker.home_centre, "home_centre"),
    FIELD_BOOLEAN(struct worker_reply, worker.takes_part, "takes_part"),
    FIELD_LIST(struct worker_reply, worker.unavailable.items, worker.unavailable.count, "unavailable", field_line_item),
    FIELD_OBJECTS(struct worker_reply, worker.wants, worker.want_count, "wants", want_fields),
    FIELD_OBJECTS(struct worker_reply, worker.days_off, worker.days_off_count, "days_off", days_off_fields),
    FIELD_INTEGER(struct worker_reply, worker.max_minutes, "max_minutes", .nullable = true,
                  GIVEN(struct worker_reply, worker.has_max_minutes)),
    FIELD_BOOLEAN(struct worker_reply, worker.lead, "lead", GIVEN(struct worker_reply, whole)),
    FIELD_BOOLEAN(struct worker_reply, worker.check_promised, "check_promised", GIVEN(struct worker_reply, whole)),
    FIELD_BOOLEAN(struct worker_reply, worker.asked, "asked", GIVEN(struct worker_reply, whole)),
    FIELD_INSTANT(struct worker_reply, worker.answered_at_ms, "answered_at", .nullable = true,
                  GIVEN(struct worker_reply, worker.has_answered)),
    FIELD_BOOLEAN(struct worker_reply, worker.cover_agreed, "cover_agreed", GIVEN(struct worker_reply, whole)),
    FIELD_DATE(struct worker_reply, worker.check_valid_until, "check_valid_until", .nullable = true,
               GIVEN(struct worker_reply, worker.has_check)),
    FIELD_LIST(struct worker_reply, worker.languages.items, worker.languages.count, "languages", field_code_item),
    FIELD_LIST(struct worker_reply, worker.seen.items, worker.seen.count, "seen", field_code_item),
    FIELD_OBJECTS(struct worker_reply, blocked, blocked_count, "blocked", blocked_fields),
    FIELDS_END,
};

const struct field check_shown_fields[] = {
    FIELD_WORD(struct check_shown, state, "state", round_check_words),
    FIELD_UUID(struct check_shown, accept, "accept", .nullable = true),
    FIELD_CODE(struct check_shown, checker, "checker", .nullable = true),
    FIELD_DATE(struct check_shown, valid_until, "valid_until", .nullable = true, GIVEN(struct check_shown, has_until)),
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
    FIELD_BOOLEAN(struct visit_reply, check_lasts, "check_lasts", GIVEN(struct visit_reply, whole)),
    FIELD_OBJECT(struct visit_reply, check, "check", check_shown_fields, GIVEN(struct visit_reply, shows_check)),
    FIELD_WORD(struct visit_reply, visit.report, "report", report_reason_words),
    FIELDS_END,
};

static const struct field weight_fields[] = {
    FIELD_LINE(struct weight_reply, part, "part"),
    FIELD_INTEGER(struct weight_reply, points, "points"),
    FIELD_INTEGER(struct weight_reply, standard, "standard"),
    FIELD_INTEGER(struct weight_reply, max, "max"),
    FIELD_LINE(struct weight_reply, text, "text"),
    FIELDS_END,
};

const struct field round_fields[] = {
    FIELD_UUID(struct round_reply, round.id, "id"),
    FIELD_INTEGER(struct round_reply, round.version, "version"),
    FIELD_LINE(struct round_reply, round.name, "name"),
    FIELD_WORD(struct round_reply, round.kind, "kind", round_kind_words),
    FIELD_WORD(struct round_reply, round.state, "state", round_state_words),
    FIELD_DATE(struct round_reply, round.answer_by, "answer_by", .nullable = true,
               GIVEN(struct round_reply, round.has_answer_by)),
    FIELD_INTEGER(struct round_reply, round.asked, "asked"),
    FIELD_INTEGER(struct round_reply, round.answered, "answered"),
    FIELD_OBJECTS(struct round_reply, round.periods, round.period_count, "periods", round_period_fields),
    FIELD_OBJECT(struct round_reply, round.rules, "rules", round_rules_fields),
    FIELD_OBJECTS(struct round_reply, weights, weight_count, "weights", weight_fields),
    FIELD_OBJECTS(struct round_reply, round.centres, round.centre_count, "centres", centre_fields),
    FIELD_OBJECTS(struct round_reply, workers, worker_count, "workers", worker_fields),
    FIELD_OBJECTS(struct round_reply, visits, visit_count, "visits", visit_reply_fields),
    FIELD_INSTANT(struct round_reply, round.published_at_ms, "published_at", .nullable = true,
                  GIVEN(struct round_reply, round.has_published_at)),
    FIELDS_END,
};

static bool weights_make(const struct asking *asking, struct round_reply *reply)
{
    reply->weights = arena_alloc(asking->arena, FIT_PARTS * sizeof *reply->weights);
    if (!reply->weights)
        return false;
    for (int part = 0; part < FIT_PARTS; part++)
        reply->weights[reply->weight_count++] =
            (struct weight_reply){.part = fit_rows[part].part,
                                  .points = round_fit_weight(&reply->round, (enum fit_part)part),
                                  .standard = fit_rows[part].standard,
                                  .max = fit_rows[part].max,
                                  .text = text_part(asking->language, "fit", fit_rows[part].part, NULL)};
    return true;
}

/* What a worker has told, and what is known of them, is for who plans; others see who goes where. */
static struct round_worker for_others(const struct round_worker *worker)
{
    return (struct round_worker){.id = worker->id,
                                 .name = worker->name,
                                 .home_centre = worker->home_centre,
                                 .takes_part = worker->takes_part,
                                 .wants = worker->wants,
                                 .want_count = worker->want_count};
}

static bool workers_make(const struct asking *asking, bool whole, struct round_reply *reply)
{
    const struct round *round = &reply->round;
    reply->workers = arena_alloc(asking->arena, (round->worker_count + 1) * sizeof *reply->workers);
    if (!reply->workers)
        return false;
    for (size_t i = 0; i < round->worker_count; i++) {
        struct worker_reply *made = &reply->workers[reply->worker_count++];
        const struct round_worker *worker = &round->workers[i];
        *made = (struct worker_reply){.worker = whole ? *worker : for_others(worker), .whole = whole};
        if (!whole)
            continue;
        made->blocked = arena_alloc(asking->arena, (round->period_count + 1) * sizeof *made->blocked);
        if (!made->blocked)
            return false;
        for (size_t k = 0; k < round->period_count; k++) {
            enum round_block by = round_block_of(round, worker, &round->periods[k]);
            if (by != BLOCK_NONE)
                made->blocked[made->blocked_count++] = (struct blocked_period){round->periods[k].id, by};
        }
    }
    return true;
}

struct check_shown check_shown_of(struct round_check check)
{
    struct check_shown shown = {.state = (int)check.state};
    if (check.check) {
        shown.checker = check.check->maker;
        shown.has_until = true;
        shown.valid_until = check.check->valid_until;
        if (check.state == ROUND_CHECK_ACCEPTABLE)
            shown.accept = check.check->id;
    }
    return shown;
}

static bool reaches(const struct asking *asking, const struct round *round, const char *code)
{
    const struct round_centre *centre = round_centre_of(round, code);
    return centre && caller_reaches_centre(asking->caller, centre->id, centre->municipality);
}

/* What is known of checks is for who plans, for the worker's employer and for the host, who decides on it; and only
 * while something rests on it, so that whoever was once a host does not learn of a later result. */
static bool shows_check(const struct asking *asking, const struct round *round, const struct visit *visit, bool whole)
{
    const struct round_worker *worker = round_worker_of(round, &visit->worker);
    const struct round_period *period = round_period_of(round, visit->period);
    if (!worker || !period || round->state == ROUND_CLOSED ||
        period->last_day < calendar_day(asking->calendar, asking->now_ms))
        return false;
    return whole || reaches(asking, round, visit->host) || reaches(asking, round, worker->home_centre);
}

/* As it is shown to who plans (`whole`), or to others. */
static struct visit_reply visit_reply_of(const struct asking *asking, const struct round *round,
                                         const struct visit *visit, bool whole)
{
    const struct round_worker *worker = round_worker_of(round, &visit->worker);
    const struct round_period *period = round_period_of(round, visit->period);
    struct visit_reply reply = {.visit = *visit, .whole = whole && worker && period};
    if (reply.whole)
        reply.check_lasts = round_check_lasts(worker, period);
    if (!whole)
        reply.visit.report = WORD_NONE;
    reply.shows_check = shows_check(asking, round, visit, whole);
    if (reply.shows_check)
        reply.check = check_shown_of(round_check_of(round, visit));
    return reply;
}

static bool shows_check_of(const struct round_reply *reply, const struct worker_reply *worker)
{
    if (worker->whole && worker->worker.has_check)
        return true;
    for (size_t i = 0; i < reply->visit_count; i++) {
        const struct visit_reply *visit = &reply->visits[i];
        if (visit->shows_check && visit->check.has_until && uuid_compare(&visit->visit.worker, &worker->worker.id) == 0)
            return true;
    }
    return false;
}

/* Whose checks are shown, find it in their own list of who saw what. */
static bool note_checks(const struct asking *asking, const struct round_reply *reply, struct error *error)
{
    size_t count = 0;
    struct uuid *people = arena_alloc(asking->arena, (reply->worker_count + 1) * sizeof *people);
    if (!people)
        return error_set(error, ERROR_BUSY, "busy", "no memory for a round");
    for (size_t i = 0; i < reply->worker_count; i++) {
        if (shows_check_of(reply, &reply->workers[i]))
            people[count++] = reply->workers[i].worker.id;
    }
    return round_checks_seen(asking->db, asking->arena, &asking->actor, &reply->round.id, people, count, error);
}

bool round_reply_read(const struct asking *asking, const struct uuid *id, struct round_reply *reply,
                      struct error *error)
{
    struct round *round;
    bool whole = caller_has_role(asking->caller, ROLE_COORDINATOR);
    if (!round_read(asking->db, asking->arena, &asking->actor, id, &round, error))
        return false;
    *reply = (struct round_reply){.round = *round};
    reply->visits = arena_alloc(asking->arena, (round->visit_count + 1) * sizeof *reply->visits);
    if (!reply->visits || !weights_make(asking, reply) || !workers_make(asking, whole, reply))
        return error_set(error, ERROR_BUSY, "busy", "no memory for a round");
    for (size_t i = 0; i < round->visit_count; i++)
        reply->visits[reply->visit_count++] = visit_reply_of(asking, round, &round->visits[i], whole);
    return note_checks(asking, reply, error);
}

const struct field broken_rule_fields[] = {
    FIELD_CODE(struct broken_rule, rule, "rule"),
    FIELD_LINE(struct broken_rule, text, "text"),
    FIELD_UUID(struct broken_rule, worker, "worker", .nullable = true),
    FIELD_CODE(struct broken_rule, centre, "centre", .nullable = true),
    FIELD_LINE(struct broken_rule, period, "period", .nullable = true),
    FIELDS_END,
};

/* A rule that has several grounds says which: rule.unavailable.check, rule.fit.seen. NULL: it has none. */
static const char *ground_of(const struct asking *asking, const struct round_model *model,
                             const struct matcher_breach *breach)
{
    const struct round *round = model->source;
    bool named = breach->worker < model->round.workers_count;
    if (breach->rule == MATCHER_ROUND_UNAVAILABLE && named && breach->period < model->round.periods) {
        enum round_block by = round_block_of(round, model->workers[breach->worker], &round->periods[breach->period]);
        return by == BLOCK_NONE ? NULL : round_block_words[by];
    }
    if (breach->rule == MATCHER_ROUND_FIT && named && breach->centre < model->round.centres_count) {
        struct fit fit =
            round_fit(asking->words, round, model->workers[breach->worker], model->centres[breach->centre]);
        return fit.bar == FIT_ALLOWED ? NULL : fit_bar_words[fit.bar];
    }
    if (breach->rule == MATCHER_ROUND_AWAY && breach->centre < model->round.centres_count &&
        breach->period < model->round.periods) {
        struct round_spare spare =
            round_spare_of(round, model->centres[breach->centre], &round->periods[breach->period]);
        return spare.by == LIMIT_ROUND ? NULL : round_limit_words[spare.by];
    }
    return NULL;
}

const char *broken_rule_text(const struct asking *asking, const char *rule, const char *ground,
                             const struct text_value *values, size_t count)
{
    const char *pattern = ground ? text_part(asking->language, "rule", rule, ground) : NULL;
    if (!pattern)
        pattern = text_part(asking->language, "rule", rule, NULL);
    char *filled = text_fill(pattern ? pattern : rule, values, count);
    const char *kept = filled ? arena_text(asking->arena, filled, strlen(filled)) : NULL;
    free(filled);
    return kept;
}

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
    broken->text = broken_rule_text(asking, broken->rule, ground_of(asking, model, breach), values, 3);
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
    for (size_t i = 0; i < model->visit_count; i++) {
        replies[i] = visit_reply_of(asking, model->source, model->visit_sources[i], true);
        replies[i].has_points = true;
        replies[i].points = round_model_points(model, &model->visits[i]);
    }
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
