/* The registration form: read from the request, kept as text until it is confirmed, and read again then. */
#ifndef VAHETUS_SERVICES_API_VOLUNTEER_INPUT_H
#define VAHETUS_SERVICES_API_VOLUNTEER_INPUT_H

#include "services/api/profile_fields.h"

struct volunteer_input {
    struct person_fields fields;
    const char *email;
    bool guardian_given;
    struct uuid need; /* the need that brought the person here; none for none */
};

extern const struct field volunteer_fields[];

/* The youngest age of a volunteer, and the age from which no guardian is asked. */
enum { AGE_YOUNGEST = 13, AGE_ADULT = 18 };

/* Whole years on `on_day`. */
int age_on(int32_t birth_day, int32_t on_day);

#endif
