/*
 * The region's words and places as numbers and names: what replies are composed from, and what the matcher's codes
 * stand for. Read once at start and constant from then on, so every thread may look things up.
 */
#ifndef VAHETUS_SERVICES_WORDS_H
#define VAHETUS_SERVICES_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "db/region.h"
#include "services/texts.h"

enum words_kind {
    WORDS_SKILL,
    WORDS_INTEREST,
    WORDS_CERTIFICATE,
    WORDS_LANGUAGE,
    WORDS_AGE_GROUP,
    WORDS_BRING,
    WORDS_CENTRE,       /* codes are slugs; the name is the same in all languages */
    WORDS_MUNICIPALITY, /* codes are EHAK codes; the name is the same in all languages */
    WORDS_KINDS
};

struct words;

/* NULL with `error` filled when the database does not answer or memory runs out. */
struct words *words_new(struct db *db, struct error *error) __attribute__((warn_unused_result));
void words_free(struct words *words); /* takes NULL */

size_t words_count(const struct words *words, enum words_kind kind);

/* Numbers go from 0 to count - 1, in the order of struct region. -1 for an unknown code. O(log count). */
int words_number(const struct words *words, enum words_kind kind, const char *code);

/* `number` must exist. */
const char *words_code(const struct words *words, enum words_kind kind, int number);
const char *words_name(const struct words *words, enum words_kind kind, int number, enum language language);
const struct centre *words_centre(const struct words *words, int number);

/* The name of a code, or the code itself when it is unknown. */
const char *words_name_of(const struct words *words, enum words_kind kind, const char *code, enum language language);

/* The name of a need's activity, which is a skill or an interest; the code itself when it is neither. */
const char *words_activity(const struct words *words, const char *code, enum language language);

/* All of it, for whoever needs the lists themselves. */
const struct region *words_region(const struct words *words);

#endif
