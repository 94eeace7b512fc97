#include "services/api/visit_lacks.h"

#include <string.h>

#include "services/problem.h"
#include "services/round_days.h"
#include "services/words.h"

enum { TEXT_SIZE = 1200 };

static const char *const lack_words[] = {"employer", "host", "check", NULL};

static const struct field lack_fields[] = {
    FIELD_UUID(struct visit_lack, visit, "visit"),
    FIELD_UUID(struct visit_lack, worker, "worker"),
    FIELD_LINE(struct visit_lack, name, "name"),
    FIELD_CODE(struct visit_lack, host, "host"),
    FIELD_LINE(struct visit_lack, period, "period"),
    FIELD_WORDS(struct visit_lack, lacks, "lacks", lack_words),
    FIELD_OBJECT(struct visit_lack, check, "check", check_shown_fields),
    FIELD_LINE(struct visit_lack, text, "text"),
    FIELDS_END,
};

static const struct field list_fields[] = {
    FIELD_OBJECTS(struct visit_lacks, items, count, "visits", lack_fields),
    FIELDS_END,
};

/* "Mari Kask, Loo noortekeskus, 2027-W05: ..., ..." */
static const char *say(const struct asking *asking, const struct round *round, const struct visit *visit,
                       const struct visit_lack *lack)
{
    char *said = arena_alloc(asking->arena, TEXT_SIZE);
    const struct round_worker *worker = round_worker_of(round, &visit->worker);
    const struct round_centre *home = worker ? round_centre_of(round, worker->home_centre) : NULL;
    const struct round_centre *host = round_centre_of(round, visit->host);
    const struct text_value values[] = {
        {"worker", lack->name},
        {"home", home ? home->name : ""},
        {"host", host ? host->name : visit->host},
        {"period", visit->period},
        {"checker", lack->check.checker
                        ? words_name_of(asking->words, WORDS_MUNICIPALITY, lack->check.checker, asking->language)
                        : ""}};
    if (!said)
        return NULL;
    size_t length = text_fill_into(said, TEXT_SIZE, text(asking->language, "lack.visit"), values, 5);
    const char *before = ": ";
    for (int i = 0; lack_words[i] && length < TEXT_SIZE; i++) {
        if (!(lack->lacks >> i & 1))
            continue;
        const char *ground = 1U << i == LACKS_CHECK ? round_check_words[lack->check.state] : NULL;
        length += text_fill_into(said + length, TEXT_SIZE - length, before, NULL, 0);
        before = "; ";
        if (length < TEXT_SIZE)
            length += text_fill_into(said + length, TEXT_SIZE - length,
                                     text_part(asking->language, "lack", lack_words[i], ground), values, 5);
    }
    return said;
}

static unsigned lacks_of(const struct visit *visit, const struct round_check *check)
{
    return (visit->employer_agreed ? 0U : LACKS_EMPLOYER) | (visit->host_agreed ? 0U : LACKS_HOST) |
           (check->state == ROUND_CHECK_RELIED ? 0U : LACKS_CHECK);
}

bool visit_lacks_find(const struct asking *asking, const struct round *round, struct visit_lacks *lacks,
                      struct error *error)
{
    *lacks = (struct visit_lacks){.items = arena_alloc(asking->arena, (round->visit_count + 1) * sizeof *lacks->items)};
    for (size_t i = 0; lacks->items && i < round->visit_count; i++) {
        const struct visit *visit = &round->visits[i];
        const struct round_worker *worker = round_worker_of(round, &visit->worker);
        struct round_check check = round_check_of(round, visit);
        struct visit_lack *lack = &lacks->items[lacks->count];
        *lack = (struct visit_lack){.visit = visit->id,
                                    .worker = visit->worker,
                                    .name = worker ? worker->name : "",
                                    .host = visit->host,
                                    .period = visit->period,
                                    .lacks = lacks_of(visit, &check),
                                    .check = check_shown_of(check)};
        if (lack->lacks == 0)
            continue;
        lacks->lacks |= lack->lacks;
        lacks->count++;
        if (!(lack->text = say(asking, round, visit, lack)))
            return error_set(error, ERROR_BUSY, "busy", "no memory for what visits lack");
    }
    return lacks->items || error_set(error, ERROR_BUSY, "busy", "no memory for what visits lack");
}

bool visit_lacks_reply(const struct asking *asking, const struct visit_lacks *lacks, struct reply *reply)
{
    struct error error = {0};
    bool agreed = (lacks->lacks & (LACKS_EMPLOYER | LACKS_HOST)) == 0;
    error_set(&error, ERROR_CONFLICT, agreed ? "visits_unchecked" : "round_not_agreed", "%zu visits", lacks->count);
    json_decref(reply->json);
    reply->status = problem_status(&error);
    reply->json = problem_new(&error, NULL, asking->language, asking->request);
    reply->content_type = "application/problem+json";
    json_t *list = fields_write(list_fields, lacks);
    bool done = reply->json && list && json_object_update(reply->json, list) == 0;
    json_decref(list);
    return done;
}
