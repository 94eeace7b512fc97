/*
 * A mail's body, written as plain text and as HTML at once, block by block, so that both say the same.
 *
 * The HTML is one column without pictures, remote content or colours of its own but the button's, so that it reads in
 * dark mode, aloud, and in programs that drop styles. Everything given is escaped here.
 */
#ifndef VAHETUS_SERVICES_MAIL_LAYOUT_H
#define VAHETUS_SERVICES_MAIL_LAYOUT_H

#include <stdbool.h>

#include "services/texts.h"

struct mail_layout;

/* NULL when out of memory. */
struct mail_layout *mail_layout_new(enum language language, const char *subject);
void mail_layout_free(struct mail_layout *layout); /* takes NULL */

void mail_layout_paragraph(struct mail_layout *layout, const char *paragraph);
/* A label and its lines (split at \n), such as "When". */
void mail_layout_fact(struct mail_layout *layout, const char *label, const char *lines);
/* A button and, below it, the address itself with `otherwise` before it. */
void mail_layout_button(struct mail_layout *layout, const char *label, const char *url, const char *otherwise);
/* Begins the small print; what follows stands in it. */
void mail_layout_footer(struct mail_layout *layout);

/* Ends both and hands them over: new strings that the caller frees. False when out of memory. */
bool mail_layout_finish(struct mail_layout *layout, char **text, char **html) __attribute__((warn_unused_result));

#endif
