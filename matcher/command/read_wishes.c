/* Pins and forbids of a proposal, one a line: matcher/README.md. */
#include "matcher/command/read_wishes.h"

#include <stdlib.h>

enum { WISH_PIN = 0, WISH_FORBID };

static bool keep_wish(struct wished *wished, struct input *input, const struct matcher_pair *pair)
{
    if (wished->count == wished->room) {
        size_t room = wished->room == 0 ? 64 : wished->room * 2;
        struct matcher_pair *list = realloc(wished->list, room * sizeof *list);
        if (list != NULL)
            wished->list = list;
        int *lines = realloc(wished->lines, room * sizeof *lines);
        if (lines != NULL)
            wished->lines = lines;
        if (list == NULL || lines == NULL)
            return input_no_memory(input);
        wished->room = room;
    }
    wished->lines[wished->count] = input->line;
    wished->list[wished->count++] = *pair;
    return true;
}

static bool no_such(struct input *input, const char *member)
{
    input_down(input, member);
    return input_fault(input, "no such %s", member);
}

/* A pin names its shift; what is forbidden without one is every shift of the need. */
static bool take_wish(void *context, struct input *input, json_t *object)
{
    static const char *const known[] = {"wish", "person", "need", "shift", NULL};
    static const char *const words[] = {"pin", "forbid", NULL};
    struct read_wishes *wishes = context;
    struct matcher_pair pair = {.shift = 0};
    struct matcher_id shift_id;
    uint8_t word = WISH_PIN;

    if (!input_only(input, object, known) || !read_word(input, object, "wish", true, words, &word) ||
        !read_id(input, object, "person", &pair.person) || !read_id(input, object, "need", &pair.need))
        return false;
    const struct matcher_need *need = matcher_find_need(wishes->crowd->matcher, &pair.need);
    if (!matcher_has_person(wishes->crowd->matcher, &pair.person))
        return no_such(input, "person");
    if (need == NULL)
        return no_such(input, "need");
    struct wished *wished = word == WISH_PIN ? &wishes->pins : &wishes->forbids;
    if (word == WISH_PIN || input_member(input, object, "shift", false) != NULL) {
        if (!read_id(input, object, "shift", &shift_id))
            return false;
        size_t shift = find_shift(need, &shift_id);
        pair.shift = (uint32_t)shift;
        return shift == SIZE_MAX ? no_such(input, "shift") : keep_wish(wished, input, &pair);
    }
    for (; pair.shift < need->shifts_count; pair.shift++)
        if (!keep_wish(wished, input, &pair))
            return false;
    return true;
}

/* ---- A pair at most once ---- */

struct said {
    const struct matcher_pair *pair;
    int line;
};

static int by_pair(const void *a, const void *b)
{
    const struct said *left = a, *right = b;
    int order = matcher_id_compare(&left->pair->person, &right->pair->person);

    order = order != 0 ? order : matcher_id_compare(&left->pair->need, &right->pair->need);
    order = order != 0 ? order : (left->pair->shift > right->pair->shift) - (left->pair->shift < right->pair->shift);
    return order != 0 ? order : left->line - right->line;
}

static bool same_pair(const struct matcher_pair *a, const struct matcher_pair *b)
{
    return a->shift == b->shift && matcher_id_compare(&a->person, &b->person) == 0 &&
           matcher_id_compare(&a->need, &b->need) == 0;
}

static bool said_once(struct input *input, const struct read_wishes *wishes)
{
    const struct wished *lists[] = {&wishes->pins, &wishes->forbids};
    struct said *said = malloc((wishes->pins.count + wishes->forbids.count + 1) * sizeof *said);
    size_t count = 0;
    bool once = true;

    if (said == NULL)
        return input_no_memory(input);
    for (int i = 0; i < 2; i++)
        for (size_t k = 0; k < lists[i]->count; k++)
            said[count++] = (struct said){&lists[i]->list[k], lists[i]->lines[k]};
    if (count > 1)
        qsort(said, count, sizeof *said, by_pair);
    for (size_t i = 1; once && i < count; i++)
        if (same_pair(said[i - 1].pair, said[i].pair)) {
            input->line = said[i].line;
            once = input_fault(input, "the wish of line %d once more", said[i - 1].line);
        }
    free(said);
    return once;
}

bool read_wishes(struct input *input, const char *file, struct read_wishes *wishes)
{
    return input_lines(input, file, take_wish, wishes) && said_once(input, wishes);
}

void read_wishes_free(struct read_wishes *wishes)
{
    free(wishes->pins.list);
    free(wishes->pins.lines);
    free(wishes->forbids.list);
    free(wishes->forbids.lines);
}
