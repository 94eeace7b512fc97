/* `pair`: everybody at once; a line for each pair, then one that sums up, with what is missing and the prices. */
#include "matcher/command/command.h"
#include "matcher/command/read_wishes.h"

#include <string.h>

static bool must_stop(void *context, const struct matcher_pairing_progress *progress)
{
    (void)progress;
    return run_must_stop(context);
}

static json_t *shift_to_json(const struct crowd *crowd, const struct matcher_id *need, uint32_t shift)
{
    return id_to_json(&matcher_find_need(crowd->matcher, need)->shifts[shift].id);
}

static json_t *pair_to_json(const struct crowd *crowd, const struct matcher_pairing_pair *pair)
{
    json_t *object = json_object();
    bool ok = object != NULL && set_new(object, "person", id_to_json(&pair->pair.person)) &&
              set_new(object, "need", id_to_json(&pair->pair.need)) &&
              set_new(object, "shift", shift_to_json(crowd, &pair->pair.need, pair->pair.shift)) &&
              set_new(object, "score", json_integer(pair->pair.score)) &&
              set_new(object, "parts", parts_to_json(pair->parts));

    if (ok && pair->flags != 0)
        ok = set_new(object, "flags", flags_to_json(pair->flags));
    if (ok)
        return object;
    json_decref(object);
    return NULL;
}

static json_t *name_to_json(const struct names *names, int32_t code)
{
    return json_string(names->names[code]);
}

static json_t *missing_to_json(const struct crowd *crowd, const struct matcher_missing *missing)
{
    static const char *const levels[] = {"", "A1", "A2", "B1", "B2", "C1", "C2"};
    const struct vocabulary *words = &crowd->words;
    json_t *object = json_object();
    bool is_rule = missing->kind == MATCHER_MISSING_RULE;
    bool ok = object != NULL &&
              set_new(object, "code",
                      json_string(is_rule ? matcher_rule_name(missing->rule) : matcher_missing_name(missing->kind)));

    if (ok && is_rule && missing->rule == MATCHER_RULE_SKILLS)
        ok = set_new(object, "skill", name_to_json(&words->skills, missing->code));
    else if (ok && is_rule && missing->rule == MATCHER_RULE_LANGUAGES)
        ok = set_new(object, "language", name_to_json(&words->languages, missing->code)) &&
             set_new(object, "level", json_string(levels[missing->level]));
    else if (ok && is_rule && missing->rule == MATCHER_RULE_CERTIFICATES)
        ok = set_new(object, "certificate", name_to_json(&words->certificates, missing->code));
    if (ok && set_new(object, "people", json_integer(missing->people)))
        return object;
    json_decref(object);
    return NULL;
}

static json_t *open_to_json(const struct crowd *crowd, const struct matcher_pairing_open *open)
{
    json_t *object = json_object(), *missing = json_array();
    bool ok = object != NULL && missing != NULL && set_new(object, "need", id_to_json(&open->need)) &&
              set_new(object, "shift", shift_to_json(crowd, &open->need, open->shift)) &&
              set_new(object, "seats", json_integer(open->seats));

    for (size_t i = 0; ok && i < open->missing_count; i++)
        ok = json_array_append_new(missing, missing_to_json(crowd, &open->missing[i])) == 0;
    ok = ok && json_object_set(object, "missing", missing) == 0;
    json_decref(missing);
    if (ok)
        return object;
    json_decref(object);
    return NULL;
}

/* The prices that prove the bounds, zeros left out. */
static json_t *certificate_to_json(const struct crowd *crowd, const struct matcher_pairing_answer *answer)
{
    json_t *object = json_object(), *prices = json_array();
    bool ok = object != NULL && prices != NULL && set_new(object, "reward", json_integer(answer->reward)) &&
              set_new(object, "scale", json_integer(answer->scale)) &&
              set_new(object, "bound_filled", json_integer(answer->prices_bound_filled)) &&
              set_new(object, "bound_score", json_integer(answer->prices_bound_score));

    for (size_t i = 0; ok && i < answer->prices_count; i++) {
        const struct matcher_pairing_price *price = &answer->prices[i];
        json_t *line = price->price == 0 ? NULL : json_object();
        if (price->price == 0)
            continue;
        ok = line != NULL && set_new(line, "need", id_to_json(&price->need)) &&
             set_new(line, "shift", shift_to_json(crowd, &price->need, price->shift)) &&
             set_new(line, "price", json_integer(price->price));
        ok = json_array_append_new(prices, line) == 0 && ok;
    }
    ok = ok && json_object_set(object, "prices", prices) == 0;
    json_decref(prices);
    if (ok)
        return object;
    json_decref(object);
    return NULL;
}

static json_t *sum_to_json(const struct crowd *crowd, const struct matcher_pairing_answer *answer)
{
    json_t *object = json_object(), *open = json_array();
    bool ok = object != NULL && open != NULL && set_new(object, "filled", json_integer(answer->filled)) &&
              set_new(object, "score", json_integer(answer->score)) &&
              set_new(object, "bound_filled", json_integer(answer->bound_filled)) &&
              set_new(object, "bound_score", json_integer(answer->bound_score));

    for (size_t i = 0; ok && i < answer->open_count; i++)
        ok = json_array_append_new(open, open_to_json(crowd, &answer->open[i])) == 0;
    ok = ok && json_object_set(object, "open", open) == 0 &&
         set_new(object, "certificate", certificate_to_json(crowd, answer));
    json_decref(open);
    if (ok)
        return object;
    json_decref(object);
    return NULL;
}

static void write_answer(struct run *run, const struct crowd *crowd, const struct matcher_pairing_answer *answer)
{
    for (size_t i = 0; i < answer->pairs_count; i++)
        if (!write_line(run, pair_to_json(crowd, &answer->pairs[i])))
            return;
    write_line(run, sum_to_json(crowd, answer));
}

/* The first pin that cannot be kept, alone or beside those before it: there is no proposal. */
static enum outcome say_impossible(struct run *run, const struct crowd *crowd, const struct matcher_pair *pin)
{
    json_t *object = json_object();
    bool ok = object != NULL && set_new(object, "person", id_to_json(&pin->person)) &&
              set_new(object, "need", id_to_json(&pin->need)) &&
              set_new(object, "shift", shift_to_json(crowd, &pin->need, pin->shift));

    write_line(run, ok ? json_pack("{s:s, s:O}", "status", "infeasible", "pin", object) : NULL);
    json_decref(object);
    return OUTCOME_IMPOSSIBLE;
}

static enum outcome pair(struct run *run, const struct crowd *crowd, const struct read_wishes *wishes)
{
    const struct arguments *arguments = &run->arguments;
    const struct matcher_pairing_options options = {.budget = arguments->has_budget ? (uint64_t)arguments->budget : 0,
                                                    .stop = must_stop,
                                                    .context = run,
                                                    .pins = wishes->pins.list,
                                                    .pins_count = wishes->pins.count,
                                                    .forbids = wishes->forbids.list,
                                                    .forbids_count = wishes->forbids.count};
    const struct matcher_query query = {.now_utc_min = INT32_MIN};
    struct matcher_pairing_answer answer = {0};
    struct matcher_error error = {0};
    enum outcome outcome = OUTCOME_BAD_INPUT;
    struct matcher_pairing *pairing = matcher_pairing_solve(crowd->matcher, &query, &options, &error);

    if (pairing != NULL && matcher_pairing_answer(pairing, &answer, &error)) {
        write_answer(run, crowd, &answer);
        outcome = answer.proved ? OUTCOME_SOLVED : OUTCOME_STOPPED;
    } else if (error.failure == MATCHER_INVALID && strcmp(error.field, "pins") == 0)
        outcome = say_impossible(run, crowd, &wishes->pins.list[error.at]);
    else if (error.failure == MATCHER_NO_MEMORY)
        input_no_memory(&run->input);
    else
        input_fault(&run->input, "too much at once: %s (matcher/README.md says how much is)", error.field);
    matcher_pairing_answer_free(&answer);
    matcher_pairing_free(pairing);
    return outcome;
}

/* What is wrong afterwards is in no line of a file. */
static bool read_all(struct run *run, struct crowd *crowd, struct read_wishes *wishes)
{
    const char *file = run->arguments.wishes;
    bool ok = open_crowd(run, crowd) && (file == NULL || read_wishes(&run->input, file, wishes));

    run->input.file = NULL;
    run->input.line = 0;
    return ok;
}

enum outcome command_pair(struct run *run)
{
    const struct arguments *arguments = &run->arguments;
    struct crowd crowd = {0};
    struct read_wishes wishes = {.crowd = &crowd};
    enum outcome outcome = OUTCOME_BAD_INPUT;

    if (arguments->people == NULL || arguments->needs == NULL || arguments->files_count > 0) {
        usage_fault(run, "pair --people FILE --needs FILE [--wishes FILE]");
        return OUTCOME_BAD_INPUT;
    }
    if (read_all(run, &crowd, &wishes))
        outcome = pair(run, &crowd, &wishes);
    read_wishes_free(&wishes);
    crowd_close(&crowd);
    return outcome;
}
