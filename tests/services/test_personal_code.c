/* Personal codes: the check digit, the mask, the seal and its key. All codes here are invented. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "services/fields.h"
#include "services/personal_code.h"
#include "services/random.h"

static int start(void **state)
{
    (void)state;
    return random_start() ? 0 : -1;
}

static void what_a_code_is(void **state)
{
    static const struct {
        const char *code, *born; /* NULL: no code at all */
    } cases[] = {
        {"38001085718", "1980-01-08"},
        {"60001019906", "2000-01-01"},
        {"60001017869", "2000-01-01"},
        {"50002290046", "2000-02-29"}, /* a leap day */
        {"38001085719", NULL},         /* the check digit */
        {"38001085708", NULL},
        {"38013085711", NULL}, /* month 13 */
        {"60102290000", NULL}, /* no leap day */
        {"00001010000", NULL},
        {"90001010000", NULL},
        {"3800108571", NULL},
        {"380010857188", NULL},
        {"", NULL},
        {"3800108571a", NULL},
        {"38001 08571", NULL},
        {"-8001085718", NULL},
        {"３8001085718", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int32_t day = 0, born = 0;
        bool is_code = personal_code_read(cases[i].code, &day);
        if (is_code != (cases[i].born != NULL))
            fail_msg("%s is %sa code", cases[i].code, is_code ? "taken for " : "not taken for ");
        if (!is_code)
            continue;
        assert_true(date_parse(cases[i].born, &born));
        assert_int_equal(day, born);
    }
}

/* Whatever stands before it, one check digit of ten is right. One digit typed wrong is noticed but where the other
 * weights take over (EVS 585): fewer than 3 in 100. */
static void the_check_digit(void **state)
{
    unsigned long missed = 0, tried = 0;
    (void)state;
    for (int serial = 0; serial < 1000; serial++) {
        char code[PERSONAL_CODE_SIZE];
        int32_t day;
        int found = 0;
        char digit = '0';
        for (char last = '0'; last <= '9'; last++) {
            snprintf(code, sizeof code, "4850614%03d%c", serial % 1000, last);
            if (personal_code_read(code, &day)) {
                found++;
                digit = last;
            }
        }
        assert_int_equal(found, 1);
        snprintf(code, sizeof code, "4850614%03d%c", serial % 1000, digit);
        for (int at = 7; at < PERSONAL_CODE_LENGTH; at++) {
            char right = code[at];
            for (char wrong = '0'; wrong <= '9'; wrong++) {
                code[at] = wrong;
                missed += wrong != right && personal_code_read(code, &day);
                tried += wrong != right;
            }
            code[at] = right;
        }
    }
    assert_true(missed * 100 < 3 * tried);
}

static void the_mask(void **state)
{
    char masked[PERSONAL_CODE_SIZE];
    (void)state;
    personal_code_mask("38001085718", masked);
    assert_string_equal(masked, "380******18");
}

static void a_seal_opens_for_its_own(void **state)
{
    struct code_key key, other;
    struct personal_code kept = {.person = uuid_new(), .checker = "0141", .has_code = true};
    char code[PERSONAL_CODE_SIZE];
    unsigned char again[SEALED_CODE_BYTES];
    (void)state;
    random_bytes(key.bytes, sizeof key.bytes);
    random_bytes(other.bytes, sizeof other.bytes);
    personal_code_seal(&key, &kept.person, kept.checker, "38001085718", kept.sealed);
    assert_true(personal_code_open(&key, &kept, code));
    assert_string_equal(code, "38001085718");
    personal_code_seal(&key, &kept.person, kept.checker, "38001085718", again);
    assert_memory_not_equal(kept.sealed, again, sizeof again); /* the same code looks different each time */

    assert_false(personal_code_open(&other, &kept, code));
    assert_string_equal(code, "");
    struct personal_code moved = kept;
    moved.person = uuid_new();
    assert_false(personal_code_open(&key, &moved, code));
    moved = kept;
    moved.checker = "0245";
    assert_false(personal_code_open(&key, &moved, code));
    for (size_t i = 0; i < sizeof kept.sealed; i++) {
        moved = kept;
        moved.sealed[i] ^= 1;
        assert_false(personal_code_open(&key, &moved, code));
    }
    kept.has_code = false;
    assert_false(personal_code_open(&key, &kept, code));
}

static void the_key_is_a_file_of_its_own(void **state)
{
    static const char good[] = "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF";
    static const struct {
        const char *content;
        mode_t mode;
        bool taken;
    } cases[] = {
        {good, 0600, true},
        {good, 0400, true},
        {good, 0640, false},
        {good, 0604, false},
        {"", 0600, false},
        {"0011", 0600, false},
        {"zz112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", 0600, false},
    };
    struct code_key key;
    struct error error = {0};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char path[] = "/tmp/vahetus-key.XXXXXX";
        int file = mkstemp(path);
        assert_true(file >= 0 && write(file, cases[i].content, strlen(cases[i].content)) >= 0);
        assert_int_equal(fchmod(file, cases[i].mode), 0);
        close(file);
        error = (struct error){0};
        bool taken = code_key_load(path, &key, &error);
        unlink(path);
        if (taken != cases[i].taken)
            fail_msg("case %zu: %s", i, error.detail);
        assert_true(taken || strcmp(error.code, "bad_setting") == 0);
    }
    assert_false(code_key_load("/nowhere/key", &key, &error));
    code_key_forget(&key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_code_is),
        cmocka_unit_test(the_check_digit),
        cmocka_unit_test(the_mask),
        cmocka_unit_test(a_seal_opens_for_its_own),
        cmocka_unit_test(the_key_is_a_file_of_its_own),
    };
    return cmocka_run_group_tests_name("personal_code", tests, start, NULL);
}
