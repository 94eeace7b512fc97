/*
 * One mail message: composed as bytes (RFC 5322, MIME), then sent by SMTP or, without an SMTP server in the settings,
 * written as a file. Both take the same bytes. Used by the outbox job (outbox.h); what a mail says is mail_templates.h.
 *
 * Everything from a person (names, notes) may hold anything: header fields lose control characters and are encoded by
 * RFC 2047, so no line can be injected.
 */
#ifndef VAHETUS_SERVICES_MAIL_H
#define VAHETUS_SERVICES_MAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/error.h"
#include "services/texts.h"

struct mail_message {
    const char *id; /* stable, the outbox row's UUID as text: a second delivery carries the same Message-ID */
    int64_t date_ms;
    enum language language;
    const char *from_name, *from_address;
    const char *reply_to; /* an address; may be NULL */
    const char *to_name;  /* may be NULL */
    const char *to_address;
    const char *subject;
    const char *text; /* UTF-8, lines end in \n */
    const char *html;
    const char *unsubscribe_url; /* a page with a button; NULL for mail that one asked for */
    const char *calendar;        /* an .ics file to attach, "vahetus.ics"; may be NULL */
    const char *cancellation;    /* another, METHOD:CANCEL, "vahetus-cancel.ics"; may be NULL */
};

/* True for one address that SMTP takes as it is: local@domain in ASCII, no spaces, quotes, angle brackets or control
 * characters, at most 254 bytes. */
bool mail_address_ok(const char *address);

/*
 * The whole message with CRLF line ends and no line over 998 bytes (text parts stay under 76). The same message gives
 * the same bytes. A new string that the caller frees and its length; NULL with ERROR_INVALID ("bad_address") or
 * ERROR_INTERNAL.
 */
char *mail_compose(const struct mail_message *message, size_t *length, struct error *error)
    __attribute__((warn_unused_result));

enum mail_security {
    MAIL_SECURITY_STARTTLS, /* refuse to go on without it */
    MAIL_SECURITY_TLS,      /* from the first byte (port 465) */
    MAIL_SECURITY_NONE,     /* to a relay on this machine only */
};

struct mail_settings {
    const char *host; /* NULL or empty: write files instead */
    int port;
    enum mail_security security;
    const char *user, *password; /* NULL: no authentication */
    const char *ca_file;         /* NULL: the system's */
    int timeout_s;               /* for a whole message, connecting included; 0 means 30 */
    const char *directory;       /* where *.eml files go without a host; made when missing */
};

struct mail_sender;

/* Copies the settings. NULL with ERROR_INTERNAL when the directory cannot be made or the memory is out. */
struct mail_sender *mail_sender_new(const struct mail_settings *settings, struct error *error)
    __attribute__((warn_unused_result));
void mail_sender_free(struct mail_sender *sender); /* takes NULL */

/* Breaks off a message under way, at once, and every later one: MAIL_LATER. From any thread, when the service stops. */
void mail_sender_stop(struct mail_sender *sender);

enum mail_outcome {
    MAIL_SENT = 1, /* the server has taken it, or the file is complete on disk */
    MAIL_LATER,    /* server away, slow, busy, 4xx: try again */
    MAIL_REFUSED,  /* 5xx for this message or recipient: never again */
};

/*
 * Sends one composed message and blocks until it is done or the time is out; for the outbox's own thread, one message
 * at a time per sender (it keeps the connection open between them). `id` names the file. On anything but MAIL_SENT
 * `error` holds the server's code and no address.
 */
enum mail_outcome mail_send(struct mail_sender *sender, const char *id, const char *from_address,
                            const char *to_address, const char *bytes, size_t length, struct error *error);

#endif
