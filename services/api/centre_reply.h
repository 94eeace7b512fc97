/* A centre as the API shows it. */
#ifndef VAHETUS_SERVICES_API_CENTRE_REPLY_H
#define VAHETUS_SERVICES_API_CENTRE_REPLY_H

#include "db/region.h"
#include "services/fields.h"

extern const struct field centre_fields[]; /* over struct centre */

#endif
