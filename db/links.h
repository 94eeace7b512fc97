/* Private to db/: whether the secret of a letter still opens what it was written for. */
#ifndef VAHETUS_DB_LINKS_H
#define VAHETUS_DB_LINKS_H

#include "db/types.h"

/* As its row was read; nothing is known of a link whose secret is in no row. */
struct link_state {
    bool known, used, expired;
};

/* Passes a link that is known, unused and in time. ERROR_GONE "link_unknown", "link_used", "link_expired". */
DB_CHECKED bool link_holds(struct link_state link, struct error *error);

#endif
