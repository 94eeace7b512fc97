/*
 * The task that sends letters: leases due rows of the outbox (db/outbox.h), writes each by mail_templates.h, sends it
 * by mail.h and marks it. A letter that cannot be sent is tried again after a growing pause, one that is refused never.
 *
 * Exactly once does not exist with SMTP: between the server's "250" and our mark lies a moment in which a crash makes a
 * second delivery, with the same Message-ID. One letter at a time is under way, so a crash doubles at most one.
 */
#ifndef VAHETUS_SERVICES_OUTBOX_H
#define VAHETUS_SERVICES_OUTBOX_H

#include <stdint.h>

#include "services/jobs.h"

extern const struct task outbox_task; /* listed in jobs_table.c */

/* The pause before the next try after `attempts` (1 and more) that failed: half a minute, doubled up to an hour; 0 when
 * it is time to give up, after three days. */
int64_t outbox_retry_ms(int32_t attempts);

#endif
