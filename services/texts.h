/*
 * Everything the server itself says to people, in Estonian, Russian and English.
 *
 * One table per language (texts/et.c, texts/ru.c, texts/en.c; letters and problems in their .inc files), sorted by key;
 * a test proves that all three hold the same keys with the same placeholders. Keys are dotted words:
 *
 *   problem.CODE.title, problem.CODE.detail   a problem document; CODE is error.code, or one of the general codes
 *   field.CODE                                what is wrong with one field (required, too_long, unknown_value ...)
 *   mail.KIND...                              subjects, sentences and buttons of mail
 *   calendar.WHAT, plan.WHAT                  texts in .ics files and in tables of a plan; count.THING: numbers of
 * things part.NAME, flag.NAME, reason.NAME         matching: score parts, flags, why somebody fits why.NAME,
 * change.NAME, rule.NAME          hard rules ("why not"), what would change it, broken rules of a round day.1 .. day.7,
 * month.1 .. month.12       short names, Monday first
 *
 * `{name}` in a text is a placeholder, filled by text_fill. A text with a number in it has one key per plural form:
 * KEY.one and KEY.other in Estonian and English, KEY.one, KEY.few and KEY.many in Russian; text_plural picks.
 */
#ifndef VAHETUS_SERVICES_TEXTS_H
#define VAHETUS_SERVICES_TEXTS_H

#include <stdbool.h>
#include <stddef.h>

enum language {
    LANGUAGE_ET,
    LANGUAGE_RU,
    LANGUAGE_EN,
};

enum { LANGUAGE_COUNT = 3 };

/* "et", "ru" or "en". */
const char *language_tag(enum language language);

/* Reads a tag such as "et", "RU" or "en-GB" (only the primary part counts). False, and `language` untouched, for a
 * language we do not speak or a tag that is NULL. */
bool language_from_tag(const char *tag, enum language *language);

/* The one of our languages that the header likes best; false, and `language` untouched, when it names none of them.
 * Reads at most the first 16 ranges; "*" names nobody's language. */
bool language_accepted(const char *accept_language, enum language *language);

/* The language to answer in, by RFC 9110 12.5.4 with quality values. Estonian when the header is NULL, cannot be read,
 * or names none of the three. Reads at most the first 16 ranges. */
enum language language_negotiate(const char *accept_language);

/* The text of `key`; the key itself when there is none, so that a slip shows and nothing crashes. Never NULL, never to
 * be freed. */
const char *text(enum language language, const char *key);

/* The same, but NULL for an unknown key. */
const char *text_find(enum language language, const char *key);

/* "problem.CODE.title" or "field.CODE" and the like, joined from its pieces: text_part(l, "problem", code, "title").
 * `last` may be NULL. NULL for an unknown key. */
const char *text_part(enum language language, const char *first, const char *middle, const char *last);

/* The form of `key` that goes with `count` in this language. It still holds its placeholders. */
const char *text_plural(enum language language, const char *key, long count);

struct text_value {
    const char *name;  /* without braces */
    const char *value; /* NULL reads as an empty text */
};

/* Fills the placeholders of `pattern`; one that has no value stays as it is. Returns a new string that the caller
 * frees, NULL only when out of memory. Values are copied as they are: escaping is the caller's. */
char *text_fill(const char *pattern, const struct text_value *values, size_t count);

/* The same into a buffer, always terminated, cut between UTF-8 characters. Returns the length that the whole text
 * has, so a result >= size means that it was cut. */
size_t text_fill_into(char *buffer, size_t size, const char *pattern, const struct text_value *values, size_t count);

/* For the tests: the n-th key of a language in order, NULL behind the last. */
const char *text_key(enum language language, size_t index);

#endif
