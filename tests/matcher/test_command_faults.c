/* vahetus-match on wrong arguments and broken files: exit status 2, nothing on stdout, the fault on stderr with its
 * place. */
#include "tests/matcher/command_runner.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void bad_usage_is_refused(void **state)
{
    static const char *const cases[] = {
        "",
        "dance",
        "rank",
        "rank --people people --needs needs --need n1",
        "rank --people people --needs needs --need n1 --all --top 3",
        "rank --people people --needs needs --need n1 --top -3",
        "rank --people people --needs needs --need n1 --top 3 --seed",
        "rank --people people --needs needs --need nobody --top 3",
        "rank --people missing --needs needs --all --top 3",
        "why --people people --needs needs --need n1",
        "why --people people --needs needs --need n1 --person nobody",
        "rotate",
        "rotate round.json round.json",
        "rotate missing.json",
        "rotate .",
        "rotate --budget 0 round.json",
        "rotate --fast round.json",
        "rotate --keep missing.json round.json",
        "rotate --alternatives 3 round.json",
        "rotate --keep round.json --alternatives 4 round.json",
        "rotate --keep round.json --alternatives 0 round.json",
        "verify",
        "verify rotate round.json",
        "verify dance round.json round.json",
        "verify rotate round.json round.json",
        "generate --seed 1",
        "generate --round 1 2 --seed 1 --out made",
        "generate --people 5 --needs x --seed 1 --out made",
        "rotate --top 5 round.json",
        "rotate --wishes round.json round.json",
        "verify rotate round.json round.json --alternatives 1",
        "assign --keep round.json round.json",
        "pair --people people --needs needs --need n1",
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int status = run(cases[i]);
        if (status != 2)
            fail_msg("%s: exit %d", cases[i], status);
        assert_string_equal(out, "");
        assert_true(strlen(faults) > 10);
    }
}

static void an_option_of_another_command_is_named(void **state)
{
    (void)state;
    assert_int_equal(run("pair --people people --needs needs --top 3"), 2);
    assert_string_equal(faults, "vahetus-match: pair has no option --top\n");
    assert_int_equal(run("pair --people people --needs needs --pe 3"), 2);
    assert_string_equal(faults, "vahetus-match: pair has no option --pe\n");
}

static void help_is_an_answer(void **state)
{
    static const char *const cases[] = {"--help", "-h", "rotate --help", "assign -h"};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(run(cases[i]), 0);
        has(out, "usage: vahetus-match COMMAND");
        assert_string_equal(faults, "");
    }
    assert_int_equal(run("why --people people --needs needs --need n1 --person -h"), 2); /* an id like any other */
    has(faults, "-h");
}

static void bad_rounds_name_the_place(void **state)
{
    static const struct {
        const char *from, *to, *fault;
    } cases[] = {
        {"\"loo\": 412", "\"loo\": 412.5", "bad.json: workers[0].fit.loo: must be an integer"},
        {"\"loo\": 412", "\"loo\": 1000001", "bad.json: workers[0].fit.loo: must be -1000000 to 1000000, not 1000001"},
        {"\"loo\": 412", "\"oo\": 412", "bad.json: workers[0].fit.oo: is not among the centres"},
        {"\"home\": \"kehra\"", "\"home\": \"lood\"", "bad.json: workers[0].home: \"lood\" is not among the centres"},
        {"\"id\": \"w2\"", "\"id\": \"w1\"", "bad.json: workers[1].id: \"w1\" stands twice"},
        {"\"guests\": 1", "\"guests\": -1", "bad.json: centres[0].guests: must be 0"},
        {"\"guests\": 1", "\"guests\": {\"2027-W07\": 1}",
         "bad.json: centres[0].guests.2027-W07: is not among the periods"},
        {"\"guests\": 1", "\"guests\": 1, \"guests\": 2", "bad.json:3: duplicate object key"},
        {"\"guests\": 1", "\"gasts\": 1", "bad.json: centres[0].gasts: unknown key"},
        {"\"goals\"", "\"goal\"", "bad.json: goal: unknown key"},
        {"\"rules\"", "\"rule\"", "bad.json: rule: unknown key"},
        {"\"min_gap\": 1", "\"min_gap\": true", "bad.json: rules.min_gap: must be an integer"},
        {"\"balanced\": true", "\"balanced\": 1", "bad.json: rules.balanced: must be true or false"},
        {"\"fair_weight\": 1", "\"fair_weight\": 1001", "bad.json: rules.fair_weight: must be 0 to 1000, not 1001"},
        {"\"fair_target\": 500", "\"fair_target\": 99999999999999999999", "bad.json:2: too big integer"},
        {"\"host\": \"loo\"", "\"host\": \"loo\", \"why\": 1", "bad.json: pins[0].why: unknown key"},
        {"\"worker\": \"w1\"", "\"worker\": \"w9\"", "bad.json: pins[0].worker: \"w9\" is not among the workers"},
        {"[\"music\", \"film\"]", "[\"music\", \"music\"]", "bad.json: goals[1]: \"music\" stands twice"},
        {"[\"music\", \"film\"]", "[\"music\", 5]", "bad.json: goals[1]: must be a string"},
        {"[\"music\", \"film\"]", "[\"music\", \"\"]", "bad.json: goals[1]: must not be empty"},
        {"\"kehra\"}],", "\"kehra\"}]", "bad.json:5: '}' expected near '\"workers\"'"},
        {"\"film\"", "\"\xff\"", "bad.json:1: unable to decode byte 0xff"},
        {"\"film\"", "\"\\ud800\"", "bad.json:1: invalid Unicode"},
        {"{\"periods\"", "[{\"periods\"", "bad.json:"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[3000];
        const char *at = strstr(round_text, cases[i].from);
        assert_non_null(at);
        int length = snprintf(text, sizeof text, "%.*s%s%s", (int)(at - round_text), round_text, cases[i].to,
                              at + strlen(cases[i].from));
        write_file("bad.json", text, (size_t)length);
        int status = run("rotate bad.json");
        if (status != 2)
            fail_msg("%s: exit %d", cases[i].to, status);
        assert_string_equal(out, "");
        has(faults, cases[i].fault);
    }
}

static void bad_lines_name_the_place(void **state)
{
    static const struct {
        const char *from, *to, *fault;
    } people[] = {
        {"1980-01-31", "1980-02-31", "bad:2: birth_date: must be a date"},
        {"1980-01-31", "", "bad:2: birth_date: must not be empty"},
        {"\"juri\"", "\"mari\"", "bad:2: id: stands twice"},
        {"\"juri\"", "7", "bad:2: id: must be a string"},
        {"\"C2\"}}", "\"D1\"}}", "bad:2: languages.et: \"D1\" is none of the words"},
        {"\"languages\": {\"et\": \"C2\"}}\n", "\"spoken\": 1}\n", "bad:2: spoken: unknown key"},
        {"\"from\": \"15:00\"", "\"from\": \"15:10\"", "bad:1: availability[0].from: must be a quarter hour"},
        {"\"from\": \"15:00\"", "\"from\": \"22:00\"", "bad:1: availability[0]: ends before it begins"},
        {"\"day\": 4", "\"day\": 8", "bad:1: availability[0].day: must be 1 to 7, not 8"},
        {"\"lat\": 59.336", "\"lat\": 95", "bad:1: home.lat: must be -90 to 90"},
        {"\"max_m\": 20000", "\"max_m\": -2", "bad:1: reach.max_m: must be 0"},
        {"\"permitted\"", "\"perhaps\"", "bad:1: check.result:"},
        {"\"kept\": 2", "\"kept\": 2.0", "bad:1: history.kept: must be an integer"},
        {"}}\n{", "}}\n\n{", "bad:2:"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof people / sizeof people[0]; i++) {
        char text[3000];
        const char *at = strstr(person_text, people[i].from);
        assert_non_null(at);
        int length = snprintf(text, sizeof text, "%.*s%s%s", (int)(at - person_text), person_text, people[i].to,
                              at + strlen(people[i].from));
        write_file("bad", text, (size_t)length);
        int status = run("rank --people bad --needs needs --all --top 3");
        if (status != 2)
            fail_msg("%s: exit %d %s", people[i].to, status, faults);
        has(faults, people[i].fault);
    }
    write_file("bad",
               "{\"id\": \"n\", \"centre\": \"kehra\", \"for\": \"either\", \"shifts\": [{\"id\": \"s\", \"from\": "
               "\"2027-01-14T16:00:00Z\", \"to\": \"2027-01-14T14:00:00Z\"}]}",
               124);
    assert_int_equal(run("rank --people people --needs bad --all --top 3"), 2);
    has(faults, "bad:1: ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_usage_is_refused),     cmocka_unit_test(an_option_of_another_command_is_named),
        cmocka_unit_test(help_is_an_answer),        cmocka_unit_test(bad_rounds_name_the_place),
        cmocka_unit_test(bad_lines_name_the_place),
    };
    return cmocka_run_group_tests(tests, command_set_up, command_tear_down);
}
