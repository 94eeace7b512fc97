/* Members that people and needs have in common. */
#include "matcher/command/moment.h"
#include "matcher/command/read_people.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool read_id(struct input *input, const json_t *object, const char *member, struct matcher_id *id)
{
    json_t *value = input_member(input, object, member, true);
    size_t mark = input_down(input, member);
    const char *text = value == NULL ? NULL : input_string(input, value);

    if (text == NULL)
        return false;
    if (!matcher_id_set(id, text, strlen(text)))
        return input_fault(input, "longer than %d bytes", MATCHER_ID_MAX);
    input_up(input, mark);
    return true;
}

size_t find_shift(const struct matcher_need *need, const struct matcher_id *id)
{
    for (size_t i = 0; i < need->shifts_count; i++)
        if (matcher_id_compare(&need->shifts[i].id, id) == 0)
            return i;
    return SIZE_MAX;
}

bool read_word(struct input *input, const json_t *object, const char *member, bool required, const char *const *words,
               uint8_t *number)
{
    json_t *value = input_member(input, object, member, required);
    size_t mark = input_down(input, member);

    if (value == NULL)
        input_up(input, mark);
    if (value == NULL)
        return !required;
    const char *text = input_string(input, value);
    if (text == NULL)
        return false;
    for (uint8_t i = 0; words[i] != NULL; i++)
        if (strcmp(words[i], text) == 0) {
            *number = i;
            input_up(input, mark);
            return true;
        }
    return input_fault(input, "\"%.60s\" is none of the words allowed here", text);
}

bool read_date(struct input *input, const json_t *object, const char *member, bool required, int32_t *day)
{
    json_t *value = input_member(input, object, member, required);
    size_t mark = input_down(input, member);

    if (value == NULL)
        input_up(input, mark);
    if (value == NULL)
        return !required;
    const char *text = input_string(input, value);
    if (text == NULL)
        return false;
    if (!moment_date(text, day))
        return input_fault(input, "must be a date such as 2027-01-31");
    input_up(input, mark);
    return true;
}

bool read_instant(struct input *input, const json_t *object, const char *member, int32_t *utc_min)
{
    json_t *value = input_member(input, object, member, true);
    size_t mark = input_down(input, member);
    const char *text = value == NULL ? NULL : input_string(input, value);

    if (text == NULL)
        return false;
    if (!moment_instant(text, utc_min))
        return input_fault(input, "must be a time such as 2027-01-31T14:00:00Z, in whole minutes");
    input_up(input, mark);
    return true;
}

/* `lat` and `lon` of an object that may have other members. */
bool read_position(struct input *input, const json_t *object, struct matcher_position *position)
{
    double lat, lon;

    if (!input_number_member(input, object, "lat", -90, 90, &lat) ||
        !input_number_member(input, object, "lon", -180, 180, &lon))
        return false;
    position->known = true;
    position->lat_e7 = (int32_t)lround(lat * 1e7);
    position->lon_e7 = (int32_t)lround(lon * 1e7);
    return true;
}

bool read_set(struct input *input, const json_t *object, const char *member, struct names *names,
              struct matcher_set *set)
{
    json_t *list = input_member(input, object, member, false), *value;
    size_t i, mark = input_down(input, member);

    if (list != NULL && !input_is_array(input, list))
        return false;
    json_array_foreach(list, i, value)
    {
        size_t at = input_down_at(input, i), number = names_intern(names, input, value);
        if (number == SIZE_MAX)
            return false;
        matcher_set_add(set, (unsigned)number);
        input_up(input, at);
    }
    input_up(input, mark);
    return true;
}

bool read_mask(struct input *input, const json_t *object, const char *member, struct names *names, uint64_t *mask)
{
    struct matcher_set set = {{0}};

    if (!read_set(input, object, member, names, &set))
        return false;
    *mask |= set.bits[0];
    return true;
}

bool read_levels(struct input *input, const json_t *object, const char *member, struct names *names, uint8_t *levels)
{
    static const char *const words[] = {"", "A1", "A2", "B1", "B2", "C1", "C2", NULL};
    json_t *map = input_member(input, object, member, false), *value;
    const char *key;
    size_t mark = input_down(input, member);

    if (map != NULL && !input_is_object(input, map))
        return false;
    json_object_foreach(map, key, value)
    {
        json_t *name = json_string(key);
        size_t number = name == NULL ? SIZE_MAX : names_intern(names, input, name);
        json_decref(name);
        if (name == NULL)
            return input_no_memory(input);
        if (number == SIZE_MAX || !read_word(input, map, key, true, words, &levels[number]))
            return false;
    }
    input_up(input, mark);
    return true;
}

bool keep_id(struct input *input, struct matcher_id **ids, size_t *count, size_t *room, const struct matcher_id *id)
{
    if (*count == *room) {
        size_t larger = *room == 0 ? 256 : *room * 2;
        struct matcher_id *grown = realloc(*ids, larger * sizeof *grown);
        if (grown == NULL)
            return input_no_memory(input);
        *ids = grown;
        *room = larger;
    }
    (*ids)[(*count)++] = *id;
    return true;
}

bool crowd_open(struct input *input, struct crowd *crowd)
{
    struct vocabulary *words = &crowd->words;

    *crowd = (struct crowd){.matcher = matcher_new(NULL, NULL)};
    bool ok = crowd->matcher != NULL && names_open(&words->skills, "skills", MATCHER_CODES) &&
              names_open(&words->certificates, "certificates", MATCHER_CERTIFICATES) &&
              names_open(&words->languages, "languages", MATCHER_LANGUAGES) &&
              names_open(&words->interests, "interests", MATCHER_CODES) &&
              names_open(&words->age_groups, "age groups", MATCHER_AGE_GROUPS) &&
              names_open(&words->centres, "centres", UINT16_MAX + 1);
    return ok || input_no_memory(input);
}

void crowd_close(struct crowd *crowd)
{
    struct vocabulary *words = &crowd->words;

    names_close(&words->skills);
    names_close(&words->certificates);
    names_close(&words->languages);
    names_close(&words->interests);
    names_close(&words->age_groups);
    names_close(&words->centres);
    matcher_free(crowd->matcher);
    free(crowd->people);
    free(crowd->needs);
    *crowd = (struct crowd){0};
}

bool crowd_read_needs(struct input *input, struct crowd *crowd, const char *file)
{
    return input_lines(input, file, take_need, crowd);
}
