/* SPDX-License-Identifier: Apache-2.0
 * What a command line asks for. The tables of commands and options are in cli/options.c; parsing, --help and the manual page all come
 * from them. */
#ifndef ZB_CLI_SETTINGS_H
#define ZB_CLI_SETTINGS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/str.h"

/* The bit of "no command" in the sets of commands of the option table. */
#define ZB_PROGRAM_BIT (1u << 7)

/* In a command's bit: its last operand may be repeated, and formats too. In an option's commands: outputs do not depend on it. */
#define ZB_SEVERAL_BIT (1u << 30)
#define ZB_NEUTRAL_BIT (1u << 31)
/* In a command's bit: several formats, several outputs. */
#define ZB_FORMATS_BIT (1u << 29)
#define ZB_OUTPUTS_BIT (1u << 28)
#define ZB_OUTPUTS_MAX 8
#define ZB_ROOTS_MAX 16
#define ZB_FONT_PATHS_MAX 16

/* Exit statuses. */
enum { ZB_EXIT_FINE = 0, ZB_EXIT_INPUT = 1, ZB_EXIT_USAGE = 2, ZB_EXIT_SYSTEM = 3 };

typedef enum zb_format { ZB_FORMAT_NONE, ZB_FORMAT_PDF, ZB_FORMAT_PNG, ZB_FORMAT_SVG, ZB_FORMAT_WEBP } zb_format;
#define ZB_FORMAT_COUNT (ZB_FORMAT_WEBP + 1)
#define ZB_FORMATS_PHRASE "pdf, png, svg or webp"

typedef struct zb_command zb_command;
typedef struct zb_option zb_option;

#define ZB_GIVEN_MAX 128
#define ZB_SETS_MAX 64

/* Text in SVG files; NONE: the command's own choice. */
typedef enum zb_svg_text { ZB_SVG_TEXT_NONE, ZB_SVG_TEXT_TEXT, ZB_SVG_TEXT_OUTLINES } zb_svg_text;

/* Colours of charts; NONE: the chart's own. AUTO: light ones, and dark ones in SVG files for readers who prefer them. */
typedef enum zb_theme { ZB_SCHEME_NONE, ZB_SCHEME_AUTO, ZB_SCHEME_LIGHT, ZB_SCHEME_DARK, ZB_SCHEME_PRINT } zb_theme;

/* How findings are written. */
typedef enum zb_finding_form { ZB_FINDINGS_TEXT, ZB_FINDINGS_JSON, ZB_FINDINGS_SARIF } zb_finding_form;

/* Walls round what reads the input; DEFAULT: round the workers of a batch. */
typedef enum zb_sandbox_wish { ZB_SANDBOX_DEFAULT, ZB_SANDBOX_ON, ZB_SANDBOX_OFF } zb_sandbox_wish;

typedef struct zb_settings {
    const zb_command *command;
    const char *what;     /* first operand of `dump` and `reference` */
    const char *input;    /* the issue or chart; "-": standard input */
    char **inputs;        /* all of them, where a command takes several; inputs[0] is `input` */
    size_t input_count;
    const char *output;   /* NULL: the command's own choice */
    const char *outputs[ZB_OUTPUTS_MAX]; /* all of them, where a command takes several */
    size_t output_count;
    const char *template; /* NULL: the one that the issue names */
    const char *style;    /* NULL: the one that the issue names, if any */
    const char *roots[ZB_ROOTS_MAX]; /* more folders that may be read in */
    size_t root_count;
    const char *font_paths[ZB_FONT_PATHS_MAX]; /* folders whose fonts are searched first */
    size_t font_path_count;
    const char *sets[ZB_SETS_MAX]; /* values laid over the issue's: "PATH=VALUE" */
    size_t set_count;
    bool found;           /* the input was found in a folder, not named: it may not be a link out of its own */
    const char *url;      /* where outputs will be on the web; NULL: not known */
    zb_format format;     /* ZB_FORMAT_NONE: by the output's suffix */
    unsigned formats;     /* all formats asked for, 1 << format each; 0: none */
    double dpi;
    double width, height; /* points; 0: what suits */
    int first, last;      /* pages from 1; last 0: to the end */
    struct {
        const char *only;    /* ids with commas between them; NULL: all */
        const char *section; /* NULL: the whole issue */
        double width, slice; /* CSS pixels; slice 0: not cut */
        int scale;
        bool dark, captions, clear, whole; /* clear: no ground; whole: a long picture */
    } parts;
    bool lint; /* chart: say what is hard to read */
    zb_svg_text text;   /* of SVG files */
    zb_theme theme;     /* of charts */
    bool strict, timings, help, version, man;
    zb_finding_form findings; /* how findings are written */
    const char *report;   /* the file for that; NULL: standard error */
    const char *table;    /* schema: the table that is wanted; NULL: the whole */
    bool path;            /* schema: its path, not what is in it */
    const char *deps;     /* the file that tells what outputs were made of; NULL: none */
    bool if_changed;      /* leave files alone that would get the bytes they have */
    bool debug_lines;     /* --debug=lines */
    bool jsonl, force, quiet;
    bool keep_going, only_changed; /* batch */
    zb_limits limits; /* of one run; in a batch, of one issue or chart */
    double megabytes; /* of data, for one process */
    double seconds;   /* batch, chart: of one issue or chart, by the clock on the wall */
    const char *makes; /* batch: outputs with commas between them; NULL: its own choice */
    zb_sandbox_wish sandbox;
    int jobs; /* worker processes; 0: one a processor */
    struct {
        const zb_option *option;
        const char *value;
    } given[ZB_GIVEN_MAX]; /* the options as given, but for neutral ones */
    size_t given_count;
} zb_settings;

struct zb_command {
    const char *name;
    unsigned bit;         /* in the option table's sets of commands */
    const char *operands; /* as shown: "ISSUE" */
    int operand_count;    /* at most 2; the first is `what` when there are two */
    const char *const *whats; /* what the first of two operands (or the only one) may be, NULL-terminated; NULL: a file */
    const char *summary;  /* one line without full stop */
    const char *details;  /* more paragraphs for --help and the manual, wrapped by hand */
    int (*perform)(const zb_settings *settings); /* gives the exit status */
};

/* The settings of a command without any options. */
zb_settings zb_settings_of(const zb_command *command);
/* Gives an option a value (NULL where it takes none), as it would stand on the command line. False: it does not fit. */
bool zb_option_set(zb_settings *settings, const zb_option *option, const char *value);

/* Fills *settings from the command line. False: a message about the wrong usage was printed to standard error. Strings are borrowed from
 * argv. */
bool zb_settings_read(int argc, char **argv, zb_settings *settings);

/* "pdf", "png", "svg", "webp". */
const char *zb_format_name(zb_format format);
/* The format of such a name, or ZB_FORMAT_NONE. */
zb_format zb_format_of_word(zb_str word);
/* The format that a file name's suffix says, or ZB_FORMAT_NONE. */
zb_format zb_format_of_name(const char *path);

/* Prints the help of one command, or of the program when it is NULL, to standard output; gives the exit status. */
int zb_help_print(const zb_command *command);
/* Prints the manual page (troff man macros) to standard output; gives the exit status. */
int zb_manual_print(void);
int zb_version_print(void);

/* Complains about wrong usage on standard error, with a pointer to the command's help; gives ZB_EXIT_USAGE. */
int zb_usage_error(const zb_command *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The tables, for help and manual. */
struct zb_option {
    const char *name;  /* without the dashes */
    char letter;       /* -o, or 0 */
    const char *value; /* "FILE"; NULL: takes none */
    unsigned commands; /* bits of the commands that know it */
    const char *help;
    bool (*read)(const char *text, zb_settings *settings); /* false: the value is wrong; text is NULL without a value */
    const char *expects; /* for the message about a wrong value */
};

extern const zb_command zb_commands[];
extern const size_t zb_command_count;
extern const zb_option zb_options[];
extern const size_t zb_option_count;

#endif
