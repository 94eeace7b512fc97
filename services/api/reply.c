#include "services/api/api.h"

bool reply_accepted(const struct asking *asking, const void *input, const void *result, struct reply *reply)
{
    (void)asking;
    (void)input;
    (void)result;
    reply->json = json_pack("{s:s}", "status", "accepted");
    return reply->json != NULL;
}
