#include "db/types.h"

const char *const language_words[] = {"et", "ru", "en", NULL};
const char *const person_state_words[] = {"confirmed", "active", "paused", "ended", "anonymised", NULL};
const char *const person_kind_words[] = {"volunteer", "worker", NULL};
const char *const commitment_words[] = {"once", "sometimes", "weekly", NULL};
const char *const level_words[] = {"A1", "A2", "B1", "B2", "C1", "C2", NULL};
const char *const need_for_words[] = {"volunteer", "worker", "either", NULL};
const char *const need_purpose_words[] = {"help", "cover", NULL};
const char *const seat_role_words[] = {"helper", "responsible", NULL};
const char *const need_state_words[] = {"open", "filled", "closed", NULL};
const char *const invitation_state_words[] = {"sent", "accepted", "declined", "expired", "withdrawn", NULL};
const char *const invitation_kind_words[] = {"invitation", "offer", NULL};
const char *const decline_reason_words[] = {"busy", "too_far", "not_my_thing", "not_now", "other", NULL};
const char *const placement_state_words[] = {"awaiting", "agreed", "done", "absent", "cancelled", NULL};
const char *const cancel_reason_words[] = {"ill", "busy", "transport", "mistake", "other", NULL};
const char *const waiting_for_words[] = {"check", "guardian", "responsible", "origin", NULL};
const char *const check_result_words[] = {"permitted", "prohibited", NULL};
const char *const check_basis_words[] = {"register_query", "institution_query", "accepted_from_other", NULL};
const char *const account_role_words[] = {"admin", "coordinator", "specialist", "manager", "worker", "dpo", NULL};
const char *const round_state_words[] = {"draft",     "collecting", "planning", "proposed",
                                         "approving", "published",  "closed",   NULL};
const char *const pairing_state_words[] = {"working", "ready", "failed", "cancelled", NULL};
const char *const pairing_rule_words[] = {"pin", "forbid", NULL};
const char *const round_kind_words[] = {"shadow", "swap", NULL};
const char *const report_reason_words[] = {"ill", "family", "work", "transport", "other", NULL};
const char *const job_state_words[] = {"waiting", "running", "done", "failed", "cancelled", NULL};
