/* What time brings about: profiles without a sign of life (R10), guardians' permissions of a new school year (R4). */
#ifndef VAHETUS_SERVICES_RETENTION_H
#define VAHETUS_SERVICES_RETENTION_H

#include "services/jobs.h"

extern const struct task retention_task;

#endif
