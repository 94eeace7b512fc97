/* The workbook of a plan. libxlsxwriter writes to a file by name; the name here is of memory alone, so that no name of
 * a person reaches a disk. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "services/calendar.h"
#include "services/plan_file.h"

enum { CELL_SIZE = 4096, ROW_POINTS = 15, NAME_WIDTH = 26, PERIOD_WIDTH = 24 };

struct sheet {
    const struct plan_file *file;
    lxw_worksheet *out;
    lxw_format *head, *wrapped, *day;
};

/* Excel refuses to run text; a text of its own type needs no guard. */
static bool put(const struct sheet *sheet, size_t row, size_t column, const char *value, lxw_format *format)
{
    return worksheet_write_string(sheet->out, (lxw_row_t)row, (lxw_col_t)column, value, format) == LXW_NO_ERROR;
}

/* Excel counts days from 1899-12-30. */
static bool put_day(const struct sheet *sheet, size_t row, size_t column, int32_t day)
{
    return worksheet_write_number(sheet->out, (lxw_row_t)row, (lxw_col_t)column, day + 25569, sheet->day) ==
           LXW_NO_ERROR;
}

static bool write_visits(const struct sheet *sheet)
{
    static const char *const heads[] = {"plan.period", "plan.first", "plan.last",   "plan.worker",
                                        "plan.home",   "plan.host",  "plan.pinned", NULL};
    const struct plan_file *file = sheet->file;
    bool good = true;
    for (size_t i = 0; heads[i] != NULL; i++)
        good = good && put(sheet, 0, i, text(file->language, heads[i]), sheet->head);
    for (size_t i = 0; i < file->line_count && good; i++) {
        const struct plan_line *line = &file->lines[i];
        good = put(sheet, i + 1, 0, line->period->id, NULL) && put_day(sheet, i + 1, 1, line->period->first_day) &&
               put_day(sheet, i + 1, 2, line->period->last_day) && put(sheet, i + 1, 3, line->worker, NULL) &&
               put(sheet, i + 1, 4, line->home, NULL) && put(sheet, i + 1, 5, line->host, NULL) &&
               put(sheet, i + 1, 6, line->visit->pinned ? text(file->language, "plan.yes") : "", NULL);
    }
    worksheet_set_column(sheet->out, 0, 2, 12, NULL);
    worksheet_set_column(sheet->out, 3, 5, NAME_WIDTH, NULL);
    worksheet_freeze_panes(sheet->out, 1, 0);
    worksheet_autofilter(sheet->out, 0, 0, (lxw_row_t)file->line_count, 6);
    return good;
}

/* Adds a line to a cell's text; what does not fit is left out whole. */
static size_t add_line(char *cell, size_t *length, const char *line)
{
    size_t size = strlen(line);
    if (*length + size + 2 > CELL_SIZE)
        return 0;
    if (*length > 0)
        cell[(*length)++] = '\n';
    memcpy(cell + *length, line, size + 1);
    *length += size;
    return 1;
}

/* Who visits a centre in a period and who of its own is away; the number of lines. */
static size_t cell_text(const struct plan_file *file, const struct round_centre *centre, size_t period, char *cell)
{
    char line[512];
    size_t length = 0, lines = 0;
    cell[0] = '\0';
    for (size_t i = 0; i < file->line_count; i++) {
        const struct plan_line *one = &file->lines[i];
        if (one->period_number != period || strcmp(one->visit->host, centre->id) != 0)
            continue;
        snprintf(line, sizeof line, "%s (%s)", one->worker, one->home);
        lines += add_line(cell, &length, line);
    }
    for (size_t i = 0; i < file->line_count; i++) {
        const struct plan_line *one = &file->lines[i];
        if (one->period_number != period || strcmp(one->home_id, centre->id) != 0)
            continue;
        snprintf(line, sizeof line, "%s → %s", one->worker, one->host);
        lines += add_line(cell, &length, line);
    }
    return lines;
}

static bool write_board(const struct sheet *sheet)
{
    const struct plan_file *file = sheet->file;
    const struct round *round = file->round;
    char cell[CELL_SIZE], days[TIME_TEXT_SIZE], head[TIME_TEXT_SIZE + 64];
    bool good = put(sheet, 0, 0, text(file->language, "plan.centre"), sheet->head);
    for (size_t t = 0; t < round->period_count; t++) {
        const struct round_period *period = &round->periods[t];
        calendar_days_text(file->language, period->first_day, period->last_day, days);
        snprintf(head, sizeof head, "%s\n%s", period->id, days);
        good = good && put(sheet, 0, t + 1, head, sheet->head);
    }
    for (size_t c = 0; c < round->centre_count && good; c++) {
        size_t most = 1;
        good = put(sheet, c + 1, 0, round->centres[c].name, sheet->head);
        for (size_t t = 0; t < round->period_count && good; t++) {
            size_t lines = cell_text(file, &round->centres[c], t, cell);
            most = lines > most ? lines : most;
            good = put(sheet, c + 1, t + 1, cell, sheet->wrapped);
        }
        worksheet_set_row(sheet->out, (lxw_row_t)(c + 1), (double)(ROW_POINTS * most), NULL);
    }
    worksheet_set_row(sheet->out, 0, 2 * ROW_POINTS, NULL);
    worksheet_set_column(sheet->out, 0, 0, NAME_WIDTH, NULL);
    worksheet_set_column(sheet->out, 1, (lxw_col_t)round->period_count, PERIOD_WIDTH, NULL);
    worksheet_freeze_panes(sheet->out, 1, 1);
    worksheet_set_landscape(sheet->out);
    worksheet_set_paper(sheet->out, 8); /* A3 */
    worksheet_repeat_rows(sheet->out, 0, 0);
    worksheet_repeat_columns(sheet->out, 0, 0);
    worksheet_fit_to_pages(sheet->out, 1, 0);
    return good;
}

static bool write_workbook(const struct plan_file *file, const char *path)
{
    lxw_workbook *book = workbook_new(path);
    if (book == NULL)
        return false;
    lxw_format *head = workbook_add_format(book), *wrapped = workbook_add_format(book),
               *day = workbook_add_format(book);
    lxw_worksheet *board = workbook_add_worksheet(book, text(file->language, "plan.board"));
    lxw_worksheet *visits = workbook_add_worksheet(book, text(file->language, "plan.visits"));
    bool good = head != NULL && wrapped != NULL && day != NULL && board != NULL && visits != NULL;
    if (good) {
        format_set_bold(head);
        format_set_text_wrap(head);
        format_set_align(head, LXW_ALIGN_VERTICAL_TOP);
        format_set_text_wrap(wrapped);
        format_set_align(wrapped, LXW_ALIGN_VERTICAL_TOP);
        format_set_num_format(day, "yyyy-mm-dd");
        struct sheet first = {file, board, head, wrapped, day}, second = {file, visits, head, wrapped, day};
        good = write_board(&first) && write_visits(&second);
    }
    return workbook_close(book) == LXW_NO_ERROR && good;
}

/* All of an open file; NULL when it cannot be had. */
static char *read_all(int file, size_t *length)
{
    off_t size = lseek(file, 0, SEEK_END);
    char *bytes = size <= 0 ? NULL : malloc((size_t)size);
    if (bytes == NULL || pread(file, bytes, (size_t)size, 0) != size) {
        free(bytes);
        return NULL;
    }
    *length = (size_t)size;
    return bytes;
}

char *plan_file_xlsx(const struct plan_file *file, size_t *length, struct error *error)
{
    char path[64], *bytes = NULL;
    int memory = memfd_create("plan.xlsx", MFD_CLOEXEC);
    if (memory >= 0) {
        snprintf(path, sizeof path, "/proc/self/fd/%d", memory);
        if (write_workbook(file, path))
            bytes = read_all(memory, length);
        close(memory);
    }
    if (bytes == NULL)
        error_set(error, ERROR_BUSY, "busy", "the workbook could not be written");
    return bytes;
}
