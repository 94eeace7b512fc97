/*
 * A guess at where an address is, from an MMDB file that the operator names. It chooses the first language and orders
 * the list of municipalities, and nothing else: it never decides anything (DOMAIN 4.1, rule R16).
 *
 * Without a file, or with one that cannot be read, there is no guess and everything else works.
 */
#ifndef VAHETUS_SERVICES_GEO_H
#define VAHETUS_SERVICES_GEO_H

#include <stdbool.h>
#include <stddef.h>

#include "db/error.h"
#include "services/texts.h"

struct geo;

/*
 * Opens the file. Never fails: without a usable file it returns a handle that knows nothing, and fills `error` once
 * with a sentence for the log, for the caller to write at start ("geo_missing", "geo_corrupt"). `path` NULL or empty:
 * no file is wanted, and `error` stays clear. NULL only when out of memory.
 */
struct geo *geo_new(const char *path, struct error *error) __attribute__((warn_unused_result));
void geo_free(struct geo *geo); /* takes NULL */

struct geo_guess {
    char country[3];   /* ISO 3166, upper case; "" when unknown */
    bool has_position; /* databases of countries have none */
    double lat, lon;
};

/* `address` is text, IPv4 or IPv6 (also ::ffff:1.2.3.4). Loopback, private and unknown addresses give an empty guess.
 * Any thread may ask; microseconds. */
struct geo_guess geo_guess(const struct geo *geo, const char *address);

/* The language to begin with: what the browser asks for when it names one of ours, else Russian or English for a
 * country that speaks it or has no tie to Estonian, else Estonian. `accept_language` may be NULL. */
enum language geo_language(const struct geo_guess *guess, const char *accept_language);

struct geo_place {
    double lat, lon;
};

/* Fills `order` with 0..count-1: the nearest place first where the guess has a position, else as they are. */
void geo_order(const struct geo_guess *guess, const struct geo_place *places, size_t count, size_t *order);

#endif
