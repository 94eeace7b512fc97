#include "tests/matcher/cases.h"

#include <stdlib.h>
#include <string.h>

size_t cases(size_t usual, size_t many)
{
    const char *percent = getenv("VAHETUS_CASES_PERCENT"), *is_long = getenv("VAHETUS_CHECK_LONG");

    if (percent != NULL) {
        size_t share = usual * strtoul(percent, NULL, 10) / 100;
        return share > 0 ? share : 1;
    }
    return is_long != NULL && strcmp(is_long, "yes") == 0 ? many : usual;
}
