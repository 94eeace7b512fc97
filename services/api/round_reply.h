/* Rounds, visits and broken rules as the API shows them. */
#ifndef VAHETUS_SERVICES_API_ROUND_REPLY_H
#define VAHETUS_SERVICES_API_ROUND_REPLY_H

#include "services/endpoint.h"
#include "services/round_checks.h"
#include "services/round_model.h"

extern const struct field round_period_fields[]; /* read and write */
extern const struct field round_rules_fields[];
extern const struct field round_staffing_fields[];
extern const struct field days_off_fields[];
extern const struct field round_fields[]; /* over struct round_reply */

/* What the host may rely on, as it is shown: who checked and until when, never what a check says beyond that (R3). */
struct check_shown {
    int state;          /* enum round_check_state */
    struct uuid accept; /* what the host would accept; none otherwise */
    const char *checker;
    bool has_until;
    int32_t valid_until;
};
extern const struct field check_shown_fields[];
struct check_shown check_shown_of(struct round_check check);

struct visit_reply {
    struct visit visit;
    bool has_points, whole, check_lasts;
    int32_t points;
    bool shows_check; /* to who plans and to the two centres that it concerns, until it is over */
    struct check_shown check;
};
extern const struct field visit_reply_fields[];

/* A round as it is shown: whole to who plans it, without what workers have told to others. */
struct round_reply {
    struct round round;
    struct weight_reply {
        const char *part, *text;
        int32_t points, standard, max;
    } * weights;
    size_t weight_count;
    struct worker_reply {
        struct round_worker worker;
        bool whole;
        struct blocked_period {
            const char *period;
            int by; /* enum round_block */
        } * blocked;
        size_t blocked_count;
    } * workers;
    size_t worker_count;
    struct visit_reply *visits;
    size_t visit_count;
};

/* Reads the round that the caller reaches, and notes whose checks it shows. */
bool round_reply_read(const struct asking *asking, const struct uuid *id, struct round_reply *reply,
                      struct error *error);

/* One rule that stands against something, in words. */
struct broken_rule {
    const char *rule;
    const char *text;
    struct uuid worker;
    const char *centre, *period;
};
extern const struct field broken_rule_fields[];

/* A rule in words, by its ground where it has several (NULL: none is known); NULL when memory runs out. */
const char *broken_rule_text(const struct asking *asking, const char *rule, const char *ground,
                             const struct text_value *values, size_t count);

/* False when memory runs out. */
bool broken_rule_make(const struct asking *asking, const struct round_model *model, const struct matcher_breach *breach,
                      struct broken_rule *broken);

/* The visits of the model with their points; NULL with `error` when memory runs out. */
struct visit_reply *visit_replies_make(const struct asking *asking, const struct round_model *model, size_t *count,
                                       struct error *error);

/* Reads the round that the caller reaches, and its model. */
bool round_model_read(const struct asking *asking, const struct uuid *id, struct round_model **model,
                      struct error *error);

/* A refusal that names the rule: status 409 and a problem document with `rule`. False when memory runs out. */
bool rule_problem_reply(const struct asking *asking, const struct broken_rule *broken, struct reply *reply);

#endif
