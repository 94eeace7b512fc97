/* What the matcher says of a person and a need, in words: score parts, flags, reasons, "why not" and what would help.
 */
#ifndef VAHETUS_SERVICES_API_FIT_H
#define VAHETUS_SERVICES_API_FIT_H

#include "matcher/matcher.h"
#include "services/endpoint.h"

struct reason {
    const char *code;
    const char *text; /* in the language of the answer */
};
extern const struct field reason_fields[];

struct part {
    const char *name;
    int32_t points;
};
extern const struct field part_fields[];

struct fit {
    int32_t score;
    struct part parts[MATCHER_PARTS], *part_list;
    size_t part_count;
    const char **flags;
    size_t flag_count;
    struct reason *reasons;
    size_t reason_count;
    struct uuid *shifts; /* those that the person could take */
    size_t shift_count;
    bool has_distance;
    int32_t distance_m;
};

/* The entries of `fit` for a reply table: write FIT_FIELDS(struct candidate, fit) among the others. */
#define FIT_FIELDS(S, member)                                                                                          \
    FIELD_INTEGER(S, member.score, "score"),                                                                           \
        FIELD_OBJECTS(S, member.part_list, member.part_count, "parts", part_fields),                                   \
        FIELD_LIST(S, member.flags, member.flag_count, "flags", field_code_item),                                      \
        FIELD_OBJECTS(S, member.reasons, member.reason_count, "reasons", reason_fields),                               \
        FIELD_LIST(S, member.shifts, member.shift_count, "shifts", field_uuid_item),                                   \
        FIELD_INTEGER(S, member.distance_m, "distance_m", GIVEN(S, member.has_distance))

/* On the loop. Fills `fit` in place (it points into itself) with at most `most` reasons, the strongest first, distance
 * among them. False with `error` when memory runs out. */
bool fit_make(const struct asking *asking, const struct matcher_person *person, const struct matcher_need *need,
              const struct matcher_candidate *candidate, size_t most, struct fit *fit, struct error *error);

/* On the loop. What `why` says, as fixed phrases, each once. */
bool fit_explain(const struct asking *asking, const struct matcher_need *need, const struct matcher_why *why,
                 struct reason **failed, size_t *failed_count, struct reason **changes, size_t *change_count,
                 struct error *error);

/* The matcher's `now` for this call. */
struct matcher_query fit_query(const struct asking *asking);

#endif
