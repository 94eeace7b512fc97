/* A worker's published visit as the API shows it. */
#ifndef VAHETUS_SERVICES_API_MY_VISIT_REPLY_H
#define VAHETUS_SERVICES_API_MY_VISIT_REPLY_H

#include "db/rounds.h"
#include "services/fields.h"

extern const struct field my_visit_fields[]; /* over struct my_visit; in me_visits.c */

#endif
