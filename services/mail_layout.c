#include "services/mail_layout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct mail_layout {
    FILE *text, *html;
    char *text_bytes, *html_bytes;
    size_t text_length, html_length;
    bool in_footer;
};

/* Escapes for element content and quoted attributes; a line end becomes a break. */
static void escape(FILE *html, const char *from)
{
    for (; *from != '\0'; from++) {
        switch (*from) {
        case '&':
            fputs("&amp;", html);
            break;
        case '<':
            fputs("&lt;", html);
            break;
        case '>':
            fputs("&gt;", html);
            break;
        case '"':
            fputs("&quot;", html);
            break;
        case '\'':
            fputs("&#39;", html);
            break;
        case '\n':
            fputs("<br>\n", html);
            break;
        default:
            if ((unsigned char)*from >= 0x20 && *from != 0x7F)
                fputc(*from, html);
        }
    }
}

/* Plain text without control characters but the line end. */
static void plain(FILE *text, const char *from)
{
    for (; *from != '\0'; from++) {
        if (((unsigned char)*from >= 0x20 && *from != 0x7F) || *from == '\n')
            fputc(*from, text);
    }
}

struct mail_layout *mail_layout_new(enum language language, const char *subject)
{
    struct mail_layout *layout = calloc(1, sizeof *layout);
    if (layout == NULL)
        return NULL;
    layout->text = open_memstream(&layout->text_bytes, &layout->text_length);
    layout->html = open_memstream(&layout->html_bytes, &layout->html_length);
    if (layout->text == NULL || layout->html == NULL) {
        mail_layout_free(layout);
        return NULL;
    }
    fprintf(layout->html,
            "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta name=\"viewport\" content=\"width=device-width\">\n"
            "<meta name=\"color-scheme\" content=\"light dark\">\n<title>",
            language_tag(language));
    escape(layout->html, subject);
    fputs("</title>\n</head>\n<body style=\"margin:0 auto;padding:16px;max-width:34em;font-family:sans-serif;"
          "font-size:17px;line-height:1.5\">\n",
          layout->html);
    return layout;
}

void mail_layout_free(struct mail_layout *layout)
{
    if (layout == NULL)
        return;
    if (layout->text != NULL)
        fclose(layout->text);
    if (layout->html != NULL)
        fclose(layout->html);
    free(layout->text_bytes);
    free(layout->html_bytes);
    free(layout);
}

void mail_layout_paragraph(struct mail_layout *layout, const char *paragraph)
{
    plain(layout->text, paragraph);
    fputs("\n\n", layout->text);
    fputs("<p>", layout->html);
    escape(layout->html, paragraph);
    fputs("</p>\n", layout->html);
}

void mail_layout_fact(struct mail_layout *layout, const char *label, const char *lines)
{
    if (lines == NULL || lines[0] == '\0')
        return;
    fprintf(layout->text, "%s:%s", label, strchr(lines, '\n') == NULL ? " " : "\n");
    plain(layout->text, lines);
    fputs("\n\n", layout->text);
    fputs("<p><b>", layout->html);
    escape(layout->html, label);
    fputs("</b><br>\n", layout->html);
    escape(layout->html, lines);
    fputs("</p>\n", layout->html);
}

void mail_layout_button(struct mail_layout *layout, const char *label, const char *url, const char *otherwise)
{
    plain(layout->text, label);
    fputs(":\n", layout->text);
    plain(layout->text, url);
    fputs("\n\n", layout->text);
    fputs("<p style=\"margin:24px 0\"><a href=\"", layout->html);
    escape(layout->html, url);
    fputs("\" style=\"display:inline-block;padding:14px 22px;border-radius:6px;background:#005aa3;color:#ffffff;"
          "font-weight:bold;text-decoration:none\">",
          layout->html);
    escape(layout->html, label);
    fputs("</a></p>\n<p style=\"font-size:14px\">", layout->html);
    escape(layout->html, otherwise);
    fputs("<br>\n<span style=\"word-break:break-all\">", layout->html);
    escape(layout->html, url);
    fputs("</span></p>\n", layout->html);
}

void mail_layout_footer(struct mail_layout *layout)
{
    if (layout->in_footer)
        return;
    layout->in_footer = true;
    fputs("-- \n", layout->text); /* what mail programs know as the signature */
    fputs("<hr>\n<div style=\"font-size:14px\">\n", layout->html);
}

bool mail_layout_finish(struct mail_layout *layout, char **text, char **html)
{
    fputs(layout->in_footer ? "</div>\n</body>\n</html>\n" : "</body>\n</html>\n", layout->html);
    bool complete = !ferror(layout->text) && !ferror(layout->html);
    complete &= fclose(layout->text) == 0;
    complete &= fclose(layout->html) == 0;
    layout->text = layout->html = NULL;
    if (!complete)
        return false;
    *text = layout->text_bytes;
    *html = layout->html_bytes;
    layout->text_bytes = layout->html_bytes = NULL;
    return true;
}
