/* Names and addresses of people who do not exist. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "services/demo/demo.h"

static const char *names_of(const struct demo *demo, const char *language, const char *kind)
{
    for (size_t i = 0; i < demo->names.rows; i++) {
        if (strcmp(table_cell(&demo->names, i, "language"), language) == 0 &&
            strcmp(table_cell(&demo->names, i, "kind"), kind) == 0)
            return table_cell(&demo->names, i, "names");
    }
    return NULL;
}

static void draw(struct demo *demo, const char *names, char name[WORD_SIZE])
{
    const char *list = names;
    int count = 0;

    while (next_word(&list, '|', name, WORD_SIZE) != NULL)
        count++;
    list = names;
    for (int skip = seed_between(&demo->seed, 0, count - 1); skip >= 0; skip--)
        next_word(&list, '|', name, WORD_SIZE);
}

/* Lower-case ASCII of a Latin name: "Mägi" is "magi"; what has no letter of its own is left out. */
static size_t fold(const char *name, char *out)
{
    static const char *const letters[][2] = {{"ä", "a"}, {"Ä", "a"}, {"ö", "o"}, {"Ö", "o"}, {"õ", "o"}, {"Õ", "o"},
                                             {"ü", "u"}, {"Ü", "u"}, {"š", "s"}, {"Š", "s"}, {"ž", "z"}, {"Ž", "z"}};
    size_t length = 0;

    for (const char *at = name; *at != '\0'; at++) {
        if (isascii((unsigned char)*at) && isalpha((unsigned char)*at))
            out[length++] = (char)tolower((unsigned char)*at);
        for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
            if (strncmp(at, letters[i][0], 2) == 0)
                out[length++] = letters[i][1][0];
        }
    }
    out[length] = '\0';
    return length;
}

void demo_name(struct demo *demo, const char *group, struct demo_someone *someone)
{
    bool female = seed_chance(&demo->seed, 60);
    const char *last = names_of(demo, group, female ? "last_female" : "last_male");
    char first_part[WORD_SIZE], last_part[WORD_SIZE];

    draw(demo, names_of(demo, group, female ? "female" : "male"), someone->first_name);
    draw(demo, last != NULL ? last : names_of(demo, group, "last"), someone->last_name);
    fold(someone->first_name, first_part);
    fold(someone->last_name, last_part);
    snprintf(someone->email, sizeof someone->email, "%s.%s%zu@" DEMO_DOMAIN, first_part, last_part,
             demo->person_count + 1);
}
