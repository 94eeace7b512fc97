/* The leased job that plans a round. */
#ifndef VAHETUS_SERVICES_PLAN_JOB_H
#define VAHETUS_SERVICES_PLAN_JOB_H

#include "services/jobs.h"

extern const struct job_kind plan_job;

/* How long the job with these parameters may plan; 10 when they do not say. */
int32_t plan_seconds(const char *parameters);

/* Milliseconds of the monotonic clock, for limits of time. */
int64_t plan_clock_ms(void);

#endif
