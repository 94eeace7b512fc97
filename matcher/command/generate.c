/* `generate`: invented people and needs, or an invented round, from a seed. */
#include "matcher/command/generate.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* SplitMix64 (Steele, Lea, Flood 2014). */
static uint64_t draw(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

int64_t generate_below(uint64_t *state, int64_t most)
{
    return (int64_t)((unsigned __int128)draw(state) * (uint64_t)most >> 64);
}

static int below(uint64_t *state, int most)
{
    return (int)((unsigned __int128)draw(state) * (unsigned)most >> 64);
}

static bool write_fault(struct run *run, const char *path)
{
    snprintf(run->input.message, sizeof run->input.message, "%.300s: %s", path, strerror(errno));
    run->input.outcome = OUTCOME_MACHINE;
    return false;
}

FILE *generate_open(struct run *run, const char *name, char path[512])
{
    if (mkdir(run->arguments.out, 0777) != 0 && errno != EEXIST) {
        write_fault(run, run->arguments.out);
        return NULL;
    }
    snprintf(path, 512, "%.400s/%s", run->arguments.out, name);
    FILE *stream = fopen(path, "wb");
    if (stream == NULL)
        write_fault(run, path);
    return stream;
}

bool generate_close(struct run *run, FILE *stream, const char *path)
{
    bool failed = ferror(stream) != 0;

    failed = fclose(stream) != 0 || failed;
    return !failed || write_fault(run, path);
}

/* ---- People and needs ---- */

struct place {
    const char *slug;
    int lat_e4, lon_e4; /* settlements of the region */
};

static const struct place places[] = {
    {"kehra", 593361, 253211},   {"alavere", 592479, 253288},   {"aegviidu", 592858, 256142},
    {"loo", 594312, 249495},     {"kostivere", 594390, 251050}, {"kose", 591864, 251618},
    {"ravila", 591450, 252100},  {"ardu", 590860, 253770},      {"maardu", 594767, 250250},
    {"arukula", 593640, 250760}, {"raasiku", 593660, 251850},   {"juri", 593550, 248940},
    {"lagedi", 594020, 249370},  {"jarvekula", 593790, 248700}, {"peetri", 593860, 248160},
    {"vaida", 592870, 249780},   {"viimsi", 595030, 248450},    {"randvere", 595040, 249010},
    {"pyynsi", 595490, 248310},
};
enum { PLACES = sizeof places / sizeof places[0], SKILLS = 36 };

static const char *const languages[] = {"et", "ru", "en", "fi", "uk"};
static const char *const levels[] = {"A1", "A2", "B1", "B2", "C1", "C2"};

/* `"s3", "s17"`: up to `most` different ones. */
static void write_codes(FILE *out, uint64_t *state, const char *prefix, int kinds, int most)
{
    uint64_t seen = 0;

    for (int i = 0, written = 0; i < most; i++) {
        int code = below(state, kinds);
        if (seen >> code & 1)
            continue;
        seen |= UINT64_C(1) << code;
        fprintf(out, "%s\"%s%d\"", written++ > 0 ? ", " : "", prefix, code);
    }
}

static void write_languages(FILE *out, uint64_t *state, int most)
{
    int first = below(state, 10) < 6 ? 0 : 1; /* Estonian, or Russian */

    fprintf(out, "{");
    for (int i = 0; i < most; i++)
        fprintf(out, "%s\"%s\": \"%s\"", i > 0 ? ", " : "", languages[(first + i) % 5],
                levels[i == 0 ? 3 + below(state, 3) : below(state, 6)]);
    fprintf(out, "}");
}

static void write_availability(FILE *out, uint64_t *state)
{
    int count = below(state, 5) == 0 ? 0 : 1 + below(state, 5);

    fprintf(out, "\"availability\": [");
    for (int i = 0; i < count; i++) {
        int from = 8 + below(state, 11), to = from + 2 + below(state, 5);
        fprintf(out, "%s{\"day\": %d, \"from\": \"%02d:00\", \"to\": \"%02d:00\"}", i > 0 ? ", " : "",
                1 + below(state, 7), from, to < 24 ? to : 24);
    }
    fprintf(out, "]");
}

static void write_person(FILE *out, uint64_t *state, int64_t number)
{
    bool worker = below(state, 20) == 0;
    const struct place *home = &places[below(state, PLACES)];
    int year = worker                  ? 1965 + below(state, 38)
               : below(state, 10) == 0 ? 2010 + below(state, 3)
                                       : 1955 + below(state, 54);

    fprintf(out, "{\"id\": \"p%08lld\", \"kind\": \"%s\", \"birth_date\": \"%d-%02d-%02d\", ", (long long)number,
            worker ? "worker" : "volunteer", year, 1 + below(state, 12), 1 + below(state, 28));
    fprintf(out, "\"home\": {\"lat\": %d.%04d, \"lon\": %d.%04d}, ", (home->lat_e4 + below(state, 400) - 200) / 10000,
            (home->lat_e4 + below(state, 400) - 200) % 10000, (home->lon_e4 + below(state, 600) - 300) / 10000,
            (home->lon_e4 + below(state, 600) - 300) % 10000);
    if (worker)
        fprintf(out, "\"home_centre\": \"%s\", ", home->slug);
    if (below(state, 3) > 0)
        fprintf(out, "\"reach\": {\"max_m\": %d}, ", 5000 + 1000 * below(state, 40));
    fprintf(out, "\"skills\": [");
    write_codes(out, state, "s", SKILLS, 2 + below(state, 6));
    fprintf(out, "], \"certificates\": [");
    if (below(state, 3) == 0)
        fprintf(out, "{\"code\": \"c%d\", \"valid_until\": \"2027-%02d-28\"}", below(state, 4), 1 + below(state, 12));
    fprintf(out, "], \"languages\": ");
    write_languages(out, state, 1 + below(state, 3));
    fprintf(out, ", ");
    write_availability(out, state);
    if (below(state, 2) == 0)
        fprintf(out, ", \"check\": {\"result\": \"permitted\", \"valid_until\": \"2027-%02d-15\"}",
                1 + below(state, 12));
    if (year > 2005)
        fprintf(out, ", \"guardian_until\": \"2027-06-30\"");
    fprintf(out, ", \"interests\": [");
    write_codes(out, state, "i", 12, 1 + below(state, 4));
    fprintf(out, "], \"age_groups\": [");
    write_codes(out, state, "a", 4, 1 + below(state, 3));
    fprintf(out, "], \"history\": {\"centres\": [");
    if (below(state, 4) == 0)
        fprintf(out, "\"%s\"", places[below(state, PLACES)].slug);
    fprintf(out, "], \"invited_30d\": %d, \"kept\": %d, \"missed\": %d}}\n", below(state, 5), below(state, 8),
            below(state, 3));
}

static void write_need(FILE *out, uint64_t *state, int64_t number)
{
    static const char *const whom[] = {"volunteer", "volunteer", "either", "worker"};
    const struct place *place = &places[below(state, PLACES)];
    int kind = below(state, 4), shifts = 1 + below(state, 4), start = 12 + below(state, 6);

    fprintf(out, "{\"id\": \"n%08lld\", \"centre\": \"%s\", \"place\": {\"lat\": %d.%04d, \"lon\": %d.%04d}, ",
            (long long)number, place->slug, place->lat_e4 / 10000, place->lat_e4 % 10000, place->lon_e4 / 10000,
            place->lon_e4 % 10000);
    fprintf(out, "\"for\": \"%s\", \"purpose\": \"%s\", \"required_skills\": [", whom[kind],
            kind == 3 ? "cover" : "help");
    write_codes(out, state, "s", SKILLS, below(state, 3) == 0);
    fprintf(out, "], \"preferred_skills\": [");
    write_codes(out, state, "s", SKILLS, 1 + below(state, 3));
    fprintf(out, "], \"required_languages\": ");
    write_languages(out, state, below(state, 3) == 0);
    fprintf(out, ", \"preferred_languages\": ");
    write_languages(out, state, below(state, 3));
    fprintf(out, ", \"min_age\": %d, \"children\": %s, \"urgency\": %d, \"interests\": [",
            below(state, 4) == 0 ? 18 : 0, below(state, 4) > 0 ? "true" : "false", 1 + below(state, 3));
    write_codes(out, state, "i", 12, 1 + below(state, 2));
    fprintf(out, "], \"age_groups\": [\"a%d\"], \"shifts\": [", below(state, 4));
    int month = 1 + below(state, 5), day = 1 + below(state, 6);
    for (int i = 0; i < shifts; i++)
        fprintf(out,
                "%s{\"id\": \"n%08lld-%d\", \"from\": \"2027-%02d-%02dT%02d:00:00Z\", \"to\": "
                "\"2027-%02d-%02dT%02d:30:00Z\", \"seats\": %d}",
                i > 0 ? ", " : "", (long long)number, i, month, day + 7 * i, start, month, day + 7 * i,
                start + 1 + below(state, 3), 1 + below(state, 3));
    fprintf(out, "]}\n");
}

static bool generate_people(struct run *run)
{
    uint64_t state = (uint64_t)run->arguments.seed * 77777 + 5;
    char path[512];
    FILE *out = generate_open(run, "people.jsonl", path);

    if (out == NULL)
        return false;
    for (int64_t i = 1; i <= run->arguments.generate[0]; i++)
        write_person(out, &state, i);
    if (!generate_close(run, out, path))
        return false;
    out = generate_open(run, "needs.jsonl", path);
    if (out == NULL)
        return false;
    for (int64_t i = 1; i <= run->arguments.generate[1]; i++)
        write_need(out, &state, i);
    return generate_close(run, out, path);
}

/* ---- Rounds ---- */

struct sketch {
    int centres, workers, periods;
    int x[4096], y[4096], offers[4096];
};

static void write_mask(FILE *out, const char *format, uint64_t mask)
{
    for (int bit = 0, written = 0; bit < 64; bit++)
        if (mask >> bit & 1) {
            fprintf(out, "%s", written++ > 0 ? ", " : "");
            fprintf(out, "\"");
            fprintf(out, "%s%02d", format, bit);
            fprintf(out, "\"");
        }
}

static void write_centre(FILE *out, uint64_t *state, const struct sketch *sketch, int c)
{
    uint64_t closed = 0;
    int own = (sketch->workers - c + sketch->centres - 1) / sketch->centres;
    int away = own * 2 / 5 > 1 ? own * 2 / 5 : 1, guests = 1 + (below(state, 3) == 0), written = 0;

    for (int t = 0; t < sketch->periods; t++)
        closed |= (uint64_t)(below(state, 12) == 0) << t;
    fprintf(out, "%s{\"id\": \"c%d\", \"guests\": %d, \"away\": %d, \"offers\": [", c > 0 ? ",\n  " : "\n  ", c,
            guests < away ? guests : away, away);
    write_mask(out, "g", (uint64_t)sketch->offers[c]);
    fprintf(out, "], \"closed\": [");
    write_mask(out, "t", closed);
    fprintf(out, "], \"bonus\": {");
    for (int t = 0; t < sketch->periods; t++)
        if (below(state, 5) == 0)
            fprintf(out, "%s\"t%02d\": %d", written++ > 0 ? ", " : "", t, 50 + below(state, 250));
    fprintf(out, "}}");
}

static void write_worker(FILE *out, uint64_t *state, const struct sketch *sketch, int w)
{
    int home = w % sketch->centres, goals = 0, type = below(state, 4), written = 0;
    uint64_t unavailable = 0;

    for (int t = 0; t < sketch->periods; t++)
        unavailable |= (uint64_t)(below(state, 20) < 3) << t;
    for (int i = 3 + below(state, 3); i > 0; i--)
        goals |= 1 << below(state, 12);
    fprintf(out, "%s{\"id\": \"w%d\", \"home\": \"c%d\", \"unavailable\": [", w > 0 ? ",\n  " : "\n  ", w, home);
    write_mask(out, "t", unavailable);
    fprintf(out, "], \"wants\": {");
    for (int g = 0; g < 12; g++)
        if (goals >> g & 1)
            fprintf(out, "%s\"g%02d\": %d", written++ > 0 ? ", " : "", g, 150 + below(state, 350));
    fprintf(out, "}, \"fit\": {");
    written = 0;
    for (int c = 0; c < sketch->centres; c++) {
        if (c == home)
            continue;
        int apart = abs(sketch->x[c] - sketch->x[home]) + abs(sketch->y[c] - sketch->y[home]);
        int fit = 100 + below(state, 400) + 120 * __builtin_popcount((unsigned)(sketch->offers[c] & goals)) +
                  (c % 4 == type ? 100 : 0) - apart / 10;
        fprintf(out, "%s\"c%d\": %d", written++ > 0 ? ", " : "", c, fit);
    }
    fprintf(out, "}}");
}

static bool generate_round(struct run *run)
{
    uint64_t state = (uint64_t)run->arguments.seed * 77777 + 5;
    char path[512];
    const int64_t *size = run->arguments.generate;
    struct sketch *sketch = calloc(1, sizeof *sketch);
    FILE *out = sketch == NULL ? NULL : generate_open(run, "round.json", path);

    if (sketch == NULL)
        return input_no_memory(&run->input);
    if (out == NULL) {
        free(sketch);
        return false;
    }
    sketch->centres = (int)size[0];
    sketch->workers = (int)size[1];
    sketch->periods = (int)size[2];
    for (int c = 0; c < sketch->centres; c++) {
        sketch->x[c] = below(&state, 2400);
        sketch->y[c] = below(&state, 2000);
        for (int i = 3 + below(&state, 3); i > 0; i--)
            sketch->offers[c] |= 1 << below(&state, 12);
    }
    int most = sketch->periods < 4 ? 1 : sketch->periods < 8 ? 2 : 3;
    fprintf(out, "{\"periods\": [");
    for (int t = 0; t < sketch->periods; t++)
        fprintf(out, "%s\"t%02d\"", t > 0 ? ", " : "", t);
    fprintf(out, "],\n \"goals\": [");
    for (int g = 0; g < 12; g++)
        fprintf(out, "%s\"g%02d\"", g > 0 ? ", " : "", g);
    fprintf(out, "],\n \"rules\": {\"max_visits\": %d, \"balanced\": true, \"fair_target\": %d, \"fair_weight\": 1},\n",
            most, most * 600);
    fprintf(out, " \"centres\": [");
    for (int c = 0; c < sketch->centres; c++)
        write_centre(out, &state, sketch, c);
    fprintf(out, "],\n \"workers\": [");
    for (int w = 0; w < sketch->workers; w++)
        write_worker(out, &state, sketch, w);
    fprintf(out, "]}\n");
    free(sketch);
    return generate_close(run, out, path);
}

enum outcome command_generate(struct run *run)
{
    struct arguments *arguments = &run->arguments;
    bool people = arguments->people != NULL && arguments->needs != NULL;
    char *end;

    run_read_done(run);
    if (arguments->out == NULL || people + arguments->generates_round + arguments->generates_assign != 1 ||
        arguments->files_count > 0) {
        usage_fault(run, "generate (--people N --needs M | --assign V N DEGREE | --round H W T) --seed S --out DIR");
        return OUTCOME_BAD_INPUT;
    }
    if (people) {
        const char *texts[] = {arguments->people, arguments->needs};
        for (int i = 0; i < 2; i++) {
            errno = 0;
            arguments->generate[i] = strtoll(texts[i], &end, 10);
            if (*end != '\0' || texts[i][0] < '0' || texts[i][0] > '9' || arguments->generate[i] > 10000000) {
                usage_fault(run, "--people and --needs want numbers up to 10000000");
                return OUTCOME_BAD_INPUT;
            }
        }
        generate_people(run);
    } else if (arguments->generates_assign) {
        if (arguments->generate[0] * arguments->generate[2] > (int64_t)MATCHER_ASSIGN_PAIRS_MAX) {
            usage_fault(run, "--assign wants at most 268435456 pairs");
            return OUTCOME_BAD_INPUT;
        }
        generate_assign(run);
    } else if (arguments->generate[0] > MATCHER_CENTRES || arguments->generate[2] > MATCHER_PERIODS) {
        usage_fault(run, "--round wants at most 4096 centres, 65536 workers, 64 periods");
        return OUTCOME_BAD_INPUT;
    } else {
        generate_round(run);
    }
    return OUTCOME_SOLVED;
}
