/* Secrets that travel in letters: how they are made and how long they hold. */
#ifndef VAHETUS_SERVICES_API_LINKS_H
#define VAHETUS_SERVICES_API_LINKS_H

#include "db/types.h"

#define MINUTES_MS(n)    ((int64_t)(n)*60 * 1000)
#define DAYS_MS(n)       ((int64_t)(n)*24 * 60 * 60 * 1000)

#define SIGN_IN_LINK_MS  MINUTES_MS(20)
#define CONFIRM_LINK_MS  DAYS_MS(7)
#define PASSWORD_LINK_MS DAYS_MS(7)
#define GUARDIAN_LINK_MS DAYS_MS(400) /* a guardian may withdraw by it during the whole school year */

/* A fresh secret: its text for the letter, its hash for the database. */
void link_secret_new(struct link_secret *link, int64_t expires_at_ms);

#endif
