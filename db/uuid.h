/*
 * Keys: UUIDs of version 7 (RFC 9562), 16 bytes in the database (BINARY(16)) and text in the API. They are made by
 * services/random.h, and ascend with time, so rows land next to each other.
 */
#ifndef VAHETUS_DB_UUID_H
#define VAHETUS_DB_UUID_H

#include <stdbool.h>

enum { UUID_TEXT_SIZE = 37 }; /* 36 characters and the closing NUL */

struct uuid {
    unsigned char bytes[16];
};

/* Reads 8-4-4-4-12 hexadecimal digits, in either case, and nothing else. */
bool uuid_parse(const char *text, struct uuid *uuid) __attribute__((warn_unused_result));

/* Writes lower-case text; returns `text`. */
char *uuid_format(const struct uuid *uuid, char text[UUID_TEXT_SIZE]);

/* Byte order, which is the order of time for version 7; as memcmp. */
int uuid_compare(const struct uuid *a, const struct uuid *b);

/* All zeros stands for "none". */
bool uuid_is_none(const struct uuid *uuid);

#endif
