#include "services/api/links.h"

#include <string.h>

#include "services/random.h"

void link_secret_new(struct link_secret *link, int64_t expires_at_ms)
{
    char token[TOKEN_TEXT_SIZE];
    token_new(token);
    memset(link, 0, sizeof *link);
    memcpy(link->text, token, sizeof token);
    token_hash(token, link->hash);
    link->expires_at_ms = expires_at_ms;
}
