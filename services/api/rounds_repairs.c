/* The smallest ways out when the worker of a visit cannot go, each with what it changes and the edit that does it. */
#include "services/api/repair_search.h"
#include "services/api/visit_edit.h"
#include "services/words.h"

#include <stdio.h>
#include <string.h>

struct input {
    struct uuid id, visit;
};

struct cell {
    const char *host, *period;
};

struct repair_move {
    struct uuid worker;
    struct cell cells[2], *from, *to; /* from, to: NULL for none */
    bool has_check;                   /* with `to` */
    struct check_shown check;         /* what the new host may rely on */
};

struct repair {
    int64_t changes, objective, change;
    bool within, proved;
    const char *text;
    struct repair_move *moves;
    size_t move_count;
    struct uuid *remove;
    size_t remove_count;
    struct visit *changed, *added;
    size_t changed_count, added_count;
};

struct result {
    struct uuid visit;
    struct repair *repairs;
    size_t count;
};

static const struct field path_fields[] = {
    FIELD_UUID(struct input, id, "id"),
    FIELD_UUID(struct input, visit, "visit"),
    FIELDS_END,
};

static const struct field cell_fields[] = {
    FIELD_CODE(struct cell, host, "host"),
    FIELD_LINE(struct cell, period, "period"),
    FIELDS_END,
};

static const struct field move_fields[] = {
    FIELD_UUID(struct repair_move, worker, "worker"),
    FIELD_OBJECT(struct repair_move, from, "from", cell_fields, .by_pointer = true, .nullable = true),
    FIELD_OBJECT(struct repair_move, to, "to", cell_fields, .by_pointer = true, .nullable = true),
    FIELD_OBJECT(struct repair_move, check, "check", check_shown_fields, GIVEN(struct repair_move, has_check)),
    FIELDS_END,
};

static const struct field change_fields[] = {
    FIELD_UUID(struct visit, id, "id"),
    FIELD_CODE(struct visit, host, "host"),
    FIELD_LINE(struct visit, period, "period"),
    FIELDS_END,
};

static const struct field add_fields[] = {
    FIELD_UUID(struct visit, worker, "worker"),
    FIELD_CODE(struct visit, host, "host"),
    FIELD_LINE(struct visit, period, "period"),
    FIELDS_END,
};

static const struct field edit_fields[] = {
    FIELD_LIST(struct repair, remove, remove_count, "remove", field_uuid_item),
    FIELD_OBJECTS(struct repair, changed, changed_count, "change", change_fields),
    FIELD_OBJECTS(struct repair, added, added_count, "add", add_fields),
    FIELDS_END,
};

static const struct field repair_fields[] = {
    FIELD_INTEGER(struct repair, changes, "changes"),
    FIELD_INTEGER(struct repair, objective, "objective"),
    FIELD_INTEGER(struct repair, change, "change"),
    FIELD_BOOLEAN(struct repair, within, "within_period"),
    FIELD_BOOLEAN(struct repair, proved, "proved"),
    FIELD_LINE(struct repair, text, "text"),
    FIELD_OBJECTS(struct repair, moves, move_count, "moves", move_fields),
    FIELD_GROUP(struct repair, "edit", edit_fields),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_UUID(struct result, visit, "visit"),
    FIELD_OBJECTS(struct result, repairs, count, "repairs", repair_fields),
    FIELDS_END,
};

static bool no_memory(struct error *error)
{
    return error_set(error, ERROR_BUSY, "busy", "no memory for repairs");
}

static struct cell cell_of(const struct round_model *model, const struct matcher_visit *visit)
{
    return (struct cell){model->centres[visit->host]->id, model->source->periods[visit->period].id};
}

/* A visit that falls away and a new one of the same worker are one move; it keeps its id, and so its calendar entry. */
static void add_move(const struct round_model *model, struct repair *repair, const struct matcher_visit *planned)
{
    struct uuid worker = model->workers[planned->worker]->id;
    struct cell to = cell_of(model, planned);
    for (size_t i = 0; i < repair->move_count; i++) {
        struct repair_move *move = &repair->moves[i];
        if (move->to || uuid_compare(&move->worker, &worker) != 0)
            continue;
        move->cells[1] = to;
        move->to = &move->cells[1];
        repair->changed[repair->changed_count++] =
            (struct visit){.id = repair->remove[i], .host = to.host, .period = to.period};
        return;
    }
    struct repair_move *move = &repair->moves[repair->move_count++];
    *move = (struct repair_move){.worker = worker, .cells = {[1] = to}};
    move->to = &move->cells[1];
    repair->added[repair->added_count++] = (struct visit){.worker = worker, .host = to.host, .period = to.period};
}

/* What a host that is new to a worker may rely on (R1): said with the way out, since it is for the host to accept. */
static void judge_check(const struct round_model *model, struct repair_move *move)
{
    const struct visit visit = {.worker = move->worker, .host = move->to->host, .period = move->to->period};
    move->check = check_shown_of(round_check_of(model->source, &visit));
    move->has_check = true;
}

/* `remove` first holds the id of each move that takes a visit away; those that only moved are then left out. */
static void list_moves(const struct round_model *model, const struct repair_found *found, struct repair *repair)
{
    for (size_t i = 0; i < model->visit_count; i++) {
        if (visits_hold(found->visits, found->visits_count, &model->visits[i]))
            continue;
        repair->remove[repair->move_count] = model->visit_sources[i]->id;
        struct repair_move *move = &repair->moves[repair->move_count++];
        *move = (struct repair_move){.worker = model->visit_sources[i]->worker,
                                     .cells = {cell_of(model, &model->visits[i])}};
        move->from = &move->cells[0];
    }
    size_t lost = repair->move_count;
    for (size_t i = 0; i < found->visits_count; i++) {
        if (!visits_hold(model->visits, model->visit_count, &found->visits[i]))
            add_move(model, repair, &found->visits[i]);
    }
    for (size_t i = 0; i < repair->move_count; i++) {
        if (repair->moves[i].to)
            judge_check(model, &repair->moves[i]);
    }
    for (size_t i = 0; i < lost; i++) {
        if (!repair->moves[i].to)
            repair->remove[repair->remove_count++] = repair->remove[i];
    }
}

static const char *name_of(const struct round_model *model, const struct uuid *worker)
{
    uint32_t number = round_model_worker(model, worker);
    return number == MATCHER_NONE ? "" : model->workers[number]->name;
}

static const char *centre_name(const struct round_model *model, const char *code)
{
    uint32_t number = round_model_centre(model, code);
    return number == MATCHER_NONE ? code : model->centres[number]->name;
}

static size_t say_check(const struct asking *asking, const struct repair_move *move, const struct text_value *values,
                        char *said, size_t size)
{
    const char *pattern = text_part(asking->language, "repair.check", round_check_words[move->check.state], NULL);
    size_t length = text_fill_into(said, size, ", ", NULL, 0);
    return length < size ? length + text_fill_into(said + length, size - length, pattern, values, 6) : length;
}

/* "Mari: Kehra noortekeskus, 2027-W05 jääb ära; Jaan: ..." */
static const char *say_moves(const struct asking *asking, const struct round_model *model, const struct repair *repair)
{
    enum { TEXT_SIZE = 4000 };
    char *text_of_all = arena_alloc(asking->arena, TEXT_SIZE);
    size_t length = 0;
    for (size_t i = 0; text_of_all && i < repair->move_count && length < TEXT_SIZE; i++) {
        const struct repair_move *move = &repair->moves[i];
        const char *kind = !move->to ? "off" : !move->from ? "new" : "move";
        const char *by = move->check.checker;
        struct text_value values[] = {
            {"worker", name_of(model, &move->worker)},
            {"from", move->from ? centre_name(model, move->from->host) : ""},
            {"from_period", move->from ? move->from->period : ""},
            {"to", move->to ? centre_name(model, move->to->host) : ""},
            {"to_period", move->to ? move->to->period : ""},
            {"checker", by ? words_name_of(asking->words, WORDS_MUNICIPALITY, by, asking->language) : ""},
        };
        length += (size_t)snprintf(text_of_all + length, TEXT_SIZE - length, i ? "; " : "");
        if (length < TEXT_SIZE)
            length += text_fill_into(text_of_all + length, TEXT_SIZE - length,
                                     text_part(asking->language, "repair", kind, NULL), values, 6);
        if (length < TEXT_SIZE && move->has_check && move->check.state != ROUND_CHECK_RELIED)
            length += say_check(asking, move, values, text_of_all + length, TEXT_SIZE - length);
    }
    return text_of_all;
}

static bool write_repair(const struct asking *asking, const struct round_model *model, const struct repair_found *found,
                         struct repair *repair)
{
    size_t room = model->visit_count + found->visits_count + 1;
    *repair = (struct repair){.changes = (int64_t)found->changes,
                              .objective = found->objective,
                              .change = found->change,
                              .within = found->within,
                              .proved = found->proved,
                              .moves = arena_alloc(asking->arena, room * sizeof *repair->moves),
                              .remove = arena_alloc(asking->arena, room * sizeof *repair->remove),
                              .changed = arena_alloc(asking->arena, room * sizeof *repair->changed),
                              .added = arena_alloc(asking->arena, room * sizeof *repair->added)};
    if (!repair->moves || !repair->remove || !repair->changed || !repair->added)
        return false;
    list_moves(model, found, repair);
    repair->text = say_moves(asking, model, repair);
    return repair->text != NULL;
}

static bool write_repairs(const struct asking *asking, const struct round_model *model,
                          const struct repair_search *search, struct result *result)
{
    result->repairs = arena_alloc(asking->arena, REPAIRS_FOUND * sizeof *result->repairs);
    for (size_t i = 0; result->repairs && i < search->count; i++) {
        if (!write_repair(asking, model, &search->list[i], &result->repairs[result->count++]))
            return false;
    }
    return result->repairs != NULL;
}

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct result *result = out;
    struct round_model *model;
    struct repair_search search;
    size_t which = 0;
    if (!round_model_read(asking, &input->id, &model, error) || !visit_find(model, &input->visit, &which, error))
        return false;
    result->visit = input->visit;
    bool done = repair_search(asking, model, &model->visits[which], &search, error) &&
                (write_repairs(asking, model, &search, result) || no_memory(error));
    repair_search_free(&search);
    return done;
}

const struct endpoint endpoint_listRepairs = {
    .operation = "listRepairs",
    .method = "GET",
    .path = "/api/v1/rounds/{id}/visits/{visit}/repairs",
    .policy = {.roles = ROLE_COORDINATOR, .objects = OBJECTS_GROUP},
    .path_fields = path_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
};
