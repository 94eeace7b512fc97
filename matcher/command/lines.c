/* Plain text of lines and numbers. Own because measured: stdio and strtoull read a tenth as fast. */
#include "matcher/command/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BUFFER_BYTES = 1 << 18 };

struct reader {
    struct input *input;
    int file;
    char *text;      /* BUFFER_BYTES, and room for a line feed that the last line lacks */
    size_t length;   /* bytes in `text` */
    bool in_comment; /* a comment that began in an earlier buffer */
    bool (*take)(void *context, struct line *line);
    void *context;
};

/* ---- Fields ---- */

static bool field_fault(struct line *line, const char *what)
{
    unsigned char byte = (unsigned char)*line->at;

    if (byte == '\n')
        return input_fault(line->input, "%s is missing", what);
    if (byte == '\r')
        return input_fault(line->input, "a carriage return: lines end in LF alone");
    if (byte == '\0')
        return input_fault(line->input, "a NUL byte");
    if (byte == '-')
        return input_fault(line->input, "%s is negative", what);
    if (byte == ' ')
        return input_fault(line->input, "%s: fields are separated by one space", what);
    if (byte < 0x20 || byte > 0x7e)
        return input_fault(line->input, "%s: byte 0x%02x is no decimal digit", what, byte);
    return input_fault(line->input, "%s: '%c' is no decimal digit", what, byte);
}

/* More digits than 64 bits surely hold: only zeros in front can save it. */
static uint64_t long_number(const char *digits, const char *end)
{
    uint64_t value = 0;

    for (; digits < end; digits++) {
        if (value > UINT64_MAX / 10 - 1)
            return UINT64_MAX;
        value = value * 10 + (uint64_t)(*digits - '0');
    }
    return value;
}

bool line_number(struct line *line, const char *what, uint64_t least, uint64_t most, uint64_t *out)
{
    const char *at = line->at;

    if (*at != ' ')
        return field_fault(line, what);
    const char *digits = ++at;
    uint64_t value = 0;
    unsigned digit;
    for (; (digit = (unsigned)(unsigned char)*at - '0') <= 9; at++)
        value = value * 10 + digit;
    line->at = at;
    if (at == digits)
        return field_fault(line, what);
    if (at - digits > 18)
        value = long_number(digits, at);
    if (value < least || value > most)
        return input_fault(line->input, "%s is %.*s, must be from %llu to %llu", what,
                           at - digits > 24 ? 24 : (int)(at - digits), digits, (unsigned long long)least,
                           (unsigned long long)most);
    *out = value;
    return true;
}

bool line_end(struct line *line)
{
    if (*line->at == '\n')
        return true;
    if (*line->at == ' ')
        return input_fault(line->input, "something follows the last field");
    return field_fault(line, "the end of the line");
}

/* ---- Lines ---- */

static bool take_line(struct reader *reader, const char *start, const char *end)
{
    struct line line = {.input = reader->input, .at = start};

    if (reader->in_comment || (start[0] == 'c' && (start[1] == ' ' || start[1] == '\n'))) {
        reader->in_comment = false;
        if (memchr(start, '\0', (size_t)(end - start)) != NULL)
            return input_fault(reader->input, "a NUL byte");
        return true;
    }
    return reader->take(reader->context, &line);
}

/* All whole lines of the buffer; what is left of the last moves to its front. */
static bool take_lines(struct reader *reader)
{
    const char *at = reader->text, *end = reader->text + reader->length, *feed;

    while (at < end && (feed = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        if (reader->input->line < INT_MAX)
            reader->input->line++;
        if (!take_line(reader, at, feed))
            return false;
        at = feed + 1;
    }
    reader->length = (size_t)(end - at);
    memmove(reader->text, at, reader->length);
    return true;
}

/* No line feed in a full buffer: a long comment goes on, anything else is no line of ours. */
static bool take_long(struct reader *reader)
{
    if (memchr(reader->text, '\0', reader->length) != NULL) {
        reader->input->line++;
        return input_fault(reader->input, "a NUL byte");
    }
    if (!reader->in_comment && (reader->text[0] != 'c' || reader->text[1] != ' ')) {
        reader->input->line++;
        return input_fault(reader->input, "a line of more than %d bytes", BUFFER_BYTES - 1);
    }
    reader->in_comment = true;
    reader->length = 0;
    return true;
}

static bool read_all(struct reader *reader)
{
    for (;;) {
        ssize_t got = read(reader->file, reader->text + reader->length, BUFFER_BYTES - reader->length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            reader->input->line = 0;
            return input_fault(reader->input, "%s", strerror(errno));
        }
        if (got == 0)
            break;
        reader->length += (size_t)got;
        if (!take_lines(reader) || (reader->length == BUFFER_BYTES && !take_long(reader)))
            return false;
    }
    if (reader->length == 0)
        return true;
    reader->text[reader->length++] = '\n';
    return take_lines(reader);
}

bool lines_read(struct input *input, const char *file, bool (*take)(void *context, struct line *line), void *context)
{
    struct reader reader = {.input = input, .take = take, .context = context};

    input->file = file;
    input->line = 0;
    input->path[0] = '\0';
    reader.file = open(file, O_RDONLY | O_CLOEXEC);
    if (reader.file < 0)
        return input_fault(input, "%s", strerror(errno));
    reader.text = malloc(BUFFER_BYTES + 1);
    bool ok = reader.text != NULL ? read_all(&reader) : input_no_memory(input);
    free(reader.text);
    close(reader.file);
    return ok;
}
