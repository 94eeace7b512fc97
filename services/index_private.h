/* Private to index.c and index_rows.c. */
#ifndef VAHETUS_SERVICES_INDEX_PRIVATE_H
#define VAHETUS_SERVICES_INDEX_PRIVATE_H

#include "services/index.h"

struct index {
    struct matcher *matcher;
    const struct words *words;
    const struct calendar *calendar;
    bool ready;
};

/* In the matcher's units, at no named place; 0 where it is not known. */
struct matcher_position index_position(bool known, double lat, double lon);
/* Says in `error` that the matcher took no such thing, and why; false. */
bool index_refuse(struct error *error, const char *what, const struct matcher_error *failure);

#endif
