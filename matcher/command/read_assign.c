/* Assignment problems: `p vm V N E`, then `v`, `n` and `e` lines in any order. */
#include "matcher/command/read_assign.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FILE_WEIGHT_MAX = 1000000, SHORTEST_PAIR_LINE = 8 };

struct reading {
    struct input *input;
    struct matcher_assign_problem *problem; /* NULL before the p line */
    uint64_t people, needs, pairs, pairs_read;
    uint64_t file_bytes;                            /* UINT64_MAX: unknown */
    unsigned char *has_person_line, *has_need_line; /* bits: a `v` or `n` line came */
};

static bool library_fault(struct input *input, const struct matcher_error *error)
{
    if (error->failure == MATCHER_NO_MEMORY)
        return input_no_memory(input);
    return input_fault(input, "%s is out of bounds", error->field);
}

static bool take_header(struct reading *reading, struct line *line)
{
    struct matcher_error error = {0};

    if (reading->problem != NULL)
        return input_fault(line->input, "a second p line");
    if (strncmp(line->at, "p vm", 4) != 0)
        return input_fault(line->input, "expected \"p vm V N E\"");
    line->at += 4;
    if (!line_number(line, "V", 0, MATCHER_ASSIGN_SIDE_MAX, &reading->people) ||
        !line_number(line, "N", 0, MATCHER_ASSIGN_SIDE_MAX, &reading->needs) ||
        !line_number(line, "E", 0, MATCHER_ASSIGN_PAIRS_MAX, &reading->pairs) || !line_end(line))
        return false;
    /* no more room than a file of this size can fill */
    uint64_t hint = reading->file_bytes / SHORTEST_PAIR_LINE + 1;
    reading->problem =
        matcher_assign_problem_new((uint32_t)reading->people, (uint32_t)reading->needs,
                                   hint < reading->pairs ? (size_t)hint : (size_t)reading->pairs, &error);
    reading->has_person_line = calloc(reading->people / 8 + 1, 1);
    reading->has_need_line = calloc(reading->needs / 8 + 1, 1);
    if (reading->problem == NULL)
        return library_fault(line->input, &error);
    return (reading->has_person_line != NULL && reading->has_need_line != NULL) || input_no_memory(line->input);
}

static bool take_capacity(struct reading *reading, struct line *line)
{
    bool is_person = *line->at == 'v';
    unsigned char *seen = is_person ? reading->has_person_line : reading->has_need_line;
    uint64_t number, capacity;

    line->at++;
    if (!line_number(line, is_person ? "i" : "j", 1, is_person ? reading->people : reading->needs, &number) ||
        !line_number(line, "cap", 0, MATCHER_ASSIGN_CAPACITY_MAX, &capacity) || !line_end(line))
        return false;
    number--;
    if ((seen[number / 8] >> number % 8 & 1) != 0)
        return input_fault(line->input, "a second %c line for %llu", is_person ? 'v' : 'n',
                           (unsigned long long)number + 1);
    seen[number / 8] |= (unsigned char)(1 << number % 8);
    return is_person ? matcher_assign_person_capacity(reading->problem, (uint32_t)number, (uint32_t)capacity, NULL)
                     : matcher_assign_need_capacity(reading->problem, (uint32_t)number, (uint32_t)capacity, NULL);
}

static bool take_pair_line(struct line *line, uint64_t people, uint64_t needs, uint64_t *i, uint64_t *j, uint64_t *w)
{
    line->at++;
    return line_number(line, "i", 1, people, i) && line_number(line, "j", 1, needs, j) &&
           line_number(line, "w", 0, FILE_WEIGHT_MAX, w) && line_end(line);
}

static bool take_pair(struct reading *reading, struct line *line)
{
    struct matcher_error error = {0};
    uint64_t i, j, w;

    if (!take_pair_line(line, reading->people, reading->needs, &i, &j, &w))
        return false;
    if (reading->pairs_read == reading->pairs)
        return input_fault(line->input, "one e line more than the %llu of the p line",
                           (unsigned long long)reading->pairs);
    reading->pairs_read++;
    return matcher_assign_pair(reading->problem, (uint32_t)i - 1, (uint32_t)j - 1, (int32_t)w, &error) ||
           library_fault(line->input, &error);
}

static bool take_line(void *context, struct line *line)
{
    struct reading *reading = context;
    char kind = *line->at;

    if (kind == 'e' && reading->problem != NULL)
        return take_pair(reading, line);
    if (kind == 'p')
        return take_header(reading, line);
    if (kind != 'v' && kind != 'n' && kind != 'e') {
        if (kind == '\n')
            return input_fault(line->input, "an empty line");
        if (kind == '\r' || kind == '\0')
            return line_end(line);
        return input_fault(line->input, "no line begins like this; c, p, v, n and e do");
    }
    if (reading->problem == NULL)
        return input_fault(line->input, "the p line must come first");
    return take_capacity(reading, line);
}

/* ---- A pair given twice: the file is read once more to find the line ---- */

struct twice {
    struct matcher_assign_edge pair;
    uint64_t people, needs;
    int seen;
};

static bool find_twice(void *context, struct line *line)
{
    struct twice *twice = context;
    uint64_t i, j, w;

    if (*line->at != 'e' || !take_pair_line(line, twice->people, twice->needs, &i, &j, &w))
        return line->input->outcome == OUTCOME_SOLVED;
    if (i != (uint64_t)twice->pair.person + 1 || j != (uint64_t)twice->pair.need + 1 || twice->seen++ == 0)
        return true;
    return input_fault(line->input, "a second e line for the pair %llu %llu", (unsigned long long)i,
                       (unsigned long long)j);
}

static bool twice_fault(struct reading *reading, const char *file, const struct matcher_assign_edge *pair)
{
    struct twice twice = {.pair = *pair, .people = reading->people, .needs = reading->needs};

    if (reading->file_bytes != UINT64_MAX && !lines_read(reading->input, file, find_twice, &twice))
        return false;
    return input_fault(reading->input, "a second e line for the pair %u %u", pair->person + 1, pair->need + 1);
}

static bool finish(struct reading *reading, const char *file)
{
    struct matcher_error error = {0};
    struct matcher_assign_edge twice = {0};

    if (reading->problem == NULL) {
        if (reading->input->line == 0)
            reading->input->line = 1;
        return input_fault(reading->input, "the file ends without a p line");
    }
    if (reading->pairs_read != reading->pairs)
        return input_fault(reading->input, "the file ends after %llu e lines; the p line says %llu",
                           (unsigned long long)reading->pairs_read, (unsigned long long)reading->pairs);
    if (matcher_assign_finish(reading->problem, &twice, &error))
        return true;
    return error.failure == MATCHER_INVALID ? twice_fault(reading, file, &twice)
                                            : library_fault(reading->input, &error);
}

struct matcher_assign_problem *read_assign(struct input *input, const char *file)
{
    struct reading reading = {.input = input, .file_bytes = UINT64_MAX};
    struct stat about;

    if (stat(file, &about) == 0 && S_ISREG(about.st_mode))
        reading.file_bytes = (uint64_t)about.st_size;
    bool ok = lines_read(input, file, take_line, &reading) && finish(&reading, file);
    free(reading.has_person_line);
    free(reading.has_need_line);
    if (ok)
        return reading.problem;
    matcher_assign_problem_free(reading.problem);
    return NULL;
}
