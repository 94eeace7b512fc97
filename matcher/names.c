/* Ids, sets, the stable words of the answers, and the settings a group starts from. */
#include "matcher/matcher.h"

#include <string.h>

bool matcher_id_set(struct matcher_id *id, const void *bytes, size_t length)
{
    if (length == 0 || length > MATCHER_ID_MAX)
        return false;
    *id = (struct matcher_id){.length = (uint8_t)length};
    memcpy(id->bytes, bytes, length);
    return true;
}

int matcher_id_compare(const struct matcher_id *a, const struct matcher_id *b)
{
    int order = memcmp(a->bytes, b->bytes, a->length < b->length ? a->length : b->length);

    return order != 0 ? order : (int)a->length - (int)b->length;
}

void matcher_set_add(struct matcher_set *set, unsigned code)
{
    if (code < MATCHER_CODES)
        set->bits[code / 64] |= UINT64_C(1) << (code % 64);
}

bool matcher_set_has(const struct matcher_set *set, unsigned code)
{
    return code < MATCHER_CODES && (set->bits[code / 64] >> (code % 64) & 1) != 0;
}

struct matcher_settings matcher_settings_default(void)
{
    return (struct matcher_settings){
        .points =
            {
                [MATCHER_PART_SKILLS] = 300,
                [MATCHER_PART_LANGUAGES] = 200,
                [MATCHER_PART_NEARNESS] = 300,
                [MATCHER_PART_INTEREST] = 80,
                [MATCHER_PART_AGE_GROUPS] = 60,
                [MATCHER_PART_EXPERIENCE] = 80,
                [MATCHER_PART_PROMISES] = 100,
                [MATCHER_PART_REST] = 80,
                [MATCHER_PART_TIME] = 120,
            },
        .farthest_m = 30000,
        .youngest_age = 13,
        .adult_age = 18,
        .check_from_age = 14,
        .minor_end_minute = 20 * 60,
        .rest_min = 11 * 60,
        .home_staff = 1,
        .scarcity_points = 200,
        .scarcity_most = 200,
        .travel_in_availability = true,
    };
}

static const char *word(const char *const *words, unsigned at, unsigned count)
{
    return at < count ? words[at] : NULL;
}

const char *matcher_rule_name(enum matcher_rule rule)
{
    static const char *const words[MATCHER_RULES] = {
        [MATCHER_RULE_STATUS] = "status",
        [MATCHER_RULE_PROHIBITED] = "prohibited",
        [MATCHER_RULE_DECLINED] = "declined",
        [MATCHER_RULE_WHO] = "who",
        [MATCHER_RULE_SKILLS] = "skills",
        [MATCHER_RULE_LANGUAGES] = "languages",
        [MATCHER_RULE_REACH] = "reach",
        [MATCHER_RULE_EMPLOYER] = "employer",
        [MATCHER_RULE_NO_SHIFT] = "no_shift",
        [MATCHER_RULE_AGE] = "age",
        [MATCHER_RULE_CERTIFICATES] = "certificates",
        [MATCHER_RULE_GUARDIAN] = "guardian",
        [MATCHER_RULE_RESPONSIBLE] = "responsible",
        [MATCHER_RULE_MINOR_END] = "minor_end",
        [MATCHER_RULE_SCHOOL_HOURS] = "school_hours",
        [MATCHER_RULE_AVAILABLE] = "available",
        [MATCHER_RULE_BUSY] = "busy",
        [MATCHER_RULE_HOME_STAFF] = "home_staff",
        [MATCHER_RULE_REST] = "rest",
    };
    return word(words, rule, MATCHER_RULES);
}

const char *matcher_part_name(enum matcher_part part)
{
    static const char *const words[MATCHER_PARTS] = {
        [MATCHER_PART_SKILLS] = "skills",
        [MATCHER_PART_LANGUAGES] = "languages",
        [MATCHER_PART_NEARNESS] = "nearness",
        [MATCHER_PART_INTEREST] = "interest",
        [MATCHER_PART_AGE_GROUPS] = "age_groups",
        [MATCHER_PART_EXPERIENCE] = "experience",
        [MATCHER_PART_PROMISES] = "promises",
        [MATCHER_PART_REST] = "rest",
        [MATCHER_PART_TIME] = "time",
    };
    return word(words, part, MATCHER_PARTS);
}

const char *matcher_flag_name(enum matcher_flag flag)
{
    static const char *const words[MATCHER_FLAGS] = {
        [MATCHER_FLAG_CHECK_NEEDED] = "check_needed",
        [MATCHER_FLAG_ASK_TIME] = "ask_time",
        [MATCHER_FLAG_OVER_HOURS] = "over_hours",
    };
    return word(words, flag, MATCHER_FLAGS);
}

const char *matcher_change_name(enum matcher_change_kind kind)
{
    static const char *const words[MATCHER_CHANGES] = {
        [MATCHER_CHANGE_STATUS] = "status",
        [MATCHER_CHANGE_DECLINED] = "declined",
        [MATCHER_CHANGE_SKILL] = "skill",
        [MATCHER_CHANGE_LANGUAGE] = "language",
        [MATCHER_CHANGE_CERTIFICATE] = "certificate",
        [MATCHER_CHANGE_REACH_M] = "reach_m",
        [MATCHER_CHANGE_REACH_CENTRE] = "reach_centre",
        [MATCHER_CHANGE_EMPLOYER] = "employer",
        [MATCHER_CHANGE_GUARDIAN] = "guardian",
        [MATCHER_CHANGE_RESPONSIBLE] = "responsible",
        [MATCHER_CHANGE_MINOR_END] = "minor_end",
        [MATCHER_CHANGE_MIN_AGE] = "min_age",
        [MATCHER_CHANGE_AVAILABLE] = "available",
        [MATCHER_CHANGE_BUSY] = "busy",
        [MATCHER_CHANGE_HOME_STAFF] = "home_staff",
        [MATCHER_CHANGE_OPEN_SHIFT] = "open_shift",
    };
    return word(words, kind, MATCHER_CHANGES);
}

const char *matcher_round_rule_name(enum matcher_round_rule rule)
{
    static const char *const words[MATCHER_ROUND_RULES] = {
        [MATCHER_ROUND_OK] = "ok",
        [MATCHER_ROUND_RANGE] = "range",
        [MATCHER_ROUND_OWN_CENTRE] = "own_centre",
        [MATCHER_ROUND_FIT] = "fit",
        [MATCHER_ROUND_CLOSED] = "closed",
        [MATCHER_ROUND_UNAVAILABLE] = "unavailable",
        [MATCHER_ROUND_ONE_PLACE] = "one_place",
        [MATCHER_ROUND_GAP] = "min_gap",
        [MATCHER_ROUND_HOST_ONCE] = "host_once",
        [MATCHER_ROUND_MAX_VISITS] = "max_visits",
        [MATCHER_ROUND_GUESTS] = "guests",
        [MATCHER_ROUND_AWAY] = "away",
        [MATCHER_ROUND_BALANCE] = "balanced",
        [MATCHER_ROUND_PIN] = "pin",
        [MATCHER_ROUND_MIN_SEND] = "min_send",
        [MATCHER_ROUND_MIN_HOST] = "min_host",
    };
    return word(words, rule, MATCHER_ROUND_RULES);
}

const char *matcher_plan_status_name(enum matcher_plan_status status)
{
    static const char *const words[] = {
        [MATCHER_PLAN_OPTIMAL] = "optimal",
        [MATCHER_PLAN_FEASIBLE] = "feasible",
        [MATCHER_PLAN_INFEASIBLE] = "infeasible",
        [MATCHER_PLAN_UNKNOWN] = "unknown",
    };
    return word(words, status, sizeof words / sizeof words[0]);
}
