/* Pairings as the API shows them, and what they say in words. */
#ifndef VAHETUS_SERVICES_API_PAIRING_REPLY_H
#define VAHETUS_SERVICES_API_PAIRING_REPLY_H

#include "db/pairings.h"
#include "services/api/fit.h"
#include "services/api/need_reply.h"
#include "services/endpoint.h"
#include "services/pairing_model.h"

/* Who may pair: a coordinator for the group, a specialist for the municipality. */
enum { ROLES_PAIRING = ROLE_COORDINATOR | ROLE_SPECIALIST };

struct pairing_summary {
    struct pairing pairing;
    bool proved;           /* nothing fills more, and nothing that fills as much fits better */
    int64_t more_at_most;  /* seats that a better proposal could fill besides; by urgency, so no more than these */
    int64_t score_at_most; /* points that one of the same worth could have besides */
};
extern const struct field pairing_summary_fields[];
struct pairing_summary pairing_summary_make(const struct pairing *pairing);

/* A need as the pages name it. */
struct pairing_need {
    struct need shown;
    struct names titles;
    bool urgent;
};
extern const struct field pairing_need_fields[];

/* Those of the model; NULL with `error`. */
struct pairing_need *pairing_needs_make(const struct asking *asking, const struct pairing_model *model, size_t *count,
                                        struct error *error);

/* Does a pair hold now? Then `fit` is filled, with its reasons; else `changed` says what stands against it. */
bool pairing_judge(const struct asking *asking, const struct pairing_model *model, const struct uuid *person,
                   const struct uuid *need, const struct uuid *shifts, size_t shift_count, struct fit *fit,
                   struct reason **changed, size_t *changed_count, struct error *error);

/* Somebody on a shift, in lists of what is new, lost or moved. */
extern const struct field pairing_seat_fields[];

/* What one more person would bring. `call` is for sharing, in each language: it names the centre and no one. */
struct pairing_advice {
    const char *kind, *centre;
    struct uuid need;
    int32_t seats;
    const char *text;
    struct names calls;
};
extern const struct field pairing_advice_fields[];

/* From the stored text; `centre` NULL: all. False without memory. */
bool pairing_advice_read(const struct asking *asking, const char *stored, const char *centre,
                         struct pairing_advice **advice, size_t *count, struct error *error);

/* What is missing at open seats, from the stored text. */
bool pairing_missing_read(const struct asking *asking, const char *stored, struct reason **missing, size_t *count,
                          struct error *error);

#endif
