#include "services/api/links.h"

#include <string.h>

#include "db/personal_codes.h"
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

void missing_secrets_new(struct missing_secrets *secrets, int64_t now_ms)
{
    link_secret_new(&secrets->guardian, now_ms + GUARDIAN_LINK_MS);
    link_secret_new(&secrets->code, now_ms + DAYS_MS(CODE_DAYS));
}

struct missing_links missing_links_of(const struct missing_secrets *secrets, bool keeps_codes)
{
    return (struct missing_links){&secrets->guardian, keeps_codes ? &secrets->code : NULL};
}
