/* What rounds are told, checked in the same way wherever it is told. */
#ifndef VAHETUS_SERVICES_API_ROUND_INPUT_H
#define VAHETUS_SERVICES_API_ROUND_INPUT_H

#include "db/rounds.h"
#include "services/fields.h"

/* Days off end after they begin, within two years, and do not overlap. `path` is that of who has them, such as
 * "/workers/3"; empty for the body itself. */
void days_off_check(const struct days_off *days, size_t count, const char *path, struct field_errors *errors);

#endif
