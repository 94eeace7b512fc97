/* Private to mail_templates.c and mail_facts.c: one letter on its way into words. */
#ifndef VAHETUS_SERVICES_MAIL_WRITING_H
#define VAHETUS_SERVICES_MAIL_WRITING_H

#include "services/mail_layout.h"
#include "services/mail_templates.h"

/* Whom the letter greets, and so which small print it carries. */
enum mail_reader {
    READER_STRANGER, /* an address that somebody typed: nobody is greeted by name */
    READER_PERSON,   /* a volunteer or worker with a profile */
    READER_STAFF,    /* managers */
    READER_GUARDIAN, /* asked for a permission */
    READER_PARENT,   /* a guardian who gave it and is kept informed */
    READER_LEAVER,   /* no profile any more */
};

/* What a letter shows besides its sentences. */
enum {
    SHOWS_FACTS = 1,  /* activity, place, times */
    SHOWS_WAY = 2,    /* who meets you, how to find it, what to bring, the note */
    SHOWS_VISITS = 4, /* a worker's visits */
    SHOWS_FILE = 8,   /* an .ics file, where there is something for it */
    SHOWS_COMING = 16 /* only shifts that have not begun */
};

/* The states of the placements that a letter speaks of; one without any left is not sent any more, since a later letter
 * has told what became of them. 0: shifts as they were asked about. */
enum {
    STATE_AWAITING = 1 << PLACEMENT_AWAITING,
    STATE_AGREED = 1 << PLACEMENT_AGREED,
    STATE_CANCELLED = 1 << PLACEMENT_CANCELLED,
    STATE_HELD = STATE_AWAITING | STATE_AGREED,
};

/* One row per event: where its button leads and what it shows. `page` ends in '#' where the secret goes, in '/' where
 * the need's id goes; NULL: no button. */
struct mail_template {
    const char *event;
    enum mail_reader reader;
    const char *page;
    unsigned shows, states;
};

/* Everything that one letter is written from. */
struct mail_writing {
    const struct mail_surroundings *around;
    const struct letter *letter;
    const struct mail_details *details;
    const struct mail_template *template;
    enum language language;
    struct mail_layout *layout;
    struct letter_shift *shifts; /* those of the letter that the template speaks of; owned */
    size_t shift_count;
    char until[TIME_TEXT_SIZE], when[TIME_TEXT_SIZE];
    char name[160]; /* of the person, or a word for somebody who has none any more */
    struct text_value values[8];
};

/* Adds the labelled facts to the layout. */
void mail_write_facts(const struct mail_writing *writing);
void mail_write_visits(const struct mail_writing *writing);

/* Does a shift of the letter still wait for something? */
bool mail_waits(const struct mail_writing *writing);

/* The .ics files of the letter: what stands, and what has fallen away. Either stays NULL when there is nothing. */
bool mail_write_calendars(const struct mail_writing *writing, char **calendar, char **cancellation,
                          struct error *error);

#endif
