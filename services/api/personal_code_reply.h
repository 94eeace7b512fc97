/* What is known of a personal code (R6) as the API shows it: never more than its mask. */
#ifndef VAHETUS_SERVICES_API_PERSONAL_CODE_REPLY_H
#define VAHETUS_SERVICES_API_PERSONAL_CODE_REPLY_H

#include "services/endpoint.h"
#include "services/personal_code.h"

struct code_reply {
    struct personal_code code;
    char masked[PERSONAL_CODE_SIZE]; /* "" where there is none, or it cannot be opened any more */
};
extern const struct field code_reply_fields[];

/* In the arena; NULL with the error set when out of memory. */
struct code_reply *code_replies_make(const struct asking *asking, const struct personal_code *codes, size_t count,
                                     struct error *error);

#endif
