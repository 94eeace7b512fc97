#include "services/outbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "db/outbox.h"
#include "db/rounds.h"
#include "services/log.h"
#include "services/mail.h"
#include "services/mail_templates.h"
#include "services/words.h"

/* A batch must be sent well before its lease runs out, even when every letter takes its whole time. */
enum { BATCH = 4, MAIL_TIMEOUT_S = 30, LEASE_MS = (BATCH + 2) * MAIL_TIMEOUT_S * 1000, PERIOD_MS = 1000 };
enum { FIRST_RETRY_MS = 30 * 1000, LAST_RETRY_MS = 3600 * 1000, ATTEMPTS_MAX = 78 };
enum { MINUTE_MS = 60 * 1000, DAY_MS = 24 * 3600 * 1000 };

/* One pass over what is due. */
struct pass {
    struct db *db;
    const struct job_tools *tools;
    struct mail_sender *sender;
    struct arena *arena;
    int64_t now_ms;
};

/* How one letter ended; what a transaction over it needs. */
struct mark {
    const struct letter *letter;
    const struct uuid *owner;
    int64_t retry_ms;    /* of a failure; 0: never again */
    const char *failure; /* NULL: sent */
};

static int64_t clock_ms(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t outbox_retry_ms(int32_t attempts)
{
    if (attempts >= ATTEMPTS_MAX)
        return 0;
    int64_t pause_ms = FIRST_RETRY_MS;
    for (int32_t i = 1; i < attempts && pause_ms < LAST_RETRY_MS; i++)
        pause_ms *= 2;
    return pause_ms < LAST_RETRY_MS ? pause_ms : LAST_RETRY_MS;
}

/* ---- One letter -------------------------------------------------------------------------------------------------- */

/* Links whose time the database keeps elsewhere: as long as the settings say. */
static void set_expiry(const struct settings *settings, struct letter *letter)
{
    if (letter->expires_at_ms != 0)
        return;
    if (strcmp(letter->event, "sign_in") == 0)
        letter->expires_at_ms = letter->created_at_ms + settings->sign_in_link_minutes * MINUTE_MS;
    else if (strcmp(letter->event, "registration") == 0)
        letter->expires_at_ms = letter->created_at_ms + settings->registration_days * DAY_MS;
}

/* The letter's own round among all published visits of the worker. */
static bool read_visits(const struct pass *pass, const struct letter *letter, struct mail_details *details,
                        struct error *error)
{
    struct my_visit *visits = NULL;
    size_t count = 0;
    if (uuid_is_none(&letter->person))
        return true;
    if (!visits_of_person(pass->db, pass->arena, &letter->person, &visits, &count, error))
        return false;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (uuid_compare(&visits[i].round, &letter->round) == 0)
            visits[kept++] = visits[i];
    }
    details->visits = visits;
    details->visit_count = kept;
    return true;
}

/* "sülearvuti, põll"; NULL for nothing. */
static const char *bring_names(const struct pass *pass, const struct letter *letter)
{
    size_t size = 1;
    for (size_t i = 0; i < letter->bring.count; i++)
        size += strlen(words_name_of(pass->tools->words, WORDS_BRING, letter->bring.items[i],
                                     (enum language)letter->language)) +
                2;
    char *names = letter->bring.count == 0 ? NULL : arena_alloc(pass->arena, size);
    for (size_t i = 0, length = 0; names != NULL && i < letter->bring.count; i++)
        length += (size_t)snprintf(
            names + length, size - length, "%s%s", i > 0 ? ", " : "",
            words_name_of(pass->tools->words, WORDS_BRING, letter->bring.items[i], (enum language)letter->language));
    return names;
}

static char *compose(const struct pass *pass, const struct letter *letter, const struct mail_text *mail, size_t *length,
                     struct error *error)
{
    char id[UUID_TEXT_SIZE];
    const struct settings *settings = pass->tools->settings;
    bool answerable = settings->contact_email != NULL && mail_address_ok(settings->contact_email);
    const struct mail_message message = {.id = uuid_format(&letter->id, id),
                                         .date_ms = letter->created_at_ms,
                                         .language = (enum language)letter->language,
                                         .from_name = settings->mail_from_name,
                                         .from_address = settings->mail_from_address,
                                         .reply_to = answerable ? settings->contact_email : NULL,
                                         .to_address = letter->recipient,
                                         .subject = mail->subject,
                                         .text = mail->text,
                                         .html = mail->html,
                                         .unsubscribe_url = mail->unsubscribe_url,
                                         .calendar = mail->calendar,
                                         .cancellation = mail->cancellation};
    return mail_compose(&message, length, error);
}

/* The bytes of a letter. NULL with `error`: ERROR_BUSY when the database is away, else for good. */
static char *letter_bytes(const struct pass *pass, struct letter *letter, size_t *length, struct error *error)
{
    const struct settings *settings = pass->tools->settings;
    enum language language = (enum language)letter->language;
    const struct mail_surroundings surroundings = {.calendar = pass->tools->calendar,
                                                   .public_url = settings->public_url,
                                                   .contact_email = settings->contact_email,
                                                   .from_name = settings->mail_from_name,
                                                   .from_address = settings->mail_from_address,
                                                   .now_ms = pass->now_ms};
    struct mail_details details = {0};
    if (letter->activity != NULL)
        details.activity = words_activity(pass->tools->words, letter->activity, language);
    details.bring = bring_names(pass, letter);
    bool of_visits = strcmp(letter->event, "round_published") == 0 || strcmp(letter->event, "round_changed") == 0;
    if (of_visits && !read_visits(pass, letter, &details, error))
        return NULL;
    set_expiry(settings, letter);
    struct mail_text mail;
    if (!mail_letter_write(&surroundings, letter, &details, &mail, error))
        return NULL;
    char *bytes = compose(pass, letter, &mail, length, error);
    mail_text_free(&mail);
    return bytes;
}

static bool mark_work(struct db *db, void *context, struct error *error)
{
    const struct mark *mark = context;
    if (mark->failure == NULL)
        return outbox_sent(db, &mark->letter->id, mark->owner, error);
    return outbox_failed(db, &mark->letter->id, mark->owner, mark->retry_ms, mark->failure, error);
}

/* A link that has died meanwhile is not worth another try. */
static int64_t retry_of(const struct letter *letter, int64_t now_ms)
{
    int64_t retry_ms = outbox_retry_ms(letter->attempts);
    bool dies = letter->secret != NULL && letter->expires_at_ms != 0 && letter->expires_at_ms < now_ms + retry_ms;
    return dies ? 0 : retry_ms;
}

/* Sends one letter and marks it. False only when the database does not take the mark. */
static bool deliver(const struct pass *pass, struct letter *letter, struct error *error)
{
    struct error failure = {0};
    struct mark mark = {.letter = letter, .owner = &pass->tools->owner};
    size_t length = 0;
    char id[UUID_TEXT_SIZE];
    enum mail_outcome outcome = MAIL_REFUSED;
    char *bytes = letter_bytes(pass, letter, &length, &failure);
    if (bytes != NULL)
        outcome = mail_send(pass->sender, uuid_format(&letter->id, id), pass->tools->settings->mail_from_address,
                            letter->recipient, bytes, length, &failure);
    else if (failure.kind == ERROR_BUSY)
        outcome = MAIL_LATER;
    free(bytes);
    if (outcome != MAIL_SENT) {
        mark.failure = failure.code;
        mark.retry_ms = outcome == MAIL_LATER ? retry_of(letter, pass->now_ms) : 0;
        /* What a later letter has overtaken, or somebody's leaving, is no loss. */
        if (failure.kind == ERROR_GONE)
            log_event(LOG_INFO, "letter_dropped", "%s: %s", letter->event, failure.code);
        else
            log_event(mark.retry_ms == 0 ? LOG_ERROR : LOG_WARNING,
                      mark.retry_ms == 0 ? "letter_lost" : "letter_delayed", "%s, try %d: %s: %s", letter->event,
                      letter->attempts, failure.code, failure.detail);
    }
    if (db_transaction(pass->db, mark_work, &mark, error))
        return true;
    /* Somebody else holds it by now: theirs to send, the rest of the batch is still ours. */
    return error->code != NULL && strcmp(error->code, "lease_lost") == 0;
}

/* ---- The task ---------------------------------------------------------------------------------------------------- */

/* Sends one batch. `more` says whether there may be another. */
static bool send_batch(struct pass *pass, bool *more, struct error *error)
{
    struct letter *letters = NULL;
    size_t count = 0;
    int64_t begun_ms = clock_ms(CLOCK_MONOTONIC);
    *more = false;
    if (!outbox_lease(pass->db, pass->arena, &pass->tools->owner, LEASE_MS, BATCH, &letters, &count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        /* What there may be no time for is left: its lease ends, and it is leased again. */
        if (clock_ms(CLOCK_MONOTONIC) - begun_ms > LEASE_MS - 2 * MAIL_TIMEOUT_S * 1000)
            return true;
        struct error marking = {0};
        if (!deliver(pass, &letters[i], &marking)) {
            *error = marking;
            return false;
        }
    }
    *more = count > 0;
    return true;
}

static bool run(struct db *db, const struct job_tools *tools, void *context, struct error *error)
{
    for (bool more = true; more;) {
        int64_t due_in_ms = 0;
        if (!outbox_next(db, &due_in_ms, error))
            return false;
        if (due_in_ms != 0) /* nothing waits, or not yet */
            return true;
        struct pass pass = {
            .db = db, .tools = tools, .sender = context, .arena = arena_new(), .now_ms = clock_ms(CLOCK_REALTIME)};
        if (pass.arena == NULL)
            return error_set(error, ERROR_INTERNAL, "internal", "no memory for letters");
        bool done = send_batch(&pass, &more, error);
        arena_free(pass.arena);
        if (!done)
            return false;
    }
    return true;
}

static bool start(const struct job_tools *tools, void **context, struct error *error)
{
    const struct settings *settings = tools->settings;
    const struct mail_settings mail = {.host = settings->smtp_host,
                                       .port = (int)settings->smtp_port,
                                       .security = (enum mail_security)settings->smtp_security,
                                       .user = settings->smtp_user,
                                       .password = settings->smtp_password,
                                       .ca_file = settings->smtp_ca_file,
                                       .timeout_s = MAIL_TIMEOUT_S,
                                       .directory = settings->mail_folder};
    if (!mail_address_ok(settings->mail_from_address))
        return error_set(error, ERROR_INTERNAL, "bad_setting", "mail_from_address is no mail address");
    *context = mail_sender_new(&mail, error);
    return *context != NULL;
}

static void interrupt(void *context)
{
    mail_sender_stop(context);
}

static void stop(void *context)
{
    mail_sender_free(context);
}

const struct task outbox_task =
    {.name = "outbox", .period_ms = PERIOD_MS, .run = run, .start = start, .interrupt = interrupt, .stop = stop};
