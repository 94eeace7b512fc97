/* Private to vahetus-match: people and needs from JSON Lines into a matcher. matcher/README.md names every field. */
#ifndef MATCHER_COMMAND_READ_PEOPLE_H
#define MATCHER_COMMAND_READ_PEOPLE_H

#include "matcher/command/input.h"
#include "matcher/matcher.h"

struct vocabulary {
    struct names skills, certificates, languages, interests, age_groups, centres;
};

struct crowd {
    struct matcher *matcher;
    struct vocabulary words;
    struct matcher_id *people, *needs; /* in the order of the files */
    size_t people_count, people_room, needs_count, needs_room;
};

bool crowd_open(struct input *input, struct crowd *crowd);
bool crowd_read_people(struct input *input, struct crowd *crowd, const char *file);
bool crowd_read_needs(struct input *input, struct crowd *crowd, const char *file);
void crowd_close(struct crowd *crowd);

/* Shared by the two readers. `path` is the member's name; absent members leave the struct as it is. */
bool read_id(struct input *input, const json_t *object, const char *member, struct matcher_id *id);
bool read_word(struct input *input, const json_t *object, const char *member, bool required, const char *const *words,
               uint8_t *number);
bool read_date(struct input *input, const json_t *object, const char *member, bool required, int32_t *day);
bool read_instant(struct input *input, const json_t *object, const char *member, int32_t *utc_min);
bool read_position(struct input *input, const json_t *object, struct matcher_position *position);
bool read_set(struct input *input, const json_t *object, const char *member, struct names *names,
              struct matcher_set *set);
bool read_mask(struct input *input, const json_t *object, const char *member, struct names *names, uint64_t *mask);
bool read_levels(struct input *input, const json_t *object, const char *member, struct names *names, uint8_t *levels);
/* Its place in the need's list; SIZE_MAX: there is none such. */
size_t find_shift(const struct matcher_need *need, const struct matcher_id *id);
bool keep_id(struct input *input, struct matcher_id **ids, size_t *count, size_t *room, const struct matcher_id *id);

/* read_needs.c */
bool take_need(void *context, struct input *input, json_t *object);

#endif
