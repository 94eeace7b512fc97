#include "services/api/visit_edit.h"

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

bool visit_edit_store(const struct asking *asking, const struct round_model *model, const struct visits_edit *stored,
                      int64_t change, struct visit_edit *edit, struct error *error)
{
    struct uuid round = model->source->id;
    struct round_model *now;
    struct matcher_round_report report;
    struct matcher_breach breach;
    struct matcher_error failure = {0};
    if (!visits_edit(asking->db, &asking->actor, &round, model->source->version, stored, &edit->round_version, error) ||
        !round_model_read(asking, &round, &now, error))
        return false;
    if (!matcher_round_check(&now->round, now->visits, now->visit_count, &report, &breach, 1, &failure))
        return error_set(error, ERROR_BUSY, "busy", "no memory to value a plan");
    edit->objective = report.objective;
    edit->change = change;
    edit->visits = visit_replies_make(asking, now, &edit->visit_count, error);
    return edit->visits != NULL;
}

bool visit_edit_reply(const struct asking *asking, const void *input, const void *result, struct reply *reply)
{
    const struct visit_edit *edit = result;
    (void)input;
    return !edit->refused || rule_problem_reply(asking, &edit->broken, reply);
}
