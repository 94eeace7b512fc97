#include "db/answers.h"
#include "services/api/api.h"
#include "services/api/need_reply.h"

/* What a person has done at a centre, shift by shift: what the volunteering certificate says. */
struct input {
    const char *centre;
    struct uuid person;
};

struct row {
    struct service_entry entry;
    struct names titles;
    double hours;
};

struct result {
    struct service_record record;
    double hours;
    struct row *rows;
    size_t count;
};

static const struct field path_fields[] = {
    FIELD_CODE(struct input, centre, "centre", .max = 40),
    FIELD_UUID(struct input, person, "person"),
    FIELDS_END,
};

static const struct field row_fields[] = {
    FIELD_INSTANT(struct row, entry.from_ms, "from"),
    FIELD_INSTANT(struct row, entry.to_ms, "to"),
    FIELD_OBJECT(struct row, titles, "titles", names_fields),
    FIELD_REAL(struct row, hours, "hours"),
    FIELDS_END,
};

static const struct field reply_fields[] = {
    FIELD_UUID(struct result, record.person, "person"),
    FIELD_LINE(struct result, record.name, "name", .required = true),
    FIELD_CODE(struct result, record.centre, "centre"),
    FIELD_LINE(struct result, record.centre_name, "centre_name"),
    FIELD_LINE(struct result, record.municipality_name, "municipality_name"),
    FIELD_REAL(struct result, hours, "hours"),
    FIELD_OBJECTS(struct result, rows, count, "entries", row_fields),
    FIELDS_END,
};

static bool act(const struct asking *asking, const void *data, void *out, struct error *error)
{
    const struct input *input = data;
    struct result *result = out;
    if (!service_record_read(asking->db, asking->arena, &asking->actor, input->centre, &input->person, &result->record,
                             error))
        return false;
    result->count = result->record.count;
    result->hours = (double)result->record.minutes / 60;
    result->rows = arena_alloc(asking->arena, (result->count + 1) * sizeof *result->rows);
    if (!result->rows)
        return error_set(error, ERROR_INTERNAL, "no_memory", "what a person has done");
    for (size_t i = 0; i < result->count; i++) {
        const struct service_entry *entry = &result->record.entries[i];
        result->rows[i] = (struct row){*entry, need_titles(asking, entry->activity), entry->minutes / 60.0};
    }
    return true;
}

const struct endpoint endpoint_getServiceRecord = {
    .operation = "getServiceRecord",
    .method = "GET",
    .path = "/api/v1/centres/{centre}/people/{person}/service",
    .policy = {.roles = ROLES_CENTRE, .objects = OBJECTS_CENTRE},
    .path_fields = path_fields,
    INPUT_SIZE(struct input),
    .work = WORK_TRANSACT,
    .act = act,
    RESULT_SIZE(struct result),
    .reply_fields = reply_fields,
};
