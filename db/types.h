/*
 * What the interfaces of db/ share. Conventions:
 *   *_ms      milliseconds since 1970 UTC            *_day, *_on, *_until   days since 1970-01-01, a date in Tallinn
 *   *_minute  minutes since local midnight           language               0 et, 1 ru, 2 en (services/texts.h)
 * Texts are terminated UTF-8. What a function returns stands in the arena it was given. Input is only read.
 * Functions that write must run inside db_transaction() (db/connection.h); they write the rows, the versions, and one
 * row each to change_entry, audit and, where somebody must hear of it, outbox.
 */
#ifndef VAHETUS_DB_TYPES_H
#define VAHETUS_DB_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/arena.h"
#include "db/connection.h"
#include "db/error.h"
#include "db/uuid.h"

#define DB_CHECKED __attribute__((warn_unused_result))

/* Who acts. Whose objects they reach is decided in the queries, from account_role and the person's id. */
struct actor {
    struct uuid account; /* none: a person without one, or the service itself */
    struct uuid person;  /* none: an account without one */
    const char *request; /* the request's label, for audit rows; may be NULL */
};

/* The enums stand in the order of their word lists, which end with NULL and are also those of the API. */
enum person_state { PERSON_CONFIRMED, PERSON_ACTIVE, PERSON_PAUSED, PERSON_ENDED, PERSON_ANONYMISED };
enum person_kind { KIND_VOLUNTEER, KIND_WORKER };
enum commitment { COMMITMENT_ONCE, COMMITMENT_SOMETIMES, COMMITMENT_WEEKLY };
enum level { LEVEL_A1, LEVEL_A2, LEVEL_B1, LEVEL_B2, LEVEL_C1, LEVEL_C2 };
enum need_for { FOR_VOLUNTEER, FOR_WORKER, FOR_EITHER };
enum need_purpose { PURPOSE_HELP, PURPOSE_COVER };
enum seat_role { SEAT_HELPER, SEAT_RESPONSIBLE };
enum need_state { NEED_OPEN, NEED_FILLED, NEED_CLOSED };
enum invitation_state {
    INVITATION_SENT,
    INVITATION_ACCEPTED,
    INVITATION_DECLINED,
    INVITATION_EXPIRED,
    INVITATION_WITHDRAWN
};
enum invitation_kind { KIND_INVITATION, KIND_OFFER };
enum decline_reason { DECLINE_BUSY, DECLINE_TOO_FAR, DECLINE_NOT_MY_THING, DECLINE_NOT_NOW, DECLINE_OTHER };
enum placement_state { PLACEMENT_AWAITING, PLACEMENT_AGREED, PLACEMENT_DONE, PLACEMENT_ABSENT, PLACEMENT_CANCELLED };
enum cancel_reason { CANCEL_ILL, CANCEL_BUSY, CANCEL_TRANSPORT, CANCEL_MISTAKE, CANCEL_OTHER };
enum waiting_for { WAITING_CHECK, WAITING_GUARDIAN, WAITING_RESPONSIBLE, WAITING_ORIGIN };
enum check_result { CHECK_PERMITTED, CHECK_PROHIBITED };
enum check_basis { BASIS_REGISTER_QUERY, BASIS_INSTITUTION_QUERY, BASIS_ACCEPTED_FROM_OTHER };
enum account_role {
    ACCOUNT_ADMIN,
    ACCOUNT_COORDINATOR,
    ACCOUNT_SPECIALIST,
    ACCOUNT_MANAGER,
    ACCOUNT_WORKER,
    ACCOUNT_DPO
};
enum round_state {
    ROUND_DRAFT,
    ROUND_COLLECTING,
    ROUND_PLANNING,
    ROUND_PROPOSED,
    ROUND_APPROVING,
    ROUND_PUBLISHED,
    ROUND_CLOSED
};
enum pairing_state { PAIRING_WORKING, PAIRING_READY, PAIRING_FAILED, PAIRING_CANCELLED };
enum pairing_rule_kind { PAIRING_PIN, PAIRING_FORBID };
enum round_kind {
    ROUND_SHADOW, /* the home centre keeps its own cover */
    ROUND_SWAP,   /* always balanced: the guest covers, after the overlap days */
};
enum report_reason { REPORT_ILL, REPORT_FAMILY, REPORT_WORK, REPORT_TRANSPORT, REPORT_OTHER };
enum job_state { JOB_WAITING, JOB_RUNNING, JOB_DONE, JOB_FAILED, JOB_CANCELLED };
enum { WORD_NONE = -1 }; /* an enum member that is absent (null) */

extern const char *const language_words[];
extern const char *const person_state_words[];
extern const char *const person_kind_words[];
extern const char *const commitment_words[];
extern const char *const level_words[];
extern const char *const need_for_words[];
extern const char *const need_purpose_words[];
extern const char *const seat_role_words[];
extern const char *const need_state_words[];
extern const char *const invitation_state_words[];
extern const char *const invitation_kind_words[];
extern const char *const decline_reason_words[];
extern const char *const placement_state_words[];
extern const char *const cancel_reason_words[];
extern const char *const waiting_for_words[];
extern const char *const check_result_words[];
extern const char *const check_basis_words[];
extern const char *const account_role_words[];
extern const char *const round_state_words[];
extern const char *const pairing_state_words[];
extern const char *const pairing_rule_words[];
extern const char *const round_kind_words[];
extern const char *const report_reason_words[];
extern const char *const job_state_words[];

/* A list of codes, such as skills. */
struct codes {
    const char **items;
    size_t count;
};

struct language_level {
    const char *code;
    int level; /* enum level */
};

/* The hash that stands in the database for a secret (SHA-256), and the secret itself for the one letter that tells it.
 * The letter's copy is erased once sent. */
struct link_secret {
    unsigned char hash[32];
    char text[65]; /* base64url, 22 to 64 characters */
    int64_t expires_at_ms;
};

/* A page of a list: rows after `after` (all zeros: from the beginning), at most `limit` of them. */
struct page {
    struct uuid after;
    size_t limit;
};

#endif
