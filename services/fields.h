/*
 * JSON (and query and path parameters) to typed structs and back, by table.
 *
 * A table describes one struct, member by member; the same table reads a request and writes a reply. Reading finds all
 * errors at once: unknown members, missing ones, wrong types, bounds, unknown words. Example:
 *
 *     struct shift { int64_t from_ms, until_ms; int32_t seats; };
 *     static const struct field shift_fields[] = {
 *         FIELD_INSTANT(struct shift, from_ms, "from", .required = true),
 *         FIELD_INSTANT(struct shift, until_ms, "until", .required = true),
 *         FIELD_INTEGER(struct shift, seats, "seats", .min = 1, .max = 50, .absent = 1),
 *         FIELDS_END};
 *     struct input { const char *title; struct shift *shifts; size_t shift_count; };
 *     static const struct field input_fields[] = {
 *         FIELD_LINE(struct input, title, "title", .required = true, .max = 200),
 *         FIELD_OBJECTS(struct input, shifts, shift_count, "shifts", shift_fields, .min = 1, .max = 60),
 *         FIELDS_END};
 *
 * Reading allocates texts and lists in the call's arena. A text member may be `const char *` or `char [N]`.
 * Numbers without bounds (min and max both 0) take what is not negative and fits the member.
 * An absent member leaves zero (NULL, empty list) or `.absent`; `.given` names a bool member that tells absent from
 * zero, which a PATCH needs: FIELD_INTEGER(struct input, seats, "seats", .max = 50, GIVEN(struct input, seats_given)).
 * A struct may be nested in JSON but flat in C: FIELD_GROUP reads {"home": {"lat": ...}} into members of the same
 * struct. Writing leaves a member out (or writes null if `.nullable`) when its `given` bool is false; without one when
 * it is NULL, an empty text, a UUID of zeros, a negative word, or (only if `.nullable`) a number or time of zero.
 */
#ifndef VAHETUS_SERVICES_FIELDS_H
#define VAHETUS_SERVICES_FIELDS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/arena.h"
#include "db/uuid.h"

enum field_type {
    FIELD_TYPE_LINE = 1, /* text without control characters; spaces at both ends are cut off    string */
    FIELD_TYPE_TEXT,     /* text that may hold line ends and tabs                               string */
    FIELD_TYPE_CODE,     /* [a-z0-9_-]+ : reference codes and slugs                             string */
    FIELD_TYPE_EMAIL,    /* one address, lower-cased                                            string */
    FIELD_TYPE_PHONE,    /* + and 7 to 15 digits; blanks, dashes and brackets are cut out       string */
    FIELD_TYPE_TOKEN,    /* what a mailed link carries: base64url                               string */
    FIELD_TYPE_WORD,     /* one word of a list; the member is an int: its place in `.words`     string */
    FIELD_TYPE_WORDS,    /* a set of such words; the member is an unsigned: bit 1 << place      array  */
    FIELD_TYPE_BOOLEAN,  /* bool                                                                boolean */
    FIELD_TYPE_INTEGER,  /* a signed integer of 1, 2, 4 or 8 bytes, or an unsigned one          integer */
    FIELD_TYPE_REAL,     /* double; bounds are .min_real and .max_real                          number */
    FIELD_TYPE_DATE,     /* int32_t, days since 1970-01-01                                      "2027-03-28" */
    FIELD_TYPE_INSTANT, /* int64_t, milliseconds since 1970 UTC; written with Z                "2027-03-28T07:00:00Z" */
    FIELD_TYPE_MINUTE,  /* a time of day: int16_t/int32_t, minutes since midnight, 24:00 = end "16:30" */
    FIELD_TYPE_UUID,    /* struct uuid; all zeros when absent, and left out when zero          string */
    FIELD_TYPE_OBJECT,  /* a struct inside this one, or a pointer to one (.by_pointer)         object */
    FIELD_TYPE_LIST,    /* a pointer and a size_t: items by `.item` or `.fields`               array  */
    FIELD_TYPE_MAP,     /* such a list, written {key: value}: `.fields` has two entries        object */
    FIELD_TYPE_JSON,    /* const char * that holds JSON text already; only written             any    */
};

struct field {
    const char *name; /* in JSON or the query; NULL ends a table */
    enum field_type type;
    size_t offset; /* of the member in the struct */
    size_t size;   /* of the member, in bytes */
    bool inline_text;
    bool is_unsigned;
    bool by_pointer;
    bool required;    /* in a request; in a reply it is written even when empty */
    bool nullable;    /* null may stand for absence, and is written for it */
    bool repeats;     /* a list of plain values may hold one twice */
    bool input_only;  /* never written: a password */
    bool output_only; /* never read: it counts as unknown in a request */
    int64_t min, max; /* of an integer; of a text in characters (max 0: 1,000); of a list in items (max 0: 100) */
    double min_real, max_real;
    int64_t absent;             /* what an absent number, boolean or word becomes */
    size_t given_offset;        /* 1 + the offset of a bool member that says whether it came; 0: none. Use GIVEN() */
    bool given_by_value;        /* the bool stays false for null: HAS() */
    size_t count_offset;        /* of a list's size_t */
    const char *const *words;   /* of WORD and WORDS, ended by NULL */
    const struct field *fields; /* of an object */
    const struct field *item;   /* of a list: a table of one entry for plain items, whose offset is 0 */
    size_t item_size;
};

#define MEMBER_SIZE(S, member)      sizeof(((S *)0)->member)
#define MEMBER_IS_INLINE(S, member) _Generic(&((S *)0)->member, const char ** : false, char ** : false, default : true)
#define MEMBER_IS_UNSIGNED(S, member)                                                                                  \
    _Generic(((S *)0)->member, unsigned char                                                                           \
             : true, unsigned short                                                                                    \
             : true, unsigned                                                                                          \
             : true, unsigned long                                                                                     \
             : true, unsigned long long                                                                                \
             : true, default                                                                                           \
             : false)
#define MEMBER(S, member, name_, type_)                                                                                \
    .name = (name_), .type = (type_), .offset = offsetof(S, member), .size = MEMBER_SIZE(S, member)
#define FIELD_STRING_(S, member, name_, type_, ...)                                                                    \
    {                                                                                                                  \
        MEMBER(S, member, name_, type_), .inline_text = MEMBER_IS_INLINE(S, member), __VA_ARGS__                       \
    }

#define FIELD_LINE(S, member, name, ...)  FIELD_STRING_(S, member, name, FIELD_TYPE_LINE, __VA_ARGS__)
#define FIELD_TEXT(S, member, name, ...)  FIELD_STRING_(S, member, name, FIELD_TYPE_TEXT, __VA_ARGS__)
#define FIELD_CODE(S, member, name, ...)  FIELD_STRING_(S, member, name, FIELD_TYPE_CODE, __VA_ARGS__)
#define FIELD_EMAIL(S, member, name, ...) FIELD_STRING_(S, member, name, FIELD_TYPE_EMAIL, __VA_ARGS__)
#define FIELD_PHONE(S, member, name, ...) FIELD_STRING_(S, member, name, FIELD_TYPE_PHONE, __VA_ARGS__)
#define FIELD_TOKEN(S, member, name, ...) FIELD_STRING_(S, member, name, FIELD_TYPE_TOKEN, __VA_ARGS__)
#define FIELD_JSON(S, member, name, ...)  FIELD_STRING_(S, member, name, FIELD_TYPE_JSON, __VA_ARGS__)
/* `list` is a NULL-terminated array of words in the order of the member's enum. */
#define FIELD_WORD(S, member, name, list, ...)                                                                         \
    {                                                                                                                  \
        MEMBER(S, member, name, FIELD_TYPE_WORD), .words = (list), __VA_ARGS__                                         \
    }
#define FIELD_WORDS(S, member, name, list, ...)                                                                        \
    {                                                                                                                  \
        MEMBER(S, member, name, FIELD_TYPE_WORDS), .words = (list), __VA_ARGS__                                        \
    }
#define FIELD_BOOLEAN(S, member, name, ...)                                                                            \
    {                                                                                                                  \
        MEMBER(S, member, name, FIELD_TYPE_BOOLEAN), __VA_ARGS__                                                       \
    }
#define FIELD_INTEGER(S, member, name, ...)                                                                            \
    {                                                                                                                  \
        MEMBER(S, member, name, FIELD_TYPE_INTEGER), .is_unsigned = MEMBER_IS_UNSIGNED(S, member), __VA_ARGS__         \
    }
#define FIELD_REAL(S, member, name, ...)                                                                               \
    {                                                                                                                  \
        MEMBER(S, member, name, FIELD_TYPE_REAL), __VA_ARGS__                                                          \
    }
#define FIELD_DATE(S, member, name, ...)                                                                               \
    {                                                                                                                  \
        MEMBER(S, member, name, FIELD_TYPE_DATE), __VA_ARGS__                                                          \
    }
#define FIELD_INSTANT(S, member, name, ...)                                                                            \
    {                                                                                                                  \
        MEMBER(S, member, name, FIELD_TYPE_INSTANT), __VA_ARGS__                                                       \
    }
#define FIELD_MINUTE(S, member, name, ...)                                                                             \
    {                                                                                                                  \
        MEMBER(S, member, name, FIELD_TYPE_MINUTE), __VA_ARGS__                                                        \
    }
#define FIELD_UUID(S, member, name, ...)                                                                               \
    {                                                                                                                  \
        MEMBER(S, member, name, FIELD_TYPE_UUID), __VA_ARGS__                                                          \
    }
/* `table` describes the struct member; for a pointer to a struct say `.by_pointer = true, .item_size = sizeof ...`. */
#define FIELD_OBJECT(S, member, name, table, ...)                                                                      \
    {                                                                                                                  \
        MEMBER(S, member, name, FIELD_TYPE_OBJECT), .fields = (table), __VA_ARGS__                                     \
    }
/* An object in JSON whose members lie in the struct itself (or in its member `inner`, for FIELD_GROUP_IN). */
#define FIELD_GROUP(S, name_, table, ...)                                                                              \
    {                                                                                                                  \
        .name = (name_), .type = FIELD_TYPE_OBJECT, .size = sizeof(S), .fields = (table), __VA_ARGS__                  \
    }
#define FIELD_GROUP_IN(S, inner, name, table, ...) FIELD_OBJECT(S, inner, name, table, __VA_ARGS__)
/* A list of structs: `member` points to the items, `count` is a size_t member. */
#define FIELD_OBJECTS(S, member, count, name, table, ...)                                                              \
    {                                                                                                                  \
        MEMBER(S, member, name, FIELD_TYPE_LIST), .count_offset = offsetof(S, count), .fields = (table),               \
                                                  .item_size = sizeof(*((S *)0)->member), __VA_ARGS__                  \
    }
/* A list of plain values: `item_` is a table whose only entry describes one item at offset 0, such as FIELD_CODES. */
#define FIELD_LIST(S, member, count, name, item_, ...)                                                                 \
    {                                                                                                                  \
        MEMBER(S, member, name, FIELD_TYPE_LIST), .count_offset = offsetof(S, count), .item = (item_),                 \
                                                  .item_size = sizeof(*((S *)0)->member), __VA_ARGS__                  \
    }
/* {"et": "C1", "ru": "B1"} as a list of structs: `table` has one entry for the key and one for the value. */
#define FIELD_MAP(S, member, count, name, table, ...)                                                                  \
    {                                                                                                                  \
        MEMBER(S, member, name, FIELD_TYPE_MAP), .count_offset = offsetof(S, count), .fields = (table),                \
                                                 .item_size = sizeof(*((S *)0)->member), __VA_ARGS__                   \
    }
/* A `struct codes` (db/types.h). */
#define FIELD_CODES(S, member, name, ...) FIELD_LIST(S, member.items, member.count, name, field_code_item, __VA_ARGS__)
/* The item table of a list of pointers to structs: static const struct field need_item[] = FIELD_POINTERS(need_fields);
 */
#define FIELD_POINTERS(table)                                                                                          \
    {                                                                                                                  \
        {.name = "", .type = FIELD_TYPE_OBJECT, .size = sizeof(void *), .by_pointer = true, .fields = (table)},        \
            FIELDS_END                                                                                                 \
    }
#define GIVEN(S, member) .given_offset = 1 + offsetof(S, member)
/* The same, but null leaves the bool false: "has a value", where GIVEN says "was named". */
#define HAS(S, member) GIVEN(S, member), .given_by_value = true
#define FIELDS_END                                                                                                     \
    {                                                                                                                  \
        .name = NULL                                                                                                   \
    }

/* Items for FIELD_LIST: `const char **` of codes (up to 60 characters) or lines (up to 200), `struct uuid *`. */
extern const struct field field_code_item[];
extern const struct field field_line_item[];
extern const struct field field_uuid_item[];
extern const struct field field_date_item[];

/* Parses a request body: an object, each name once, at most 16 levels deep. NULL and 400 bad_json otherwise. */
struct error;
json_t *fields_parse(const char *body, size_t length, struct error *error) __attribute__((warn_unused_result));

enum { FIELD_ERRORS_MAX = 40, FIELD_PATH_SIZE = 96 };

/* One thing wrong with one field. The text is services/texts "field.CODE" with {min}, {max} and {words} filled. */
struct field_error {
    char path[FIELD_PATH_SIZE]; /* a JSON pointer, "/shifts/3/from"; "?name" for a parameter */
    const char *code;           /* static: required, unknown_field, wrong_type, too_short, too_long, too_small, ... */
    int64_t min, max;
};

struct field_errors {
    size_t count; /* what comes after FIELD_ERRORS_MAX is dropped */
    size_t read;  /* those of reading, once checking across fields has begun */
    struct field_error items[FIELD_ERRORS_MAX];
};

/* Notes one error; `format` makes the path ("/shifts/%zu/to"). For an endpoint's own checks across fields, which also
 * look at a request that could not be read in every field, so that all errors are told at once: what touches a field
 * that was refused already (itself, what holds it, what it holds) is not noted a second time. Always returns false. */
bool field_error_add(struct field_errors *errors, const char *code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same with the bound that the text names as {max}. */
bool field_error_add_max(struct field_errors *errors, const char *code, int64_t max, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Was this field read without an error, and all that it holds? A check that draws on another field asks first: what
 * was refused is zero, or NULL. */
bool field_is_sound(const struct field_errors *errors, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Reads `object` into the zeroed struct at `target`. False when there are errors or (count 0) no memory.
 * `json` may be NULL only for an empty body: every required field is then missing. */
bool fields_read(const struct field *table, const json_t *json, void *target, struct arena *arena,
                 struct field_errors *errors) __attribute__((warn_unused_result));

/* The same for query parameters as http_request_parameters() gives them. Lists are comma-separated. */
struct http_parameter;
bool fields_read_parameters(const struct field *table, const struct http_parameter *parameters, size_t count,
                            void *target, struct arena *arena, struct field_errors *errors)
    __attribute__((warn_unused_result));

/* One value that is text already (a path parameter) into the struct's field `name`. False also for an unknown name. */
bool fields_read_value(const struct field *table, const char *name, const char *value, void *target,
                       struct arena *arena, struct field_errors *errors) __attribute__((warn_unused_result));

/* A new object with the table's fields of the struct at `source`; NULL when out of memory. The caller owns it. */
json_t *fields_write(const struct field *table, const void *source) __attribute__((warn_unused_result));

/* Days and minutes as they stand in JSON. False for what is no date or time; 2027-02-30 is none. */
bool date_parse(const char *text, int32_t *days);
bool instant_parse(const char *text, int64_t *unix_ms); /* in UTC with Z; kept to milliseconds */
bool minute_parse(const char *text, int32_t *minute);
void date_format(int32_t days, char text[11]);
void instant_format(int64_t unix_ms, char text[25]); /* without fraction unless there is one */
void minute_format(int32_t minute, char text[6]);

#endif
