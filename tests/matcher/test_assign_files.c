/*
 * `vahetus-match assign` and `verify assign` as a program: answers to the letter of FORMATS, exit statuses, and every
 * kind of broken file with its line and reason. Runs matcher/vahetus-match (or what VAHETUS_MATCH names).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/vahetus-assign-XXXXXX";
static char out[1 << 16], err[4096];

static void write_bytes(const char *name, const char *bytes, size_t length)
{
    char path[256];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *stream = fopen(path, "wb");
    assert_non_null(stream);
    assert_int_equal(fwrite(bytes, 1, length, stream), length);
    assert_int_equal(fclose(stream), 0);
}

static void read_back(const char *name, char *text, size_t size)
{
    char path[256];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *stream = fopen(path, "rb");
    assert_non_null(stream);
    text[fread(text, 1, size - 1, stream)] = '\0';
    fclose(stream);
}

static int run_shell(const char *line)
{
    char command[1024];

    snprintf(command, sizeof command, "cd %s && %s", folder, line);
    int status = system(command);
    assert_true(WIFEXITED(status));
    read_back("out", out, sizeof out);
    read_back("err", err, sizeof err);
    return WEXITSTATUS(status);
}

static int run(const char *arguments)
{
    char line[512];

    snprintf(line, sizeof line, "\"$VAHETUS_MATCH\" %s >out 2>err", arguments);
    return run_shell(line);
}

static const char example[] = "p vm 2 2 3\ne 1 1 10\ne 1 2 8\ne 2 1 9\n";

static int verify(const char *answer)
{
    write_bytes("in.vm", example, sizeof example - 1);
    write_bytes("answer", answer, strlen(answer));
    return run("verify assign in.vm answer");
}

static void the_example_is_answered_and_judged(void **state)
{
    (void)state;
    write_bytes("in.vm", example, sizeof example - 1);
    assert_int_equal(run("assign in.vm"), 0);
    assert_memory_equal(out, "s 17\nm 1 2\nm 2 1\n", 17);
    assert_non_null(strstr(err, "{\"command\": \"assign\", \"read_cpu_s\": "));
    assert_int_equal(verify(out), 0);
    assert_int_equal(verify("s 17\nm 1 2\nm 2 1\nu 1 1\nx 1 9\nx 2 7\n"), 0);
}

static void wrong_answers_are_rejected(void **state)
{
    (void)state;
    assert_int_equal(verify("s 18\nm 1 2\nm 2 1\nu 1 1\nx 1 9\nx 2 7\n"), 1);
    assert_non_null(strstr(out, "total: 18 claimed, 17 true"));
    assert_int_equal(verify("s 17\nm 2 1\nm 1 2\nu 1 1\nx 1 9\nx 2 7\n"), 1);
    assert_int_equal(verify("s 17\nm 1 2\nm 2 1\nu 1 1\nx 2 7\nx 1 9\n"), 1);
    assert_int_equal(verify("s 17\nm 1 2\nm 2 1\nx 1 9\nx 2 7\nu 1 1\n"), 1);
    assert_int_equal(verify("s 17\nm 1 2\nm 2 1\nu 1 0\nx 1 9\nx 2 7\n"), 1);
    assert_int_equal(verify("s 17\nm 1 2\nm 2 1\nu 3 1\nx 1 9\nx 2 7\n"), 1);
    assert_int_equal(verify("s 17\nm 1 2\nm 2 1\nu 1 2\nx 1 9\nx 2 7\n"), 1);
    assert_int_equal(verify("s 8\nm 1 2\nu 1 2\nx 1 9\nx 2 7\nb 17\n"), 1);
    assert_int_equal(verify("s 8\nm 1 2\nu 1 1\nx 1 9\nx 2 7\nb 17\n"), 0);
    assert_int_equal(verify("s 8\nm 1 2\nm 1 2\n"), 1);
    assert_int_equal(verify(""), 2);
    assert_int_equal(verify("m 1 2\n"), 2);
    assert_int_equal(verify("s 17\nm 1\n"), 2);
    assert_non_null(strstr(err, "answer:2: j is missing"));
    assert_int_equal(verify("s 17\ns 17\n"), 2);
}

struct broken {
    const char *text;
    const char *fault; /* what stderr says after the file's name */
};

static const struct broken files[] = {
    {"", ":1: the file ends without a p line"},
    {"c only a comment\n", ":1: the file ends without a p line"},
    {"e 1 1 1\n", ":1: the p line must come first"},
    {"v 1 1\n", ":1: the p line must come first"},
    {"p\n", ":1: expected \"p vm V N E\""},
    {"p min 1 1 1\n", ":1: expected \"p vm V N E\""},
    {"p vm\n", ":1: V is missing"},
    {"p vm 1\n", ":1: N is missing"},
    {"p vm 1 1\n", ":1: E is missing"},
    {"p vm 1 1 \n", ":1: E is missing"},
    {"p vm 1 1 0 \n", ":1: something follows the last field"},
    {"p vm 1 1 0 0\n", ":1: something follows the last field"},
    {"p vm -1 1 0\n", ":1: V is negative"},
    {"p vm +1 1 0\n", ":1: V: '+' is no decimal digit"},
    {"p vm  1 1 0\n", ":1: V: fields are separated by one space"},
    {"p vm\t1 1 0\n", ":1: V: byte 0x09 is no decimal digit"},
    {"p vm 16777217 1 0\n", ":1: V is 16777217, must be from 0 to 16777216"},
    {"p vm 1 16777217 0\n", ":1: N is 16777217, must be from 0 to 16777216"},
    {"p vm 1 1 268435457\n", ":1: E is 268435457, must be from 0 to 268435456"},
    {"p vm 1 1 0\np vm 1 1 0\n", ":2: a second p line"},
    {"p vm 1 1 0\nv\n", ":2: i is missing"},
    {"p vm 1 1 0\nv 1\n", ":2: cap is missing"},
    {"p vm 1 1 0\nv 0 1\n", ":2: i is 0, must be from 1 to 1"},
    {"p vm 1 1 0\nv 2 1\n", ":2: i is 2, must be from 1 to 1"},
    {"p vm 1 1 0\nv 1 -1\n", ":2: cap is negative"},
    {"p vm 1 1 0\nv 1 1000001\n", ":2: cap is 1000001, must be from 0 to 1000000"},
    {"p vm 1 1 0\nv 1 1\nv 1 1\n", ":3: a second v line for 1"},
    {"p vm 1 1 0\nn 1 1\nc\nn 1 2\n", ":4: a second n line for 1"},
    {"p vm 1 1 0\nn 1 1 1\n", ":2: something follows the last field"},
    {"p vm 1 1 1\ne\n", ":2: i is missing"},
    {"p vm 1 1 1\ne 1\n", ":2: j is missing"},
    {"p vm 1 1 1\ne 1 1\n", ":2: w is missing"},
    {"p vm 1 1 1\ne 1 1 1 1\n", ":2: something follows the last field"},
    {"p vm 1 1 1\ne 2 1 1\n", ":2: i is 2, must be from 1 to 1"},
    {"p vm 1 1 1\ne 1 0 1\n", ":2: j is 0, must be from 1 to 1"},
    {"p vm 1 1 1\ne 1 1 -5\n", ":2: w is negative"},
    {"p vm 1 1 1\ne 1 1 1000001\n", ":2: w is 1000001, must be from 0 to 1000000"},
    {"p vm 1 1 1\ne 1 1 99999999999999999999999999\n", ":2: w is 999999999999999999999999, must be from 0 to "},
    {"p vm 1 1 1\ne 1 1 1.5\n", ":2: the end of the line: '.' is no decimal digit"},
    {"p vm 1 1 1\ne 1 1 x\n", ":2: w: 'x' is no decimal digit"},
    {"p vm 1 1 1\n", ":1: the file ends after 0 e lines; the p line says 1"},
    {"p vm 1 1 0\ne 1 1 1\n", ":2: one e line more than the 0 of the p line"},
    {"p vm 2 2 3\ne 2 2 1\nc x\ne 1 1 1\ne 2 2 5\n", ":5: a second e line for the pair 2 2"},
    {"p vm 1 1 1\r\ne 1 1 1\r\n", ":1: a carriage return: lines end in LF alone"},
    {"p vm 1 1 1\ne 1 1 1\r\n", ":2: a carriage return: lines end in LF alone"},
    {"p vm 1 1 1\n\ne 1 1 1\n", ":2: an empty line"},
    {"p vm 1 1 1\nq 1\n", ":2: no line begins like this"},
    {"p vm 1 1 1\ncomment\n", ":2: no line begins like this"},
};

static void broken_files_are_refused(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof files / sizeof files[0]; k++) {
        char wanted[200];
        snprintf(wanted, sizeof wanted, "in.vm%s", files[k].fault);
        write_bytes("in.vm", files[k].text, strlen(files[k].text));
        int status = run("assign in.vm");
        if (status != 2 || strncmp(err, wanted, strlen(wanted)) != 0 || out[0] != '\0')
            fail_msg("%s: exit %d, %s", files[k].text, status, err);
    }
}

static void bytes_that_are_no_text_are_refused(void **state)
{
    (void)state;
    write_bytes("in.vm", "p vm 1 1 1\ne 1 1 1\0\n", 20);
    assert_int_equal(run("assign in.vm"), 2);
    assert_string_equal(err, "in.vm:2: a NUL byte\n");
    write_bytes("in.vm", "p vm 1 1 1\nc a\0b\ne 1 1 1\n", 25);
    assert_int_equal(run("assign in.vm"), 2);
    assert_string_equal(err, "in.vm:2: a NUL byte\n");
    assert_int_equal(run("assign missing.vm"), 2);
    assert_string_equal(err, "missing.vm: No such file or directory\n");
    assert_int_equal(run("assign ."), 2);
    assert_int_equal(run("assign"), 2);
    assert_int_equal(run("assign in.vm in.vm"), 2);
}

/* Lines that no buffer holds; made by the shell, a sparse file. */
static void endless_lines(void **state)
{
    (void)state;
    assert_int_equal(run_shell("{ printf 'p vm 1 1 1\\ne 1 1 '; head -c 3000000 /dev/zero | tr '\\0' 1; } >in.vm; "
                               "\"$VAHETUS_MATCH\" assign in.vm >out 2>err"),
                     2);
    assert_non_null(strstr(err, "in.vm:2: a line of more than"));
    assert_int_equal(
        run_shell("{ printf 'p vm 1 1 1\\nc '; head -c 3000000 /dev/zero | tr '\\0' 1; printf '\\ne 1 1 5'; }"
                  " >in.vm; \"$VAHETUS_MATCH\" assign in.vm >out 2>err"),
        0);
    assert_memory_equal(out, "s 5\nm 1 1\n", 10);
    assert_int_equal(run_shell("printf 'p vm 1 1 1\\n' >in.vm; truncate -s 2147483648 in.vm; \"$VAHETUS_MATCH\" assign "
                               "in.vm >out 2>err"),
                     2);
    assert_string_equal(err, "in.vm:2: a NUL byte\n");
}

static void odd_but_right_files_are_read(void **state)
{
    (void)state;
    write_bytes("in.vm", "c\nc first\np vm 2 2 2\ne 2 1 007\nn 2 0\nc between\nv 2 1\ne 1 2 1000000", 66);
    assert_int_equal(run("assign in.vm"), 0);
    assert_memory_equal(out, "s 7\nm 2 1\n", 10);
    write_bytes("in.vm", "p vm 0 0 0\n", 11);
    assert_int_equal(run("assign in.vm"), 0);
    assert_string_equal(out, "s 0\n");
    write_bytes("in.vm", "p vm 16777216 16777216 0\n", 25);
    assert_int_equal(run("assign in.vm"), 0);
    assert_string_equal(out, "s 0\n");
}

static void input_may_be_a_pipe(void **state)
{
    (void)state;
    write_bytes("in.vm", example, sizeof example - 1);
    assert_int_equal(run_shell("cat in.vm | \"$VAHETUS_MATCH\" assign /dev/stdin >out 2>err"), 0);
    assert_memory_equal(out, "s 17\n", 5);
}

/* A budget of one search: whatever is found, and a bound that the judge accepts. */
static void a_limit_says_how_far(void **state)
{
    (void)state;
    assert_int_equal(
        run_shell("awk 'BEGIN { n = 200; print \"p vm\", n, n, n * n; for (i = 1; i <= n; i++) for (j = 1; j "
                  "<= n; j++) print \"e\", i, j, (i * 7919 + j * 104729 + i * j) % 101 }' >in.vm; "
                  "\"$VAHETUS_MATCH\" assign --budget 1 in.vm >out 2>err"),
        3);
    assert_non_null(strstr(out, "\nb "));
    assert_int_equal(run_shell("cp out answer; \"$VAHETUS_MATCH\" verify assign in.vm answer >out 2>err"), 0);
    assert_int_equal(run("assign --seconds 0 in.vm"), 3);
    assert_int_equal(run_shell("cp out answer; \"$VAHETUS_MATCH\" verify assign in.vm answer >out 2>err"), 0);
    assert_int_equal(
        run_shell("\"$VAHETUS_MATCH\" assign in.vm >out 2>err && cp out answer && \"$VAHETUS_MATCH\" assign "
                  "--threads 2 in.vm >out 2>err && cmp out answer"),
        0);
}

/* SIGINT in the middle ends with the best found and a bound that the judge accepts; too late, with the optimum. So
 * early that the program had not begun (130, on a busy machine), it is tried again. */
static void an_interrupt_leaves_a_true_bound(void **state)
{
    (void)state;
    assert_int_equal(run_shell("\"$VAHETUS_MATCH\" generate --assign 20000 4000 40 --seed 3 --out . >out 2>err && "
                               "{ for delay in 0.06 0.5 3; do timeout --preserve-status -s INT $delay "
                               "\"$VAHETUS_MATCH\" assign problem.vm >answer 2>err; status=$?; "
                               "[ $status = 130 ] || break; done; [ $status = 3 ] || [ $status = 0 ]; } && "
                               "\"$VAHETUS_MATCH\" verify assign problem.vm answer >out 2>err"),
                     0);
}

static void generated_problems_are_solved(void **state)
{
    (void)state;
    assert_int_equal(run("generate --assign 3000 500 20 --seed 7 --out ."), 0);
    assert_int_equal(
        run_shell("cp problem.vm once.vm; \"$VAHETUS_MATCH\" generate --assign 3000 500 20 --seed 7 --out . "
                  ">out 2>err; cmp problem.vm once.vm"),
        0);
    assert_int_equal(run_shell("\"$VAHETUS_MATCH\" assign problem.vm >answer 2>err && \"$VAHETUS_MATCH\" verify assign "
                               "problem.vm answer >out 2>err"),
                     0);
    assert_int_equal(run("generate --assign 3000 500 --seed 7 --out ."), 2);
    assert_int_equal(run("generate --assign 3000 500 20 --round 1 1 1 --seed 7 --out ."), 2);
    assert_int_equal(run("generate --assign 16777216 500 20 --seed 7 --out ."), 2);
}

static int open_folder(void **state)
{
    static char absolute[4096];
    const char *named = getenv("VAHETUS_MATCH");

    (void)state;
    if (realpath(named != NULL ? named : "matcher/vahetus-match", absolute) == NULL || mkdtemp(folder) == NULL)
        return -1;
    return setenv("VAHETUS_MATCH", absolute, 1);
}

static int close_folder(void **state)
{
    char line[300];

    (void)state;
    snprintf(line, sizeof line, "rm -rf %s", folder);
    return system(line) == 0 ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_is_answered_and_judged),
        cmocka_unit_test(wrong_answers_are_rejected),
        cmocka_unit_test(broken_files_are_refused),
        cmocka_unit_test(bytes_that_are_no_text_are_refused),
        cmocka_unit_test(endless_lines),
        cmocka_unit_test(odd_but_right_files_are_read),
        cmocka_unit_test(input_may_be_a_pipe),
        cmocka_unit_test(a_limit_says_how_far),
        cmocka_unit_test(an_interrupt_leaves_a_true_bound),
        cmocka_unit_test(generated_problems_are_solved),
    };
    return cmocka_run_group_tests(tests, open_folder, close_folder);
}
