/* A pair of a proposal beside what is true now. */
#include "services/api/pairing_reply.h"
#include "services/index.h"

enum { REASONS_SHOWN = 4 };

struct judgement {
    const struct asking *asking;
    const struct pairing_model *model;
    const struct uuid *need, *shifts;
    size_t shift_count;
    struct fit *fit;
    struct reason **changed;
    size_t *changed_count;
    struct error *error;
};

static bool no_memory(struct error *error)
{
    return error_set(error, ERROR_BUSY, "busy", "no memory to judge a pair");
}

static bool add_changed(const struct judgement *judgement, const char *code)
{
    *judgement->changed = arena_alloc(judgement->asking->arena, sizeof **judgement->changed);
    if (!*judgement->changed)
        return no_memory(judgement->error);
    **judgement->changed = (struct reason){code, text_part(judgement->asking->language, "pairing", "changed", code)};
    *judgement->changed_count = 1;
    return true;
}

static bool holds(const struct judgement *judgement, const struct matcher_candidate *fit)
{
    for (size_t i = 0; i < judgement->shift_count; i++) {
        uint32_t place;
        if (!pairing_model_shift(judgement->model, judgement->need, &judgement->shifts[i], &place) ||
            !matcher_set_has(&fit->shifts, place))
            return false;
    }
    return true;
}

/* In the phrases of "why not?"; a seat that somebody else has taken meanwhile breaks no rule of theirs. */
static bool say_changed(const struct judgement *judgement, const struct matcher_need *need,
                        const struct matcher_why *why)
{
    struct reason *changes;
    size_t change_count;
    if (why->candidate)
        return add_changed(judgement, "shift");
    return fit_explain(judgement->asking, need, why, judgement->changed, judgement->changed_count, &changes,
                       &change_count, judgement->error) &&
           (*judgement->changed_count > 0 || add_changed(judgement, "shift"));
}

bool pairing_judge(const struct asking *asking, const struct pairing_model *model, const struct uuid *person,
                   const struct uuid *need, const struct uuid *shifts, size_t shift_count, struct fit *fit,
                   struct reason **changed, size_t *changed_count, struct error *error)
{
    struct judgement judgement = {asking, model, need, shifts, shift_count, fit, changed, changed_count, error};
    const struct matcher *matcher = pairing_model_matcher(model);
    struct matcher_id need_id = index_id(need), person_id = index_id(person);
    struct matcher_query query = fit_query(asking);
    const struct matcher_need *known = matcher_find_need(matcher, &need_id);
    struct matcher_person stored;
    struct matcher_why why;
    struct matcher_error failure = {0};
    *changed = NULL;
    *changed_count = 0;
    if (!known)
        return add_changed(&judgement, "need");
    if (!matcher_read_person(matcher, &person_id, &stored))
        return add_changed(&judgement, "person");
    if (!matcher_explain(matcher, &need_id, &person_id, &query, &why, &failure))
        return no_memory(error);
    bool good = why.candidate && holds(&judgement, &why.fit)
                    ? fit_make(asking, &stored, known, &why.fit, REASONS_SHOWN, fit, error)
                    : say_changed(&judgement, known, &why);
    matcher_why_free(&why);
    return good;
}
