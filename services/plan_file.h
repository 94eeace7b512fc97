/* A round's plan as a file for other programs: a list (CSV), a workbook with the board (XLSX), a calendar (.ics). */
#ifndef VAHETUS_SERVICES_PLAN_FILE_H
#define VAHETUS_SERVICES_PLAN_FILE_H

#include <stddef.h>

#include "db/rounds.h"
#include "services/texts.h"

/* One visit with the names that it stands for. All texts are the round's. */
struct plan_line {
    const struct visit *visit;
    const struct round_period *period;
    const char *worker, *home, *host; /* names of the worker and of both centres */
    const char *home_id;
    size_t period_number;
};

struct plan_file {
    enum language language;
    const char *public_url; /* its host is the right side of UIDs in the calendar */
    int64_t now_ms;
    const struct round *round;
    struct plan_line *lines; /* by period, then worker */
    size_t line_count;
};

/* The lines of `worker`, or of everybody when it is none. Visits whose worker, host or period is no longer in the round
 * are left out. In the arena; false with ERROR_BUSY when memory runs out. O(visits x (workers + centres)). */
bool plan_file_fill(struct plan_file *file, struct arena *arena, const struct uuid *worker, struct error *error)
    __attribute__((warn_unused_result));

/* Each answers a new buffer of `length` bytes that the caller frees; NULL with `error` set. */

/* RFC 4180 with a header line, UTF-8 with its mark (without it spreadsheets take another encoding). A text that a
 * spreadsheet would run as a formula is led by an apostrophe. */
char *plan_file_csv(const struct plan_file *file, size_t *length, struct error *error)
    __attribute__((warn_unused_result));

/* Two sheets by libxlsxwriter: the board (centres down, periods across, heads frozen), and the list of visits. */
char *plan_file_xlsx(const struct plan_file *file, size_t *length, struct error *error)
    __attribute__((warn_unused_result));

/* A whole-day event for each visit; tentative until the round is published. */
char *plan_file_ics(const struct plan_file *file, size_t *length, struct error *error)
    __attribute__((warn_unused_result));

#endif
