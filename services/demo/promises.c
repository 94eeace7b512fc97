/* Invitations, offers and placements: rosters that live, and a past with hours. */
#include <string.h>

#include "services/demo/demo.h"

enum { HOUR_MS = 3600000, DAY_MS = 24 * HOUR_MS, CHECKED_AGE = 14 };

/* What became of one seat of one shift. */
enum outcome { INVITED, DECLINED, ACCEPTED, OFFERED, OFFER_ACCEPTED, OUTCOMES };

static bool promised(const struct demo_promise *promises, size_t count, const struct uuid *need,
                     const struct uuid *person)
{
    for (size_t i = 0; i < count; i++) {
        if (uuid_compare(&promises[i].need, need) == 0 && uuid_compare(&promises[i].person, person) == 0)
            return true;
    }
    return false;
}

static bool is_checked(const struct demo_someone *someone, int32_t day)
{
    return someone->has_check && strcmp(someone->check.result, "permitted") == 0 && someone->check.checked_on <= day &&
           someone->check.valid_until >= day;
}

static bool is_permitted(const struct demo *demo, const struct demo_someone *someone, const struct demo_slot *slot,
                         int32_t day)
{
    return demo_age(someone, day) >= 18 ||
           (someone->has_permission && someone->permission.valid_until >= day &&
            strcmp(someone->permission.centre, table_cell(&demo->centres, slot->centre, "code")) == 0);
}

static bool needs_check(const struct demo *demo, const struct demo_slot *slot)
{
    return strcmp(table_cell(&demo->needs, slot->template, "children"), "yes") == 0;
}

/* Could the placement be agreed, with check and permission? */
static bool is_ready(const struct demo *demo, const struct demo_someone *someone, const struct demo_slot *slot)
{
    int32_t day = calendar_day(demo->calendar, slot->span.from_ms);

    return (!needs_check(demo, slot) || demo_age(someone, day) < CHECKED_AGE || is_checked(someone, day)) &&
           is_permitted(demo, someone, slot, day);
}

/* Somebody who fits and was not asked for this need; NULL when there is nobody. Begins anywhere. */
static struct demo_someone *draw_someone(struct demo *demo, const struct demo_slot *slot,
                                         const struct demo_promise *promises, size_t count)
{
    size_t begin = (size_t)seed_between(&demo->seed, 0, (int)demo->person_count - 1);

    for (size_t i = 0; i < demo->person_count; i++) {
        struct demo_someone *someone = &demo->people[(begin + i) % demo->person_count];
        if (demo_fits(demo, someone, slot) && !promised(promises, count, &slot->need, &someone->id) &&
            (!slot->past || is_ready(demo, someone, slot)))
            return someone;
    }
    return NULL;
}

/* awaiting without what is missing; agreed; done or absent once past. */
static const char *state_of(const struct demo_slot *slot, bool ready, bool missed)
{
    if (!ready)
        return "awaiting";
    if (!slot->past)
        return "agreed";
    return missed ? "absent" : "done";
}

static bool insert_placement(struct demo *demo, struct demo_someone *someone, struct demo_slot *slot,
                             const struct demo_promise *promise, struct error *error)
{
    int32_t day = calendar_day(demo->calendar, slot->span.from_ms);
    bool ready = is_ready(demo, someone, slot), missed = slot->past && seed_chance(&demo->seed, 7);
    int minutes = (int)((slot->span.until_ms - slot->span.from_ms) / 60000);
    bool minor = demo_age(someone, day) < 18;
    struct demo_placement placement = {
        .id = seed_uuid(&demo->seed, promise->answered_ms),
        .shift = slot->id,
        .need = slot->need,
        .person = someone->id,
        .centre = table_cell(&demo->centres, slot->centre, "code"),
        .state = state_of(slot, ready, missed),
        .starts_ms = slot->span.from_ms,
        .ends_ms = slot->span.until_ms,
        .children = needs_check(demo, slot),
        .minor = minor,
        .young = demo_age(someone, day) < CHECKED_AGE,
        .check = ready && needs_check(demo, slot) && is_checked(someone, day) ? &someone->check : NULL,
        .permission = ready && minor ? &someone->permission : NULL,
        .minutes = slot->past && ready && !missed ? minutes : 0,
        .created_ms = promise->answered_ms,
    };

    if (promise->offer)
        placement.offer = promise->id;
    else
        placement.invitation = promise->id;
    demo_hold(someone, slot);
    slot->taken++;
    return demo_placement_insert(demo->db, &placement, error);
}

static struct demo_promise make_promise(struct demo *demo, const struct demo_someone *someone,
                                        const struct demo_slot *slot, enum outcome outcome)
{
    static const char *const states[] = {"sent", "declined", "accepted", "sent", "accepted"};
    static const char *const reasons[] = {"busy", "too_far", "not_my_thing", "not_now", "other"};
    int64_t asked_ms = (slot->past ? slot->span.from_ms - 5 * DAY_MS : demo->now_ms) -
                       (int64_t)seed_between(&demo->seed, 2, 60) * HOUR_MS;
    int64_t expires_ms = asked_ms + 4 * DAY_MS < slot->span.from_ms ? asked_ms + 4 * DAY_MS : slot->span.from_ms;
    bool answered = outcome != INVITED && outcome != OFFERED;

    return (struct demo_promise){
        .id = seed_uuid(&demo->seed, asked_ms),
        .need = slot->need,
        .shift = slot->id,
        .person = someone->id,
        .offer = outcome == OFFERED || outcome == OFFER_ACCEPTED,
        .state = states[outcome],
        .decline_reason = outcome == DECLINED ? reasons[seed_between(&demo->seed, 0, 4)] : NULL,
        .by = outcome == OFFERED ? (struct uuid){{0}} : demo->managers[slot->centre],
        .created_ms = asked_ms,
        .answered_ms = answered ? asked_ms + HOUR_MS : 0,
        .expires_ms = expires_ms,
    };
}

/* One seat: empty as a rule, otherwise asked for, offered or taken. Past shifts were nearly full. */
static bool fill_seat(struct demo *demo, struct demo_slot *slot, struct demo_promise *promises, size_t *count,
                      struct error *error)
{
    static const int weights[OUTCOMES] = {22, 10, 40, 13, 15};
    struct demo_someone *someone;

    if (*count == DEMO_SHIFTS || !seed_chance(&demo->seed, slot->past ? 85 : 45))
        return true;
    someone = draw_someone(demo, slot, promises, *count);
    if (someone == NULL)
        return true;
    enum outcome outcome = slot->past ? ACCEPTED : (enum outcome)seed_weighted(&demo->seed, weights, OUTCOMES);
    struct demo_promise *promise = &promises[(*count)++];
    *promise = make_promise(demo, someone, slot, outcome);
    if (!demo_promise_insert(demo->db, promise, error))
        return false;
    return (outcome != ACCEPTED && outcome != OFFER_ACCEPTED) || insert_placement(demo, someone, slot, promise, error);
}

bool demo_load_promises(struct db *db, void *context, struct error *error)
{
    struct demo *demo = context;
    struct demo_promise *promises = demo->promises;
    size_t count = 0;

    (void)db;
    for (size_t i = 0; i < demo->person_count; i++)
        demo->people[i].held_count = 0;
    for (size_t i = 0; i < demo->slot_count; i++) {
        struct demo_slot *slot = &demo->slots[i];
        slot->taken = 0;
        for (int seat = 0; seat < slot->seats; seat++) {
            if (!fill_seat(demo, slot, promises, &count, error))
                return false;
        }
    }
    return true;
}
