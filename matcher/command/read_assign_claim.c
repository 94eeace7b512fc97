/* Answers to assignment problems: `s`, then `m`, `u` and `x` lines, then perhaps `b`. */
#include "matcher/command/read_assign.h"

#include <stdlib.h>
#include <string.h>

static const char sections[] = "smuxb"; /* in the order in which they come */

static bool object(struct assign_claim *claim, const char *reason)
{
    if (claim->objection[0] == '\0')
        snprintf(claim->objection, sizeof claim->objection, "%s", reason);
    return true;
}

static bool take_pair(struct assign_claim *claim, struct line *line)
{
    uint64_t i, j;

    if (!line_number(line, "i", 1, UINT32_MAX, &i) || !line_number(line, "j", 1, UINT32_MAX, &j) || !line_end(line))
        return false;
    if (claim->pairs_count == claim->pairs_room) {
        size_t room = claim->pairs_room == 0 ? 1024 : claim->pairs_room * 2;
        struct matcher_assign_edge *pairs = realloc(claim->pairs, room * sizeof *pairs);
        if (pairs == NULL)
            return input_no_memory(line->input);
        claim->pairs = pairs;
        claim->pairs_room = room;
    }
    claim->pairs[claim->pairs_count++] =
        (struct matcher_assign_edge){.person = (uint32_t)i - 1, .need = (uint32_t)j - 1};
    return true;
}

static bool take_price(struct assign_claim *claim, struct line *line, char kind)
{
    uint64_t number, value, most = kind == 'u' ? claim->people : claim->needs;

    if (!line_number(line, kind == 'u' ? "i" : "j", 0, UINT64_MAX, &number) ||
        !line_number(line, "the price", 0, INT64_MAX, &value) || !line_end(line))
        return false;
    if (number < 1 || number > most)
        return object(claim, kind == 'u' ? "u: there is no such person" : "x: there is no such need");
    if (number <= claim->last_price)
        return object(claim, kind == 'u' ? "u lines do not ascend" : "x lines do not ascend");
    if (value == 0)
        return object(claim, kind == 'u' ? "u: a price of 0 is left out" : "x: a price of 0 is left out");
    claim->last_price = number;
    (kind == 'u' ? claim->person_prices : claim->need_prices)[number - 1] = (int64_t)value;
    return true;
}

static bool take_line(void *context, struct line *line)
{
    struct assign_claim *claim = context;
    char kind = *line->at;
    const char *section = kind == '\0' ? NULL : strchr(sections, kind);
    uint64_t value;

    if (section == NULL)
        return kind == '\n' ? input_fault(line->input, "an empty line")
               : kind == '\r' || kind == '\0'
                   ? line_end(line)
                   : input_fault(line->input, "no line begins like this; c, s, m, u, x and b do");
    line->at++;
    if (claim->section == '\0' && kind != 's')
        return input_fault(line->input, "the s line must come first");
    if (kind != claim->section) {
        if (claim->section != '\0' && section < strchr(sections, claim->section))
            object(claim, "lines are not in the order s, m, u, x, b");
        claim->section = kind;
        claim->last_price = 0;
    } else if (kind == 's' || kind == 'b')
        return input_fault(line->input, "a second %c line", kind);
    if (kind == 'm')
        return take_pair(claim, line);
    if (kind == 'u' || kind == 'x')
        return take_price(claim, line, kind);
    if (!line_number(line, kind == 's' ? "the total" : "the bound", 0, INT64_MAX, &value) || !line_end(line))
        return false;
    if (kind == 's')
        claim->claim.total = (int64_t)value;
    else {
        claim->claim.has_bound = true;
        claim->claim.bound = (int64_t)value;
    }
    return true;
}

bool read_assign_claim(struct input *input, const char *file, uint32_t people, uint32_t needs, struct assign_claim *out)
{
    *out = (struct assign_claim){.people = people, .needs = needs};
    out->person_prices = calloc((size_t)people + 1, sizeof *out->person_prices);
    out->need_prices = calloc((size_t)needs + 1, sizeof *out->need_prices);
    if (out->person_prices == NULL || out->need_prices == NULL)
        return input_no_memory(input);
    if (!lines_read(input, file, take_line, out))
        return false;
    if (out->section == '\0') {
        input->line = 1;
        return input_fault(input, "the file ends without an s line");
    }
    out->claim.pairs = out->pairs;
    out->claim.pairs_count = out->pairs_count;
    out->claim.person_prices = out->person_prices;
    out->claim.need_prices = out->need_prices;
    return true;
}

void assign_claim_free(struct assign_claim *claim)
{
    free(claim->pairs);
    free(claim->person_prices);
    free(claim->need_prices);
}
