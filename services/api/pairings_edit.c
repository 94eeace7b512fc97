/*
 * Pins and forbids. Each edit solves anew at once over what is true now, and says what it cost: the same people and
 * needs are solved without the edit beside it, so that only the edit makes the difference.
 */
#include "services/api/api.h"

#include <time.h>

#include "services/api/pairing_reply.h"
#include "services/index.h"
#include "services/pairing_solve.h"

enum { SOLVE_MS = 1500 };
enum action { ACTION_PIN, ACTION_FORBID, ACTION_RELEASE };
static const char *const action_words[] = {"pin", "forbid", "release", NULL};

struct input {
    struct uuid id, person, need;
    int action;
};

struct result {
    int64_t version, score_change;
    int32_t seats, filled, filled_change;
    bool proved;
    struct pairing_seat *added, *removed;
    struct pairing_rule *dropped;
    size_t added_count, removed_count, dropped_count;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field body_fields[] = {
    FIELD_WORD(struct input, action, "action", action_words, .required = true),
    FIELD_UUID(struct input, person, "person", .required = true),
    FIELD_UUID(struct input, need, "need", .required = true),
    FIELDS_END,
};

static const struct field dropped_fields[] = {
    FIELD_UUID(struct pairing_rule, person, "person"),
    FIELD_LINE(struct pairing_rule, first_name, "first_name", .required = true),
    FIELD_UUID(struct pairing_rule, need, "need"),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_INTEGER(struct result, version, "version"),
    FIELD_INTEGER(struct result, seats, "seats"),
    FIELD_INTEGER(struct result, filled, "filled"),
    FIELD_INTEGER(struct result, filled_change, "filled_change"),
    FIELD_INTEGER(struct result, score_change, "score_change"),
    FIELD_BOOLEAN(struct result, proved, "proved"),
    FIELD_OBJECTS(struct result, added, added_count, "added", pairing_seat_fields),
    FIELD_OBJECTS(struct result, removed, removed_count, "removed", pairing_seat_fields),
    FIELD_OBJECTS(struct result, dropped, dropped_count, "dropped", dropped_fields),
    FIELDS_END,
};

/* An edit under way. */
struct edit {
    const struct asking *asking;
    const struct input *input;
    struct pairing pairing;
    struct pairing_content before;
    struct pairing_model model;
    struct pairing_task task;
    struct matcher_pairing *kept; /* without the edit, then with it */
    int64_t until_ms;
};

static bool no_memory(struct error *error)
{
    return error_set(error, ERROR_BUSY, "busy", "no memory to edit a pairing");
}

static int64_t clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool is_over(void *context, const struct matcher_pairing_progress *progress)
{
    const struct edit *edit = context;
    (void)progress;
    return clock_ms() >= edit->until_ms;
}

static bool read_all(struct edit *edit, struct error *error)
{
    const struct asking *asking = edit->asking;
    struct codes centres;
    struct pairing_seat *today;
    if (!pairing_read(asking->db, asking->arena, &asking->actor, &edit->input->id, &edit->pairing, error) ||
        !pairing_read_content(asking->db, asking->arena, &edit->input->id, &edit->before, error) ||
        !pairing_centres(asking->db, asking->arena, &edit->input->id, &centres, error) ||
        !pairing_today(asking->db, asking->arena, &edit->input->id, &today, &edit->task.today_count, error) ||
        !pairing_model_read_all(&edit->model, asking->db, asking->arena, asking->words, asking->calendar, &centres,
                                NULL, NULL, error))
        return false;
    edit->task.model = &edit->model;
    edit->task.words = asking->words;
    edit->task.now_ms = asking->now_ms;
    edit->task.before = &edit->before;
    edit->task.today = today;
    edit->task.stop = is_over;
    edit->task.context = edit;
    edit->task.kept = &edit->kept;
    edit->task.only_compared = true;
    return true;
}

static bool is_meant(const struct input *input, const struct uuid *person, const struct uuid *need)
{
    return uuid_compare(&input->person, person) == 0 && uuid_compare(&input->need, need) == 0;
}

/* What of the edit goes into the database: pins of the shifts that are proposed now, or one forbid. */
static struct pairing_rule *rules_of(const struct edit *edit, size_t *count, struct error *error)
{
    const struct input *input = edit->input;
    struct pairing_rule *rules = arena_alloc(edit->asking->arena, (edit->before.pair_count + 1) * sizeof *rules);
    *count = 0;
    if (!rules) {
        no_memory(error);
        return NULL;
    }
    for (size_t i = 0; i < edit->before.pair_count; i++) {
        const struct pairing_pair *pair = &edit->before.pairs[i];
        if (!is_meant(input, &pair->person, &pair->need))
            continue;
        if (pair->invitation_state == INVITATION_SENT && !uuid_is_none(&pair->invitation)) {
            error_set(error, ERROR_CONFLICT, "pair_sent", "the invitation waits for an answer");
            return NULL;
        }
        if (input->action == ACTION_PIN)
            rules[(*count)++] = (struct pairing_rule){
                .person = pair->person, .need = pair->need, .shift = pair->shift, .kind = PAIRING_PIN};
    }
    if (input->action == ACTION_PIN && *count == 0) {
        error_set(error, ERROR_INVALID, "unknown_pair", "the proposal has no such pair");
        return NULL;
    }
    if (input->action == ACTION_FORBID)
        rules[(*count)++] = (struct pairing_rule){.person = input->person, .need = input->need, .kind = PAIRING_FORBID};
    return rules;
}

/* Whom and what nobody of the scope knows is not to be kept. */
static bool check_known(const struct edit *edit, struct error *error)
{
    struct matcher_id person = index_id(&edit->input->person), need = index_id(&edit->input->need);
    const struct matcher *matcher = pairing_model_matcher(&edit->model);
    if (edit->input->action == ACTION_RELEASE)
        return true;
    if (!matcher_find_need(matcher, &need))
        return error_set(error, ERROR_INVALID, "unknown_need", "no open need of the scope");
    return matcher_has_person(matcher, &person) ||
           error_set(error, ERROR_INVALID, "unknown_person", "nobody who can be asked");
}

static bool solve(struct edit *edit, struct pairing_outcome *outcome, struct error *error)
{
    edit->until_ms = clock_ms() + SOLVE_MS;
    return pairing_solve(&edit->task, edit->asking->arena, outcome, error);
}

/* The edit's own pin must hold; others that no longer do are taken out and told. */
static bool drop_rules(const struct edit *edit, const struct pairing_outcome *outcome, struct error *error)
{
    const struct asking *asking = edit->asking;
    for (size_t i = 0; i < outcome->dropped_count; i++) {
        const struct pairing_rule *rule = &outcome->dropped[i];
        if (edit->input->action == ACTION_PIN && is_meant(edit->input, &rule->person, &rule->need))
            return error_set(error, ERROR_CONFLICT, "pin_impossible", "the pair does not hold any more");
        if (!pairing_set_rules(asking->db, &asking->actor, &edit->input->id, &rule->person, &rule->need, NULL, 0,
                               error))
            return false;
    }
    return true;
}

static const char *name_of(const struct edit *edit, const struct pairing_pair *pair)
{
    for (size_t i = 0; i < edit->before.pair_count; i++) {
        if (uuid_compare(&edit->before.pairs[i].person, &pair->person) == 0)
            return edit->before.pairs[i].first_name;
    }
    return NULL;
}

/* Pairs of `from` that `other` lacks. */
static struct pairing_seat *moved(const struct edit *edit, const struct pairing_content *from,
                                  const struct pairing_content *other, size_t *count)
{
    struct pairing_seat *seats = arena_alloc(edit->asking->arena, (from->pair_count + 1) * sizeof *seats);
    *count = 0;
    for (size_t i = 0; seats && i < from->pair_count; i++) {
        const struct pairing_pair *pair = &from->pairs[i];
        bool there = pair->invitation_state == INVITATION_ACCEPTED;
        for (size_t k = 0; !there && k < other->pair_count; k++)
            there = uuid_compare(&pair->person, &other->pairs[k].person) == 0 &&
                    uuid_compare(&pair->shift, &other->pairs[k].shift) == 0;
        if (!there)
            seats[(*count)++] =
                (struct pairing_seat){.person = pair->person,
                                      .need = pair->need,
                                      .shift = pair->shift,
                                      .first_name = pair->first_name ? pair->first_name : name_of(edit, pair)};
    }
    return seats;
}

/* Names of people who were not in the proposal before. */
static bool name_added(const struct edit *edit, struct result *result, struct error *error)
{
    struct pairing_content stored;
    if (!pairing_read_content(edit->asking->db, edit->asking->arena, &edit->input->id, &stored, error))
        return false;
    for (size_t i = 0; i < result->added_count; i++) {
        struct pairing_seat *seat = &result->added[i];
        for (size_t k = 0; !seat->first_name && k < stored.pair_count; k++) {
            if (uuid_compare(&stored.pairs[k].person, &seat->person) == 0)
                seat->first_name = stored.pairs[k].first_name;
        }
    }
    return true;
}

static bool report(const struct edit *edit, const struct pairing_outcome *without, const struct pairing_outcome *with,
                   struct result *result, struct error *error)
{
    *result = (struct result){.version = edit->pairing.version + 1,
                              .seats = with->solved.seats,
                              .filled = with->solved.filled,
                              .filled_change = with->solved.filled - without->solved.filled,
                              .score_change = with->solved.score - without->solved.score,
                              .proved = with->solved.worth == with->solved.bound_worth &&
                                        with->solved.score == with->solved.bound_score,
                              .dropped = with->dropped,
                              .dropped_count = with->dropped_count};
    result->added = moved(edit, &with->content, &edit->before, &result->added_count);
    result->removed = moved(edit, &edit->before, &with->content, &result->removed_count);
    return (result->added && result->removed) ? name_added(edit, result, error) : no_memory(error);
}

static bool apply(struct edit *edit, struct result *result, struct error *error)
{
    const struct asking *asking = edit->asking;
    const struct input *input = edit->input;
    struct pairing_outcome without, with;
    struct pairing_content changed;
    size_t count;
    if (!read_all(edit, error))
        return false;
    struct pairing_rule *rules = rules_of(edit, &count, error);
    if (!rules || !check_known(edit, error) || !solve(edit, &without, error) ||
        !pairing_set_rules(asking->db, &asking->actor, &input->id, &input->person, &input->need, rules, count, error) ||
        !pairing_read_content(asking->db, asking->arena, &input->id, &changed, error))
        return false;
    edit->task.before = &changed;
    edit->task.only_compared = false;
    if (!solve(edit, &with, error) || !drop_rules(edit, &with, error))
        return false;
    with.solved.id = input->id;
    with.solved.advice = edit->pairing.advice;
    return pairing_store(asking->db, &with.solved, &with.content, error) &&
           report(edit, &without, &with, result, error);
}

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct edit edit = {.asking = asking, .input = input};
    bool done =
        pairing_lock(asking->db, &asking->actor, &input->id, asking->version, error) && apply(&edit, out, error);
    matcher_pairing_free(edit.kept);
    pairing_model_free(&edit.model);
    return done;
}

const struct endpoint endpoint_editPairing = {
    .operation = "editPairing",
    .method = "POST",
    .path = "/api/v1/pairings/{id}/edits",
    .policy = {.roles = ROLES_PAIRING, .objects = OBJECTS_CENTRE},
    .path_fields = path_fields,
    .body_fields = body_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
    .etag_version = VERSION_IN(struct result, version),
    .needs_version = true,
};
