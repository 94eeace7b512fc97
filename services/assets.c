#include "services/assets.h"

#include "services/http.h"

#include <ctype.h>
#include <errno.h>
#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    CODINGS = 3,
    FILE_MAX = 64 * 1024 * 1024,
    HASH_MIN = 8,
};

/* In the order of preference where a client likes several alike. */
static const struct {
    const char *name;
    const char *suffix; /* of the file beside the plain one */
} codings[CODINGS] = {{"br", ".br"}, {"gzip", ".gz"}, {"identity", ""}};

struct asset {
    char *path; /* as in the request: "/assets/app-Xy12Zw34.js" */
    const char *content_type;
    bool is_immutable;
    struct http_blob *blobs[CODINGS]; /* the last, plain one is always there */
    char etags[CODINGS][40];
};

struct assets {
    struct asset *assets; /* by path */
    size_t count;
    size_t bytes;
    struct http_header headers[8];
    size_t header_count;
    char policy[512];
};

/* ---- what a file is ------------------------------------------------------------------------------------------ */

static const char *content_type_of(const char *path)
{
    static const struct {
        const char *extension;
        const char *type;
    } types[] = {
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".webp", "image/webp"},
        {".avif", "image/avif"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".txt", "text/plain; charset=utf-8"},
        {".xml", "application/xml"},
        {".pdf", "application/pdf"},
    };
    const char *extension = strrchr(path, '.');
    for (size_t i = 0; extension && i < sizeof types / sizeof types[0]; i++)
        if (strcmp(extension, types[i].extension) == 0)
            return types[i].type;
    return "application/octet-stream";
}

/* NAME-HASH.EXT or NAME.HASH.EXT: eight characters or more, with a digit or a capital among them, which sets them apart
 * from a word. A hash may itself hold a hyphen, so its shortest form is looked for from the end. */
static bool has_hash(const char *path)
{
    const char *name = strrchr(path, '/') + 1;
    const char *extension = strrchr(name, '.');
    if (!extension || extension - name < HASH_MIN + 2)
        return false;
    bool is_mixed = false;
    for (const char *at = extension - 1; at > name; at--) {
        if (extension - at > HASH_MIN && (*at == '-' || *at == '.'))
            return is_mixed;
        if (!isalnum((unsigned char)*at) && *at != '-' && *at != '_')
            return false;
        is_mixed |= isdigit((unsigned char)*at) || isupper((unsigned char)*at);
    }
    return false;
}

/* FNV-1a: tells versions of a file apart, nothing more. */
static uint64_t hash_of(const unsigned char *bytes, size_t length)
{
    uint64_t hash = 0xcbf29ce484222325;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ bytes[i]) * 0x100000001b3;
    return hash;
}

/* ---- loading ------------------------------------------------------------------------------------------------- */

static bool out_of_memory(struct error *error)
{
    return error_set(error, ERROR_INTERNAL, "out_of_memory", "no memory for the front end's files");
}

/* A missing file is no error: `*blob` stays NULL. */
static bool load_blob(const char *file, struct http_blob **blob, struct error *error)
{
    FILE *stream = fopen(file, "rbe");
    if (!stream)
        return errno == ENOENT ||
               error_set(error, ERROR_INTERNAL, "assets_unreadable", "%s: %s", file, strerror(errno));
    char *data = NULL;
    struct stat status;
    bool is_good = false;
    if (fstat(fileno(stream), &status) != 0 || status.st_size > FILE_MAX) {
        error_set(error, ERROR_INTERNAL, "assets_unreadable", "%s is larger than 64 MiB", file);
        goto done;
    }
    size_t length = (size_t)status.st_size;
    data = malloc(length + 1);
    if (!data) {
        out_of_memory(error);
        goto done;
    }
    if (fread(data, 1, length, stream) != length) {
        error_set(error, ERROR_INTERNAL, "assets_unreadable", "%s cannot be read whole", file);
        goto done;
    }
    *blob = http_blob_new(data, length, free);
    is_good = *blob || out_of_memory(error);
done:
    if (!is_good)
        free(data);
    fclose(stream);
    return is_good;
}

static bool load_asset(struct assets *assets, const char *folder, const char *path, struct error *error)
{
    struct asset *grown = realloc(assets->assets, (assets->count + 1) * sizeof *grown);
    if (!grown)
        return out_of_memory(error);
    assets->assets = grown;
    struct asset *asset = &grown[assets->count++];
    *asset =
        (struct asset){.path = strdup(path), .content_type = content_type_of(path), .is_immutable = has_hash(path)};
    if (!asset->path)
        return out_of_memory(error);
    uint64_t hash = 0;
    for (int i = CODINGS - 1; i >= 0; i--) {
        char file[4096];
        if (snprintf(file, sizeof file, "%s%s%s", folder, path, codings[i].suffix) >= (int)sizeof file)
            return error_set(error, ERROR_INTERNAL, "assets_unreadable", "%s: the name is too long", path);
        if (!load_blob(file, &asset->blobs[i], error))
            return false;
        if (!asset->blobs[i])
            continue;
        size_t length = http_blob_length(asset->blobs[i]);
        if (i == CODINGS - 1)
            hash = hash_of(http_blob_data(asset->blobs[i]), length);
        assets->bytes += length;
        snprintf(asset->etags[i], sizeof asset->etags[i], "\"%016" PRIx64 "%s%s\"", hash, i < CODINGS - 1 ? "-" : "",
                 i < CODINGS - 1 ? codings[i].name : "");
    }
    return asset->blobs[CODINGS - 1] ||
           error_set(error, ERROR_INTERNAL, "assets_unreadable", "%s%s has gone while it was read", folder, path);
}

static bool is_compressed_form(const char *file)
{
    char plain[4096];
    struct stat status;
    size_t length = strlen(file);
    if (length < 4 || length >= sizeof plain ||
        (strcmp(file + length - 3, ".br") != 0 && strcmp(file + length - 3, ".gz") != 0))
        return false;
    memcpy(plain, file, length - 3);
    plain[length - 3] = '\0';
    return stat(plain, &status) == 0;
}

/* nftw() has no room for a context; assets are loaded once, at the start, on one thread. */
static struct {
    struct assets *assets;
    const char *folder;
    struct error *error;
} loading;

static int load_entry(const char *file, const struct stat *status, int kind, struct FTW *place)
{
    (void)place;
    if (kind == FTW_DNR || kind == FTW_NS) {
        error_set(loading.error, ERROR_INTERNAL, "assets_unreadable", "%s cannot be read", file);
        return 1;
    }
    if (kind != FTW_F || !S_ISREG(status->st_mode) || is_compressed_form(file))
        return 0;
    return load_asset(loading.assets, loading.folder, file + strlen(loading.folder), loading.error) ? 0 : 1;
}

static int compare_paths(const void *left, const void *right)
{
    return strcmp(((const struct asset *)left)->path, ((const struct asset *)right)->path);
}

static const struct asset *find(const struct assets *assets, const char *path)
{
    struct asset key = {.path = (char *)(uintptr_t)path};
    return assets->count ? bsearch(&key, assets->assets, assets->count, sizeof key, compare_paths) : NULL;
}

/* ---- pages --------------------------------------------------------------------------------------------------- */

enum { PAGE_NAME_MAX = 256 };

/* FOLDER + NAME + ".LANGUAGE.html", NULL where there is no such file. */
static const struct asset *page_named(const struct assets *assets, const char *folder, size_t length, const char *name,
                                      enum language language)
{
    char path[PAGE_NAME_MAX];
    int written = snprintf(path, sizeof path, "%.*s%s.%s.html", (int)length, folder, name, language_tag(language));
    return written < (int)sizeof path ? find(assets, path) : NULL;
}

/* The page made for this address, else the one that stands for all addresses of its folder, or of a folder above. */
static const struct asset *page_for(const struct assets *assets, const char *path, enum language language)
{
    size_t length = strlen(path);
    if (length > PAGE_NAME_MAX)
        return page_named(assets, "/", 1, "_", language);
    while (length > 1 && path[length - 1] == '/')
        length--;
    const struct asset *page = page_named(assets, path, length, length == 1 ? "index" : "", language);
    while (!page && length > 0) {
        while (path[length - 1] != '/')
            length--;
        page = page_named(assets, path, length, "_", language);
        length--;
    }
    return page;
}

static void write_headers(struct assets *assets, const struct assets_settings *settings)
{
    const char *tiles = settings->tile_origin ? settings->tile_origin : "";
    snprintf(assets->policy, sizeof assets->policy,
             "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; "
             "manifest-src 'self'; img-src 'self'%s%s; base-uri 'none'; form-action 'self'; frame-ancestors 'none'%s",
             *tiles ? " " : "", tiles, settings->https ? "; upgrade-insecure-requests" : "");
    const struct http_header all[] = {
        {"Content-Security-Policy", assets->policy},
        {"Referrer-Policy", "strict-origin-when-cross-origin"},
        {"Permissions-Policy", "geolocation=(self), camera=(), microphone=(), payment=()"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Strict-Transport-Security", "max-age=31536000"},
    };
    assets->header_count = sizeof all / sizeof all[0] - !settings->https;
    memcpy(assets->headers, all, assets->header_count * sizeof all[0]);
}

static bool settings_are_sound(const struct assets_settings *settings, struct error *error)
{
    /* The origin stands in a policy, where a semicolon or a space would begin another rule. */
    const char *tiles = settings->tile_origin;
    if (!tiles || *tiles == '\0')
        return true;
    bool is_origin = strlen(tiles) < 100 && (strncmp(tiles, "https://", 8) == 0 || strncmp(tiles, "http://", 7) == 0);
    for (const char *at = tiles; is_origin && *at; at++)
        is_origin = isalnum((unsigned char)*at) || strchr(":/.-*", *at);
    return is_origin || error_set(error, ERROR_INVALID, "tile_origin_malformed",
                                  "the tile origin must look like https://tiles.example.org");
}

struct assets *assets_load(const struct assets_settings *settings, struct error *error)
{
    if (!settings_are_sound(settings, error))
        return NULL;
    struct assets *assets = calloc(1, sizeof *assets);
    if (!assets) {
        out_of_memory(error);
        return NULL;
    }
    write_headers(assets, settings);
    loading.assets = assets;
    loading.folder = settings->folder;
    loading.error = error;
    if (nftw(settings->folder, load_entry, 16, 0) < 0)
        error_set(error, ERROR_NOT_FOUND, "assets_missing", "%s: %s", settings->folder, strerror(errno));
    if (assets->count > 0)
        qsort(assets->assets, assets->count, sizeof *assets->assets, compare_paths);
    for (int i = 0; i < LANGUAGE_COUNT && error->kind == ERROR_NONE; i++)
        if (!page_named(assets, "/", 1, "_", (enum language)i))
            error_set(error, ERROR_NOT_FOUND, "assets_missing", "%s has no _.%s.html: build the front end first",
                      settings->folder, language_tag((enum language)i));
    if (error->kind == ERROR_NONE)
        return assets;
    assets_free(assets);
    return NULL;
}

void assets_free(struct assets *assets)
{
    if (!assets)
        return;
    for (size_t i = 0; i < assets->count; i++) {
        free(assets->assets[i].path);
        for (int coding = 0; coding < CODINGS; coding++)
            http_blob_release(assets->assets[i].blobs[coding]);
    }
    free(assets->assets);
    free(assets);
}

size_t assets_count(const struct assets *assets)
{
    return assets->count;
}

size_t assets_bytes(const struct assets *assets)
{
    return assets->bytes;
}

/* ---- serving ------------------------------------------------------------------------------------------------- */

/* The form the client likes best; the plain one where nothing else will do. */
static int choose_coding(const struct asset *asset, const struct http_request *request)
{
    int best = CODINGS - 1;
    unsigned best_weight = 0;
    for (int i = 0; i < CODINGS; i++) {
        unsigned weight = asset->blobs[i] ? http_request_encoding_weight(request, codings[i].name) : 0;
        if (weight > best_weight) {
            best = i;
            best_weight = weight;
        }
    }
    return best;
}

/* Is it an address of the browser's router, for somebody who can read a page? */
static bool asks_for_page(const char *path, const struct http_request *request)
{
    if (strcmp(path, "/") == 0)
        return true;
    return strncmp(path, "/api/", 5) != 0 && strcmp(path, "/api") != 0 && strncmp(path, "/assets/", 8) != 0 &&
           http_request_accepts(request, "text/html");
}

bool assets_language_chosen(struct http_request *request, enum language *language)
{
    return language_from_tag(http_request_parameter(request, "lang"), language) ||
           language_from_tag(http_request_cookie(request, "vahetus_lang"), language);
}

enum assets_outcome assets_reply(const struct assets *assets, struct http_request *request, enum language language)
{
    enum http_method method = http_request_method(request);
    const char *path = http_request_path(request);
    const struct asset *asset = find(assets, path);
    bool is_page = !asset && asks_for_page(path, request);
    if (is_page)
        asset = page_for(assets, path, language);
    if (!asset)
        return ASSETS_HAVE_NONE;
    if (method != HTTP_GET && method != HTTP_HEAD)
        return ASSETS_ARE_READ_ONLY;
    int coding = choose_coding(asset, request);
    struct http_header headers[sizeof assets->headers / sizeof assets->headers[0] + 3];
    size_t count = assets->header_count;
    memcpy(headers, assets->headers, count * sizeof headers[0]);
    headers[count++] =
        (struct http_header){"Vary", is_page ? "Accept-Encoding, Accept-Language, Cookie" : "Accept-Encoding"};
    if (is_page)
        headers[count++] = (struct http_header){"Content-Language", language_tag(language)};
    if (coding != CODINGS - 1)
        headers[count++] = (struct http_header){"Content-Encoding", codings[coding].name};
    http_reply(request, &(struct http_reply){
                            .status = 200,
                            .content_type = asset->content_type,
                            .blob = asset->blobs[coding],
                            .etag = asset->etags[coding],
                            .cache_control = asset->is_immutable ? "public, max-age=31536000, immutable"
                                             : is_page           ? "private, no-cache"
                                                                 : "no-cache",
                            .headers = headers,
                            .header_count = count,
                        });
    return ASSETS_REPLIED;
}
