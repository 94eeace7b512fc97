/* Private: a person under way, and what read_people.c takes from read_person_lists.c. A false is a fault in `input`. */
#ifndef MATCHER_COMMAND_READ_PERSON_LISTS_H
#define MATCHER_COMMAND_READ_PERSON_LISTS_H

#include "matcher/command/read_people.h"

/* A person under way and the lists it points to; read_people.c frees them, also after a fault. */
struct draft {
    struct matcher_person person;
    struct names *centres;
    uint16_t *reach_centres, *worked_at;
    struct matcher_certificate *certificates;
    struct matcher_exception *exceptions;
    struct matcher_check check;
    struct matcher_permission *permissions;
    struct matcher_agreed *agreed;
    struct matcher_id *declined;
};

/* Centres of a list member, as numbers; the array is the caller's, also after a fault. */
bool read_centres(struct input *input, struct names *names, const json_t *object, const char *member,
                  uint16_t **centres, size_t *count);

/* The following read the person's member of that name into the draft. */
bool read_certificates(struct input *input, struct draft *draft, const json_t *object, struct names *names);
bool read_availability(struct input *input, struct draft *draft, const json_t *object);
/* An exception that says when somebody is free gives availability too: that of a person who comes once. */
bool read_exceptions(struct input *input, struct draft *draft, const json_t *object);
/* `guardian_until`: a date for every centre, or {centre: date}. */
bool read_guardian(struct input *input, struct draft *draft, const json_t *object);
bool read_agreed(struct input *input, struct draft *draft, const json_t *object);
bool read_declined(struct input *input, struct draft *draft, const json_t *object);

#endif
