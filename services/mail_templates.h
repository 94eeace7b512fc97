/*
 * What each letter says: one row of a table per event of db/outbox.h, the words in services/texts (mail.EVENT.subject,
 * .1 and .2 for paragraphs, .button).
 *
 * Every link leads to a page with a button, since scanners follow links and only POST acts. A secret stands behind `#`,
 * which browsers keep to themselves: no server, proxy or referrer ever sees it. Pages, relative to public_url:
 *
 *   registration       /kinnita#SECRET           password          /parool#SECRET
 *   sign_in            /sisene/link#SECRET       guardian          /luba#SECRET
 *   personal_code      /isikukood#SECRET         stay              /jaan#SECRET
 *   invitation         /kutse#SECRET             a person's own    /minu, /minu/korrad, /minu/vahetused
 *   managers           /keskus/vajadused/NEED    open needs        /
 */
#ifndef VAHETUS_SERVICES_MAIL_TEMPLATES_H
#define VAHETUS_SERVICES_MAIL_TEMPLATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/error.h"
#include "db/outbox.h"
#include "db/rounds.h"
#include "services/calendar.h"

struct mail_surroundings {
    const struct calendar *calendar;
    const char *public_url;               /* without a slash at its end */
    const char *contact_email;            /* NULL or empty: none is shown */
    const char *from_name, *from_address; /* who calls to the appointments of .ics files; NULL: nobody is named */
    int64_t now_ms;
};

/* What the letter itself does not hold. */
struct mail_details {
    const char *activity;          /* the name of letter->activity in the letter's language; NULL: none */
    const char *bring;             /* the names of what to bring, in the letter's language; NULL: nothing */
    const struct my_visit *visits; /* of a worker, for the letters about rounds */
    size_t visit_count;
};

struct mail_text {
    char *subject, *text, *html;
    char *calendar;        /* an .ics file to attach (METHOD:PUBLISH), or NULL */
    char *cancellation;    /* another (METHOD:CANCEL) of what has fallen away, or NULL */
    char *unsubscribe_url; /* a page of the person's own, or NULL for mail that one asked for */
};

/* False with ERROR_INTERNAL ("unknown_letter" for an event without a template) or ERROR_GONE ("letter_gone": what it
 * speaks of was deleted meanwhile). Free with mail_text_free. */
bool mail_letter_write(const struct mail_surroundings *surroundings, const struct letter *letter,
                       const struct mail_details *details, struct mail_text *mail, struct error *error)
    __attribute__((warn_unused_result));
void mail_text_free(struct mail_text *mail); /* takes a zeroed one */

/* The events that have a template, for tests; NULL behind the last. */
const char *mail_template_event(size_t index);

#endif
