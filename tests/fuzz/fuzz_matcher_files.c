/*
 * libFuzzer: the readers of vahetus-match. The first byte of the input chooses the reader; the rest is the file.
 * Whatever it is, the readers end with a value or one fault, and what they accept the library accepts.
 */
#include "matcher/command/read_people.h"
#include "matcher/command/read_round.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void try_round(struct input *input, const char *file)
{
    struct named_round named;

    if (read_round(input, file, &named) && !matcher_round_valid(&named.round, NULL))
        abort();
    named_round_free(&named);
}

static void try_people(struct input *input, const char *file, bool needs)
{
    struct crowd crowd;

    if (crowd_open(input, &crowd))
        (void)(needs ? crowd_read_needs(input, &crowd, file) : crowd_read_people(input, &crowd, file));
    crowd_close(&crowd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char file[64];
    struct input input = {.outcome = OUTCOME_SOLVED};

    if (size == 0)
        return 0;
    if (file[0] == '\0')
        snprintf(file, sizeof file, "/tmp/fuzz-matcher-files-%ld", (long)getpid());
    FILE *out = fopen(file, "wb");
    if (out == NULL)
        abort();
    fwrite(data + 1, 1, size - 1, out);
    fclose(out);
    if (data[0] % 3 == 0)
        try_round(&input, file);
    else
        try_people(&input, file, data[0] % 3 == 1);
    if (input.outcome != OUTCOME_SOLVED && input.message[0] == '\0')
        abort();
    unlink(file);
    return 0;
}
