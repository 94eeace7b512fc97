#include "services/http_private.h"
#include "services/http_text.h"

#include <string.h>
#include <strings.h>

const char *http_request_header_at(const struct http_request *request, const char *name, size_t n)
{
    size_t length = strlen(name);
    for (size_t i = 0; i < request->line_count; i++) {
        const struct http_line *line = &request->lines[i];
        if (line->name.length == length && strcasecmp(request->head + line->name.start, name) == 0 && n-- == 0)
            return request->head + line->value.start;
    }
    return NULL;
}

const char *http_request_header(const struct http_request *request, const char *name)
{
    return http_request_header_at(request, name, 0);
}

size_t http_request_header_count(const struct http_request *request, const char *name)
{
    size_t count = 0;
    while (http_request_header_at(request, name, count))
        count++;
    return count;
}

/* A walk over the elements of a comma-separated list, without the space around them. */
static bool next_element(const char **rest, const char **element, size_t *length)
{
    const char *start = *rest + strspn(*rest, " \t,");
    if (*start == '\0')
        return false;
    size_t end = strcspn(start, ",");
    *rest = start + end;
    while (start[end - 1] == ' ' || start[end - 1] == '\t')
        end--;
    *element = start;
    *length = end;
    return true;
}

/* The weight in thousandths after ";q=" in an element; 1000 without one, 0 for one that cannot be read. */
static unsigned weight_of(const char *parameters, size_t length)
{
    size_t at = 0;
    while (at < length && (parameters[at] == ' ' || parameters[at] == '\t' || parameters[at] == ';'))
        at++;
    if (length - at < 3 || (parameters[at] | 0x20) != 'q' || parameters[at + 1] != '=')
        return 1000;
    at += 2;
    if (parameters[at] != '0' && parameters[at] != '1')
        return 0;
    unsigned weight = parameters[at] == '1' ? 1000 : 0, unit = 100;
    if (++at < length && parameters[at] == '.')
        for (at++; at < length && http_byte_is(parameters[at], HTTP_IS_DIGIT) && unit > 0; at++, unit /= 10)
            weight += (unsigned)(parameters[at] - '0') * unit;
    return weight > 1000 ? 1000 : weight;
}

/* The weight a list of "WORD;q=WEIGHT" headers gives to `word`; -1 if it is not named. */
static int listed_weight(const struct http_request *request, const char *header, const char *word)
{
    const char *list;
    for (size_t n = 0; (list = http_request_header_at(request, header, n)); n++) {
        const char *element;
        size_t length;
        while (next_element(&list, &element, &length)) {
            size_t name = 0;
            while (name < length && element[name] != ';' && element[name] != ' ' && element[name] != '\t')
                name++;
            if (http_text_is(element, name, word))
                return (int)weight_of(element + name, length - name);
        }
    }
    return -1;
}

unsigned http_request_encoding_weight(const struct http_request *request, const char *coding)
{
    int weight = listed_weight(request, "accept-encoding", coding);
    if (weight < 0)
        weight = listed_weight(request, "accept-encoding", "*");
    if (weight < 0) /* only what was asked for; but the plain form is always welcome unless it was refused */
        weight = strcmp(coding, "identity") == 0 ? 1 : 0;
    return (unsigned)weight;
}

bool http_request_accepts(const struct http_request *request, const char *media_type)
{
    char range[64];
    size_t type = strcspn(media_type, "/") + 1;
    if (listed_weight(request, "accept", media_type) > 0)
        return true;
    if (type + 2 > sizeof range)
        return false;
    memcpy(range, media_type, type);
    memcpy(range + type, "*", 2);
    return listed_weight(request, "accept", range) > 0;
}

bool http_request_has_etag(const struct http_request *request, const char *etag)
{
    const char *list;
    if (strncmp(etag, "W/", 2) == 0)
        etag += 2;
    size_t etag_length = strlen(etag);
    for (size_t n = 0; (list = http_request_header_at(request, "if-none-match", n)); n++) {
        const char *element;
        size_t length;
        while (next_element(&list, &element, &length)) {
            if (length == 1 && *element == '*')
                return true;
            if (length > 2 && memcmp(element, "W/", 2) == 0) {
                element += 2;
                length -= 2;
            }
            if (length == etag_length && memcmp(element, etag, length) == 0)
                return true;
        }
    }
    return false;
}

const char *http_request_cookie(struct http_request *request, const char *name)
{
    const char *found = NULL, *list;
    size_t found_length = 0, name_length = strlen(name);
    for (size_t n = 0; (list = http_request_header_at(request, "cookie", n)); n++) {
        while (*(list += strspn(list, " ;")) != '\0') {
            size_t length = strcspn(list, ";");
            if (length > name_length && list[name_length] == '=' && memcmp(list, name, name_length) == 0) {
                if (found)
                    return NULL;
                found = list + name_length + 1;
                found_length = length - name_length - 1;
            }
            list += length;
        }
    }
    if (!found)
        return NULL;
    while (found_length > 0 && (found[found_length - 1] == ' ' || found[found_length - 1] == '\t'))
        found_length--;
    char *value = http_request_alloc(request, found_length + 1);
    return value ? memcpy(value, found, found_length) : NULL;
}
