#include "services/api/inviting.h"

#include "services/api/links.h"
#include "services/api/need_reply.h"

enum { UNDO_MS = 10 * 1000 };

struct inviting_times inviting_times(const struct need *need, int64_t now_ms)
{
    int64_t first_ms = 0, last_ms = 0, week_ms = now_ms + DAYS_MS(7);
    for (size_t i = 0; i < need->shift_count; i++) {
        if (need->shifts[i].from_ms <= now_ms)
            continue;
        if (!first_ms)
            first_ms = need->shifts[i].from_ms;
        last_ms = need->shifts[i].from_ms;
    }
    if (need_is_urgent(need, now_ms))
        return (struct inviting_times){0, now_ms + (first_ms - now_ms) / 2};
    return (struct inviting_times){UNDO_MS, last_ms && last_ms < week_ms ? last_ms : week_ms};
}
