/* A worker's rounds: what is asked, and the four answers. */
#include "db/round_answers.h"

#include "services/api/api.h"
#include "services/api/round_input.h"
#include "services/api/round_reply.h"
#include "services/calendar.h"
#include "services/words.h"

enum { WANTS_MAX = 8 };

struct input {
    struct uuid id;
    struct round_answer answer;
    struct days_off *days_off;
};

struct list {
    struct my_round *rounds;
    size_t count;
};

static const struct field path_fields[] = {FIELD_UUID(struct input, id, "id"), FIELDS_END};

static const struct field body_fields[] = {
    FIELD_BOOLEAN(struct input, answer.takes_part, "takes_part", .required = true),
    FIELD_OBJECTS(struct input, days_off, answer.days_off_count, "days_off", days_off_fields, .max = 100),
    FIELD_LIST(struct input, answer.wants.items, answer.wants.count, "wants", field_code_item, .max = WANTS_MAX),
    FIELD_INTEGER(struct input, answer.max_minutes, "max_minutes", .min = 1, .max = 1440, .nullable = true,
                  HAS(struct input, answer.has_max_minutes)),
    FIELDS_END,
};

const struct field my_round_fields[] = {
    FIELD_UUID(struct my_round, id, "id"),
    FIELD_LINE(struct my_round, name, "name"),
    FIELD_WORD(struct my_round, kind, "kind", round_kind_words),
    FIELD_WORD(struct my_round, state, "state", round_state_words),
    FIELD_OBJECTS(struct my_round, periods, period_count, "periods", round_period_fields),
    FIELD_DATE(struct my_round, answer_by, "answer_by", .nullable = true, GIVEN(struct my_round, has_answer_by)),
    FIELD_BOOLEAN(struct my_round, open, "open"),
    FIELD_INSTANT(struct my_round, answered_at_ms, "answered_at", .nullable = true,
                  GIVEN(struct my_round, has_answered)),
    FIELD_BOOLEAN(struct my_round, takes_part, "takes_part"),
    FIELD_OBJECTS(struct my_round, days_off, days_off_count, "days_off", days_off_fields),
    FIELD_LIST(struct my_round, wants.items, wants.count, "wants", field_code_item),
    FIELD_INTEGER(struct my_round, max_minutes, "max_minutes", .nullable = true,
                  GIVEN(struct my_round, has_max_minutes)),
    FIELDS_END,
};

static const struct field list_fields[] = {
    FIELD_OBJECTS(struct list, rounds, count, "rounds", my_round_fields),
    FIELDS_END,
};

static bool list(const struct asking *asking, const void *input, void *out, struct error *error)
{
    struct list *result = out;
    (void)input;
    return my_rounds_read(asking->db, asking->arena, &asking->actor.person, NULL, 20,
                          calendar_day(asking->calendar, asking->now_ms), &result->rounds, &result->count, error);
}

static void check(const struct asking *asking, void *data, struct field_errors *errors)
{
    struct input *input = data;
    input->answer.days_off = input->days_off;
    days_off_check(input->days_off, input->answer.days_off_count, "", errors);
    for (size_t i = 0; i < input->answer.wants.count; i++) {
        if (field_is_sound(errors, "/wants/%zu", i) &&
            words_number(asking->words, WORDS_SKILL, input->answer.wants.items[i]) < 0)
            field_error_add(errors, "unknown_value", "/wants/%zu", i);
    }
}

static bool answer(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct my_round *rounds;
    size_t count;
    int32_t today = calendar_day(asking->calendar, asking->now_ms);
    if (!round_answer(asking->db, &asking->actor, &input->id, today, &input->answer, error) ||
        !my_rounds_read(asking->db, asking->arena, &asking->actor.person, &input->id, 1, today, &rounds, &count, error))
        return false;
    *(struct my_round *)out = rounds[0];
    return true;
}

const struct endpoint endpoint_listMyRounds = {
    .operation = "listMyRounds",
    .method = "GET",
    .path = "/api/v1/me/rounds",
    .policy = {.roles = ROLE_WORKER, .objects = OBJECTS_OWN},
    .work = WORK_TRANSACT,
    .act = list,
    RESULT_SIZE(struct list),
    .reply_fields = list_fields,
};

const struct endpoint endpoint_answerRound = {
    .operation = "answerRound",
    .method = "POST",
    .path = "/api/v1/me/rounds/{id}/answer",
    .policy = {.roles = ROLE_WORKER, .objects = OBJECTS_OWN},
    .path_fields = path_fields,
    .body_fields = body_fields,
    INPUT_SIZE(struct input),
    .check = check,
    .work = WORK_TRANSACT,
    .act = answer,
    RESULT_SIZE(struct my_round),
    .reply_fields = my_round_fields,
    .status = 200,
};
