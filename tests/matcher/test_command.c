/*
 * vahetus-match as a program, on files that are good: exit statuses, answers on stdout alone, and what the judge says
 * of answers that were changed. Files that are not: test_command_faults.c.
 */
#include "tests/matcher/command_runner.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void the_example_is_solved(void **state)
{
    (void)state;
    assert_int_equal(run("rotate round.json"), 0);
    has(out, "\"status\": \"optimal\", \"objective\": 1092, \"bound\": 1092, \"root_bound\": 1092");
    has(out, "\"visits\": [{\"worker\": \"w1\", \"host\": \"loo\", \"period\": \"2027-W05\"}, {\"worker\": \"w2\", "
             "\"host\": "
             "\"kehra\", \"period\": \"2027-W05\"}]");
    has(out, "{\"centre\": \"loo\", \"period\": \"2027-W05\", \"own\": 1, \"away\": 1, \"guests\": 1}");
    has(faults, "{\"command\": \"rotate\", \"read_cpu_s\": ");
    has(faults, "\"threads\": 1}");
    assert_int_equal(run("rotate round.json > answer.json; true"), 0);
    assert_int_equal(run("verify rotate round.json answer.json"), 0);
    assert_string_equal(out, "{\"accepted\": true}\n");
    assert_int_equal(run("rotate --keep answer.json round.json"), 0);
    has(out, "\"changes\": 0, \"changes_bound\": 0, \"changed\": []");
}

/* One word of the answer replaced: the judge says so. */
static void corrupt_answers_are_rejected(void **state)
{
    static const char *const swaps[][2] = {
        {"\"objective\": 1092", "\"objective\": 1093"},
        {"\"bound\": 1092, \"root", "\"bound\": 1091, \"root"},
        {"\"root_bound\": 1092", "\"root_bound\": 1091"},
        {"\"host\": \"loo\", \"period\": \"2027-W05\"", "\"host\": \"loo\", \"period\": \"2027-W06\""},
        {"\"worker\": \"w1\"", "\"worker\": \"w3\""},
        {"\"host\": \"kehra\"", "\"host\": \"loo\""},
        {"\"status\": \"optimal\"", "\"status\": \"infeasible\""},
        {"\"scale\": 1000", "\"scale\": 0"},
        {"\"fair\": [1000, 0]", "\"fair\": [1001, 0]"},
        {"\"own\": 1", "\"own\": 2"},
        {"\"away\": 1, \"guests\": 1", "\"away\": 0, \"guests\": 1"},
        {"\"guests\": 0", "\"guests\": 1"},
        {"{\"centre\": \"loo\"", "{\"centre\": \"kehra\""},
        {"\"staffing\": [", "\"staffing\": [], \"was\": ["},
    };

    (void)state;
    assert_int_equal(run("rotate round.json"), 0);
    for (size_t i = 0; i < sizeof swaps / sizeof swaps[0]; i++) {
        char changed[8000];
        const char *at = strstr(out, swaps[i][0]);
        if (at == NULL)
            fail_msg("%s is not in the answer", swaps[i][0]);
        int length =
            snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - out), out, swaps[i][1], at + strlen(swaps[i][0]));
        write_file("changed.json", changed, (size_t)length);
        static char answer[200000];
        memcpy(answer, out, sizeof answer);
        int status = run("verify rotate round.json changed.json");
        if (status != 1)
            fail_msg("%s: exit %d, %s", swaps[i][1], status, out);
        has(out, "{\"accepted\": false, \"reason\": ");
        memcpy(out, answer, sizeof out);
    }
}

/* answer.json with one piece of text replaced is rejected for that reason. */
static void verify_swapped(const char *files, const char *const swaps[][3], size_t count)
{
    static char answer[200000], changed[200000];
    char command[300];

    read_file("answer.json", answer, sizeof answer);
    for (size_t i = 0; i < count; i++) {
        const char *at = strstr(answer, swaps[i][0]);
        if (at == NULL)
            fail_msg("%s is not in the answer", swaps[i][0]);
        int length = snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - answer), answer, swaps[i][1],
                              at + strlen(swaps[i][0]));
        write_file("answer.json", changed, (size_t)length);
        snprintf(command, sizeof command, "verify rotate %s", files);
        if (run(command) != 1)
            fail_msg("%s is accepted: %s", swaps[i][1], out);
        has(out, swaps[i][2]);
    }
}

static void an_impossible_round_says_why(void **state)
{
    char text[3000];
    int length = snprintf(text, sizeof text, "%s", round_text);

    (void)state;
    memcpy(strstr(text, "2027-W05\"}]}"), "2027-W06\"}]}", 12); /* the pin goes where loo is closed */
    write_file("closed.json", text, (size_t)length);
    assert_int_equal(run("rotate closed.json"), 1);
    has(out, "\"status\": \"infeasible\", \"objective\": null");
    has(out, "\"why\": [{\"rule\": \"closed\", \"worker\": \"w1\", \"centre\": \"loo\", \"period\": \"2027-W06\"}, "
             "{\"rule\": \"pin\"");
    has(out, "\"relax\": [{\"rules\": [{\"rule\": \"pin\", \"worker\": \"w1\", \"centre\": \"loo\", "
             "\"period\": \"2027-W06\"}], \"cost\": 3, \"objective\": 1092, \"bound\": 1092, \"visits\": [{");
    has(out, "{\"rules\": [{\"rule\": \"closed\", \"centre\": \"loo\", \"period\": \"2027-W06\"}], \"cost\": 8");
    assert_int_equal(run("rotate closed.json > answer.json; true"), 0);
    assert_int_equal(run("verify rotate closed.json answer.json"), 0);
    has(out, "{\"accepted\": true, \"infeasible_proved\": true}");
    assert_int_equal(run("verify rotate round.json answer.json"), 1); /* the same claim of a round that has a plan */
    has(out, "why[1]: no such rule in this round");
    static const char *const swaps[][3] = {
        {"\"why\": [{\"rule\": \"closed\"", "\"why\": [{\"rule\": \"unavailable\"", "why[0]: no such rule"},
        {"\"why\": [{\"rule\": \"closed\", \"worker\"",
         "\"why\": [{\"rule\": \"min_gap\"}, {\"rule\": \"closed\", \"worker\"",
         "why[0]: the others are in conflict without it"},
        {"\"why\": [", "\"why\": [], \"was\": [", "why: these rules are not in conflict"},
        {"\"objective\": 1092", "\"objective\": 1091", "relax[0]: objective: 1091 claimed, 1092 true"},
        {"\"objective\": 1092, \"bound\": 1092", "\"objective\": 1092, \"bound\": 1000", "relax[0]: bound is below"},
        {"[{\"rule\": \"pin\"", "[{\"rule\": \"fit\"", "relax[0].rules[0]: no such rule"},
        {"[{\"rule\": \"closed\", \"centre\": \"loo\"", "[{\"rule\": \"closed\", \"centre\": \"kehra\"",
         "relax[1].rules[0]: no such rule"},
        {"[{\"rule\": \"closed\", \"centre\"", "[{\"rule\": \"unavailable\", \"centre\"",
         "relax[1].rules[0]: no such rule"},
    };
    verify_swapped("closed.json answer.json", swaps, sizeof swaps / sizeof swaps[0]);
}

/* The example with a second worker at each place: when w1 falls ill, w3 goes instead. */
static void a_drop_out_is_repaired(void **state)
{
    static const char text[] =
        "{\"periods\": [\"a\", \"b\"], \"rules\": {\"balanced\": true, \"max_visits\": 1},\n"
        " \"centres\": [{\"id\": \"loo\"}, {\"id\": \"kehra\"}],\n"
        " \"workers\": [{\"id\": \"w1\", \"home\": \"kehra\", \"unavailable\": [%s], \"fit\": {\"loo\": 50}},\n"
        "  {\"id\": \"w2\", \"home\": \"loo\", \"fit\": {\"kehra\": 40}},\n"
        "  {\"id\": \"w3\", \"home\": \"kehra\", \"unavailable\": [\"b\"], \"fit\": {\"loo\": 30}}]}\n";
    char round[1000];

    (void)state;
    write_file("well.json", round, (size_t)snprintf(round, sizeof round, text, "\"b\""));
    assert_int_equal(run("rotate well.json > plan.json; true"), 0);
    write_file("ill.json", round, (size_t)snprintf(round, sizeof round, text, "\"a\", \"b\""));
    assert_int_equal(run("rotate --keep plan.json --alternatives 3 ill.json"), 0);
    has(out, "\"status\": \"optimal\", \"objective\": 70, \"bound\": 70");
    has(out, "\"changes\": 1, \"changes_bound\": 1, \"changed\": [{\"worker\": \"w1\", \"period\": \"a\", \"from\": "
             "\"loo\", \"to\": null}, {\"worker\": \"w3\", \"period\": \"a\", \"from\": null, \"to\": \"loo\"}]");
    has(out, "\"alternatives\": [{\"changes\": 1, \"objective\": 70, \"bound\": 70, \"delta\": -20, \"changed\": [{");
    has(out, "{\"changes\": 2, \"objective\": 0, \"bound\": 0, \"delta\": -90, ");
    has(out,
        "{\"changes\": 3, \"objective\": null, \"bound\": null, \"delta\": null, \"changed\": [], \"visits\": []}");
    assert_int_equal(run("rotate --keep plan.json --alternatives 3 ill.json > answer.json; true"), 0);
    assert_int_equal(run("verify rotate ill.json answer.json --keep plan.json"), 0);
    static const char *const swaps[][3] = {
        {"[{\"changes\": 1", "[{\"changes\": 2", "alternatives[0].changes: 2 claimed, 1 true"},
        {"\"bound\": 0", "\"bound\": -1", "alternatives[1]: bound is below the objective"},
        {"\"objective\": 0", "\"objective\": 1", "alternatives[1]: objective: 1 claimed, 0 true"},
        {"\"from\": \"loo\", \"to\": null", "\"from\": \"loo\", \"to\": \"loo\"", "changed[0]: no such difference"},
        {"{\"worker\": \"w3\", \"period\": \"a\", \"from\": null",
         "{\"worker\": \"w1\", \"period\": \"a\", \"from\": null", "changed[1]: no such difference"},
        {"\"changed\": [", "\"changed\": [], \"was\": [", "changed: 0 of 2 differences"},
        {"\"delta\": -20, \"changed\": [", "\"delta\": -20, \"changed\": [], \"was\": [",
         "changed: 0 of 2 differences"},
    };
    verify_swapped("ill.json answer.json --keep plan.json", swaps, sizeof swaps / sizeof swaps[0]);
}

static void people_are_ranked_and_explained(void **state)
{
    (void)state;
    assert_int_equal(run("rank --people people --needs needs --need n1 --top 5"), 0);
    has(out, "{\"need\": \"n1\", \"candidates\": [{\"id\": \"mari\", \"score\": ");
    has(out, "\"flags\": []}, {\"id\": \"juri\"");
    has(out, "\"flags\": [\"check_needed\", \"ask_time\"]}]}\n");
    assert_int_equal(run("rank --people people --needs needs --person mari --top 5"), 0);
    has(out, "{\"person\": \"mari\", \"needs\": [{\"id\": \"n1\"");
    assert_int_equal(run("why --people people --needs needs --need n1 --person juri"), 0);
    has(out, "\"candidate\": true, \"rules\": [], \"changes\": []");
    assert_int_equal(run("rank --people people --needs needs --need n1 --top 0"), 0);
    assert_string_equal(out, "{\"need\": \"n1\", \"candidates\": []}\n");
}

/* 03.30 to 03.20 on the night when the clock is put back from 04.00 to 03.00: 50 minutes. */
static void a_shift_in_the_hour_that_comes_twice(void **state)
{
    static const char needs[] =
        "{\"id\": \"n1\", \"centre\": \"kehra\", \"for\": \"volunteer\", \"shifts\": [{\"id\": \"s1\","
        " \"from\": \"2026-10-25T03:30:00+03:00\", \"to\": \"2026-10-25T03:20:00+02:00\"}]}\n";
    static const char person[] = "{\"id\": \"%s\", \"kind\": \"volunteer\", \"birth_date\": \"1990-05-01\","
                                 " \"availability\": [{\"day\": 7, \"from\": \"%s\", \"to\": \"04:30\"}]}\n";
    char people[1000];
    int length = snprintf(people, sizeof people, person, "early", "03:00");

    (void)state;
    length += snprintf(people + length, sizeof people - (size_t)length, person, "late", "04:00");
    write_file("night_people", people, (size_t)length);
    write_file("night_needs", needs, strlen(needs));
    assert_int_equal(run("rank --people night_people --needs night_needs --need n1 --top 5"), 0);
    has(out, "{\"need\": \"n1\", \"candidates\": [{\"id\": \"early\", ");
    assert_null(strstr(out, "late"));
}

static void pairs_are_judged(void **state)
{
    char line[2000], *score, parts[600];
    int length;

    (void)state;
    assert_int_equal(run("rank --people people --needs needs --need n1 --top 1"), 0);
    score = strstr(out, "\"score\": ");
    assert_non_null(score);
    int value = atoi(score + 9);
    snprintf(parts, sizeof parts, "%.*s", (int)(strchr(score, '}') + 1 - strchr(strstr(score, "parts"), '{')),
             strchr(strstr(score, "parts"), '{'));
    length = snprintf(line, sizeof line,
                      "{\"person\": \"mari\", \"need\": \"n1\", \"shift\": \"s1\", \"score\": %d, \"parts\": %s}\n"
                      "{\"filled\": 1, \"score\": %d, \"bound_filled\": 1, \"bound_score\": %d, \"open\": "
                      "[{\"need\": \"n1\", \"shift\": \"s1\", \"missing\": []}]}\n",
                      value, parts, value, value);
    write_file("pairs", line, (size_t)length);
    assert_int_equal(run("verify pair people needs pairs"), 0);
    length = snprintf(line, sizeof line,
                      "{\"person\": \"juri\", \"need\": \"n1\", \"shift\": \"s1\", \"score\": %d, \"parts\": %s}\n"
                      "{\"filled\": 1, \"score\": %d, \"bound_filled\": 1, \"bound_score\": %d, \"open\": "
                      "[{\"need\": \"n1\", \"shift\": \"s1\", \"missing\": []}]}\n",
                      value, parts, value, value);
    write_file("pairs", line, (size_t)length);
    assert_int_equal(run("verify pair people needs pairs"), 1);
    has(out, "ask_time is never paired");
}

static void generated_files_can_be_read(void **state)
{
    static char first[200000];

    (void)state;
    assert_int_equal(run("generate --people 300 --needs 20 --seed 4 --out made"), 0);
    assert_int_equal(run("rank --people made/people.jsonl --needs made/needs.jsonl --all --top 7"), 0);
    memcpy(first, out, sizeof first);
    assert_int_equal(run("rank --people made/people.jsonl --needs made/needs.jsonl --all --top 7 --exhaustive"), 0);
    assert_string_equal(first, out);
    assert_int_equal(run("generate --round 8 12 4 --seed 4 --out made"), 0);
    int status = run("rotate made/round.json --budget 300");
    assert_true(status == 0 || status == 3);
    memcpy(first, out, sizeof first);
    assert_int_equal(run("rotate made/round.json --budget 300 --threads 2"), status);
    assert_string_equal(first, out); /* the same bytes */
    assert_int_equal(run("rotate made/round.json --budget 300 > answer.json; true"), 0);
    assert_int_equal(run("verify rotate made/round.json answer.json"), 0);
}

/* ---- Limits ---- */

/* Stopped at a limit: exit 3, the best so far, and a bound that the judge confirms; on any number of threads the same.
 */
static void limits_end_a_run(void **state)
{
    static char first[200000];

    (void)state;
    assert_int_equal(run("generate --round 19 30 8 --seed 2 --out made"), 0);
    assert_int_equal(run("rotate made/round.json --seconds 0 > answer.json; test $? = 3"), 0);
    assert_int_equal(run("verify rotate made/round.json answer.json"), 0);
    assert_int_equal(run("rotate made/round.json --budget 1 > plan.json; test $? = 3"), 0);
    assert_int_equal(run("verify rotate made/round.json plan.json"), 0);
    int status = run("rotate made/round.json --keep plan.json --alternatives 3 --budget 1");
    assert_true(status == 0 || status == 3);
    memcpy(first, out, sizeof first);
    assert_int_equal(run("rotate made/round.json --keep plan.json --alternatives 3 --budget 1 --threads 2"), status);
    assert_string_equal(first, out);
}

/* As `timeout` stops a run: exit 3, with the best so far. The round comes through a pipe, so the program is certain to
 * have begun when the signal is sent, and not to have ended. */
static void a_request_to_end_is_kept(void **state)
{
    (void)state;
    assert_int_equal(run("generate --round 19 30 8 --seed 2 --out made"), 0);
    assert_int_equal(run("dance; mkfifo pipe.json"), 0);
    assert_int_equal(run("rotate pipe.json > answer.json & exec 3> pipe.json; kill -TERM $!; cat made/round.json >&3; "
                         "exec 3>&-; wait $!; test $? = 3"),
                     0);
    assert_int_equal(run("verify rotate made/round.json answer.json"), 0);
    assert_int_equal(
        run("rank --people pipe.json --needs needs --all --top 2 > lines & exec 3> pipe.json; kill -INT $!; "
            "kill -TERM $!; cat people >&3; exec 3>&-; wait $!; test $? = 3 && test ! -s lines"),
        0);
    assert_int_equal(run("rank --people people --needs needs --all --top 2 --seconds 0; test $? = 3"), 0);
    /* What has no best so far ends at once. */
    assert_int_equal(
        run("verify rotate pipe.json plan.json > lines & exec 3> pipe.json; kill -TERM $!; wait $!; test $? = 3"), 0);
}

/* An answer larger than a buffer is written in pieces, and what matters is whether all of them were. */
static void a_full_disk_is_said(void **state)
{
    struct rlimit none, small;

    (void)state;
    assert_int_equal(run("rotate round.json > /dev/full; test $? = 4"), 0);
    assert_int_equal(run("generate --assign 40000 8000 4 --seed 1 --out made"), 0);
    assert_int_equal(run("assign made/problem.vm > /dev/full; test $? = 4"), 0);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &none), 0);
    small = (struct rlimit){.rlim_cur = 65536, .rlim_max = none.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    int status = run("assign made/problem.vm > answer; test $? = 4");
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
    assert_int_equal(status, 0);
}

/* The report is about the program, however large whoever starts it is. */
static void memory_is_its_own(void **state)
{
    enum { LARGE = 200 << 20 };
    char *large = malloc(LARGE);
    int ends[2], status;

    (void)state;
    assert_non_null(large);
    memset(large, 1, LARGE);
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        execl(program, program, "generate", "--round", "2", "2", "2", "--seed", "1", "--out", folder, (char *)NULL);
        _exit(99);
    }
    close(ends[1]);
    ssize_t length = read(ends[0], faults, sizeof faults - 1);
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_true(length > 0);
    faults[length] = '\0';
    has(faults, "\"peak_rss_kib\": ");
    assert_in_range(atol(strstr(faults, "\"peak_rss_kib\": ") + strlen("\"peak_rss_kib\": ")), 1, (LARGE >> 10) - 1);
    free(large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_is_solved),
        cmocka_unit_test(corrupt_answers_are_rejected),
        cmocka_unit_test(an_impossible_round_says_why),
        cmocka_unit_test(a_drop_out_is_repaired),
        cmocka_unit_test(people_are_ranked_and_explained),
        cmocka_unit_test(a_shift_in_the_hour_that_comes_twice),
        cmocka_unit_test(pairs_are_judged),
        cmocka_unit_test(generated_files_can_be_read),
        cmocka_unit_test(limits_end_a_run),
        cmocka_unit_test(a_request_to_end_is_kept),
        cmocka_unit_test(a_full_disk_is_said),
        cmocka_unit_test(memory_is_its_own),
    };
    return cmocka_run_group_tests(tests, command_set_up, command_tear_down);
}
