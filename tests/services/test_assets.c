/*
 * The front end's files: negotiation, caching, the pages of the browser's router, and what is not theirs.
 */
#include "services/assets.h"

#include "tests/services/http_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { LARGE = 100000 };

struct world {
    char folder[40];
    struct assets *assets;
    struct fixture *fixture;
    int fd;
};

static const char *const files[] = {
    "index.et.html",
    "index.ru.html",
    "_.et.html",
    "_.ru.html",
    "_.en.html",
    "join.ru.html",
    "join.ru.html.br",
    "join/_.et.html",
    "favicon.svg",
    "assets/app-BxK3d9aP.js",
    "assets/app-BxK3d9aP.js.br",
    "assets/app-BxK3d9aP.js.gz",
    "assets/style.4f3a9c21.css",
    "assets/precomposed.js",
    "only.txt.gz",
    "assets/large-AAAA1111.bin",
};

static const char *const folders[] = {"assets", "join"};

static void write_file(const struct world *world, const char *name, const char *text, size_t length)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", world->folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, length, file), length);
    fclose(file);
}

static int start(void **state)
{
    static struct world world;
    static char large[LARGE], path[100];
    strcpy(world.folder, "/tmp/vahetus-assets-XXXXXX");
    assert_non_null(mkdtemp(world.folder));
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", world.folder, folders[i]);
        assert_int_equal(mkdir(path, 0700), 0);
    }
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        write_file(&world, files[i], files[i], strlen(files[i]));
    for (size_t i = 0; i < sizeof large; i++)
        large[i] = (char)('a' + i % 26);
    write_file(&world, "assets/large-AAAA1111.bin", large, sizeof large);

    struct error error = {0};
    world.assets = assets_load(
        &(struct assets_settings){.folder = world.folder, .tile_origin = "https://tiles.example.org", .https = true},
        &error);
    if (!world.assets)
        fail_msg("%s", error.detail);
    struct http_settings settings;
    http_settings_default(&settings);
    world.fixture = fixture_start(&settings, world.assets);
    world.fd = client_connect(world.fixture);
    *state = &world;
    return 0;
}

static int stop(void **state)
{
    struct world *world = *state;
    char path[200];
    close(world->fd);
    fixture_stop(world->fixture);
    assets_free(world->assets);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", world->folder, files[i]);
        unlink(path);
    }
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", world->folder, folders[i]);
        rmdir(path);
    }
    return rmdir(world->folder);
}

static struct answer ask(const struct world *world, const char *method, const char *path, const char *headers,
                         int status)
{
    char request[500];
    snprintf(request, sizeof request, "%s %s HTTP/1.1\r\nHost: a\r\n%s\r\n", method, path, headers);
    return client_ask(world->fd, request, status);
}

static void test_what_is_held(void **state)
{
    const struct world *world = *state;
    assert_int_equal(assets_count(world->assets),
                     13); /* a compressed form counts alone where its plain one is missing */
    assert_true(assets_bytes(world->assets) > LARGE);
}

static void test_encoding_is_negotiated(void **state)
{
    static const struct {
        const char *header;
        const char *encoding;
        const char *body;
    } cases[] = {
        {"", NULL, "assets/app-BxK3d9aP.js"},
        {"Accept-Encoding: gzip, deflate, br\r\n", "br", "assets/app-BxK3d9aP.js.br"},
        {"Accept-Encoding: gzip\r\n", "gzip", "assets/app-BxK3d9aP.js.gz"},
        {"Accept-Encoding: GZIP;q=1.0, br;q=0.9\r\n", "gzip", "assets/app-BxK3d9aP.js.gz"},
        {"Accept-Encoding: gzip;q=0.001 , br;q=0\r\n", "gzip", "assets/app-BxK3d9aP.js.gz"},
        {"Accept-Encoding: br;q=0.000, gzip; q=0\r\n", NULL, "assets/app-BxK3d9aP.js"},
        {"Accept-Encoding: *\r\n", "br", "assets/app-BxK3d9aP.js.br"},
        {"Accept-Encoding: *;q=0.5, br;q=0\r\n", "gzip", "assets/app-BxK3d9aP.js.gz"},
        {"Accept-Encoding: identity, gzip;q=0.5\r\n", NULL, "assets/app-BxK3d9aP.js"},
        {"Accept-Encoding: gzip\r\nAccept-Encoding: br\r\n", "br", "assets/app-BxK3d9aP.js.br"},
        {"Accept-Encoding: gzip;q=x, brr\r\n", NULL, "assets/app-BxK3d9aP.js"},
        {"Accept-Encoding:\r\n", NULL, "assets/app-BxK3d9aP.js"},
        {"Accept-Encoding: identity;q=0\r\n", NULL, "assets/app-BxK3d9aP.js"},
    };
    const struct world *world = *state;
    char *tags[2] = {NULL, NULL};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct answer answer = ask(world, "GET", "/assets/app-BxK3d9aP.js", cases[i].header, 200);
        answer_expect(&answer, "Content-Encoding", cases[i].encoding);
        answer_expect(&answer, "Vary", "Accept-Encoding");
        assert_string_equal(answer.body, cases[i].body);
        if (i < 2)
            tags[i] = answer_header(&answer, "etag");
        answer_free(&answer);
    }
    assert_string_not_equal(tags[0], tags[1]); /* two forms are not interchangeable byte by byte */
    free(tags[0]);
    free(tags[1]);
}

static void test_caching(void **state)
{
    static const char kept[] = "public, max-age=31536000, immutable";
    static const struct {
        const char *path, *cache, *type;
    } cases[] = {
        {"/", "private, no-cache", "text/html; charset=utf-8"},
        {"/index.et.html", "no-cache", "text/html; charset=utf-8"},
        {"/favicon.svg", "no-cache", "image/svg+xml"},
        {"/assets/app-BxK3d9aP.js", kept, "text/javascript; charset=utf-8"},
        {"/assets/style.4f3a9c21.css", kept, "text/css; charset=utf-8"},
        {"/assets/precomposed.js", "no-cache", "text/javascript; charset=utf-8"},
        {"/assets/large-AAAA1111.bin", kept, "application/octet-stream"},
    };
    const struct world *world = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct answer answer = ask(world, "GET", cases[i].path, "", 200);
        answer_expect(&answer, "Cache-Control", cases[i].cache);
        answer_expect(&answer, "Content-Type", cases[i].type);
        char *tag = answer_header(&answer, "etag"), header[100];
        answer_free(&answer);
        snprintf(header, sizeof header, "If-None-Match: %s\r\n", tag);
        answer = ask(world, "GET", cases[i].path, header, 304);
        answer_expect(&answer, "ETag", tag);
        answer_expect(&answer, "Cache-Control", cases[i].cache);
        answer_expect(&answer, "Content-Type", NULL);
        answer_free(&answer);
        free(tag);
    }
}

static void test_security_headers(void **state)
{
    const struct world *world = *state;
    struct answer answer = ask(world, "GET", "/", "", 200);
    answer_expect(&answer, "Content-Security-Policy",
                  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; "
                  "manifest-src 'self'; img-src 'self' https://tiles.example.org; base-uri 'none'; form-action 'self'; "
                  "frame-ancestors 'none'; upgrade-insecure-requests");
    answer_expect(&answer, "X-Content-Type-Options", "nosniff");
    answer_expect(&answer, "Referrer-Policy", "strict-origin-when-cross-origin");
    answer_expect(&answer, "Strict-Transport-Security", "max-age=31536000");
    answer_free(&answer);
}

static void test_pages_of_the_router(void **state)
{
    static const struct {
        const char *method, *path, *accept;
        int status;
    } cases[] = {
        {"GET", "/needs/42", "text/html,application/xhtml+xml,*/*;q=0.8", 200},
        {"GET", "/needs/42", "text/*", 200},
        {"HEAD", "/needs/42", "text/html", 200},
        {"GET", "/needs/42", "application/json", 404},
        {"GET", "/needs/42", "*/*", 404},
        {"GET", "/needs/42", "text/html;q=0", 404},
        {"GET", "/api/v1/nothing", "text/html", 404},
        {"GET", "/api", "text/html", 404},
        {"GET", "/assets/gone-AAAA1111.js", "text/html", 404},
        {"DELETE", "/needs/42", "text/html", 404},
        {"GET", "/apis", "text/html", 200},
    };
    const struct world *world = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char header[100];
        snprintf(header, sizeof header, "Accept: %s\r\n", cases[i].accept);
        struct answer answer = ask(world, cases[i].method, cases[i].path, header, cases[i].status);
        if (cases[i].status == 200 && answer.length > 0)
            assert_string_equal(answer.body, "_.et.html");
        answer_free(&answer);
    }
}

/* The page nearest to the address, in the language that was chosen or asked for. */
static void test_pages_by_address_and_language(void **state)
{
    static const struct {
        const char *path, *headers, *page, *language;
    } cases[] = {
        {"/", "", "index.et.html", "et"},
        {"/", "Accept-Language: ru\r\n", "index.ru.html", "ru"},
        {"/", "Accept-Language: en-GB, ru;q=0.5\r\n", "_.en.html", "en"},
        {"/?lang=ru", "Accept-Language: en\r\n", "index.ru.html", "ru"},
        {"/?lang=xx", "Cookie: vahetus_lang=ru\r\n", "index.ru.html", "ru"},
        {"/", "Accept-Language: en\r\nCookie: a=b; vahetus_lang=ru\r\n", "index.ru.html", "ru"},
        {"/", "Cookie: vahetus_lang=/etc/passwd\r\n", "index.et.html", "et"},
        {"/join", "", "_.et.html", "et"},
        {"/join", "Accept-Language: ru\r\n", "join.ru.html", "ru"},
        {"/join/", "Accept-Language: ru\r\n", "join.ru.html", "ru"},
        {"/join/when", "", "join/_.et.html", "et"},
        {"/join/when/at", "", "join/_.et.html", "et"},
        {"/join/when", "Accept-Language: ru\r\n", "_.ru.html", "ru"},
        {"/joins", "Accept-Language: ru\r\n", "_.ru.html", "ru"},
    };
    const struct world *world = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char headers[200];
        snprintf(headers, sizeof headers, "Accept: text/html\r\n%s", cases[i].headers);
        struct answer answer = ask(world, "GET", cases[i].path, headers, 200);
        assert_string_equal(answer.body, cases[i].page);
        answer_expect(&answer, "Content-Language", cases[i].language);
        answer_expect(&answer, "Vary", "Accept-Encoding, Accept-Language, Cookie");
        answer_free(&answer);
    }
    struct answer russian = ask(world, "GET", "/", "Accept-Language: ru\r\n", 200);
    char *tag = answer_header(&russian, "etag"), headers[100];
    snprintf(headers, sizeof headers, "If-None-Match: %s\r\n", tag);
    struct answer estonian = ask(world, "GET", "/", headers, 200); /* another language is another page */
    answer_free(&russian);
    answer_free(&estonian);
    free(tag);
}

static void test_an_address_without_end(void **state)
{
    const struct world *world = *state;
    static char path[3000];
    path[0] = '/';
    memset(path + 1, 'a', sizeof path - 2);
    char *request = malloc(sizeof path + 100);
    snprintf(request, sizeof path + 100, "GET %s HTTP/1.1\r\nHost: a\r\nAccept: text/html\r\n\r\n", path);
    struct answer answer = client_ask(world->fd, request, 200);
    assert_string_equal(answer.body, "_.et.html");
    answer_free(&answer);
    free(request);
}

static void test_head_and_large_files(void **state)
{
    const struct world *world = *state;
    struct answer answer = ask(world, "HEAD", "/assets/large-AAAA1111.bin", "", 200);
    answer_expect(&answer, "Content-Length", "100000");
    answer_free(&answer);
    answer = ask(world, "GET", "/assets/large-AAAA1111.bin", "", 200);
    assert_int_equal(answer.length, LARGE);
    for (size_t i = 0; i < LARGE; i++)
        if (answer.body[i] != (char)('a' + i % 26))
            fail_msg("byte %zu is %d", i, answer.body[i]);
    answer_free(&answer);
}

static void test_what_cannot_be_loaded(void **state)
{
    const struct world *world = *state;
    struct error error = {0};
    assert_null(assets_load(&(struct assets_settings){.folder = "/nowhere/at/all"}, &error));
    assert_string_equal(error.code, "assets_missing");
    char folder[100];
    snprintf(folder, sizeof folder, "%s/assets", world->folder);
    error = (struct error){0};
    assert_null(assets_load(&(struct assets_settings){.folder = folder}, &error));
    assert_string_equal(error.code, "assets_missing");
    error = (struct error){0};
    assert_null(assets_load(
        &(struct assets_settings){.folder = world->folder, .tile_origin = "https://a; script-src *"}, &error));
    assert_string_equal(error.code, "tile_origin_malformed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_held),
        cmocka_unit_test(test_encoding_is_negotiated),
        cmocka_unit_test(test_caching),
        cmocka_unit_test(test_security_headers),
        cmocka_unit_test(test_pages_of_the_router),
        cmocka_unit_test(test_pages_by_address_and_language),
        cmocka_unit_test(test_an_address_without_end),
        cmocka_unit_test(test_head_and_large_files),
        cmocka_unit_test(test_what_cannot_be_loaded),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
