/* vahetus-match: the engine on files. FORMATS.md, or matcher/README.md, says what goes in and comes out. */
#include "matcher/command/command.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t interrupted;
static struct timespec started;

static void on_interrupt(int signal_number)
{
    (void)signal_number;
    interrupted = 1;
}

static void on_interrupt_end(int signal_number)
{
    (void)signal_number;
    _exit(OUTCOME_STOPPED);
}

static double clock_s(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double wall_s(void)
{
    return clock_s(CLOCK_MONOTONIC) - (double)started.tv_sec - (double)started.tv_nsec / 1e9;
}

void run_read_done(struct run *run)
{
    run->read_done_cpu_s = clock_s(CLOCK_PROCESS_CPUTIME_ID);
    run->read_cpu_s = run->read_done_cpu_s;
}

bool run_must_stop(const struct run *run)
{
    return interrupted || (run->arguments.has_seconds && wall_s() >= (double)run->arguments.seconds);
}

bool usage_fault(struct run *run, const char *message)
{
    return input_fault(&run->input, "%s", message);
}

bool write_line(struct run *run, json_t *value)
{
    bool ok = value != NULL && json_dumpf(value, stdout, 0) == 0 && putchar('\n') != EOF;

    json_decref(value);
    if (!ok && run->input.outcome == OUTCOME_SOLVED) {
        if (ferror(stdout))
            snprintf(run->input.message, sizeof run->input.message, "the answer cannot be written: %s",
                     strerror(errno));
        else
            snprintf(run->input.message, sizeof run->input.message, "out of memory");
        run->input.outcome = OUTCOME_MACHINE;
    }
    return ok;
}

/* ---- The command line ---- */

static const char usage[] =
    "usage: vahetus-match COMMAND ... [--seed N] [--budget ITERATIONS] [--seconds S] [--threads K]\n"
    "  rank --people FILE --needs FILE (--need ID | --person ID | --all) --top K [--exhaustive]\n"
    "  why --people FILE --needs FILE --need ID --person ID\n"
    "  pair --people FILE --needs FILE [--wishes FILE]\n"
    "  rotate [--keep PREVIOUS.json [--alternatives N] | --mechanism 2s-ttc] ROUND.json\n"
    "  assign FILE\n"
    "  verify assign PROBLEM ANSWER\n"
    "  verify rotate ROUND.json ANSWER.json [--keep PREVIOUS.json]\n"
    "  verify pair PEOPLE NEEDS ANSWER [--wishes FILE]\n"
    "  generate (--people N --needs M | --assign V N DEGREE | --round H W T) --seed S --out DIR\n";

struct command {
    const char *name;
    command_function *function;
    const char *options; /* beside those of all commands, a space after each */
    bool has_best;       /* looks for a stop, since what it has found so far is an answer */
};

static const struct command commands[] = {
    {"assign", command_assign, "", true},
    {"pair", command_pair, "--people --needs --wishes ", true},
    {"rank", command_rank, "--people --needs --need --person --all --top --exhaustive ", true},
    {"why", command_why, "--people --needs --need --person ", false},
    {"rotate", command_rotate, "--keep --alternatives --mechanism ", true},
    {"verify", command_verify, "--keep --wishes ", false},
    {"generate", command_generate, "--people --needs --assign --round --out ", false},
    {NULL, NULL, NULL, false},
};

static bool number(struct run *run, const char *option, const char *text, int64_t least, int64_t most, int64_t *out)
{
    char *end;

    errno = 0;
    long long value = text == NULL ? 0 : strtoll(text, &end, 10);
    if (text == NULL || text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 || value < least || value > most)
        return input_fault(&run->input, "%s wants a number from %lld to %lld", option, (long long)least,
                           (long long)most);
    *out = value;
    return true;
}

struct text_option {
    const char *name;
    const char **value;
};

struct number_option {
    const char *name;
    int64_t *value;
    bool *has;
    int64_t least, most;
};

static bool take_text(struct run *run, const struct text_option *options, char **words, int *at, bool *taken)
{
    for (; options->name != NULL; options++) {
        if (strcmp(words[*at], options->name) != 0)
            continue;
        *taken = true;
        if (words[*at + 1] == NULL)
            return input_fault(&run->input, "%s wants a value", options->name);
        *options->value = words[++*at];
        return true;
    }
    return true;
}

static bool take_number(struct run *run, const struct number_option *options, char **words, int *at, bool *taken)
{
    for (; options->name != NULL; options++) {
        if (strcmp(words[*at], options->name) != 0)
            continue;
        *taken = true;
        *options->has = true;
        (*at)++;
        return number(run, options->name, words[*at], options->least, options->most, options->value);
    }
    return true;
}

/* The size of what is to be generated. */
static bool take_three(struct run *run, char **words, int *at, int64_t most)
{
    const char *option = words[*at];

    for (int i = 0; i < 3; i++) {
        if (words[*at + 1] == NULL)
            return input_fault(&run->input, "%s wants three numbers", option);
        if (!number(run, option, words[++*at], 1, most, &run->arguments.generate[i]))
            return false;
    }
    return true;
}

static bool take_plain(struct run *run, char **words, int *at)
{
    struct arguments *arguments = &run->arguments;

    if (strcmp(words[*at], "--all") == 0)
        arguments->all = true;
    else if (strcmp(words[*at], "--exhaustive") == 0)
        arguments->exhaustive = true;
    else if (strcmp(words[*at], "--round") == 0) {
        arguments->generates_round = true;
        return take_three(run, words, at, 65536);
    } else if (strcmp(words[*at], "--assign") == 0) {
        arguments->generates_assign = true;
        return take_three(run, words, at, MATCHER_ASSIGN_SIDE_MAX);
    } else if (arguments->files_count == 4)
        return usage_fault(run, "too many arguments");
    else
        arguments->files[arguments->files_count++] = words[*at];
    return true;
}

/* `options` is a list of words with one space after each. */
static bool is_among(const char *options, const char *word)
{
    size_t length = strlen(word);

    if (strchr(word, ' ') != NULL)
        return false;
    for (const char *at = options; *at != '\0'; at = strchr(at, ' ') + 1)
        if (strncmp(at, word, length) == 0 && at[length] == ' ')
            return true;
    return false;
}

/* An option that a command does not look at may change what its user believes was done: it is refused. */
static bool is_of_command(struct run *run, const struct command *command, const char *word)
{
    static const char everywhere[] = "--seed --budget --seconds --threads ";

    if (word[0] != '-' || word[1] == '\0' || is_among(everywhere, word) || is_among(command->options, word))
        return true;
    return input_fault(&run->input, "%s has no option %.60s", command->name, word);
}

static bool read_arguments(struct run *run, const struct command *command, char **words)
{
    struct arguments *arguments = &run->arguments;
    bool has_seed = false, has_threads = false;
    const struct text_option texts[] = {
        {"--people", &arguments->people},       {"--needs", &arguments->needs},   {"--need", &arguments->need},
        {"--person", &arguments->person},       {"--keep", &arguments->keep},     {"--out", &arguments->out},
        {"--mechanism", &arguments->mechanism}, {"--wishes", &arguments->wishes}, {NULL, NULL}};
    const struct number_option numbers[] = {
        {"--top", &arguments->top, &arguments->has_top, 0, 10000000},
        {"--seed", &arguments->seed, &has_seed, 0, INT64_MAX},
        {"--budget", &arguments->budget, &arguments->has_budget, 1, INT64_MAX},
        {"--seconds", &arguments->seconds, &arguments->has_seconds, 0, 1000000000},
        {"--threads", &arguments->threads, &has_threads, 1, 1024},
        {"--alternatives", &arguments->alternatives, &arguments->has_alternatives, 1, MATCHER_REPAIRS},
        {NULL, NULL, NULL, 0, 0},
    };

    arguments->seed = arguments->threads = 1;
    for (int at = 0; words[at] != NULL; at++) {
        bool taken = false;
        if (!is_of_command(run, command, words[at]) || !take_text(run, texts, words, &at, &taken) ||
            (!taken && !take_number(run, numbers, words, &at, &taken)) || (!taken && !take_plain(run, words, &at)))
            return false;
    }
    return true;
}

/* ---- Ends ---- */

/* Of this program alone: Linux begins ru_maxrss with the memory of whoever started it. */
static long peak_rss_kib(void)
{
    FILE *status = fopen("/proc/self/status", "r");
    char line[200];
    long kib = 0;

    while (status != NULL && kib == 0 && fgets(line, sizeof line, status) != NULL)
        if (strncmp(line, "VmHWM:", 6) == 0)
            kib = strtol(line + 6, NULL, 10);
    if (status != NULL)
        fclose(status);
    if (kib == 0) {
        struct rusage used;
        getrusage(RUSAGE_SELF, &used);
        kib = used.ru_maxrss;
    }
    return kib;
}

static void report(const struct run *run, const char *command)
{
    fprintf(
        stderr,
        "{\"command\": \"%s\", \"read_cpu_s\": %.6f, \"solve_cpu_s\": %.6f, \"wall_s\": %.6f, \"peak_rss_kib\": %ld, "
        "\"threads\": %lld}\n",
        command, run->read_cpu_s, run->solve_cpu_s, wall_s(), peak_rss_kib(), (long long)run->arguments.threads);
}

static const struct command *find_command(const char *name)
{
    for (const struct command *command = commands; command->name != NULL; command++)
        if (name != NULL && strcmp(command->name, name) == 0)
            return command;
    return NULL;
}

/* Instead of a command or right after it: further on the word may be the value of an option. */
static bool asks_for_help(char **words)
{
    for (int at = 1; at <= 2 && words[at - 1] != NULL && words[at] != NULL; at++)
        if (strcmp(words[at], "--help") == 0 || strcmp(words[at], "-h") == 0)
            return true;
    return false;
}

int main(int count, char **words)
{
    struct run run = {.input.outcome = OUTCOME_SOLVED};
    const struct command *command = find_command(count > 1 ? words[1] : NULL);
    const struct sigaction on_stop = {
        .sa_handler = command != NULL && command->has_best ? on_interrupt : on_interrupt_end, .sa_flags = SA_RESTART};
    enum outcome outcome = OUTCOME_BAD_INPUT;

    clock_gettime(CLOCK_MONOTONIC, &started);
    sigaction(SIGINT, &on_stop, NULL);
    sigaction(SIGTERM, &on_stop, NULL);
    signal(SIGPIPE, SIG_IGN); /* a write that fails is said, whichever way it fails */
    signal(SIGXFSZ, SIG_IGN);
    if (asks_for_help(words))
        return fputs(usage, stdout) < 0 || fflush(stdout) != 0 ? OUTCOME_MACHINE : OUTCOME_SOLVED;
    if (command == NULL) {
        fputs(usage, stderr);
        return OUTCOME_BAD_INPUT;
    }
    if (read_arguments(&run, command, words + 2))
        outcome = command->function(&run);
    run.solve_cpu_s = clock_s(CLOCK_PROCESS_CPUTIME_ID) - run.read_done_cpu_s;
    if (run.input.outcome == OUTCOME_SOLVED && (fflush(stdout) != 0 || ferror(stdout))) {
        snprintf(run.input.message, sizeof run.input.message, "the answer cannot be written: %s", strerror(errno));
        run.input.outcome = OUTCOME_MACHINE;
    }
    if (run.input.outcome != OUTCOME_SOLVED) {
        fprintf(stderr, "%s\n", run.input.message);
        return (int)run.input.outcome;
    }
    report(&run, command->name);
    return (int)outcome;
}
