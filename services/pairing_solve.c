#include "services/pairing_solve.h"

#include <stdio.h>
#include <string.h>

#include "services/index.h"
#include "services/words.h"

/* Wishes as the matcher takes them, with the rule that each pin came from (NULL: an invitation that waits). */
struct wishes {
    struct arena *arena;
    const struct pairing_task *task;
    struct matcher_pair *pins, *forbids;
    const struct pairing_rule **sources;
    size_t pin_count, forbid_count, forbid_room;
    struct pairing_outcome *outcome;
    struct error *error;
};

static bool no_memory(struct error *error)
{
    return error_set(error, ERROR_BUSY, "busy", "no memory for a pairing");
}

/* ---- What must be and what must not ------------------------------------------------------------------------------ */

static bool add_forbid(struct wishes *wishes, const struct uuid *person, const struct uuid *need, uint32_t shift)
{
    if (wishes->forbid_count == wishes->forbid_room) {
        size_t room = wishes->forbid_room ? 2 * wishes->forbid_room : 64;
        struct matcher_pair *larger = arena_alloc(wishes->arena, room * sizeof *larger);
        if (!larger)
            return no_memory(wishes->error);
        if (wishes->forbid_count > 0)
            memcpy(larger, wishes->forbids, wishes->forbid_count * sizeof *larger);
        wishes->forbids = larger;
        wishes->forbid_room = room;
    }
    wishes->forbids[wishes->forbid_count++] =
        (struct matcher_pair){.person = index_id(person), .need = index_id(need), .shift = shift};
    return true;
}

static bool is_invited_to(const struct pairing_seat *seats, size_t count, const struct matcher_id *shift)
{
    for (size_t i = 0; i < count; i++) {
        struct matcher_id id = index_id(&seats[i].shift);
        if (seats[i].standing == STANDING_INVITED && matcher_id_compare(&id, shift) == 0)
            return true;
    }
    return false;
}

/* Shifts of the need but those that the person is invited to already; without seats: all of them. */
static bool forbid_others(struct wishes *wishes, const struct uuid *person, const struct uuid *need,
                          const struct pairing_seat *seats, size_t count)
{
    struct matcher_id id = index_id(need);
    const struct matcher_need *known = matcher_find_need(pairing_model_matcher(wishes->task->model), &id);
    for (size_t i = 0; known && i < known->shifts_count; i++) {
        if (!is_invited_to(seats, count, &known->shifts[i].id) && !add_forbid(wishes, person, need, (uint32_t)i))
            return false;
    }
    return true;
}

static bool same_ask(const struct pairing_seat *a, const struct pairing_seat *b)
{
    return uuid_compare(&a->person, &b->person) == 0 && uuid_compare(&a->need, &b->need) == 0;
}

/* Who comes to a need or has offered cannot be invited to it; who is invited, to its other shifts. */
static bool forbid_by_today(struct wishes *wishes)
{
    const struct pairing_seat *seats = wishes->task->today;
    for (size_t first = 0, last; first < wishes->task->today_count; first = last) {
        bool held = false;
        for (last = first; last < wishes->task->today_count && same_ask(&seats[first], &seats[last]); last++)
            held = held || seats[last].standing != STANDING_INVITED;
        if (!forbid_others(wishes, &seats[first].person, &seats[first].need, &seats[first], held ? 0 : last - first))
            return false;
    }
    return true;
}

static bool is_forbidden(const struct wishes *wishes, const struct matcher_pair *pair)
{
    for (size_t i = 0; i < wishes->forbid_count; i++) {
        const struct matcher_pair *forbid = &wishes->forbids[i];
        if (forbid->shift == pair->shift && matcher_id_compare(&forbid->person, &pair->person) == 0 &&
            matcher_id_compare(&forbid->need, &pair->need) == 0)
            return true;
    }
    return false;
}

static void drop(struct wishes *wishes, const struct pairing_rule *rule)
{
    if (rule)
        wishes->outcome->dropped[wishes->outcome->dropped_count++] = *rule;
}

/* A pin of what is no more, or may not be asked any more, is dropped and told. */
static void add_pin(struct wishes *wishes, const struct uuid *person, const struct uuid *need, const struct uuid *shift,
                    const struct pairing_rule *rule)
{
    struct matcher_pair pin = {.person = index_id(person), .need = index_id(need)};
    if (!pairing_model_shift(wishes->task->model, need, shift, &pin.shift) || is_forbidden(wishes, &pin)) {
        drop(wishes, rule);
        return;
    }
    wishes->sources[wishes->pin_count] = rule;
    wishes->pins[wishes->pin_count++] = pin;
}

static bool waits(const struct pairing_pair *pair)
{
    return !uuid_is_none(&pair->invitation) && pair->invitation_state == INVITATION_SENT;
}

static bool gather(struct wishes *wishes)
{
    const struct pairing_content *before = wishes->task->before;
    size_t room = before->rule_count + before->pair_count + 1;
    wishes->pins = arena_alloc(wishes->arena, room * sizeof *wishes->pins);
    wishes->sources = arena_alloc(wishes->arena, room * sizeof *wishes->sources);
    wishes->outcome->dropped = arena_alloc(wishes->arena, room * sizeof *wishes->outcome->dropped);
    if (!wishes->pins || !wishes->sources || !wishes->outcome->dropped)
        return no_memory(wishes->error);
    if (!forbid_by_today(wishes))
        return false;
    for (size_t i = 0; i < before->pair_count; i++) {
        const struct pairing_pair *pair = &before->pairs[i];
        if (waits(pair))
            add_pin(wishes, &pair->person, &pair->need, &pair->shift, NULL);
    }
    for (size_t i = 0; i < before->rule_count; i++) {
        const struct pairing_rule *rule = &before->rules[i];
        if (rule->kind == PAIRING_PIN)
            add_pin(wishes, &rule->person, &rule->need, &rule->shift, rule);
    }
    for (size_t i = 0; i < before->rule_count; i++) {
        const struct pairing_rule *rule = &before->rules[i];
        if (rule->kind == PAIRING_FORBID && !forbid_others(wishes, &rule->person, &rule->need, NULL, 0))
            return false;
    }
    return true;
}

/* ---- Solving ----------------------------------------------------------------------------------------------------- */

static bool refuse(const struct matcher_error *failure, struct error *error)
{
    if (failure->failure == MATCHER_NO_MEMORY)
        return no_memory(error);
    return error_set(error, ERROR_CONFLICT, "pairing_too_large", "the matcher does not take %s[%u]",
                     failure->field ? failure->field : "this", failure->at);
}

/* From what is kept, where there is something: who fits where is known then. */
static struct matcher_pairing *solve_once(const struct pairing_task *task, const struct matcher_query *query,
                                          const struct matcher_pairing_options *options, struct matcher_error *failure)
{
    struct matcher_pairing *kept = task->kept ? *task->kept : NULL;
    if (!kept)
        return matcher_pairing_solve(pairing_model_matcher(task->model), query, options, failure);
    return matcher_pairing_wish(kept, options, failure) && matcher_pairing_solve_again(kept, options, failure) ? kept
                                                                                                               : NULL;
}

/* Pins that cannot be kept fall away one by one. */
static struct matcher_pairing *solve(struct wishes *wishes, const struct matcher_query *query)
{
    for (;;) {
        struct matcher_pairing_options options = {.stop = wishes->task->stop,
                                                  .context = wishes->task->context,
                                                  .pins = wishes->pins,
                                                  .pins_count = wishes->pin_count,
                                                  .forbids = wishes->forbids,
                                                  .forbids_count = wishes->forbid_count};
        struct matcher_error failure = {0};
        struct matcher_pairing *pairing = solve_once(wishes->task, query, &options, &failure);
        if (pairing)
            return pairing;
        bool of_pin = failure.field && strcmp(failure.field, "pins") == 0 && failure.at < wishes->pin_count;
        if (!of_pin) {
            refuse(&failure, wishes->error);
            return NULL;
        }
        drop(wishes, wishes->sources[failure.at]);
        wishes->pin_count--;
        size_t behind = wishes->pin_count - failure.at;
        memmove(&wishes->pins[failure.at], &wishes->pins[failure.at + 1], behind * sizeof *wishes->pins);
        memmove(&wishes->sources[failure.at], &wishes->sources[failure.at + 1], behind * sizeof *wishes->sources);
    }
}

/* Every pair and every wish is judged again, and what the prices prove under the wishes is recounted. */
static bool judge(const struct wishes *wishes, const struct matcher_pairing_answer *answer,
                  const struct matcher_query *query, struct arena *arena, struct error *error)
{
    struct matcher_pair *pairs = arena_alloc(arena, (answer->pairs_count + 1) * sizeof *pairs);
    struct matcher_pairing_details *details = arena_alloc(arena, (answer->pairs_count + 1) * sizeof *details);
    if (!pairs || !details)
        return no_memory(error);
    struct matcher_pairing_claim claim = matcher_pairing_claim_of(answer, pairs, details);
    claim.has_certificate = !wishes->task->only_compared;
    claim.pins = wishes->pins;
    claim.pins_count = wishes->pin_count;
    claim.forbids = wishes->forbids;
    claim.forbids_count = wishes->forbid_count;
    struct matcher_verdict verdict;
    struct matcher_error failure = {0};
    if (!matcher_verify_pairing(pairing_model_matcher(wishes->task->model), &claim, query, &verdict, &failure))
        return no_memory(error);
    return verdict.accepted || error_set(error, ERROR_INTERNAL, "pairing_not_verified",
                                         "the verifier refused a pairing: %s", verdict.reason);
}

/* ---- What is kept ------------------------------------------------------------------------------------------------ */

enum { PARTS_SIZE = 600, MISSING_SIZE = 160 };

/* [{"name": "skills", "points": 100}, ...] */
static const char *parts_text(const int32_t parts[MATCHER_PARTS], struct arena *arena)
{
    char text[PARTS_SIZE];
    size_t length = 0;
    for (int part = 0; part < MATCHER_PARTS; part++)
        length += (size_t)snprintf(text + length, sizeof text - length, "%s{\"name\":\"%s\",\"points\":%d}",
                                   part == 0 ? "[" : ",", matcher_part_name((enum matcher_part)part), (int)parts[part]);
    length += (size_t)snprintf(text + length, sizeof text - length, "]");
    return arena_text(arena, text, length);
}

static const char *code_of(const struct words *words, const struct matcher_missing *missing)
{
    enum words_kind kind = missing->rule == MATCHER_RULE_SKILLS         ? WORDS_SKILL
                           : missing->rule == MATCHER_RULE_LANGUAGES    ? WORDS_LANGUAGE
                           : missing->rule == MATCHER_RULE_CERTIFICATES ? WORDS_CERTIFICATE
                                                                        : WORDS_KINDS;
    bool known = missing->kind == MATCHER_MISSING_RULE && kind != WORDS_KINDS && missing->code >= 0 &&
                 (size_t)missing->code < words_count(words, kind);
    return known ? words_code(words, kind, missing->code) : "";
}

/* [{"kind": "rule", "rule": "languages", "code": "ru", "people": 12}, ...]: codes and numbers, no names. */
static const char *missing_text(const struct words *words, const struct matcher_pairing_open *open, struct arena *arena)
{
    size_t size = (open->missing_count + 1) * MISSING_SIZE, length = 0;
    char *text = arena_alloc(arena, size);
    if (!text)
        return NULL;
    text[length++] = '[';
    for (size_t i = 0; i < open->missing_count; i++) {
        const struct matcher_missing *missing = &open->missing[i];
        bool of_rule = missing->kind == MATCHER_MISSING_RULE;
        length += (size_t)snprintf(
            text + length, size - length, "%s{\"kind\":\"%s\",\"rule\":\"%.20s\",\"code\":\"%.40s\",\"people\":%u}",
            i == 0 ? "" : ",", matcher_missing_name(missing->kind), of_rule ? matcher_rule_name(missing->rule) : "",
            code_of(words, missing), missing->people);
    }
    text[length++] = ']';
    return text;
}

static struct uuid shift_of(const struct pairing_task *task, const struct matcher_id *need, uint32_t shift)
{
    const struct matcher_need *known = matcher_find_need(pairing_model_matcher(task->model), need);
    return known && shift < known->shifts_count ? index_uuid(&known->shifts[shift].id) : (struct uuid){{0}};
}

/* What went out before stays marked as that. */
static const struct pairing_pair *waiting_before(const struct pairing_content *before, const struct pairing_pair *pair)
{
    for (size_t i = 0; i < before->pair_count; i++) {
        const struct pairing_pair *other = &before->pairs[i];
        if (waits(other) && uuid_compare(&other->person, &pair->person) == 0 &&
            uuid_compare(&other->shift, &pair->shift) == 0)
            return other;
    }
    return NULL;
}

static bool keep_pairs(const struct pairing_task *task, const struct matcher_pairing_answer *answer,
                       struct arena *arena, struct pairing_content *content)
{
    content->pairs = arena_alloc(arena, (answer->pairs_count + 1) * sizeof *content->pairs);
    for (size_t i = 0; content->pairs && i < answer->pairs_count; i++) {
        const struct matcher_pairing_pair *from = &answer->pairs[i];
        struct pairing_pair *to = &content->pairs[content->pair_count++];
        *to = (struct pairing_pair){.person = index_uuid(&from->pair.person),
                                    .need = index_uuid(&from->pair.need),
                                    .shift = shift_of(task, &from->pair.need, from->pair.shift),
                                    .score = from->pair.score,
                                    .parts = parts_text(from->parts, arena),
                                    .flags = from->flags,
                                    .invitation_state = WORD_NONE};
        const struct pairing_pair *sent = waiting_before(task->before, to);
        if (sent)
            to->invitation = sent->invitation;
        if (!to->parts)
            return false;
    }
    return content->pairs != NULL;
}

static bool keep_open(const struct pairing_task *task, const struct matcher_pairing_answer *answer, struct arena *arena,
                      struct pairing_content *content)
{
    content->open = arena_alloc(arena, (answer->open_count + 1) * sizeof *content->open);
    for (size_t i = 0; content->open && i < answer->open_count; i++) {
        const struct matcher_pairing_open *from = &answer->open[i];
        const char *missing = missing_text(task->words, from, arena);
        if (!missing)
            return false;
        content->open[content->open_count++] = (struct pairing_open){
            index_uuid(&from->need), shift_of(task, &from->need, from->shift), from->seats, missing};
    }
    return content->open != NULL;
}

static void keep_numbers(const struct pairing_task *task, const struct matcher_pairing_answer *answer,
                         struct pairing *solved)
{
    const struct matcher *matcher = pairing_model_matcher(task->model);
    solved->people = (int32_t)matcher_people_count(matcher);
    solved->needs = (int32_t)matcher_needs_count(matcher);
    solved->seats = (int32_t)(answer->seats_taken + answer->seats_open);
    solved->filled = (int32_t)answer->seats_taken;
    solved->worth = answer->filled;
    solved->bound_worth = answer->bound_filled;
    solved->score = answer->score;
    solved->bound_score = answer->bound_score;
}

static bool keep(const struct wishes *wishes, const struct matcher_pairing *pairing, const struct matcher_query *query,
                 struct arena *arena, struct error *error)
{
    const struct pairing_task *task = wishes->task;
    struct pairing_outcome *outcome = wishes->outcome;
    struct matcher_pairing_answer answer = {0};
    struct matcher_error failure = {0};
    bool good = matcher_pairing_answer(pairing, &answer, &failure) ? judge(wishes, &answer, query, arena, error)
                                                                   : refuse(&failure, error);
    if (good &&
        (!keep_pairs(task, &answer, arena, &outcome->content) || !keep_open(task, &answer, arena, &outcome->content)))
        good = no_memory(error);
    if (good)
        keep_numbers(task, &answer, &outcome->solved);
    matcher_pairing_answer_free(&answer);
    return good && (!task->with_advice || pairing_advice_make(task, pairing, arena, &outcome->solved.advice, error));
}

bool pairing_solve(const struct pairing_task *task, struct arena *arena, struct pairing_outcome *outcome,
                   struct error *error)
{
    struct matcher_query query = {.now_utc_min = index_utc_min(task->now_ms)};
    *outcome = (struct pairing_outcome){0};
    struct wishes wishes = {.arena = arena, .task = task, .outcome = outcome, .error = error};
    struct matcher_pairing *pairing = gather(&wishes) ? solve(&wishes, &query) : NULL;
    bool solved = pairing && keep(&wishes, pairing, &query, arena, error);
    if (!task->kept)
        matcher_pairing_free(pairing);
    else if (pairing)
        *task->kept = pairing;
    return solved;
}
