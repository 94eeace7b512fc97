/* What `rank`, `why` and `pair` have in common: two files in, ids, parts and flags out. */
#include "matcher/command/command.h"

json_t *id_to_json(const struct matcher_id *id)
{
    return json_stringn((const char *)id->bytes, id->length);
}

bool set_new(json_t *object, const char *key, json_t *value)
{
    return json_object_set_new(object, key, value) == 0;
}

json_t *parts_to_json(const int32_t values[MATCHER_PARTS])
{
    json_t *parts = json_object();
    bool ok = parts != NULL;

    for (int part = 0; ok && part < MATCHER_PARTS; part++)
        ok = set_new(parts, matcher_part_name((enum matcher_part)part), json_integer(values[part]));
    if (ok)
        return parts;
    json_decref(parts);
    return NULL;
}

json_t *flags_to_json(uint32_t flags)
{
    json_t *list = json_array();

    for (int flag = 0; list != NULL && flag < MATCHER_FLAGS; flag++)
        if (flags >> flag & 1 &&
            json_array_append_new(list, json_string(matcher_flag_name((enum matcher_flag)flag))) != 0) {
            json_decref(list);
            return NULL;
        }
    return list;
}

bool open_crowd(struct run *run, struct crowd *crowd)
{
    bool ok = crowd_open(&run->input, crowd) && crowd_read_people(&run->input, crowd, run->arguments.people) &&
              crowd_read_needs(&run->input, crowd, run->arguments.needs);

    run_read_done(run);
    run->input.file = NULL;
    run->input.line = 0;
    return ok;
}
