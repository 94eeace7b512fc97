#include "services/api/personal_code_reply.h"

#include <sodium.h>

#include "services/api/api.h"

const struct field code_reply_fields[] = {
    FIELD_CODE(struct code_reply, code.checker, "checker"),
    FIELD_LINE(struct code_reply, code.checker_name, "checker_name"),
    FIELD_INSTANT(struct code_reply, code.asked_at_ms, "asked_at"),
    FIELD_INSTANT(struct code_reply, code.entered_at_ms, "entered_at", .nullable = true,
                  GIVEN(struct code_reply, code.is_entered)),
    FIELD_INSTANT(struct code_reply, code.kept_until_ms, "kept_until"),
    FIELD_LINE(struct code_reply, masked, "masked", .nullable = true),
    FIELDS_END,
};

struct code_reply *code_replies_make(const struct asking *asking, const struct personal_code *codes, size_t count,
                                     struct error *error)
{
    char code[PERSONAL_CODE_SIZE];
    struct code_reply *replies = arena_alloc(asking->arena, (count + 1) * sizeof *replies);
    if (replies == NULL) {
        error_set(error, ERROR_BUSY, "busy", "no memory for personal codes");
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        replies[i].code = codes[i];
        if (asking->code_key != NULL && personal_code_open(asking->code_key, &codes[i], code))
            personal_code_mask(code, replies[i].masked);
    }
    sodium_memzero(code, sizeof code);
    return replies;
}
