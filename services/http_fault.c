#include "services/http_fault.h"

#define HTTP_FAULT_ROW(name, status, code, detail) [HTTP_FAULT_##name] = {status, code, detail},
static const struct http_fault_row rows[HTTP_FAULT_COUNT] = {HTTP_FAULTS(HTTP_FAULT_ROW)};
#undef HTTP_FAULT_ROW

const struct http_fault_row *http_fault_row(enum http_fault fault)
{
    return &rows[fault];
}
