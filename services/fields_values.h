/*
 * One value of a field: checked and stored in the struct's member. For services/fields.c and fields_write.c alone.
 * Each store function notes what is wrong under reader->path and returns false then.
 */
#ifndef VAHETUS_SERVICES_FIELDS_VALUES_H
#define VAHETUS_SERVICES_FIELDS_VALUES_H

#include "services/fields.h"

struct reader {
    struct arena *arena;
    struct field_errors *errors;
    bool out_of_memory;
    char path[FIELD_PATH_SIZE];
    size_t path_length;
};

/* Notes an error at the reader's path. Always returns false. */
bool reader_refuse(struct reader *reader, const struct field *field, const char *code);
bool reader_refuse_bounds(struct reader *reader, const char *code, int64_t min, int64_t max);

/* `text` must be valid UTF-8 of `length` bytes. */
bool value_store_text(struct reader *reader, const struct field *field, const char *text, size_t length, char *target);
bool value_store_integer(struct reader *reader, const struct field *field, int64_t value, char *target);
bool value_store_real(struct reader *reader, const struct field *field, double value, char *target);
bool value_store_boolean(const struct field *field, bool value, char *target);

/* A number into a member of 1, 2, 4 or 8 bytes, and back. */
void member_set_integer(const struct field *field, int64_t value, char *target);
int64_t member_integer(const struct field *field, const char *source);

/* The field that may be read under this name, or NULL. */
const struct field *table_find(const struct field *table, const char *name);

/* An absent member takes its default. */
bool absent_store(struct reader *reader, const struct field *field, char *target);

/* Sets the bool that says that the member came (or, for HAS, that it has a value). Always true. */
bool given_mark(const struct field *field, bool is_null, char *structure);

/* Room for the items of a list or map; the count is checked first. NULL after an error. */
char *list_start(struct reader *reader, const struct field *field, size_t count, char *target, char *structure);

/* Is the item at place `index` one of those before it? */
bool list_repeats(const struct field *field, const char *items, size_t index);

/* The place of a word in the list, or -1. */
int word_place(const char *const *words, const char *word);

#endif
