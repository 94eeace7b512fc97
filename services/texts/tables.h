/* The three tables of texts, for services/texts.c alone. Each is sorted by key (strcmp order). */
#ifndef VAHETUS_SERVICES_TEXTS_TABLES_H
#define VAHETUS_SERVICES_TEXTS_TABLES_H

#include <stddef.h>

struct text_entry {
    const char *key;
    const char *text;
};

struct text_table {
    const struct text_entry *entries;
    size_t count;
};

extern const struct text_table texts_et;
extern const struct text_table texts_ru;
extern const struct text_table texts_en;

#endif
