#include "db/limits.h"

#include "db/statement.h"

bool limit_hit(struct db *db, const unsigned char bucket_hash[32], int window_s, int limit, int *retry_after_s,
               struct error *error)
{
    int64_t hits = 0, left_s = 0;
    struct rows rows;
    if (!execute(db, NULL, error,
                 "INSERT INTO rate_limit (bucket_hash, window_start, hits) VALUES (?, "
                 "'1970-01-01' + INTERVAL TIMESTAMPDIFF(SECOND, '1970-01-01', NOW()) DIV ? * ? SECOND, 1) "
                 "ON DUPLICATE KEY UPDATE hits = hits + 1",
                 "hii", bucket_hash, (int64_t)window_s, (int64_t)window_s) ||
        !query(db, &rows, error,
               "SELECT hits, ? - TIMESTAMPDIFF(SECOND, window_start, NOW()) FROM rate_limit WHERE bucket_hash = ? "
               "ORDER BY window_start DESC LIMIT 1",
               "ih", (int64_t)window_s, bucket_hash))
        return false;
    if (rows_next(&rows)) {
        hits = rows_int(&rows, 0);
        left_s = rows_int(&rows, 1);
    }
    if (!rows_end(&rows, error))
        return false;
    if (retry_after_s != NULL)
        *retry_after_s = left_s < 1 ? 1 : (int)left_s;
    return hits <= limit || error_set(error, ERROR_TOO_MANY, "rate_limited", "%lld in %d s", (long long)hits, window_s);
}
