/* Accounts of staff as the API shows them. */
#ifndef VAHETUS_SERVICES_API_ACCOUNT_REPLY_H
#define VAHETUS_SERVICES_API_ACCOUNT_REPLY_H

#include "db/accounts.h"
#include "services/endpoint.h"

extern const struct field account_fields[]; /* over struct account */

#endif
