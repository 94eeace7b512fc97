/* A round that has asked a worker, with the answer, as the API shows it. */
#ifndef VAHETUS_SERVICES_API_MY_ROUND_REPLY_H
#define VAHETUS_SERVICES_API_MY_ROUND_REPLY_H

#include "db/round_answers.h"
#include "services/fields.h"

extern const struct field my_round_fields[]; /* over struct my_round; in me_rounds.c */

#endif
