/* Sessions: cookie, cache, what a session may. */
#include "services/session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const unsigned char hash_a[HASH_BYTES] = {1, 2, 3};
static const unsigned char hash_b[HASH_BYTES] = {1, 2, 4};

static struct caller caller_of(unsigned char session, unsigned char account, unsigned char person)
{
    return (struct caller){
        .signed_in = true, .roles = ROLE_MANAGER, .session = {{session}}, .account = {{account}}, .person = {{person}}};
}

static void test_cache(void **state)
{
    struct sessions *sessions = sessions_new();
    struct caller found = {.address = "203.0.113.5"};
    const struct caller kept = caller_of(1, 2, 3);
    (void)state;
    assert_false(sessions_get(sessions, hash_a, 1000, &found));
    sessions_put(sessions, hash_a, 1000, &kept, 1000000);
    assert_true(sessions_get(sessions, hash_a, 1000 + SESSION_KEPT_MS - 1, &found));
    assert_int_equal(found.roles, ROLE_MANAGER);
    assert_string_equal(found.address, "203.0.113.5"); /* the asker's own */
    assert_false(sessions_get(sessions, hash_b, 1000, &found));
    assert_false(sessions_get(sessions, hash_a, 1000 + SESSION_KEPT_MS, &found)); /* at most 5 s */
    sessions_put(sessions, hash_a, 1000, &kept, 2000);
    assert_false(sessions_get(sessions, hash_a, 2000, &found)); /* nor longer than it lasts */
    sessions_free(sessions);
    sessions_free(NULL);
}

static void test_forget(void **state)
{
    static const struct uuid all, session = {{1}}, account = {{2}}, person = {{3}}, other = {{9}};
    static const struct uuid *const reasons[] = {&session, &account, &person, &all};
    struct sessions *sessions = sessions_new();
    struct caller found;
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        const struct caller one = caller_of(1, 2, 3), two = caller_of(4, 5, 6);
        sessions_put(sessions, hash_a, 1000, &one, 1000000);
        sessions_put(sessions, hash_b, 1000, &two, 1000000);
        sessions_forget(sessions, &other);
        assert_true(sessions_get(sessions, hash_a, 1000, &found));
        sessions_forget(sessions, reasons[i]);
        assert_false(sessions_get(sessions, hash_a, 1000, &found));
        assert_int_equal(sessions_get(sessions, hash_b, 1000, &found), reasons[i] != &all);
    }
    sessions_free(sessions);
}

/* Many sessions crowd each other out, but nobody is ever taken for somebody else. */
static void test_crowded(void **state)
{
    struct sessions *sessions = sessions_new();
    (void)state;
    for (unsigned i = 0; i < 20000; i++) {
        unsigned char hash[HASH_BYTES];
        struct caller caller = caller_of(0, 0, 0), found = {0};
        memcpy(caller.session.bytes, &i, sizeof i);
        memset(hash, 7, sizeof hash);
        hash[1] = (unsigned char)(i % 11);
        memcpy(hash + 2, &i, sizeof i);
        sessions_put(sessions, hash, 1000 + i, &caller, 1000000);
        assert_true(sessions_get(sessions, hash, 1000 + i, &found));
        assert_memory_equal(found.session.bytes, &i, sizeof i);
    }
    sessions_free(sessions);
}

static void test_cookie(void **state)
{
    struct settings settings;
    struct error error = {0};
    struct arena *arena = arena_new();
    (void)state;
    assert_true(settings_load(&settings, NULL, &error));
    assert_string_equal(session_cookie(&settings, arena, "abc", 60),
                        "vahetus=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=60");
    assert_true(settings_set(&settings, "public_url", "https://vahetus.example.com", &error));
    assert_string_equal(session_cookie_name(&settings), "__Host-vahetus");
    assert_string_equal(session_cookie(&settings, arena, "", 0),
                        "__Host-vahetus=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Secure");
    settings_free(&settings);
    arena_free(arena);
}

static void test_caller(void **state)
{
    struct session_role roles[] = {{ACCOUNT_MANAGER, "kehra", "Kehra noortekeskus", "0141"},
                                   {ACCOUNT_SPECIALIST, "0245", "Jõelähtme vald", "0245"}};
    struct session session = {.account = {{1}},
                              .person = {{2}},
                              .id = {{3}},
                              .language = LANGUAGE_RU,
                              .is_volunteer = true,
                              .is_worker = true,
                              .home_centre = "loo",
                              .roles = roles,
                              .role_count = 2};
    struct caller caller = {.address = "203.0.113.5"};
    (void)state;
    session_to_caller(&session, &caller);
    assert_int_equal(caller.roles, ROLE_MANAGER | ROLE_SPECIALIST | ROLE_WORKER | ROLE_VOLUNTEER);
    assert_true(caller_reaches_centre(&caller, "kehra", "0141"));
    assert_true(caller_reaches_centre(&caller, "kostivere", "0245"));
    assert_false(caller_reaches_centre(&caller, "alavere", "0141"));
    assert_int_equal(caller.language, LANGUAGE_RU);
    assert_string_equal(caller.address, "203.0.113.5");
}

/* Tokens are long, new each time, and stored by their hash. */
static void test_tokens(void **state)
{
    char one[TOKEN_TEXT_SIZE], two[TOKEN_TEXT_SIZE];
    unsigned char hash[HASH_BYTES], again[HASH_BYTES];
    (void)state;
    assert_true(random_start());
    token_new(one);
    token_new(two);
    assert_int_equal(strlen(one), 43);
    assert_string_not_equal(one, two);
    token_hash(one, hash);
    token_hash(one, again);
    assert_memory_equal(hash, again, sizeof hash);
    token_hash("abc", hash);
    static const unsigned char sha256_abc[] = {0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea};
    assert_memory_equal(hash, sha256_abc, sizeof sha256_abc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cache),  cmocka_unit_test(test_forget), cmocka_unit_test(test_crowded),
        cmocka_unit_test(test_cookie), cmocka_unit_test(test_caller), cmocka_unit_test(test_tokens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
