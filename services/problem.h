/*
 * The one place where a failure becomes what is sent: an RFC 9457 problem document in the caller's language, with every
 * bad field named. Texts come from services/texts.h: problem.CODE.title, problem.CODE.detail, field.CODE.
 */
#ifndef VAHETUS_SERVICES_PROBLEM_H
#define VAHETUS_SERVICES_PROBLEM_H

#include <jansson.h>

#include "db/error.h"
#include "services/fields.h"
#include "services/texts.h"

/* The status that goes with an error: by its kind, and for a few codes their own (405, 406, 411, 413, 415, 428). */
int problem_status(const struct error *error);

/* The document; NULL when out of memory. `errors` may be NULL. The error's detail is ours and stays inside. */
json_t *problem_new(const struct error *error, const struct field_errors *errors, enum language language,
                    const char *request) __attribute__((warn_unused_result));

#endif
