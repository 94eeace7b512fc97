/* What inventing volunteers and workers has in common. */
#ifndef VAHETUS_DEMO_PEOPLE_H
#define VAHETUS_DEMO_PEOPLE_H

#include "services/demo/demo.h"

/* Adds a word that is not there yet. */
void words_add(struct demo_words *words, const char *word, int level);
/* Adds `count` words of a list ended by NULL, each once. */
void words_draw(struct demo *demo, struct demo_words *words, const char *const *list, int count);
/* A day between `years_low` and `years_high` years before today. */
int32_t draw_birth_day(struct demo *demo, int years_low, int years_high);
/* The languages of somebody of a group ("et", "ru", "en"). */
void draw_languages(struct demo *demo, struct demo_someone *someone, const char *group);
/* A check of `age_days` ago by the municipality of the home centre, for a year; not written yet. */
void make_check(struct demo *demo, struct demo_someone *someone, int age_days, const char *result);
/* The person with all that is known of them. */
bool insert_someone(struct demo *demo, const struct demo_someone *someone, const char *phone, const char *about,
                    const char *commitment, int hours_per_week, int64_t created_ms, struct error *error);

#endif
