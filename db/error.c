#include "db/error.h"

#include <stdarg.h>
#include <stdio.h>

bool error_set(struct error *error, enum error_kind kind, const char *code, const char *format, ...)
{
    if (error->kind != ERROR_NONE)
        return false;
    error->kind = kind;
    error->code = code;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->detail, sizeof error->detail, format, arguments);
    va_end(arguments);
    return false;
}
