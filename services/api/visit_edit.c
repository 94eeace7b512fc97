#include "services/api/visit_edit.h"

#include <string.h>

#include "services/api/round_ledger.h"
#include "services/round_checks.h"
#include "services/round_days.h"

const struct field visit_edit_fields[] = {
    FIELD_INTEGER(struct visit_edit, round_version, "round_version"),
    FIELD_INTEGER(struct visit_edit, objective, "objective"),
    FIELD_INTEGER(struct visit_edit, change, "change"),
    FIELD_OBJECTS(struct visit_edit, visits, visit_count, "visits", visit_reply_fields),
    FIELDS_END,
};

static bool names_centre(enum matcher_round_rule rule)
{
    return rule == MATCHER_ROUND_GUESTS || rule == MATCHER_ROUND_AWAY || rule == MATCHER_ROUND_BALANCE;
}

struct matcher_breach breach_of_move(const struct matcher_move *move, uint32_t worker)
{
    struct matcher_breach breach = {.rule = move->rule, .centre = move->host, .worker = worker, .period = move->period};
    if (move->blocker != MATCHER_NONE && names_centre(move->rule))
        breach.centre = move->blocker;
    else if (move->blocker != MATCHER_NONE)
        breach.worker = move->blocker;
    return breach;
}

struct matcher_move *moves_of(const struct asking *asking, const struct round_model *model, size_t which,
                              uint32_t worker, struct error *error)
{
    size_t cells = model->round.centres_count * model->round.periods;
    struct matcher_move *moves = arena_alloc(asking->arena, (cells + 1) * sizeof *moves);
    struct matcher_error failure = {0};
    if (moves && matcher_round_moves(&model->round, model->visits, model->visit_count, which, worker, moves, &failure))
        return moves;
    if (!moves || failure.failure == MATCHER_NO_MEMORY)
        error_set(error, ERROR_BUSY, "busy", "no memory for moves");
    else
        error_set(error, ERROR_INTERNAL, "internal", "the matcher does not take %s",
                  failure.field ? failure.field : "a round");
    return NULL;
}

bool visit_find(const struct round_model *model, const struct uuid *id, size_t *which, struct error *error)
{
    for (size_t i = 0; i < model->visit_count; i++) {
        if (uuid_compare(&model->visit_sources[i]->id, id) == 0) {
            *which = i;
            return true;
        }
    }
    return error_set(error, ERROR_NOT_FOUND, "not_found", "no such visit");
}

bool visit_edit_refuse(const struct asking *asking, const struct round_model *model,
                       const struct matcher_breach *breach, struct visit_edit *edit, struct error *error)
{
    edit->refused = true;
    return broken_rule_make(asking, model, breach, &edit->broken) ||
           error_set(error, ERROR_BUSY, "busy", "no memory for a rule");
}

/* The visits as they would stand: in their places, the removed ones left out, the added ones behind. */
static bool apply(const struct round_model *model, const struct visits_edit *change, struct matcher_visit *after,
                  size_t *count, struct error *error)
{
    size_t which = 0;
    bool *gone = (bool *)(after + model->visit_count + change->add_count + 1);
    memcpy(after, model->visits, model->visit_count * sizeof *after);
    for (size_t i = 0; i < change->remove_count; i++) {
        if (!visit_find(model, &change->remove[i], &which, error))
            return false;
        gone[which] = true;
    }
    for (size_t i = 0; i < change->change_count; i++) {
        if (!visit_find(model, &change->change[i].id, &which, error))
            return false;
        struct visit moved = *model->visit_sources[which];
        moved.host = change->change[i].host;
        moved.period = change->change[i].period;
        if (round_model_visits(model, &moved, 1, &after[which]) == 0)
            return error_set(error, ERROR_INVALID, "unknown_code", "a host or period that is not in the round");
    }
    *count = 0;
    for (size_t i = 0; i < model->visit_count; i++) {
        if (!gone[i])
            after[(*count)++] = after[i];
    }
    if (round_model_visits(model, change->add, change->add_count, &after[*count]) < change->add_count)
        return error_set(error, ERROR_INVALID, "unknown_code", "a worker, host or period that is not in the round");
    *count += change->add_count;
    return true;
}

static bool is_same(const struct matcher_breach *one, const struct matcher_breach *other)
{
    return one->rule == other->rule && one->centre == other->centre && one->worker == other->worker &&
           one->period == other->period;
}

static const struct matcher_breach *new_breach(const struct matcher_breach *before, size_t before_count,
                                               const struct matcher_breach *after, size_t after_count)
{
    for (size_t i = 0; i < after_count; i++) {
        size_t k = 0;
        while (k < before_count && !is_same(&before[k], &after[i]))
            k++;
        if (k == before_count)
            return &after[i];
    }
    return NULL;
}

static size_t least(size_t one, size_t other)
{
    return one < other ? one : other;
}

bool visit_edit_judge(const struct asking *asking, const struct round_model *model, const struct visits_edit *change,
                      struct visit_edit *edit, struct error *error)
{
    enum { ROOM = 256 };
    struct matcher_breach before[ROOM], after[ROOM];
    struct matcher_round_report was, is;
    struct matcher_error failure = {0};
    struct matcher_round unpinned = model->round;
    size_t count = 0, room = model->visit_count + change->add_count + 1;
    struct matcher_visit *visits = arena_alloc(asking->arena, room * (sizeof *visits + sizeof(bool)));
    if (!visits)
        return error_set(error, ERROR_BUSY, "busy", "no memory to judge an edit");
    if (!apply(model, change, visits, &count, error))
        return false;
    unpinned.pins_count = 0;
    if (!matcher_round_check(&unpinned, model->visits, model->visit_count, &was, before, ROOM, &failure) ||
        !matcher_round_check(&unpinned, visits, count, &is, after, ROOM, &failure))
        return error_set(error, ERROR_BUSY, "busy", "no memory to judge an edit");
    const struct matcher_breach *breach =
        new_breach(before, least(was.breaches_count, ROOM), after, least(is.breaches_count, ROOM));
    return breach == NULL || visit_edit_refuse(asking, model, breach, edit, error);
}

/* What the visits that the model was made of are worth. */
static bool value(const struct round_model *model, int64_t *objective, struct error *error)
{
    struct matcher_round_report report;
    struct matcher_breach breach;
    struct matcher_error failure = {0};
    if (!matcher_round_check(&model->round, model->visits, model->visit_count, &report, &breach, 1, &failure))
        return error_set(error, ERROR_BUSY, "busy", "no memory to value a plan");
    *objective = report.objective;
    return true;
}

bool visit_edit_finish(const struct asking *asking, const struct round_model *before, struct visit_edit *edit,
                       struct error *error)
{
    struct uuid round = before->source->id;
    struct round_model *now;
    int64_t was = 0;
    if (!value(before, &was, error) || !round_model_read(asking, &round, &now, error) ||
        (now->source->state == ROUND_PUBLISHED && !round_ledger_keep(asking, &round, error)) ||
        !value(now, &edit->objective, error))
        return false;
    edit->round_version = now->source->version;
    edit->change = edit->objective - was;
    edit->visits = visit_replies_make(asking, now, &edit->visit_count, error);
    return edit->visits != NULL;
}

static bool is_new(const struct round_model *model, const struct visit *visit)
{
    const struct visit *was = round_visit_of(model->source, &visit->id);
    return !was || uuid_compare(&was->worker, &visit->worker) != 0 || strcmp(was->host, visit->host) != 0 ||
           strcmp(was->period, visit->period) != 0;
}

/* Refuses in the words in which a plan is refused that a check does not last for. */
static bool refuse_check(const struct asking *asking, const struct round *round, const struct visit *visit,
                         enum round_check_state state, struct visit_edit *edit, struct error *error)
{
    const struct round_worker *worker = round_worker_of(round, &visit->worker);
    const struct round_centre *host = round_centre_of(round, visit->host);
    struct text_value values[] = {
        {"worker", worker ? worker->name : ""}, {"centre", host ? host->name : visit->host}, {"period", visit->period}};
    edit->refused = true;
    edit->broken = (struct broken_rule){.rule = matcher_round_rule_name(MATCHER_ROUND_UNAVAILABLE),
                                        .worker = visit->worker,
                                        .centre = visit->host,
                                        .period = visit->period};
    edit->broken.text = broken_rule_text(asking, edit->broken.rule,
                                         state == ROUND_CHECK_ORIGIN    ? "origin"
                                         : state == ROUND_CHECK_MISSING ? "unchecked"
                                                                        : "check",
                                         values, 3);
    return edit->broken.text || error_set(error, ERROR_BUSY, "busy", "no memory for a rule");
}

/* What is edited after publishing is public at once (R1): its host must rely on the check, or be able to accept it. */
static bool judge_checks(const struct asking *asking, const struct round_model *model, const struct visit *visits,
                         size_t count, struct visit_edit *edit, struct error *error)
{
    for (size_t i = 0; i < count && !edit->refused; i++) {
        enum round_check_state state = round_check_of(model->source, &visits[i]).state;
        if (state != ROUND_CHECK_RELIED && state != ROUND_CHECK_ACCEPTABLE && is_new(model, &visits[i]) &&
            !refuse_check(asking, model->source, &visits[i], state, edit, error))
            return false;
    }
    return true;
}

bool visit_edit_store(const struct asking *asking, const struct round_model *model, const struct visits_edit *stored,
                      struct visit_edit *edit, struct error *error)
{
    struct uuid round = model->source->id;
    if (model->source->state == ROUND_PUBLISHED &&
        (!round_hold_checks(asking->db, &round, error) ||
         !judge_checks(asking, model, stored->change, stored->change_count, edit, error) ||
         !judge_checks(asking, model, stored->add, stored->add_count, edit, error)))
        return false;
    if (edit->refused)
        return true;
    return visits_edit(asking->db, &asking->actor, &round, model->source->version, stored, &edit->round_version,
                       error) &&
           visit_edit_finish(asking, model, edit, error);
}

bool visit_edit_reply(const struct asking *asking, const void *input, const void *result, struct reply *reply)
{
    const struct visit_edit *edit = result;
    (void)input;
    return !edit->refused || rule_problem_reply(asking, &edit->broken, reply);
}
