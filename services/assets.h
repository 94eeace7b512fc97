/*
 * The front end's files, served from memory.
 *
 * assets_load() reads a folder once (web/dist): every regular file, with FILE.br and FILE.gz beside it as its
 * compressed forms. Files whose name carries a content hash (NAME-HASH.EXT or NAME.HASH.EXT, eight characters or more)
 * may be kept for a year; all others are checked by ETag on every use.
 */
#ifndef VAHETUS_SERVICES_ASSETS_H
#define VAHETUS_SERVICES_ASSETS_H

#include "db/error.h"
#include "services/texts.h"

#include <stdbool.h>
#include <stddef.h>

struct assets;
struct http_request;

struct assets_settings {
    const char *folder;      /* such as web/dist */
    const char *tile_origin; /* where map pictures come from, such as "https://tiles.example.org"; NULL: nowhere else */
    bool https;              /* public_url is https: adds Strict-Transport-Security and upgrade-insecure-requests */
};

/* NULL and `error` if the folder cannot be read or has no _.et.html, _.ru.html and _.en.html. */
struct assets *assets_load(const struct assets_settings *settings, struct error *error)
    __attribute__((warn_unused_result));
void assets_free(struct assets *assets); /* accepts NULL; replies under way keep what they send */

/* Number of files and bytes held, compressed forms among them. */
size_t assets_count(const struct assets *assets);
size_t assets_bytes(const struct assets *assets);

enum assets_outcome { ASSETS_REPLIED, ASSETS_HAVE_NONE, ASSETS_ARE_READ_ONLY };

/*
 * Answers GET and HEAD of a file that is there, and of any other path outside /api/ and /assets/ with a page in
 * `language` where the client accepts text/html: the pages of the browser's own router. If it has not replied, the
 * caller answers 404, or 405 with "GET, HEAD" allowed.
 *
 * The page of /a/b is /a/b.LANGUAGE.html if there is one ("/" has /index.LANGUAGE.html), else /a/_.LANGUAGE.html, else
 * /_.LANGUAGE.html: a "_" stands for every address of its folder.
 */
enum assets_outcome assets_reply(const struct assets *assets, struct http_request *request, enum language language);

/* The language that somebody chose for the pages, by `?lang=` of a link or with the switch (kept in a cookie that holds
 * nothing else). False, and `language` untouched, where nobody has. */
bool assets_language_chosen(struct http_request *request, enum language *language);

#endif
