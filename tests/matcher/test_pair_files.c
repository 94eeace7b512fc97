/*
 * `pair` and `verify pair` as a program: generated people and needs, a small clash, stops, the same bytes on any number
 * of threads, and answers changed or broken in every member. Runs matcher/vahetus-match (or what VAHETUS_MATCH names).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/vahetus-pair-XXXXXX";
static const char *program;
static char out[1 << 20], err[4000], kept[1 << 20];

static void write_file(const char *name, const char *text)
{
    char path[256];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static void read_file(const char *name, char *text, size_t size)
{
    char path[256];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    text[fread(text, 1, size - 1, file)] = '\0';
    fclose(file);
}

/* stdout ends in the file `to` and in `out`. */
static int run(const char *arguments, const char *to)
{
    char line[1000];

    snprintf(line, sizeof line, "cd %s && %s %s >%s 2>err", folder, program, arguments, to);
    int status = system(line);
    assert_true(WIFEXITED(status));
    read_file(to, out, sizeof out);
    read_file("err", err, sizeof err);
    return WEXITSTATUS(status);
}

static void has(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("'%s' is not in '%.600s'", part, text);
}

static int pair_made(const char *more)
{
    char line[300];

    snprintf(line, sizeof line, "pair --people made/people.jsonl --needs made/needs.jsonl %s", more);
    return run(line, "answer");
}

static int verify_made(void)
{
    return run("verify pair made/people.jsonl made/needs.jsonl answer", "verdict");
}

/* ---- Generated ---- */

static void generated_files_are_paired_and_proved(void **state)
{
    (void)state;
    for (int seed = 1; seed <= 6; seed++) {
        char line[100];
        snprintf(line, sizeof line, "generate --people %d --needs %d --seed %d --out made", seed % 2 ? 400 : 100,
                 seed % 2 ? 60 : 120, seed);
        assert_int_equal(run(line, "out"), 0);
        assert_int_equal(pair_made(""), 0);
        has(err, "{\"command\": \"pair\", \"read_cpu_s\"");
        has(out, "\"missing\": [{\"code\": \"");
        memcpy(kept, out, sizeof kept);
        assert_int_equal(pair_made("--threads 2"), 0);
        assert_string_equal(out, kept);
        assert_int_equal(verify_made(), 0);
        assert_string_equal(out, "{\"accepted\": true, \"bounds_proved\": true}\n");
    }
}

static void a_stop_is_true(void **state)
{
    (void)state;
    assert_int_equal(run("generate --people 100 --needs 120 --seed 1 --out made", "out"), 0);
    assert_int_equal(pair_made("--seconds 0"), 3);
    assert_int_equal(verify_made(), 0);
    assert_int_equal(pair_made("--budget 1000"), 0);
    assert_int_equal(verify_made(), 0);
    has(out, "\"bounds_proved\": true");
}

/* SIGINT is waiting before the program looks at it for the first time: its handler is there, reading waits for a pipe.
 */
static void sigint_gives_the_best_so_far(void **state)
{
    (void)state;
    assert_int_equal(run("generate --people 100 --needs 120 --seed 1 --out made && mkfifo needs_pipe", "out"), 0);
    char line[900];
    snprintf(
        line, sizeof line,
        "cd %s && { %s pair --people made/people.jsonl --needs needs_pipe >answer 2>err & } && exec 9>needs_pipe && "
        "kill -INT $! && cat made/needs.jsonl >&9 && exec 9>&- && wait $!",
        folder, program);
    char command[1000];
    snprintf(command, sizeof command, "bash -c '%s'", line);
    int status = system(command);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 3);
    assert_int_equal(verify_made(), 0);
}

/* ---- A small clash ---- */

static const char people_text[] =
    "{\"id\": \"mari\", \"kind\": \"volunteer\", \"birth_date\": \"1990-05-01\", \"hours_per_week\": 4, \"languages\": "
    "{\"et\": \"C2\"}, \"availability\": [{\"day\": 4, \"from\": \"12:00\", \"to\": \"22:00\"}]}\n"
    "{\"id\": \"juri\", \"kind\": \"volunteer\", \"birth_date\": \"1980-01-31\", \"languages\": {\"et\": \"C2\"}}\n";
static const char needs_text[] =
    "{\"id\": \"film\", \"centre\": \"kehra\", \"place\": {\"lat\": 59.336, \"lon\": 25.321}, \"for\": \"volunteer\", "
    "\"urgency\": 2, \"shifts\": [{\"id\": \"a\", \"from\": \"2027-01-14T14:00:00Z\", \"to\": "
    "\"2027-01-14T16:00:00Z\"}]}\n"
    "{\"id\": \"game\", \"centre\": \"loo\", \"place\": {\"lat\": 59.431, \"lon\": 24.949}, \"for\": \"volunteer\", "
    "\"required_languages\": {\"et\": \"B1\"}, \"shifts\": [{\"id\": \"b\", \"from\": \"2027-01-14T16:15:00Z\", "
    "\"to\": "
    "\"2027-01-14T18:00:00Z\"}, {\"id\": \"c\", \"from\": \"2027-01-15T16:15:00Z\", \"to\": "
    "\"2027-01-15T18:00:00Z\"}]}\n"
    "{\"id\": \"song\", \"centre\": \"loo\", \"for\": \"volunteer\", \"required_languages\": {\"ru\": \"B2\"}, "
    "\"shifts\": [{\"id\": \"d\", \"from\": \"2027-01-14T12:00:00Z\", \"to\": \"2027-01-14T13:00:00Z\", \"seats\": "
    "2}]}\n";

/* Two for two: seats have prices. */
static const char third_text[] =
    "{\"id\": \"kati\", \"kind\": \"volunteer\", \"birth_date\": \"1991-05-01\", \"languages\": {\"et\": \"C2\"}, "
    "\"availability\": [{\"day\": 4, \"from\": \"12:00\", \"to\": \"22:00\"}]}\n";

static void a_clash_is_said_in_codes(void **state)
{
    (void)state;
    write_file("people", people_text);
    write_file("needs", needs_text);
    assert_int_equal(run("pair --people people --needs needs", "answer"), 0);
    has(out, "{\"person\": \"mari\", \"need\": \"film\", \"shift\": \"a\", \"score\": ");
    has(out, "\"flags\": [\"check_needed\"]}\n{\"filled\": 2, ");
    has(out, "\"bound_filled\": 2, ");
    has(out, "{\"need\": \"game\", \"shift\": \"b\", \"seats\": 1, \"missing\": [{\"code\": \"taken\", \"people\": 1}, "
             "{\"code\": \"ask_time\", \"people\": 1}]}");
    has(out,
        "{\"need\": \"game\", \"shift\": \"c\", \"seats\": 1, \"missing\": [{\"code\": \"ask_time\", \"people\": 1}, "
        "{\"code\": \"available\", \"people\": 1}]}");
    has(out,
        "{\"need\": \"song\", \"shift\": \"d\", \"seats\": 2, \"missing\": [{\"code\": \"languages\", \"language\": "
        "\"ru\", \"level\": \"B2\", \"people\": 2}]}");
    assert_int_equal(run("verify pair people needs answer", "verdict"), 0);
    assert_string_equal(out, "{\"accepted\": true, \"bounds_proved\": true}\n");
}

/* ---- Changed and broken answers ---- */

/* The answer of the clash with the first `from` made `to`; what verify says. */
static int changed(const char *from, const char *to)
{
    static char text[sizeof kept];
    const char *at = strstr(kept, from);

    if (at == NULL)
        fail_msg("'%s' is not in the answer", from);
    snprintf(text, sizeof text, "%.*s%s%s", (int)(at - kept), kept, to, at + strlen(from));
    write_file("changed", text);
    return run("verify pair people needs changed", "verdict");
}

/* What the judge must notice, and what is no answer at all. */
static const char *const wrong[][2] = {
    {"\"person\": \"mari\"", "\"person\": \"juri\""},
    {"\"person\": \"mari\"", "\"person\": \"nobody\""},
    {"\"need\": \"film\"", "\"need\": \"game\""},
    {"\"shift\": \"a\"", "\"shift\": \"b\""},
    {"\"need\": \"film\", \"shift\": \"a\"", "\"need\": \"game\", \"shift\": \"c\""},
    {"\"promises\": 50", "\"promises\": 51"},
    {"\"score\": ", "\"score\": 1"},
    {"\"promises\": 50, \"rest\": 80", "\"promises\": 80, \"rest\": 50"},
    {"[\"check_needed\"]", "[]"},
    {"[\"check_needed\"]", "[\"ask_time\"]"},
    {"{\"filled\": 3", "{\"filled\": 2"},
    {"{\"filled\": 3", "{\"filled\": 4"},
    {"\"bound_filled\": 3", "\"bound_filled\": 2"},
    {"\"bound_filled\": 3", "\"bound_filled\": 4"},
    {"\"seats\": 2", "\"seats\": 1"},
    {"\"seats\": 2", "\"seats\": 3"},
    {"{\"need\": \"game\", \"shift\": \"c\"", "{\"need\": \"game\", \"shift\": \"b\""},
    {"{\"need\": \"song\", \"shift\": \"d\"", "{\"need\": \"song\", \"shift\": \"e\""},
    {"\"price\": ", "\"price\": -"},
    {"\"price\": ", "\"price\": 9"},
    {"\"reward\": ", "\"reward\": -"},
    {"\"scale\": ", "\"scale\": -"},
};

static const char *const malformed[][2] = {
    {"\"person\": \"mari\"", "\"person\": 5"},
    {"\"person\"", "\"who\""},
    {"\"parts\": {", "\"parts\": {\"luck\": 1, "},
    {"\"score\": ", "\"score\": \"x\", \"s\": "},
    {"[\"check_needed\"]", "[\"rich\"]"},
    {"[\"check_needed\"]", "{}"},
    {"\"open\": [", "\"open\": [7, "},
    {"\"open\": [", "\"open\": [], \"shut\": ["},
    {"\"missing\": [", "\"missing\": 1, \"m\": ["},
    {"\"prices\": [", "\"prices\": [[], "},
    {"\"certificate\": {", "\"certificate\": [{"},
    {"{\"filled\": 3", "{\"filled\": 3.5"},
    {"\n{\"filled\"", "\n\n{\"filled\""},
    {"\n{\"filled\"", "\n{\"filled"},
};

static void every_change_is_noticed(void **state)
{
    (void)state;
    snprintf(kept, sizeof kept, "%s%s", people_text, third_text);
    write_file("people", kept);
    write_file("needs", needs_text);
    assert_int_equal(run("pair --people people --needs needs", "answer"), 0);
    memcpy(kept, out, sizeof kept);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        if (changed(wrong[i][0], wrong[i][1]) != 1)
            fail_msg("'%s' made '%s' was not noticed: %s%s", wrong[i][0], wrong[i][1], out, err);
    for (size_t i = 0; i < sizeof malformed / sizeof malformed[0]; i++) {
        if (changed(malformed[i][0], malformed[i][1]) != 2)
            fail_msg("'%s' made '%s' is no fault: %s%s", malformed[i][0], malformed[i][1], out, err);
        has(err, "changed:");
    }
    write_file("changed", "");
    assert_int_equal(run("verify pair people needs changed", "verdict"), 1);
    has(out, "the last line with filled and score is missing");
    /* without a certificate bounds are claimed, no more */
    char *certificate = strstr(kept, ", \"certificate\"");
    assert_non_null(certificate);
    memcpy(certificate, "}\n", 3);
    write_file("changed", kept);
    assert_int_equal(run("verify pair people needs changed", "verdict"), 0);
    assert_string_equal(out, "{\"accepted\": true, \"bounds_proved\": false}\n");
}

/* ---- Wishes ---- */

/* Juri, whose times nobody knows, where Mari would be; Mari never at the games. */
static const char wishes_text[] = "{\"wish\": \"pin\", \"person\": \"juri\", \"need\": \"film\", \"shift\": \"a\"}\n"
                                  "{\"wish\": \"forbid\", \"person\": \"mari\", \"need\": \"game\"}\n";

static void wishes_are_kept_and_judged(void **state)
{
    (void)state;
    write_file("people", people_text);
    write_file("needs", needs_text);
    write_file("wishes", wishes_text);
    assert_int_equal(run("pair --people people --needs needs --wishes wishes", "answer"), 0);
    has(out, "{\"person\": \"juri\", \"need\": \"film\", \"shift\": \"a\", ");
    has(out, "\"flags\": [\"check_needed\", \"ask_time\"]}\n{\"filled\": 2, ");
    has(out, "\"missing\": [{\"code\": \"forbidden\", \"people\": 1}");
    assert_int_equal(run("verify pair people needs answer --wishes wishes", "verdict"), 0);
    assert_string_equal(out, "{\"accepted\": true, \"bounds_proved\": true}\n");
    /* nobody wished it, or another wish is not kept */
    assert_int_equal(run("verify pair people needs answer", "verdict"), 1);
    has(out, "ask_time is never paired");
    assert_int_equal(run("pair --people people --needs needs", "answer"), 0);
    assert_int_equal(run("verify pair people needs answer --wishes wishes", "verdict"), 1);
    has(out, "person juri, need film: pinned, and not in the proposal");
    write_file("wishes", "{\"wish\": \"forbid\", \"person\": \"mari\", \"need\": \"film\", \"shift\": \"a\"}\n");
    assert_int_equal(run("verify pair people needs answer --wishes wishes", "verdict"), 1);
    has(out, "person mari, need film: forbidden");
    /* two on one seat */
    snprintf(kept, sizeof kept, "%s%s", people_text, third_text);
    write_file("people", kept);
    write_file("wishes", "{\"wish\": \"pin\", \"person\": \"kati\", \"need\": \"film\", \"shift\": \"a\"}\n"
                         "{\"wish\": \"pin\", \"person\": \"mari\", \"need\": \"film\", \"shift\": \"a\"}\n");
    assert_int_equal(run("pair --people people --needs needs --wishes wishes", "answer"), 1);
    assert_string_equal(out, "{\"status\": \"infeasible\", \"pin\": {\"person\": \"mari\", \"need\": \"film\", "
                             "\"shift\": \"a\"}}\n");
}

static void broken_wishes_are_faults(void **state)
{
    static const char *const broken[][2] = {
        {"{\"wish\": \"keep\", \"person\": \"mari\", \"need\": \"film\", \"shift\": \"a\"}\n", "wishes:1: wish: "},
        {"{\"person\": \"mari\", \"need\": \"film\", \"shift\": \"a\"}\n", "wishes:1: wish"},
        {"{\"wish\": \"pin\", \"person\": \"mari\", \"need\": \"film\"}\n", "wishes:1: shift"},
        {"{\"wish\": \"pin\", \"person\": \"nobody\", \"need\": \"film\", \"shift\": \"a\"}\n",
         "wishes:1: person: no such person"},
        {"{\"wish\": \"forbid\", \"person\": \"mari\", \"need\": \"chess\"}\n", "wishes:1: need: no such need"},
        {"{\"wish\": \"forbid\", \"person\": \"mari\", \"need\": \"film\", \"shift\": \"b\"}\n",
         "wishes:1: shift: no such shift"},
        {"{\"wish\": \"pin\", \"person\": \"mari\", \"need\": \"film\", \"shift\": \"a\", \"why\": 1}\n", "wishes:1: "},
        {"[]\n", "wishes:1: "},
        {"{\"wish\": \"forbid\", \"person\": \"mari\", \"need\": \"game\"}\n"
         "{\"wish\": \"pin\", \"person\": \"mari\", \"need\": \"game\", \"shift\": \"c\"}\n",
         "wishes:2: the wish of line 1 once more"},
    };

    (void)state;
    write_file("people", people_text);
    write_file("needs", needs_text);
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        write_file("wishes", broken[i][0]);
        assert_int_equal(run("pair --people people --needs needs --wishes wishes", "answer"), 2);
        has(err, broken[i][1]);
        assert_int_equal(run("verify pair people needs answer --wishes wishes", "verdict"), 2);
        has(err, broken[i][1]);
    }
}

/* Generated ones with every seventh pair of the best proposal forbidden and every fifth of the others pinned. */
static void generated_wishes_are_proved(void **state)
{
    (void)state;
    for (int seed = 11; seed <= 14; seed++) {
        char line[600];
        snprintf(line, sizeof line, "generate --people 400 --needs 60 --seed %d --out made", seed);
        assert_int_equal(run(line, "out"), 0);
        assert_int_equal(pair_made(""), 0);
        snprintf(line, sizeof line,
                 "cd %s && sed -n 's/^\\({\"person\": .*\"shift\": \"[^\"]*\"\\), \"score.*/\\1}/p' answer | "
                 "awk 'NR %% 7 == 0 {sub(/^{/, \"{\\\"wish\\\": \\\"forbid\\\", \"); print; next} "
                 "NR %% 5 == 0 {sub(/^{/, \"{\\\"wish\\\": \\\"pin\\\", \"); print}' >wishes",
                 folder);
        assert_int_equal(system(line), 0);
        assert_int_equal(pair_made("--wishes wishes"), 0);
        assert_int_equal(run("verify pair made/people.jsonl made/needs.jsonl answer --wishes wishes", "verdict"), 0);
        assert_string_equal(out, "{\"accepted\": true, \"bounds_proved\": true}\n");
    }
}

static void usage_is_told(void **state)
{
    (void)state;
    write_file("people", people_text);
    write_file("needs", needs_text);
    assert_int_equal(run("pair --people people", "out"), 2);
    has(err, "pair --people FILE --needs FILE");
    assert_int_equal(run("pair --people people --needs needs more", "out"), 2);
    assert_int_equal(run("pair --people missing --needs needs", "out"), 2);
    has(err, "missing: ");
    write_file("people", "");
    assert_int_equal(run("pair --people people --needs needs", "out"), 0);
    has(out, "{\"filled\": 0, \"score\": 0, \"bound_filled\": 0, \"bound_score\": 0, \"open\": [{");
    write_file("needs", "");
    assert_int_equal(run("pair --people people --needs needs", "out"), 0);
    has(out, "\"open\": [], \"certificate\": {");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(generated_files_are_paired_and_proved),
        cmocka_unit_test(a_stop_is_true),
        cmocka_unit_test(sigint_gives_the_best_so_far),
        cmocka_unit_test(a_clash_is_said_in_codes),
        cmocka_unit_test(every_change_is_noticed),
        cmocka_unit_test(wishes_are_kept_and_judged),
        cmocka_unit_test(broken_wishes_are_faults),
        cmocka_unit_test(generated_wishes_are_proved),
        cmocka_unit_test(usage_is_told),
    };
    const char *named = getenv("VAHETUS_MATCH");
    static char here[4000], remove[200];

    if (named == NULL && getcwd(here, sizeof here - 40) != NULL)
        strcat(here, "/matcher/vahetus-match");
    program = named != NULL ? named : here;
    if (mkdtemp(folder) == NULL)
        return 1;
    int failed = cmocka_run_group_tests_name("pair files", tests, NULL, NULL);
    snprintf(remove, sizeof remove, "rm -rf %s", folder);
    return system(remove) != 0 ? 1 : failed;
}
