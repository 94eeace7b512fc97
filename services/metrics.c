#include "services/metrics.h"

#include <stdio.h>
#include <stdlib.h>

#include "services/endpoint.h"
#include "services/http.h"
#include "services/work.h"

enum { BUCKETS = 9, STATUS_CLASSES = 6 };

static const uint64_t bucket_us[BUCKETS] = {500, 1000, 2500, 5000, 10000, 25000, 100000, 500000, 2500000};

struct row {
    const struct endpoint *endpoint; /* NULL: everything else */
    uint64_t by_status[STATUS_CLASSES];
    uint64_t buckets[BUCKETS];
    uint64_t sum_us;
    uint64_t count;
};

struct metrics {
    size_t row_count;
    struct row rows[];
};

struct metrics *metrics_new(const struct endpoint *const *table)
{
    size_t count = 0;
    while (table[count] != NULL)
        count++;
    struct metrics *metrics = calloc(1, sizeof *metrics + (count + 1) * sizeof *metrics->rows);
    if (metrics == NULL)
        return NULL;
    metrics->row_count = count + 1;
    for (size_t i = 0; i < count; i++)
        metrics->rows[i].endpoint = table[i];
    return metrics;
}

void metrics_free(struct metrics *metrics)
{
    free(metrics);
}

void metrics_count(struct metrics *metrics, const struct endpoint *endpoint, int status, uint64_t duration_us)
{
    struct row *row = &metrics->rows[metrics->row_count - 1];
    for (size_t i = 0; endpoint != NULL && i + 1 < metrics->row_count; i++) {
        if (metrics->rows[i].endpoint == endpoint)
            row = &metrics->rows[i];
    }
    row->by_status[status / 100 < STATUS_CLASSES ? status / 100 : 0]++;
    for (size_t i = 0; i < BUCKETS; i++)
        row->buckets[i] += duration_us <= bucket_us[i];
    row->sum_us += duration_us;
    row->count++;
}

static const char *name_of(const struct row *row)
{
    return row->endpoint == NULL ? "other" : row->endpoint->operation;
}

static void write_requests(const struct metrics *metrics, FILE *file)
{
    fputs("# HELP vahetus_requests_total Replies by operation and class of status.\n"
          "# TYPE vahetus_requests_total counter\n",
          file);
    for (size_t i = 0; i < metrics->row_count; i++) {
        const struct row *row = &metrics->rows[i];
        for (int status = 0; status < STATUS_CLASSES; status++) {
            if (row->by_status[status] > 0)
                fprintf(file, "vahetus_requests_total{operation=\"%s\",status=\"%dxx\"} %llu\n", name_of(row), status,
                        (unsigned long long)row->by_status[status]);
        }
    }
    fputs("# HELP vahetus_request_seconds Time from a whole request to its reply.\n"
          "# TYPE vahetus_request_seconds histogram\n",
          file);
    for (size_t i = 0; i < metrics->row_count; i++) {
        const struct row *row = &metrics->rows[i];
        if (row->count == 0)
            continue;
        for (int b = 0; b < BUCKETS; b++)
            fprintf(file, "vahetus_request_seconds_bucket{operation=\"%s\",le=\"%g\"} %llu\n", name_of(row),
                    (double)bucket_us[b] / 1e6, (unsigned long long)row->buckets[b]);
        fprintf(file, "vahetus_request_seconds_bucket{operation=\"%s\",le=\"+Inf\"} %llu\n", name_of(row),
                (unsigned long long)row->count);
        fprintf(file, "vahetus_request_seconds_sum{operation=\"%s\"} %.6f\n", name_of(row), (double)row->sum_us / 1e6);
        fprintf(file, "vahetus_request_seconds_count{operation=\"%s\"} %llu\n", name_of(row),
                (unsigned long long)row->count);
    }
}

static void write_one(FILE *file, const char *name, const char *type, const char *help, uint64_t value)
{
    fprintf(file, "# HELP vahetus_%s %s\n# TYPE vahetus_%s %s\nvahetus_%s %llu\n", name, help, name, type, name,
            (unsigned long long)value);
}

static void write_work(const struct work_counters *work, FILE *file)
{
    static const char *const kinds[] = {"read", "append", "transact", "hash"};
    fputs("# HELP vahetus_work_waiting Calls in a queue now.\n# TYPE vahetus_work_waiting gauge\n", file);
    for (int i = 0; i < 4; i++)
        fprintf(file, "vahetus_work_waiting{kind=\"%s\"} %zu\n", kinds[i], work->waiting[i]);
    fputs("# HELP vahetus_work_calls_total Calls finished.\n# TYPE vahetus_work_calls_total counter\n", file);
    for (int i = 0; i < 4; i++)
        fprintf(file, "vahetus_work_calls_total{kind=\"%s\"} %llu\n", kinds[i], (unsigned long long)work->calls[i]);
    fputs("# HELP vahetus_work_batches_total Groups of calls worked on together.\n"
          "# TYPE vahetus_work_batches_total counter\n",
          file);
    for (int i = 0; i < 4; i++)
        fprintf(file, "vahetus_work_batches_total{kind=\"%s\"} %llu\n", kinds[i], (unsigned long long)work->batches[i]);
    write_one(file, "work_replayed_total", "counter", "Appends run one by one after an error.", work->replayed);
    write_one(file, "work_refused_total", "counter", "Calls turned away because a queue was full.", work->refused);
}

static void write_http(const struct http_counters *http, FILE *file)
{
    write_one(file, "http_accepted_total", "counter", "Connections since the start.", http->accepted);
    write_one(file, "http_refused_total", "counter", "Requests refused before they were whole.", http->refused);
    write_one(file, "http_turned_away_total", "counter", "Connections turned away.", http->turned_away);
    write_one(file, "http_timed_out_total", "counter", "Requests answered by the time limit.", http->timed_out);
    write_one(file, "http_abandoned_total", "counter", "Requests whose client left first.", http->abandoned);
    write_one(file, "http_bytes_in_total", "counter", "Bytes received.", http->bytes_in);
    write_one(file, "http_bytes_out_total", "counter", "Bytes sent.", http->bytes_out);
    write_one(file, "http_connections", "gauge", "Connections now.", http->connections);
    write_one(file, "http_pending", "gauge", "Requests without a reply now.", http->pending);
    write_one(file, "http_streams", "gauge", "Event streams now.", http->streams);
}

char *metrics_text(const struct metrics *metrics, const struct metrics_gauges *gauges, size_t *length)
{
    char *text = NULL;
    FILE *file = open_memstream(&text, length);
    if (file == NULL)
        return NULL;
    write_requests(metrics, file);
    write_work(gauges->work, file);
    write_http(gauges->http, file);
    write_one(file, "index_people", "gauge", "People in the index.", gauges->index_people);
    write_one(file, "index_needs", "gauge", "Needs in the index.", gauges->index_needs);
    if (fclose(file) != 0) {
        free(text);
        return NULL;
    }
    return text;
}
