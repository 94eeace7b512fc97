/* What FORMATS allows in a round, at each bound and one beyond; every member of every wrong kind, with its path. */
#include "matcher/command/read_round.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/vahetus-limits-XXXXXX";

/* ---- Rounds from pieces ---- */

struct text {
    char *bytes;
    size_t length;
};

static void put(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void put(struct text *text, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    text->length += (size_t)vsnprintf(text->bytes + text->length, 8000000 - text->length, format, arguments);
    va_end(arguments);
    assert_true(text->length < 7999000);
}

/* `count` elements by `each`, which takes their number, with commas between. */
static void put_list(struct text *text, const char *member, int count, const char *each)
{
    put(text, "\"%s\": [", member);
    for (int i = 0; i < count; i++) {
        put(text, "%s", i > 0 ? ", " : "");
        for (const char *at = each; *at != '\0'; at++) {
            if (*at == '#')
                put(text, "%d", i);
            else
                put(text, "%c", *at);
        }
    }
    put(text, "]");
}

/* What the reader says of the text: NULL when it takes it. */
static const char *fault_of(const char *bytes, size_t length)
{
    static char message[800];
    char path[64];
    struct named_round named;
    struct input input = {.outcome = OUTCOME_SOLVED};

    snprintf(path, sizeof path, "%s/round.json", folder);
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, length, out), length);
    assert_int_equal(fclose(out), 0);
    bool taken = read_round(&input, path, &named);
    if (taken)
        assert_true(matcher_round_valid(&named.round, NULL));
    named_round_free(&named);
    assert_int_equal(taken, input.outcome == OUTCOME_SOLVED);
    if (taken)
        return NULL;
    assert_int_equal(input.outcome, OUTCOME_BAD_INPUT);
    assert_int_equal(strncmp(input.message, path, strlen(path)), 0);
    snprintf(message, sizeof message, "%s", input.message + strlen(path));
    return message;
}

static void is_taken(const struct text *text)
{
    const char *fault = fault_of(text->bytes, text->length);

    if (fault != NULL)
        fail_msg("refused: %s", fault);
}

static void is_refused(const char *bytes, size_t length, const char *wanted)
{
    const char *fault = fault_of(bytes, length);

    if (fault == NULL)
        fail_msg("taken, though %s", wanted);
    if (strncmp(fault, wanted, strlen(wanted)) != 0)
        fail_msg("\"%s\" instead of \"%s\"", fault, wanted);
}

/* ---- How many ---- */

static void lists_end_at_their_bounds(void **state)
{
    static const struct {
        int periods, centres, workers;
        const char *fault;
    } cases[] = {
        {0, 1, 0, NULL},
        {64, 1, 0, NULL},
        {65, 1, 0, ": periods[64]: more than 64"},
        {1, 4096, 0, NULL},
        {1, 4097, 0, ": centres[4096].id: more than 4096"},
        {1, 1, 65536, NULL},
        {1, 1, 65537, ": workers[65536].id: more than 65536"},
    };
    struct text text = {.bytes = malloc(8000000)};

    (void)state;
    assert_non_null(text.bytes);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        text.length = 0;
        put(&text, "{");
        put_list(&text, "periods", cases[i].periods, "\"p#\"");
        put(&text, ", ");
        put_list(&text, "centres", cases[i].centres, "{\"id\": \"c#\"}");
        put(&text, ", ");
        put_list(&text, "workers", cases[i].workers, "{\"id\": \"w#\", \"home\": \"c0\"}");
        put(&text, ", \"rules\": {}}");
        if (cases[i].fault == NULL)
            is_taken(&text);
        else
            is_refused(text.bytes, text.length, cases[i].fault);
    }
    free(text.bytes);
}

/* ---- One member after the other ---- */

static const char round_text[] = "{\"periods\": [\"a\", \"b\"], \"goals\": [\"g0\", \"g1\", \"g2\", \"g3\", \"g4\", "
                                 "\"g5\", \"g6\", \"g7\", \"g8\"],\n"
                                 " \"rules\": {},\n"
                                 " \"centres\": [{\"id\": \"c0\"}, {\"id\": \"c1\"}],\n"
                                 " \"workers\": [{\"id\": \"w0\", \"home\": \"c0\"}]}\n";

/* The round with members added where `marker` stands. */
static void with_member(struct text *text, const char *marker, const char *member)
{
    const char *at = strstr(round_text, marker);
    assert_non_null(at);
    size_t before = (size_t)(at - round_text) + strlen(marker);

    text->length = 0;
    put(text, "%.*s%s%s", (int)before, round_text, member, round_text + before);
}

#define RULES  "\"rules\": {"
#define CENTRE "{\"id\": \"c0\""
#define WORKER "{\"id\": \"w0\", \"home\": \"c0\""
#define ROUND  "{\"id\": \"w0\", \"home\": \"c0\"}]"

static const struct {
    const char *marker, *member, *fault; /* NULL: taken */
} members[] = {
    {RULES, "\"fair_target\": 1000000000", NULL},
    {RULES, "\"fair_target\": 1000000001", ": rules.fair_target: must be 0 to 1000000000, not 1000000001"},
    {RULES, "\"fair_target\": -1", ": rules.fair_target: must be 0"},
    {RULES, "\"fair_weight\": 1000", NULL},
    {RULES, "\"fair_weight\": 1001", ": rules.fair_weight: must be 0 to 1000, not 1001"},
    {RULES, "\"fair_weight\": -1", ": rules.fair_weight: must be 0"},
    {RULES, "\"fair_weight\": 1.0", ": rules.fair_weight: must be an integer"},
    {RULES, "\"max_visits\": 0", NULL},
    {RULES, "\"max_visits\": 9223372036854775807", NULL},
    {RULES, "\"max_visits\": 9223372036854775808", ":2: too big integer"},
    {RULES, "\"max_visits\": -1", ": rules.max_visits: must be 0"},
    {RULES, "\"max_visits\": null", ": rules.max_visits: must be an integer"},
    {RULES, "\"min_gap\": 9007199254740991", NULL},
    {RULES, "\"min_gap\": -1", ": rules.min_gap: must be 0"},
    {RULES, "\"min_gap\": 1e2", ": rules.min_gap: must be an integer"},
    {RULES, "\"min_send\": 9007199254740991", NULL},
    {RULES, "\"min_host\": -1", ": rules.min_host: must be 0"},
    {RULES, "\"balanced\": \"true\"", ": rules.balanced: must be true or false"},
    {RULES, "\"balanced\": null", ": rules.balanced: must be true or false"},
    {RULES, "\"fairness\": 1", ": rules.fairness: unknown key"},
    {CENTRE, ", \"guests\": 0", NULL},
    {CENTRE, ", \"guests\": 9007199254740991", NULL},
    {CENTRE, ", \"guests\": -1", ": centres[0].guests: must be 0"},
    {CENTRE, ", \"guests\": null", ": centres[0].guests: must be an integer or an object"},
    {CENTRE, ", \"guests\": [1]", ": centres[0].guests: must be an integer or an object"},
    {CENTRE, ", \"guests\": {\"b\": 3}", NULL},
    {CENTRE, ", \"guests\": {\"b\": -1}", ": centres[0].guests.b: must be 0"},
    {CENTRE, ", \"guests\": {\"c\": 1}", ": centres[0].guests.c: is not among the periods"},
    {CENTRE, ", \"away\": {\"a\": 0, \"b\": true}", ": centres[0].away.b: must be an integer"},
    {CENTRE, ", \"away\": \"1\"", ": centres[0].away: must be an integer or an object"},
    {CENTRE, ", \"min_send\": -1", ": centres[0].min_send: must be 0"},
    {CENTRE, ", \"min_host\": 0.5", ": centres[0].min_host: must be an integer"},
    {CENTRE, ", \"bonus\": {\"a\": 1000000, \"b\": -1000000}", NULL},
    {CENTRE, ", \"bonus\": {\"a\": 1000001}", ": centres[0].bonus.a: must be -1000000 to 1000000, not 1000001"},
    {CENTRE, ", \"bonus\": {\"a\": -1000001}", ": centres[0].bonus.a: must be -1000000 to 1000000, not -1000001"},
    {CENTRE, ", \"bonus\": null", ": centres[0].bonus: must be an object"},
    {CENTRE, ", \"offers\": [\"g0\", \"g8\"]", NULL},
    {CENTRE, ", \"offers\": [\"g0\", \"g1\", \"g0\"]", ": centres[0].offers: \"g0\" stands twice"},
    {CENTRE, ", \"offers\": [\"g9\"]", ": centres[0].offers[0]: \"g9\" is not among the goals"},
    {CENTRE, ", \"offers\": {}", ": centres[0].offers: must be a list"},
    {CENTRE, ", \"closed\": [\"a\", \"b\"]", NULL},
    {CENTRE, ", \"closed\": [\"a\", \"a\"]", ": centres[0].closed[1]: \"a\" stands twice"},
    {CENTRE, ", \"closed\": [\"c\"]", ": centres[0].closed[0]: \"c\" is not among the periods"},
    {CENTRE, ", \"closed\": null", ": centres[0].closed: must be a list"},
    {CENTRE, ", \"home\": \"c1\"", ": centres[0].home: unknown key"},
    {CENTRE, ", \"id\": \"c9\"", ":3: duplicate object key"},
    {WORKER, ", \"fit\": {\"c1\": 1000000}", NULL},
    {WORKER, ", \"fit\": {\"c1\": -1000000, \"c0\": 3}", NULL},
    {WORKER, ", \"fit\": {\"c1\": 1000001}", ": workers[0].fit.c1: must be -1000000 to 1000000, not 1000001"},
    {WORKER, ", \"fit\": {\"c1\": -1000001}", ": workers[0].fit.c1: must be -1000000 to 1000000, not -1000001"},
    {WORKER, ", \"fit\": {\"c2\": 1}", ": workers[0].fit.c2: is not among the centres"},
    {WORKER, ", \"fit\": {\"c1\": 1, \"c1\": 1}", ":4: duplicate object key"},
    {WORKER, ", \"fit\": [1]", ": workers[0].fit: must be an object"},
    {WORKER,
     ", \"wants\": {\"g0\": 1, \"g1\": 1, \"g2\": 1, \"g3\": 1, \"g4\": 1, \"g5\": 1, \"g6\": 1000000, \"g7\": "
     "-1000000}",
     NULL},
    {WORKER,
     ", \"wants\": {\"g0\": 1, \"g1\": 1, \"g2\": 1, \"g3\": 1, \"g4\": 1, \"g5\": 1, \"g6\": 1, \"g7\": 1, \"g8\": 1}",
     ": workers[0].wants: more than 8"},
    {WORKER, ", \"wants\": {\"g0\": 1000001}", ": workers[0].wants.g0: must be -1000000 to 1000000"},
    {WORKER, ", \"wants\": {\"g9\": 1}", ": workers[0].wants.g9: is not among the goals"},
    {WORKER, ", \"unavailable\": \"a\"", ": workers[0].unavailable: must be a list"},
    {WORKER, ", \"unavailable\": [7]", ": workers[0].unavailable[0]: must be a string"},
    {WORKER, ", \"offers\": []", ": workers[0].offers: unknown key"},
    {ROUND, ", \"pins\": []", NULL},
    {ROUND, ", \"pins\": [{\"worker\": \"w0\", \"host\": \"c1\", \"period\": \"a\"}]", NULL},
    {ROUND, ", \"pins\": [{\"worker\": \"w0\", \"host\": \"c1\"}]", ": pins[0].period: is missing"},
    {ROUND, ", \"pins\": [{\"worker\": \"w1\", \"host\": \"c1\", \"period\": \"a\"}]",
     ": pins[0].worker: \"w1\" is not among the workers"},
    {ROUND, ", \"pins\": [[]]", ": pins[0]: must be an object"},
    {ROUND, ", \"pins\": null", ": pins: must be a list"},
    {ROUND, ", \"pin\": []", ": pin: unknown key"},
};

static void members_end_at_their_bounds(void **state)
{
    struct text text = {.bytes = malloc(8000000)};

    (void)state;
    assert_non_null(text.bytes);
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        with_member(&text, members[i].marker, members[i].member);
        if (members[i].fault == NULL)
            is_taken(&text);
        else
            is_refused(text.bytes, text.length, members[i].fault);
    }
    free(text.bytes);
}

/* The text cut anywhere, and each byte changed to some that mean something, is read or refused, and nothing else. */
static void any_bytes_end_in_one_fault(void **state)
{
    static const char odd[] = {'\0', '"', '{', '[', ',', '-', '9', '\\', '\xff', '\n'};
    char bytes[sizeof round_text];
    size_t refused = 0;

    (void)state;
    for (size_t length = 0; length + 2 < sizeof round_text; length++)
        is_refused(round_text, length, ":");
    for (size_t at = 0; at + 1 < sizeof round_text; at++)
        for (size_t i = 0; i < sizeof odd; i++) {
            memcpy(bytes, round_text, sizeof bytes);
            bytes[at] = odd[i];
            refused += fault_of(bytes, sizeof round_text - 1) != NULL;
        }
    assert_true(refused > sizeof round_text * 4);
}

static int set_up(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    char path[64];

    (void)state;
    snprintf(path, sizeof path, "%s/round.json", folder);
    unlink(path);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_end_at_their_bounds),
        cmocka_unit_test(members_end_at_their_bounds),
        cmocka_unit_test(any_bytes_end_in_one_fault),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
