/*
 * What stands against a shift, rule by rule, and the one change that would do away with it: free time, a certificate or
 * permission, a placement given up, another age, end or seat. Changes are looked for only where person and need have
 * nothing between them.
 */
#include "matcher/explain.h"

#include <stdlib.h>
#include <string.h>

/* ---- Reasons ---- */

static void reason_of_age(struct inquiry *inquiry, const struct shift_view *shift)
{
    int age = matcher_age_on(inquiry->card->person->birth_day, shift->shift->day);

    add_reason(inquiry, MATCHER_RULE_AGE, (int32_t)shift->number, age);
}

static void reasons_of_certificates(struct inquiry *inquiry, const struct shift_view *shift)
{
    for (uint64_t left = inquiry->view->need->required_certificates; left != 0; left &= left - 1) {
        unsigned code = (unsigned)__builtin_ctzll(left);
        if (!certificate_holds(inquiry->card->person, code, shift->last_day))
            add_reason(inquiry, MATCHER_RULE_CERTIFICATES, (int32_t)shift->number, (int32_t)code);
    }
}

void reasons_of_shift(struct inquiry *inquiry, const struct shift_view *shift, uint32_t rules)
{
    int32_t number = (int32_t)shift->number;

    for (enum matcher_rule rule = MATCHER_RULE_AGE; rule < MATCHER_RULES; rule++) {
        if (!(rules >> rule & 1))
            continue;
        if (rule == MATCHER_RULE_AGE)
            reason_of_age(inquiry, shift);
        else if (rule == MATCHER_RULE_CERTIFICATES)
            reasons_of_certificates(inquiry, shift);
        else if (rule == MATCHER_RULE_MINOR_END)
            add_reason(inquiry, rule, number, shift->shift->to_minute);
        else
            add_reason(inquiry, rule, number, -1);
    }
}

/* ---- Changes ---- */

static void change_certificate(struct inquiry *inquiry, const struct shift_view *shift)
{
    int32_t missing = -1;
    int count = 0;

    for (uint64_t left = inquiry->view->need->required_certificates; left != 0; left &= left - 1) {
        unsigned code = (unsigned)__builtin_ctzll(left);
        if (!certificate_holds(inquiry->card->person, code, shift->last_day)) {
            missing = (int32_t)code;
            count++;
        }
    }
    if (count == 1)
        add_change(inquiry, (struct matcher_change){.kind = MATCHER_CHANGE_CERTIFICATE,
                                                    .shift = (int32_t)shift->number,
                                                    .code = missing,
                                                    .wanted = shift->last_day});
}

/* From the first quarter that is not free to the last: the smallest stretch to free. */
static void change_available(struct inquiry *inquiry, const struct shift_view *shift)
{
    const struct matcher_person *person = inquiry->card->person;
    int from, to;

    shift_quarters(inquiry->matcher, shift->shift, inquiry->leg, &from, &to);
    while (from < to && person_is_free(person, shift, from, from + 1))
        from++;
    while (to > from && person_is_free(person, shift, to - 1, to))
        to--;
    add_change(inquiry, (struct matcher_change){.kind = MATCHER_CHANGE_AVAILABLE,
                                                .shift = (int32_t)shift->number,
                                                .code = -1,
                                                .from_minute = from * 15,
                                                .wanted = to * 15});
}

/* Which one placement, given up, would open this shift? */
static void change_busy(struct inquiry *inquiry, const struct shift_view *shift)
{
    struct matcher_person without = *inquiry->card->person;
    struct card card = *inquiry->card;
    size_t count = without.agreed_count - 1;
    struct matcher_agreed *agreed = malloc((count + 1) * sizeof *agreed);

    if (agreed == NULL) {
        inquiry->out_of_memory = true;
        return;
    }
    without.agreed = agreed;
    without.agreed_count = count;
    card.person = &without;
    for (size_t gone = 0; gone <= count; gone++) {
        memcpy(agreed, inquiry->card->person->agreed, gone * sizeof *agreed);
        memcpy(agreed + gone, inquiry->card->person->agreed + gone + 1, (count - gone) * sizeof *agreed);
        if (rules_of_shift(inquiry->matcher, &card, inquiry->view, shift, inquiry->leg) == 0)
            add_change(inquiry, (struct matcher_change){.kind = MATCHER_CHANGE_BUSY,
                                                        .shift = (int32_t)shift->number,
                                                        .code = (int32_t)gone});
    }
    free(agreed);
}

void changes_of_shift(struct inquiry *inquiry, const struct shift_view *shift, uint32_t rules)
{
    struct matcher_change change = {.shift = (int32_t)shift->number, .code = -1};
    const struct matcher_settings *settings = &inquiry->matcher->settings;
    int age = matcher_age_on(inquiry->card->person->birth_day, shift->shift->day);

    if ((rules & ~(RULE_BIT(BUSY) | RULE_BIT(REST))) == 0 && inquiry->card->person->agreed_count > 0) {
        change_busy(inquiry, shift);
    } else if (rules == RULE_BIT(CERTIFICATES)) {
        change_certificate(inquiry, shift);
    } else if (rules == RULE_BIT(AVAILABLE)) {
        change_available(inquiry, shift);
    } else if (rules == RULE_BIT(AGE) && age >= settings->youngest_age) {
        change.kind = MATCHER_CHANGE_MIN_AGE;
        change.wanted = age;
        add_change(inquiry, change);
    } else if (rules == RULE_BIT(GUARDIAN)) {
        change.kind = MATCHER_CHANGE_GUARDIAN;
        change.code = inquiry->view->need->centre;
        change.wanted = shift->last_day;
        add_change(inquiry, change);
    } else if (rules == RULE_BIT(RESPONSIBLE)) {
        change.kind = MATCHER_CHANGE_RESPONSIBLE;
        change.wanted = 1;
        add_change(inquiry, change);
    } else if (rules == RULE_BIT(MINOR_END) && settings->minor_end_minute > shift->shift->from_minute) {
        change.kind = MATCHER_CHANGE_MINOR_END;
        change.wanted = settings->minor_end_minute;
        add_change(inquiry, change);
    } else if (rules == RULE_BIT(HOME_STAFF) &&
               home_staff_missing(inquiry->matcher, inquiry->card->person, shift) == 1) {
        change.kind = MATCHER_CHANGE_HOME_STAFF;
        change.wanted = 1;
        add_change(inquiry, change);
    }
}

void change_open_shifts(struct inquiry *inquiry)
{
    const struct matcher_need *need = inquiry->view->need;
    struct matcher_need *opened = need_copy(need);
    struct need_view *view = NULL;
    struct matcher_shift *shifts = NULL;

    if (opened == NULL)
        goto out_of_memory;
    shifts = malloc((need->shifts_count + 1) * sizeof *shifts);
    if (shifts == NULL)
        goto out_of_memory;
    for (size_t i = 0; i < need->shifts_count; i++) {
        shifts[i] = need->shifts[i];
        shifts[i].seats = 1;
    }
    opened->shifts = shifts;
    view = view_new(&inquiry->matcher->settings, opened);
    if (view == NULL)
        goto out_of_memory;
    for (size_t i = 0; i < view->shifts_count; i++)
        if (need->shifts[i].seats == 0 && shift_is_open(&view->shifts[i], inquiry->query) &&
            rules_of_shift(inquiry->matcher, inquiry->card, view, &view->shifts[i], inquiry->leg) == 0)
            add_change(inquiry, (struct matcher_change){
                                    .kind = MATCHER_CHANGE_OPEN_SHIFT, .shift = (int32_t)i, .code = -1, .wanted = 1});
    goto done;
out_of_memory:
    inquiry->out_of_memory = true;
done:
    free(view);
    free(shifts);
    free(opened);
}
