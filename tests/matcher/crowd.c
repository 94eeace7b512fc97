/* Invented people and needs from a seed. */
#include "tests/matcher/crowd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CENTRES = 4, FIRST_DAY = 20833 }; /* Friday 2027-01-15 */

uint64_t crowd_draw(uint64_t *seed)
{
    uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

int crowd_below(uint64_t *seed, int most)
{
    return (int)(crowd_draw(seed) % (uint64_t)most);
}

struct matcher_id crowd_id(const char *prefix, int number)
{
    struct matcher_id id;
    char text[32];
    int length = snprintf(text, sizeof text, "%s%d", prefix, number);

    if (!matcher_id_set(&id, text, (size_t)length))
        abort();
    return id;
}

static struct matcher_position some_position(uint64_t *seed)
{
    bool at_centre = crowd_below(seed, 2) == 0;
    int place = crowd_below(seed, CENTRES);

    return (struct matcher_position){
        .known = crowd_below(seed, 8) > 0,
        .lat_e7 = 593000000 + place * 400000 + (at_centre ? 0 : crowd_below(seed, 1000000)),
        .lon_e7 = 249000000 + place * 700000 + (at_centre ? 0 : crowd_below(seed, 1000000)),
        .place = at_centre ? place : MATCHER_NO_PLACE,
    };
}

static void some_lists(struct crowd_person *made, uint64_t *seed)
{
    struct matcher_person *person = &made->person;

    for (int i = 0; i < CROWD_LIST; i++) {
        int32_t day = FIRST_DAY + crowd_below(seed, 4);
        int start = day * 1440 + crowd_below(seed, 24) * 60, from = crowd_below(seed, 90);
        made->reach_centres[i] = (uint16_t)crowd_below(seed, CENTRES);
        made->worked_at[i] = (uint16_t)crowd_below(seed, CENTRES);
        made->certificates[i] =
            (struct matcher_certificate){(uint8_t)crowd_below(seed, 2), day + crowd_below(seed, 6) - 2};
        made->exceptions[i] = (struct matcher_exception){day, crowd_below(seed, 2) == 0, (int16_t)(from * 15),
                                                         (int16_t)((from + 1 + crowd_below(seed, 95 - from)) * 15)};
        made->checks[i] = (struct matcher_check){crowd_below(seed, 3) - 1,
                                                 (uint8_t)(crowd_below(seed, 30) == 0 ? 2 : crowd_below(seed, 2)),
                                                 day + crowd_below(seed, 10) - 2};
        made->permissions[i] =
            (struct matcher_permission){crowd_below(seed, CENTRES + 1) - 1, day + crowd_below(seed, 6) - 1};
        made->agreed[i] = (struct matcher_agreed){start, start + 60 + crowd_below(seed, 5) * 60, some_position(seed)};
        made->declined[i] = crowd_id("n", crowd_below(seed, 40));
    }
    person->reach_centres = made->reach_centres;
    person->reach_centres_count = crowd_below(seed, 2) == 0 ? 0 : (size_t)crowd_below(seed, CROWD_LIST);
    person->worked_at = made->worked_at;
    person->worked_at_count = (size_t)crowd_below(seed, CROWD_LIST);
    person->certificates = made->certificates;
    person->certificates_count = (size_t)crowd_below(seed, CROWD_LIST);
    person->exceptions = made->exceptions;
    person->exceptions_count = crowd_below(seed, 2) == 0 ? 0 : (size_t)crowd_below(seed, CROWD_LIST);
    person->checks = made->checks;
    person->checks_count = (size_t)crowd_below(seed, 3);
    person->permissions = made->permissions;
    person->permissions_count = (size_t)crowd_below(seed, CROWD_LIST);
    person->agreed = made->agreed;
    person->agreed_count = crowd_below(seed, 2) == 0 ? 0 : (size_t)crowd_below(seed, CROWD_LIST);
    person->declined = made->declined;
    person->declined_count = crowd_below(seed, 4) == 0 ? 1 : 0;
}

static void some_week(struct matcher_week *week, uint64_t *seed)
{
    for (int i = crowd_below(seed, 12); i >= 0; i--) {
        int from = crowd_below(seed, 60);
        if (!matcher_week_add(week, 1 + crowd_below(seed, 7), from * 15, (from + 20 + crowd_below(seed, 17)) * 15))
            abort();
    }
}

void crowd_make_person(struct crowd_person *made, uint64_t *seed, int number)
{
    struct matcher_person *person = &made->person;

    memset(made, 0, sizeof *made);
    person->id = crowd_id("p", number);
    person->kind = crowd_below(seed, 3) == 0 ? MATCHER_WORKER : MATCHER_VOLUNTEER;
    person->status = crowd_below(seed, 12) == 0 ? MATCHER_PAUSED : MATCHER_ACTIVE;
    person->birth_day =
        FIRST_DAY - (crowd_below(seed, 3) == 0 ? 4380 + crowd_below(seed, 2300) : 6570 + crowd_below(seed, 9000));
    person->home = some_position(seed);
    person->home_centre = person->kind == MATCHER_WORKER ? crowd_below(seed, CENTRES + 1) - 1 : MATCHER_NO_CENTRE;
    person->employer_agreed = crowd_below(seed, 5) > 0;
    person->has_reach_m = crowd_below(seed, 2) == 0;
    person->reach_m = crowd_below(seed, 30000);
    for (int i = crowd_below(seed, 6); i >= 0; i--)
        matcher_set_add(&person->skills, (unsigned)crowd_below(seed, 6) * 40);
    for (int i = 0; i < 3; i++)
        person->languages[i * 20] = (uint8_t)crowd_below(seed, 7);
    person->availability_given = crowd_below(seed, 4) > 0;
    some_week(&person->availability, seed);
    person->hours_per_week = (uint16_t)(crowd_below(seed, 3) == 0 ? crowd_below(seed, 10) : 0);
    matcher_set_add(&person->interests, (unsigned)crowd_below(seed, 5));
    person->age_groups = (uint64_t)crowd_below(seed, 16);
    person->invited_30d = (uint16_t)crowd_below(seed, 6);
    person->kept = (uint16_t)crowd_below(seed, 6);
    person->missed = (uint16_t)crowd_below(seed, 4);
    some_lists(made, seed);
}

void crowd_make_need(struct crowd_need *made, uint64_t *seed, int number)
{
    struct matcher_need *need = &made->need;

    memset(made, 0, sizeof *made);
    need->id = crowd_id("n", number);
    need->centre = crowd_below(seed, CENTRES);
    need->employer = crowd_below(seed, 3) - 1;
    need->at = some_position(seed);
    need->for_whom = (uint8_t)crowd_below(seed, 3);
    need->purpose = (uint8_t)crowd_below(seed, 2);
    need->role = crowd_below(seed, 5) == 0 ? MATCHER_RESPONSIBLE : MATCHER_HELPER;
    if (crowd_below(seed, 3) == 0)
        matcher_set_add(&need->required_skills, (unsigned)crowd_below(seed, 6) * 40);
    for (int i = crowd_below(seed, 4); i > 0; i--)
        matcher_set_add(&need->preferred_skills, (unsigned)crowd_below(seed, 6) * 40);
    need->required_certificates = (uint64_t)(crowd_below(seed, 4) == 0 ? crowd_below(seed, 4) : 0);
    need->required_languages[20] = (uint8_t)(crowd_below(seed, 4) == 0 ? crowd_below(seed, 7) : 0);
    need->preferred_languages[0] = (uint8_t)crowd_below(seed, 7);
    need->preferred_languages[40] = (uint8_t)crowd_below(seed, 7);
    need->min_age = (uint8_t)(crowd_below(seed, 3) == 0 ? 14 + crowd_below(seed, 8) : 0);
    need->children = crowd_below(seed, 2) == 0;
    matcher_set_add(&need->interests, (unsigned)crowd_below(seed, 5));
    need->age_groups = (uint64_t)crowd_below(seed, 16);
    need->connections = (uint16_t)crowd_below(seed, 6);
    need->shifts = made->shifts;
    need->shifts_count = (size_t)crowd_below(seed, CROWD_LIST + 1);
    for (int i = 0; i < CROWD_LIST; i++) {
        struct matcher_shift *shift = &made->shifts[i];
        int length = 60 * (1 + crowd_below(seed, crowd_below(seed, 6) == 0 ? 30 : 5));
        shift->id = crowd_id("s", i);
        shift->day = FIRST_DAY + crowd_below(seed, 4);
        shift->from_minute = (int16_t)(crowd_below(seed, 24) * 60 + 7 * crowd_below(seed, 5));
        shift->to_minute = (int16_t)(shift->from_minute + length);
        shift->start_utc_min = shift->day * 1440 + shift->from_minute - 120;
        shift->end_utc_min = shift->start_utc_min + length;
        shift->seats = (uint16_t)crowd_below(seed, 4);
        shift->responsible_present = crowd_below(seed, 4) > 0;
        shift->school_hours = crowd_below(seed, 6) == 0;
    }
}
