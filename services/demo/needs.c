/* 60 needs with coming shifts, some of them for tomorrow, and two dozen of the past months, so that there is a past. */
#include <stdio.h>
#include <string.h>

#include "matcher/matcher.h"
#include "services/demo/demo.h"

enum { DAY_MS = 86400000, TEMPLATE_STEP = 7, URGENT_EVERY = 10, SHIFTS_PER_NEED = 64 };

static int minute_of(const char *text)
{
    int hour = 0, minute = 0;

    return sscanf(text, "%d:%d", &hour, &minute) == 2 ? hour * 60 + minute : 0;
}

static unsigned weekdays_of(const char *list)
{
    unsigned weekdays = 0;
    char word[WORD_SIZE];

    while (next_word(&list, ' ', word, sizeof word) != NULL)
        weekdays |= 1U << (word[0] - '0');
    return weekdays;
}

/* Its note, in the language that the centre writes. */
static const char *draw_note_language(struct demo *demo, size_t centre)
{
    static const int weights[2][3] = {{78, 14, 8}, {35, 60, 5}};
    static const char *const languages[] = {"et", "ru", "en"};
    bool maardu = strcmp(table_cell(&demo->centres, centre, "code"), "maardu") == 0;

    return languages[seed_weighted(&demo->seed, weights[maardu], 3)];
}

static bool insert_need_skills(const struct demo *demo, const struct uuid *need, size_t template, const char *column,
                               bool required, struct error *error)
{
    const char *list = table_cell(&demo->needs, template, column);
    char word[WORD_SIZE];

    while (next_word(&list, ' ', word, sizeof word) != NULL) {
        if (!demo_need_skill_insert(demo->db, need, word, required, error))
            return false;
    }
    return true;
}

/* Words of one kind; of a language "et:B1" the level follows. */
static bool insert_need_words(const struct demo *demo, const struct uuid *need, size_t template, const char *column,
                              const char *kind, bool required, struct error *error)
{
    const char *list = table_cell(&demo->needs, template, column);
    char word[WORD_SIZE];

    while (next_word(&list, ' ', word, sizeof word) != NULL) {
        char *colon = strchr(word, ':');
        if (colon != NULL)
            *colon = '\0';
        if (!demo_need_word_insert(demo->db, need, kind, word, required, colon != NULL ? colon + 1 : NULL, error))
            return false;
    }
    return true;
}

bool demo_is_cover(const struct demo *demo, size_t template)
{
    return strcmp(table_cell(&demo->needs, template, "role"), "responsible") == 0;
}

static bool insert_need(struct demo *demo, const struct uuid *id, size_t template, size_t centre, const char *state,
                        int urgency, int64_t created_ms, struct error *error)
{
    static const char *const contacts[] = {"Piret", "Mart", "Kadri", "Jelena", "Siim", "Anneli", "Tanel", "Irina"};
    const struct table *rows = &demo->needs;
    const char *language = draw_note_language(demo, centre);
    char note_column[8];
    struct demo_need need = {
        .id = *id,
        .centre = table_cell(&demo->centres, centre, "code"),
        .for_whom = table_cell(rows, template, "for"),
        .purpose = table_cell(rows, template, "purpose"),
        .role = table_cell(rows, template, "role"),
        .activity = table_cell(rows, template, "activity"),
        .note_language = language,
        .contact = contacts[centre % (sizeof contacts / sizeof *contacts)],
        .responsible = demo_is_cover(demo, template) ? NULL : contacts[centre % (sizeof contacts / sizeof *contacts)],
        .state = state,
        .min_age = (int)table_number(rows, template, "min_age"),
        .urgency = urgency,
        .children = strcmp(table_cell(rows, template, "children"), "yes") == 0,
        .created_by = demo->managers[centre],
        .created_ms = created_ms,
    };

    snprintf(note_column, sizeof note_column, "note_%s", language);
    need.note = table_cell(rows, template, note_column);
    return demo_need_insert(demo->db, &need, error) &&
           insert_need_skills(demo, id, template, "required_skills", true, error) &&
           insert_need_skills(demo, id, template, "preferred_skills", false, error) &&
           insert_need_words(demo, id, template, "certificates", "certificate", true, error) &&
           insert_need_words(demo, id, template, "languages", "language", true, error) &&
           insert_need_words(demo, id, template, "preferred_languages", "language", false, error) &&
           insert_need_words(demo, id, template, "age_groups", "age_group", false, error) &&
           insert_need_words(demo, id, template, "bring", "bring", false, error);
}

/* May a minor be there (R5)? */
static bool suits_minors(const struct demo *demo, size_t template, struct span span)
{
    struct local_time from = calendar_local(demo->calendar, span.from_ms);
    struct local_time until = calendar_local(demo->calendar, span.until_ms);
    int32_t to_minute = (until.day - from.day) * 1440 + until.minute;
    bool free_day = false;

    for (size_t i = 0; i < demo->school_free_count; i++)
        free_day =
            free_day || (demo->school_free[i].first_day <= from.day && from.day <= demo->school_free[i].last_day);
    return !demo_is_cover(demo, template) && to_minute <= demo->minor_hours.latest_end_minute &&
           !school_hours_touched(&demo->minor_hours, free_day, from.day, from.minute, to_minute);
}

static bool insert_shift(struct demo *demo, const struct uuid *need, size_t template, size_t centre, struct span span,
                         bool past, struct error *error)
{
    struct demo_slot *slot = &demo->slots[demo->slot_count];

    if (demo->slot_count == DEMO_SHIFTS)
        return error_set(error, ERROR_INTERNAL, "internal", "more than %d shifts", DEMO_SHIFTS);
    *slot = (struct demo_slot){
        .id = seed_uuid(&demo->seed, demo->now_ms),
        .need = *need,
        .template = template,
        .centre = centre,
        .span = span,
        .seats = (int)table_number(&demo->needs, template, "seats"),
        .past = past,
        .suits_minors = suits_minors(demo, template, span),
    };
    demo->slot_count++;
    return demo_shift_insert(demo->db, &slot->id, need, span.from_ms, span.until_ms, slot->seats, error);
}

/* The shifts of a need: its template's weekdays and hours over the weeks from `first_day` on. */
static bool insert_shifts(struct demo *demo, const struct uuid *need, size_t template, size_t centre, int32_t first_day,
                          int weeks, struct error *error)
{
    const struct table *rows = &demo->needs;
    struct span spans[SHIFTS_PER_NEED];
    size_t count = 0;
    struct weekly_pattern pattern = {
        .weekdays = weekdays_of(table_cell(rows, template, "weekdays")),
        .from_minute = minute_of(table_cell(rows, template, "from")),
        .until_minute = minute_of(table_cell(rows, template, "to")),
        .first_day = first_day,
        .last_day = first_day + 7 * weeks - 1,
    };

    if (!calendar_unfold(demo->calendar, &pattern, spans, SHIFTS_PER_NEED, &count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!insert_shift(demo, need, template, centre, spans[i], spans[i].until_ms < demo->now_ms, error))
            return false;
    }
    return true;
}

/* One for tomorrow at the template's hours. */
static bool insert_urgent_shift(struct demo *demo, const struct uuid *need, size_t template, size_t centre,
                                struct error *error)
{
    struct span span;

    return calendar_shift(demo->calendar, demo->today + 1, minute_of(table_cell(&demo->needs, template, "from")),
                          minute_of(table_cell(&demo->needs, template, "to")), &span, error) &&
           insert_shift(demo, need, template, centre, span, false, error);
}

static bool add_need(struct demo *demo, size_t place, struct error *error)
{
    size_t centre = place % demo->centres.rows;
    size_t template = place * TEMPLATE_STEP % demo->needs.rows;
    bool urgent = place % URGENT_EVERY == 3;
    int64_t created_ms = demo->now_ms - (int64_t)seed_between(&demo->seed, 3600, 12 * 86400) * 1000;
    struct uuid id = seed_uuid(&demo->seed, created_ms);

    if (!insert_need(demo, &id, template, centre, "open", urgent ? 3 : seed_between(&demo->seed, 1, 2), created_ms,
                     error))
        return false;
    if (urgent)
        return insert_urgent_shift(demo, &id, template, centre, error);
    return insert_shifts(demo, &id, template, centre, demo->today + seed_between(&demo->seed, 2, 16),
                         (int)table_number(&demo->needs, template, "weeks"), error);
}

static bool add_past_need(struct demo *demo, size_t place, struct error *error)
{
    size_t centre = place * 5 % demo->centres.rows;
    size_t template = place * TEMPLATE_STEP % demo->needs.rows;
    int32_t first_day = demo->today - seed_between(&demo->seed, 9, 120);
    int64_t created_ms = (int64_t)(first_day - 14) * DAY_MS + 10 * 3600000;
    struct uuid id = seed_uuid(&demo->seed, created_ms);

    return insert_need(demo, &id, template, centre, "closed", 2, created_ms, error) &&
           insert_shifts(demo, &id, template, centre, first_day, 1, error);
}

bool demo_load_needs(struct db *db, void *context, struct error *error)
{
    struct demo *demo = context;

    demo->slot_count = 0;
    if (!minor_hours_read(db, &demo->minor_hours, error) ||
        !school_free_read(db, demo->arena, &demo->school_free, &demo->school_free_count, error))
        return false;
    for (size_t i = 0; i < DEMO_PAST_NEEDS; i++) {
        if (!add_past_need(demo, i, error))
            return false;
    }
    for (size_t i = 0; i < DEMO_NEEDS; i++) {
        if (!add_need(demo, i, error))
            return false;
    }
    return true;
}
