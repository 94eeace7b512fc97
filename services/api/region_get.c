#include <stdlib.h>
#include <string.h>

#include "db/region.h"
#include "services/api/api.h"
#include "services/api/centre_reply.h"
#include "services/api/need_reply.h"
#include "services/settings.h"
#include "services/words.h"

struct skill_reply {
    const char *code, *group;
    bool worker_only;
    struct names names;
};

struct map_reply {
    const char *tiles, *attribution;
};

struct result {
    struct region region; /* the words' own, with fresh centres */
    struct skill_reply *skills;
    struct codes age_groups;
    const char **attribution;
    size_t attribution_count;
    struct map_reply map;
};

static const struct field group_fields[] = {
    FIELD_CODE(struct cooperation_group, code, "code"),
    FIELD_LINE(struct cooperation_group, name, "name"),
    FIELDS_END,
};

static const struct field municipality_fields[] = {
    FIELD_CODE(struct municipality, ehak, "ehak"),
    FIELD_LINE(struct municipality, name, "name"),
    FIELD_REAL(struct municipality, lat, "lat"),
    FIELD_REAL(struct municipality, lon, "lon"),
    FIELDS_END,
};

static const struct field settlement_fields[] = {
    FIELD_INTEGER(struct settlement, id, "id"),
    FIELD_LINE(struct settlement, name, "name"),
    FIELD_LINE(struct settlement, kind, "kind"),
    FIELD_CODE(struct settlement, municipality, "municipality"),
    FIELD_REAL(struct settlement, lat, "lat"),
    FIELD_REAL(struct settlement, lon, "lon"),
    FIELD_LIST(struct settlement, alternates.items, alternates.count, "alternates", field_line_item),
    FIELDS_END,
};

static const struct field skill_fields[] = {
    FIELD_CODE(struct skill_reply, code, "code"),
    FIELD_CODE(struct skill_reply, group, "group"),
    FIELD_BOOLEAN(struct skill_reply, worker_only, "worker_only"),
    FIELD_OBJECT(struct skill_reply, names, "names", names_fields),
    FIELDS_END,
};

static const struct field word_fields[] = {
    FIELD_CODE(struct word, code, "code"),
    FIELD_OBJECT(struct word, names, "names", names_fields),
    FIELDS_END,
};

static const struct field map_fields[] = {
    FIELD_LINE(struct map_reply, tiles, "tiles", .nullable = true),
    FIELD_LINE(struct map_reply, attribution, "tiles_attribution", .nullable = true),
    FIELDS_END,
};

#define LIST(member, count, name, table) FIELD_OBJECTS(struct result, member, count, name, table)

static const struct field result_fields[] = {
    FIELD_LINE(struct result, region.name, "name"),
    FIELD_BOOLEAN(struct result, region.demonstration, "demonstration"),
    LIST(region.groups, region.group_count, "groups", group_fields),
    LIST(region.municipalities, region.municipality_count, "municipalities", municipality_fields),
    LIST(region.centres, region.centre_count, "centres", centre_fields),
    LIST(region.settlements, region.settlement_count, "settlements", settlement_fields),
    LIST(skills, region.skill_count, "skills", skill_fields),
    LIST(region.certificates, region.certificate_count, "certificates", word_fields),
    LIST(region.languages, region.language_count, "languages", word_fields),
    LIST(region.interests, region.interest_count, "interests", word_fields),
    FIELD_CODES(struct result, age_groups, "age_groups"),
    LIST(region.bring, region.bring_count, "bring", word_fields),
    FIELD_LIST(struct result, attribution, attribution_count, "attribution", field_line_item),
    FIELD_OBJECT(struct result, map, "map", map_fields),
    FIELDS_END,
};

static bool make(const struct asking *asking, struct result *result)
{
    static const char *sources[] = {"GeoNames (geonames.org), CC BY 4.0"};
    const struct region *region = &result->region;
    result->skills = arena_alloc(asking->arena, (region->skill_count + 1) * sizeof *result->skills);
    result->age_groups.items = arena_alloc(asking->arena, (region->age_group_count + 1) * sizeof(char *));
    if (result->skills == NULL || result->age_groups.items == NULL)
        return false;
    for (size_t i = 0; i < region->skill_count; i++) {
        const struct word *skill = &region->skills[i];
        struct skill_reply *reply = &result->skills[i];
        *reply = (struct skill_reply){.code = skill->code, .group = skill->group};
        reply->worker_only = skill->group != NULL && strcmp(skill->group, "worker_only") == 0;
        memcpy(reply->names.items, skill->names, sizeof reply->names.items);
    }
    for (size_t i = 0; i < region->age_group_count; i++)
        result->age_groups.items[result->age_groups.count++] = region->age_groups[i].code;
    result->attribution = sources;
    result->attribution_count = 1;
    const struct settings *settings = asking->settings;
    result->map = (struct map_reply){settings->map_tiles, settings->map_attribution};
    return true;
}

/* Words and places as read at start; the centres, with their open seats, as they are now. */
static bool read(struct db *db, struct work_item *items, size_t count, struct error *error)
{
    struct centre *centres;
    size_t centre_count;
    if (!centres_list(db, items[0].asking->arena, &centres, &centre_count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct result *result = items[i].result;
        result->region = *words_region(items[i].asking->words);
        result->region.centres = centres;
        result->region.centre_count = centre_count;
        if (!make(items[i].asking, result))
            error_set(items[i].error, ERROR_BUSY, "busy", "out of memory");
    }
    return true;
}

const struct endpoint endpoint_getRegion = {
    .operation = "getRegion",
    .method = "GET",
    .path = "/api/v1/region",
    .policy = POLICY_PUBLIC,
    .work = WORK_READ,
    .act_many = read,
    RESULT_SIZE(struct result),
    .reply_fields = result_fields,
    .is_tagged = true,
    .cache_control = "no-cache",
};
