/* Secrets that travel in letters: how they are made and how long they hold. */
#ifndef VAHETUS_SERVICES_API_LINKS_H
#define VAHETUS_SERVICES_API_LINKS_H

#include "db/invitations.h"

#define MINUTES_MS(n)    ((int64_t)(n)*60 * 1000)
#define DAYS_MS(n)       ((int64_t)(n)*24 * 60 * 60 * 1000)

#define SIGN_IN_LINK_MS  MINUTES_MS(20)
#define CONFIRM_LINK_MS  DAYS_MS(7)
#define PASSWORD_LINK_MS DAYS_MS(7)
#define GUARDIAN_LINK_MS DAYS_MS(400) /* a guardian may withdraw by it during the whole school year */

/* A fresh secret: its text for the letter, its hash for the database. */
void link_secret_new(struct link_secret *link, int64_t expires_at_ms);

/* Secrets of the letters that ask for what a placement waits for. */
struct missing_secrets {
    struct link_secret guardian, code;
};

/* Made where a request is checked: its transaction may run twice, the letters stay the same. */
void missing_secrets_new(struct missing_secrets *secrets, int64_t now_ms);

/* As db/ takes them. No letter asks for a personal code where the service holds no key to keep it. */
struct missing_links missing_links_of(const struct missing_secrets *secrets, bool keeps_codes);

#endif
