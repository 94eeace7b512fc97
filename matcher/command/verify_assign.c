/* `verify assign`: an answer judged by the library's separate judge. */
#include "matcher/command/command.h"
#include "matcher/command/read_assign.h"

enum outcome verify_assign(struct run *run)
{
    const struct arguments *arguments = &run->arguments;
    struct assign_claim claim = {0};
    struct matcher_verdict verdict = {0};
    enum outcome outcome = OUTCOME_BAD_INPUT;
    struct matcher_assign_problem *problem = read_assign(&run->input, arguments->files[1]);
    uint32_t people = 0, needs = 0;

    if (problem != NULL)
        matcher_assign_problem_size(problem, &people, &needs, NULL);
    bool ok = problem != NULL && read_assign_claim(&run->input, arguments->files[2], people, needs, &claim);
    run_read_done(run);
    if (ok && claim.objection[0] != '\0')
        outcome = say_verdict(run, false, claim.objection);
    else if (ok && matcher_verify_assign(problem, &claim.claim, &verdict, NULL))
        outcome = say_verdict(run, verdict.accepted, verdict.reason);
    else if (ok)
        input_no_memory(&run->input);
    assign_claim_free(&claim);
    matcher_assign_problem_free(problem);
    return outcome;
}
