#include "tests/services/letter_example.h"

#include <string.h>

struct letter_shift example_shifts[] = {
    {.id.bytes = {1},
     .version = 3,
     .from_ms = 1799935200000,
     .to_ms = 1799946000000,
     .state = PLACEMENT_AGREED,
     .waiting_for = WORD_NONE}, /* Thu 14 Jan 2027, 16.00 to 19.00 in Tallinn */
    {.id.bytes = {2},
     .version = 1,
     .from_ms = 1800540000000,
     .to_ms = 1800550800000,
     .state = PLACEMENT_AWAITING,
     .waiting_for = WAITING_CHECK},
};

static int state_of(const char *event)
{
    static const char *const agreed[] = {"placement_agreed", "placement_reminder", "guardian_agreed"};
    static const char *const awaiting[] = {"placement_waits", "placement_unready"};
    static const char *const cancelled[] = {"placement_cancelled", "placement_given_up", "placement_withdrawn",
                                            "need_closed", "guardian_cancelled"};
    for (size_t i = 0; i < sizeof agreed / sizeof *agreed; i++)
        if (strcmp(agreed[i], event) == 0)
            return PLACEMENT_AGREED;
    for (size_t i = 0; i < sizeof awaiting / sizeof *awaiting; i++)
        if (strcmp(awaiting[i], event) == 0)
            return PLACEMENT_AWAITING;
    for (size_t i = 0; i < sizeof cancelled / sizeof *cancelled; i++)
        if (strcmp(cancelled[i], event) == 0)
            return PLACEMENT_CANCELLED;
    return WORD_NONE;
}

static bool has_secret(const char *event)
{
    static const char *const secrets[] = {"registration", "sign_in", "password", "guardian", "invitation"};
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
        if (strcmp(secrets[i], event) == 0)
            return true;
    return false;
}

static struct my_visit removed[] = {
    {.id.bytes = {5}, .version = 4, .host_name = "Kose noortekeskus", .first_day = 20858, .last_day = 20859},
};

struct letter example_letter(const char *event, enum language language)
{
    int state = state_of(event);
    for (size_t i = 0; i < 2; i++) {
        example_shifts[i].state = state != WORD_NONE ? state : i == 0 ? PLACEMENT_AGREED : PLACEMENT_AWAITING;
        example_shifts[i].waiting_for = example_shifts[i].state == PLACEMENT_AWAITING ? WAITING_CHECK : WORD_NONE;
    }
    return (struct letter){.id.bytes = {9},
                           .event = event,
                           .recipient = "mari@example.com",
                           .language = language,
                           .secret = has_secret(event) ? EXAMPLE_SECRET : NULL,
                           .created_at_ms = 1799000000000,
                           .need.bytes = {7},
                           .round.bytes = {8},
                           .person.bytes = {6},
                           .first_name = "Mari",
                           .name = "Mari Maasikas",
                           .guardian_name = "Jaan Maasikas",
                           .centre = "kehra",
                           .centre_name = "Kehra noortekeskus",
                           .address = "Kose mnt 7",
                           .how_to_find = "Sinine uks",
                           .contact = "Tiina",
                           .activity = "board_games",
                           .round_name = "Kevad 2027",
                           .lat = 59.3,
                           .lon = 25.3,
                           .note = "Tooge hea tuju kaasa",
                           .note_language = LANGUAGE_ET,
                           .expires_at_ms = 1799910000000,
                           .until_day = strcmp(event, "check_expiring") == 0 ? 20850 : 0,
                           .removed = strcmp(event, "round_changed") == 0 ? removed : NULL,
                           .removed_count = strcmp(event, "round_changed") == 0 ? 1 : 0,
                           .shifts = example_shifts,
                           .shift_count = 2};
}

static const struct my_visit visits[] = {
    {.id.bytes = {4},
     .version = 1,
     .host_name = "Loo noortekeskus",
     .address = "Saha tee 5",
     .first_day = 20851,
     .last_day = 20853}, /* Tue 2 to Thu 4 Feb 2027 */
};

struct mail_details example_details(void)
{
    return (struct mail_details){
        .activity = "Lauamängud", .bring = "põll, oma söök", .visits = visits, .visit_count = 1};
}
