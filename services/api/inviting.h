/* When an invitation's letter leaves and until when it can be answered: one rule for one person and for a whole pairing.
 */
#ifndef VAHETUS_SERVICES_API_INVITING_H
#define VAHETUS_SERVICES_API_INVITING_H

#include <stdint.h>

#include "db/needs.h"

struct inviting_times {
    int64_t delay_ms;      /* in which it can be undone; none for an urgent need */
    int64_t expires_at_ms; /* urgent: half the time left; else a week, but not beyond the last shift's start */
};

struct inviting_times inviting_times(const struct need *need, int64_t now_ms);

#endif
