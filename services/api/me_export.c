#include "db/checks.h"
#include "db/origin.h"
#include "db/round_answers.h"
#include "db/visit_reports.h"
#include "services/api/api.h"
#include "services/api/check_reply.h"
#include "services/api/invitation_detail.h"
#include "services/api/me_reply.h"
#include "services/api/my_round_reply.h"
#include "services/api/my_visit_reply.h"
#include "services/api/personal_code_reply.h"
#include "services/calendar.h"

/* Everything stored about the caller (R9), as one file. */
struct result {
    struct me_reply me;
    struct placement_reply *placements;
    size_t placement_count;
    struct invitation_detail *invitations;
    size_t invitation_count;
    struct consent_entry *consents;
    size_t consent_count;
    struct code_reply *codes;
    size_t code_count;
    struct check *checks;
    size_t check_count;
    struct origin_certificate *certificates;
    size_t certificate_count;
    struct my_round *rounds; /* of workers: what they were asked, and answered */
    size_t round_count;
    struct my_visit *visits; /* of workers */
    size_t visit_count;
    struct journal *journals;
    size_t journal_count;
};

static const struct field consent_entry_fields[] = {
    FIELD_LINE(struct consent_entry, purpose, "purpose"),
    FIELD_LINE(struct consent_entry, text_version, "version"),
    FIELD_INSTANT(struct consent_entry, given_at_ms, "at"),
    FIELD_INSTANT(struct consent_entry, withdrawn_at_ms, "withdrawn_at", .nullable = true,
                  GIVEN(struct consent_entry, has_withdrawn_at)),
    FIELDS_END,
};

static const struct field check_fields[] = {
    FIELD_WORD(struct check, result, "result", check_result_words),
    FIELD_DATE(struct check, checked_on, "checked_on"),
    FIELD_DATE(struct check, valid_until, "valid_until"),
    FIELD_CODE(struct check, checker, "checker"),
    FIELD_WORD(struct check, basis, "basis", check_basis_words),
    FIELD_LINE(struct check, reference, "reference", .nullable = true),
    FIELDS_END,
};

static const struct field origin_fields[] = {
    FIELD_DATE(struct origin_certificate, issued_on, "issued_on"),
    FIELD_DATE(struct origin_certificate, valid_until, "valid_until"),
    FIELD_CODE(struct origin_certificate, checker, "checker"),
    FIELDS_END,
};

static const struct field journal_fields[] = {
    FIELD_UUID(struct journal, visit, "visit"),
    FIELD_TEXT(struct journal, goal, "goal", .nullable = true),
    FIELD_TEXT(struct journal, learned, "learned", .nullable = true),
    FIELD_TEXT(struct journal, take_home, "take_home", .nullable = true),
    FIELD_TEXT(struct journal, for_host, "for_host", .nullable = true),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_OBJECT(struct result, me.profile, "profile", profile_reply_fields),
    FIELD_EMAIL(struct result, me.email, "email"),
    FIELD_OBJECTS(struct result, placements, placement_count, "placements", placement_reply_fields),
    FIELD_OBJECTS(struct result, invitations, invitation_count, "invitations", invitation_detail_fields),
    FIELD_OBJECTS(struct result, consents, consent_count, "consents", consent_entry_fields),
    FIELD_OBJECTS(struct result, codes, code_count, "personal_codes", code_reply_fields),
    FIELD_OBJECTS(struct result, checks, check_count, "checks", check_fields),
    FIELD_OBJECTS(struct result, certificates, certificate_count, "origin_certificates", origin_fields),
    FIELD_OBJECTS(struct result, rounds, round_count, "rounds", my_round_fields),
    FIELD_OBJECTS(struct result, visits, visit_count, "visits", my_visit_fields),
    FIELD_OBJECTS(struct result, journals, journal_count, "journals", journal_fields),
    FIELDS_END,
};

static bool read_promises(const struct asking *asking, struct result *result, struct error *error)
{
    struct placement *placements;
    struct invitation *invitations;
    int64_t minutes;
    if (!placements_of_person(asking->db, asking->arena, &asking->caller->person, INT32_MAX, &placements,
                              &result->placement_count, &minutes, error) ||
        !invitations_of_person(asking->db, asking->arena, &asking->actor, INT32_MAX, &invitations,
                               &result->invitation_count, error))
        return false;
    result->placements = placement_replies_make(asking, placements, result->placement_count, error);
    result->invitations = arena_alloc(asking->arena, (result->invitation_count + 1) * sizeof *result->invitations);
    if (!result->placements || !result->invitations)
        return error_set(error, ERROR_BUSY, "busy", "no memory for an export");
    for (size_t i = 0; i < result->invitation_count; i++) {
        if (!invitation_detail_make(asking, &invitations[i], &result->invitations[i], error))
            return false;
    }
    return true;
}

/* Masked: the file may end up anywhere, and its owner knows the code. */
static bool read_codes(const struct asking *asking, struct result *result, struct error *error)
{
    struct personal_code *codes;
    if (!personal_codes_of(asking->db, asking->arena, &asking->caller->person, &codes, &result->code_count, error))
        return false;
    result->codes = code_replies_make(asking, codes, result->code_count, error);
    return result->codes != NULL;
}

static bool act(const struct asking *asking, const void *input, void *out, struct error *error)
{
    struct result *result = out;
    struct db *db = asking->db;
    struct arena *arena = asking->arena;
    const struct uuid *person = &asking->caller->person;
    int32_t today = calendar_day(asking->calendar, asking->now_ms);
    (void)input;
    return me_reply_read(asking, &result->me, error) && read_promises(asking, result, error) &&
           read_codes(asking, result, error) &&
           checks_of_person(db, arena, person, &result->checks, &result->check_count, error) &&
           origin_of_person(db, arena, person, &result->certificates, &result->certificate_count, error) &&
           my_rounds_read(db, arena, person, NULL, INT32_MAX, today, &result->rounds, &result->round_count, error) &&
           visits_of_person(db, arena, person, &result->visits, &result->visit_count, error) &&
           journals_of_person(db, arena, person, &result->journals, &result->journal_count, error) &&
           consents_list(db, arena, person, &result->consents, &result->consent_count, error);
}

static bool reply(const struct asking *asking, const void *input, const void *result, struct reply *reply)
{
    (void)asking;
    (void)input;
    (void)result;
    reply->filename = "vahetus-minu-andmed.json";
    return true;
}

const struct endpoint endpoint_exportMe = {
    .operation = "exportMe",
    .method = "GET",
    .path = "/api/v1/me/export",
    .policy = {.roles = ROLES_PERSONS, .objects = OBJECTS_OWN},
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
    .reply = reply,
};
