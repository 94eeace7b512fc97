/* The example files, and a run of the program in the folder where they stand. */
#include "tests/matcher/command_runner.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

char folder[] = "/tmp/vahetus-match-XXXXXX";
const char *program;
char out[COMMAND_OUT], faults[4000];

const char round_text[] =
    "{\"periods\": [\"2027-W05\", \"2027-W06\"], \"goals\": [\"music\", \"film\"],\n"
    " \"rules\": {\"max_visits\": 3, \"balanced\": true, \"min_gap\": 1, \"fair_target\": 500, \"fair_weight\": 1},\n"
    " \"centres\": [{\"id\": \"loo\", \"guests\": 1, \"away\": 1, \"offers\": [\"music\"], \"closed\": "
    "[\"2027-W06\"],\n"
    "              \"bonus\": {\"2027-W05\": 120}}, {\"id\": \"kehra\"}],\n"
    " \"workers\": [{\"id\": \"w1\", \"home\": \"kehra\", \"wants\": {\"music\": 300}, \"fit\": {\"loo\": 412}},\n"
    "             {\"id\": \"w2\", \"home\": \"loo\", \"fit\": {\"kehra\": 380}}],\n"
    " \"pins\": [{\"worker\": \"w1\", \"host\": \"loo\", \"period\": \"2027-W05\"}]}\n";

const char person_text[] =
    "{\"id\": \"mari\", \"kind\": \"volunteer\", \"birth_date\": \"1990-05-01\", \"home\": {\"lat\": 59.336, \"lon\": "
    "25.321},"
    " \"reach\": {\"max_m\": 20000}, \"skills\": [\"video\"], \"languages\": {\"et\": \"C2\", \"ru\": \"B1\"},"
    " \"availability\": [{\"day\": 4, \"from\": \"15:00\", \"to\": \"21:00\"}],"
    " \"check\": {\"result\": \"permitted\", \"valid_until\": \"2027-12-31\"},"
    " \"history\": {\"centres\": [\"kehra\"], \"kept\": 2}}\n"
    "{\"id\": \"juri\", \"kind\": \"volunteer\", \"birth_date\": \"1980-01-31\", \"languages\": {\"et\": \"C2\"}}\n";

static const char need_text[] =
    "{\"id\": \"n1\", \"centre\": \"kehra\", \"place\": {\"lat\": 59.336, \"lon\": 25.321}, \"for\": \"volunteer\","
    " \"required_skills\": [], \"preferred_skills\": [\"video\"], \"required_languages\": {\"et\": \"B1\"},"
    " \"shifts\": [{\"id\": \"s1\", \"from\": \"2027-01-14T14:00:00Z\", \"to\": \"2027-01-14T16:00:00Z\", \"seats\": "
    "2}]}\n";

static void path_of(char path[256], const char *name)
{
    snprintf(path, 256, "%s/%s", folder, name);
}

void write_file(const char *name, const char *text, size_t length)
{
    char path[256];

    path_of(path, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

void read_file(const char *name, char *text, size_t size)
{
    char path[256];

    path_of(path, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    text[fread(text, 1, size - 1, file)] = '\0';
    fclose(file);
}

int run(const char *arguments)
{
    char line[1500];

    snprintf(line, sizeof line, "cd %s || exit 99; %s %s >out 2>err", folder, program, arguments);
    int status = system(line);
    assert_true(WIFEXITED(status));
    read_file("out", out, sizeof out);
    read_file("err", faults, sizeof faults);
    return WEXITSTATUS(status);
}

int command_set_up(void **state)
{
    static char absolute[4096];
    const char *named = getenv("VAHETUS_MATCH");

    (void)state;
    if (realpath(named != NULL ? named : "matcher/vahetus-match", absolute) == NULL || mkdtemp(folder) == NULL)
        return -1;
    program = absolute;
    write_file("round.json", round_text, strlen(round_text));
    write_file("people", person_text, strlen(person_text));
    write_file("needs", need_text, strlen(need_text));
    return 0;
}

int command_tear_down(void **state)
{
    char line[100];

    (void)state;
    snprintf(line, sizeof line, "rm -r %s", folder);
    return system(line);
}

void has(const char *text, const char *wanted)
{
    if (strstr(text, wanted) == NULL)
        fail_msg("\"%s\" is missing in: %.600s", wanted, text);
}
