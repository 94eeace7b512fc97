#include <string.h>

#include "db/limits.h"
#include "db/sessions.h"
#include "services/api/api.h"
#include "services/settings.h"

enum { HOUR_S = 3600, MINUTE_MS = 60000 };

struct input {
    const char *email;
    int language;
};

static const struct field input_fields[] = {
    FIELD_EMAIL(struct input, email, "email", .required = true, .max = 254),
    FIELD_WORD(struct input, language, "language", language_words),
    FIELDS_END,
};

static bool within_limit(const struct asking *asking, const char *email, struct error *error)
{
    static const char rule[] = "sign_in_link";
    const struct hash_piece pieces[] = {{rule, sizeof rule}, {email, strlen(email)}};
    unsigned char bucket[HASH_BYTES];
    pieces_hash(pieces, 2, bucket);
    int64_t limit = asking->settings->mails_per_hour;
    return limit == 0 || limit_hit(asking->db, bucket, HOUR_S, (int)limit, NULL, error);
}

/* The same writes and the same answer whether somebody has this address or not. */
static bool mail_link(const struct asking *asking, const void *context, void *result, struct error *error)
{
    const struct input *input = context;
    struct link_secret link = {.expires_at_ms = asking->now_ms + asking->settings->sign_in_link_minutes * MINUTE_MS};
    (void)result;
    token_new(link.text);
    token_hash(link.text, link.hash);
    return within_limit(asking, input->email, error) &&
           sign_in_link_create(asking->db, input->email, &link, asking->request, error);
}

const struct endpoint endpoint_createSessionLink = {
    .operation = "createSessionLink",
    .method = "POST",
    .path = "/api/v1/sessions/links",
    .policy = POLICY_PUBLIC,
    .body_fields = input_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = mail_link,
    .status = 202,
    .reply = reply_accepted,
    .rate = RATE_SIGN_IN,
};
