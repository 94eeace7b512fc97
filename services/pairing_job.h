/* The leased job that pairs everybody. */
#ifndef VAHETUS_SERVICES_PAIRING_JOB_H
#define VAHETUS_SERVICES_PAIRING_JOB_H

#include "services/jobs.h"

extern const struct job_kind pairing_job;

#endif
