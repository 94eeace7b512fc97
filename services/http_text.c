#include "services/http_text.h"

#include <arpa/inet.h>
#include <string.h>

#define LINE   HTTP_IS_LINE
#define TOKEN  (HTTP_IS_LINE | HTTP_IS_TOKEN)
#define PATH   (HTTP_IS_LINE | HTTP_IS_PATH | HTTP_IS_QUERY)
#define QUERY  (HTTP_IS_LINE | HTTP_IS_QUERY)
#define LETTER (TOKEN | PATH | HTTP_IS_HOST)

const unsigned char http_byte_class[256] = {
    ['\t'] = LINE,          [' '] = LINE,
    ['!'] = TOKEN | PATH,   ['"'] = LINE,
    ['#'] = TOKEN,          ['$'] = TOKEN | PATH,
    ['%'] = TOKEN,          ['&'] = TOKEN | PATH,
    ['\''] = TOKEN | PATH,  ['('] = PATH,
    [')'] = PATH,           ['*'] = TOKEN | PATH,
    ['+'] = TOKEN | PATH,   [','] = PATH,
    ['-'] = LETTER,         ['.'] = LETTER,
    ['/'] = PATH,           ['0' ... '9'] = LETTER | HTTP_IS_HEX | HTTP_IS_DIGIT,
    [':'] = PATH,           [';'] = PATH,
    ['<'] = LINE,           ['='] = PATH,
    ['>'] = LINE,           ['?'] = QUERY,
    ['@'] = PATH,           ['A' ... 'F'] = LETTER | HTTP_IS_HEX,
    ['G' ... 'Z'] = LETTER, ['['] = QUERY,
    ['\\'] = QUERY,         [']'] = QUERY,
    ['^'] = TOKEN | QUERY,  ['_'] = LETTER,
    ['`'] = TOKEN | QUERY,  ['a' ... 'f'] = LETTER | HTTP_IS_HEX,
    ['g' ... 'z'] = LETTER, ['{'] = QUERY,
    ['|'] = TOKEN | QUERY,  ['}'] = QUERY,
    ['~'] = TOKEN | PATH,   [0x80 ... 0xff] = LINE,
};

unsigned http_hex_value(char digit)
{
    return digit <= '9' ? (unsigned)(digit - '0') : (unsigned)((digit | 0x20) - 'a') + 10;
}

bool http_text_is(const char *bytes, size_t length, const char *word)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte >= 'A' && byte <= 'Z')
            byte |= 0x20;
        if (word[i] == '\0' || byte != (unsigned char)word[i])
            return false;
    }
    return word[length] == '\0';
}

static bool is_port(const char *text, size_t length)
{
    unsigned port = 0;
    if (length == 0 || length > 5)
        return false;
    for (size_t i = 0; i < length; i++) {
        if (!http_byte_is(text[i], HTTP_IS_DIGIT))
            return false;
        port = port * 10 + (unsigned)(text[i] - '0');
    }
    return port <= 65535;
}

bool http_host_is_valid(const char *host, size_t length)
{
    size_t end = 0;
    if (length > 0 && host[0] == '[') {
        char text[INET6_ADDRSTRLEN];
        struct in6_addr address;
        const char *bracket = memchr(host, ']', length);
        size_t inside = bracket ? (size_t)(bracket - host) - 1 : 0;
        if (inside == 0 || inside >= sizeof text)
            return false;
        memcpy(text, host + 1, inside);
        text[inside] = '\0';
        if (inet_pton(AF_INET6, text, &address) != 1)
            return false;
        end = inside + 2;
    } else {
        while (end < length && http_byte_is(host[end], HTTP_IS_HOST))
            end++;
        if (end == 0 || end > 255)
            return false;
    }
    return end == length || (host[end] == ':' && is_port(host + end + 1, length - end - 1));
}

/* Length of the sequence that starts with this byte, and the bounds of its second byte (Unicode, table 3-7). */
static size_t utf8_sequence(unsigned char first, unsigned char *low, unsigned char *high)
{
    *low = 0x80;
    *high = 0xbf;
    if (first >= 0xc2 && first <= 0xdf)
        return 2;
    if (first >= 0xe0 && first <= 0xef) {
        if (first == 0xe0)
            *low = 0xa0;
        if (first == 0xed)
            *high = 0x9f;
        return 3;
    }
    if (first == 0xf0)
        *low = 0x90;
    if (first == 0xf4)
        *high = 0x8f;
    return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

bool http_is_utf8(const char *bytes, size_t length)
{
    const unsigned char *text = (const unsigned char *)bytes;
    size_t at = 0;
    while (at < length) {
        if (text[at] < 0x80) {
            at++;
            continue;
        }
        unsigned char low, high;
        size_t sequence = utf8_sequence(text[at], &low, &high);
        if (sequence == 0 || sequence > length - at || text[at + 1] < low || text[at + 1] > high)
            return false;
        for (size_t i = 2; i < sequence; i++)
            if ((text[at + i] & 0xc0) != 0x80)
                return false;
        at += sequence;
    }
    return true;
}
