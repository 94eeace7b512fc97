/* Private to db/: what is kept how long (R10). One table says it, for the work that erases and for the report that
 * tells beforehand; both read the clock from @at, which `retention_look` sets. */
#ifndef VAHETUS_DB_RETENTION_RULES_H
#define VAHETUS_DB_RETENTION_RULES_H

#include "db/types.h"

/* `days` from now is what @at stands for in this connection from here on. */
DB_CHECKED bool retention_look(struct db *db, int64_t days, struct error *error);

/* Erases what is due, at most a few thousand rows of each rule. In a transaction. */
DB_CHECKED bool retention_erase(struct db *db, struct error *error);

#define RETENTION_SETTING(name, otherwise)                                                                             \
    "COALESCE((SELECT CAST(value AS SIGNED) FROM setting WHERE name = '" name "'), " otherwise ")"
#define INACTIVE_MONTHS  RETENTION_SETTING("inactive_months", "24")
#define ANSWER_DAYS      RETENTION_SETTING("stay_answer_days", "30")
#define AGREEMENT_MONTHS RETENTION_SETTING("agreement_months", "36")
#define LOG_MONTHS       RETENTION_SETTING("log_months", "36")

/* A person `p` without a sign of life: nobody here, nothing agreed within the time. */
#define SILENT                                                                                                         \
    "p.state IN ('confirmed', 'active', 'paused', 'ended') "                                                           \
    "AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.kind = 'worker' "                       \
    "AND m.until > UTC_DATE()) "                                                                                       \
    "AND NOT EXISTS (SELECT 1 FROM account a WHERE a.person_id = p.id AND a.state <> 'closed') "                       \
    "AND NOT EXISTS (SELECT 1 FROM placement l WHERE l.person_id = p.id AND l.state IN ('awaiting', 'agreed', "        \
    "'done') AND l.ends_at > @at - INTERVAL " INACTIVE_MONTHS " MONTH) "
/* ... who is to be asked, and who was asked in vain and no letter to whom is under way. */
#define SILENT_TO_ASK "p.active_at < @at - INTERVAL " INACTIVE_MONTHS " MONTH AND p.stay_asked_at IS NULL AND " SILENT
#define SILENT_TO_FORGET                                                                                               \
    "p.stay_asked_at < @at - INTERVAL " ANSWER_DAYS " DAY AND p.active_at < p.stay_asked_at AND " SILENT               \
    "AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.event = 'stay' AND o.about_id = p.id "                             \
    "AND (o.state IN ('waiting', 'leased') OR o.sent_at > @at - INTERVAL " ANSWER_DAYS " DAY)) "

#endif
