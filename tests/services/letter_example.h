/* A letter about anything, to invented people: what tests of letters write, and what write_letters shows. */
#ifndef VAHETUS_TESTS_SERVICES_LETTER_EXAMPLE_H
#define VAHETUS_TESTS_SERVICES_LETTER_EXAMPLE_H

#include "services/mail_templates.h"

#define EXAMPLE_URL    "https://vahetus.example"
#define EXAMPLE_SECRET "Abcdefghijklmnopqrstuvwxyz0123456789-_ABCDE"

/* Two shifts in whatever state the last event speaks of; agreed and awaiting where it speaks of both. */
extern struct letter_shift example_shifts[2];

struct letter example_letter(const char *event, enum language language);
struct mail_details example_details(void);

#endif
