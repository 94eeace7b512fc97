/* Private to vahetus-match: one run of one command. */
#ifndef MATCHER_COMMAND_COMMAND_H
#define MATCHER_COMMAND_COMMAND_H

#include "matcher/command/input.h"
#include "matcher/command/read_people.h"
#include "matcher/command/read_round.h"

#include <stdio.h>

/* The command line, read once. */
struct arguments {
    const char *files[4]; /* what is no option, in order */
    int files_count;
    const char *people, *needs, *need, *person, *keep, *out, *mechanism, *wishes;
    bool all, exhaustive;
    int64_t top, seed, budget, seconds, threads, alternatives;
    bool has_top, has_budget, has_seconds, has_alternatives;
    int64_t generate[3]; /* --people N and --needs M, or --assign V N DEGREE, or --round H W T */
    bool generates_people, generates_round, generates_assign;
};

struct run {
    struct arguments arguments;
    struct input input;
    double read_cpu_s, solve_cpu_s; /* for the report on stderr */
    double read_done_cpu_s;         /* the clock when reading was done */
};

/* A command reads, calls run_read_done, solves, writes to stdout and says how it ended; faults are in run->input. */
typedef enum outcome command_function(struct run *run);
command_function command_assign, command_pair, command_rank, command_why, command_rotate, command_verify,
    command_generate;

void run_read_done(struct run *run);
/* SIGINT or SIGTERM, or --seconds have passed. */
bool run_must_stop(const struct run *run);
bool usage_fault(struct run *run, const char *message);

/* Writes a value and a line end to stdout; false when out of memory or the output is full. Takes over `value`, which
 * may be NULL: then memory ran out. */
bool write_line(struct run *run, json_t *value);

/* people_json.c: new references, NULL when memory ran out; set_new takes over `value`, which may be NULL. */
json_t *id_to_json(const struct matcher_id *id);
bool set_new(json_t *object, const char *key, json_t *value);
json_t *parts_to_json(const int32_t values[MATCHER_PARTS]);
json_t *flags_to_json(uint32_t flags);
/* --people and --needs, read; crowd_close in either case. */
bool open_crowd(struct run *run, struct crowd *crowd);

/* verify_*.c */
enum outcome verify_assign(struct run *run);
enum outcome verify_rotate(struct run *run);
enum outcome verify_pair(struct run *run);
enum outcome say_verdict(struct run *run, bool accepted, const char *reason);

/* verify_offers.c. `relax` and `alternatives` of an answer, where it has them: are the plans legal, and is all that is
 * said of them true? False with a reason, or after a fault. */
bool judge_offers(struct input *input, const json_t *answer, struct named_round *round,
                  const struct read_visits *previous, char reason[400]);
/* A worker, centre or period by its name; MATCHER_NONE where the member is absent. False after a fault. */
bool read_place(struct input *input, const json_t *object, const char *member, const struct names *names,
                uint32_t *number);
/* verify_why.c. Is it true that there is no plan, because of what `why` of the answer names? False with a reason, or
 * after a fault. *proved: the search came to its end, and each of the rules was seen to be needed. */
bool judge_why(struct input *input, const json_t *answer, const struct named_round *round, bool *proved,
               char reason[400]);
/* verify_shown.c. What an answer shows beside its plan, where it does: is every centre in every period there, with the
 * people who are in it (`staffing`), and is each difference from the earlier plan listed once (`changed`)? All names of
 * `visits` are known. False with a reason, or after a fault. */
bool judge_staffing(struct input *input, const json_t *answer, const struct named_round *round,
                    const struct read_visits *visits, char reason[400]);
bool judge_changed(struct input *input, const json_t *object, const struct named_round *round,
                   const struct read_visits *previous, const struct read_visits *visits, char reason[400]);
/* verify.c. Is the earlier visit at `at` not among `visits`, and none before it the same? And how many are so. */
bool visit_is_lost(const struct read_visits *previous, size_t at, const struct read_visits *visits);
uint64_t count_changes(const struct read_visits *previous, const struct read_visits *visits);

/* rotate_json.c. The plan as FORMATS wants it; NULL when memory ran out. `previous` NULL without --keep. */
json_t *plan_to_json(const struct named_round *named, const struct matcher_plan *plan,
                     const struct read_visits *previous);
/* The smallest repairs, by number of changes; what is proved impossible has neither plan nor bound. */
json_t *alternatives_to_json(const struct named_round *round, const struct matcher_repairs *repairs,
                             const struct read_visits *previous);
/* What would let the round be planned, cheapest first. */
json_t *reliefs_to_json(const struct named_round *round, const struct matcher_reliefs *reliefs);
/* Does the round know its worker, host and period? */
bool visit_is_known(const struct matcher_visit *visit);

#endif
