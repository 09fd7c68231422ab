/* SPDX-License-Identifier: Apache-2.0
 * The tables of commands and options, from which parsing, --help and the manual page come, and the readers of option values. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "base/language.h"
#include "jobs/jobs.h"
#include "model/data.h"

#define DPI_MIN 8
#define DPI_MAX 2400
#define POINTS_MIN 20
#define POINTS_MAX 14400
#define PIXELS_MIN 160 /* of a part's width, in CSS pixels */
#define PIXELS_MAX 4000
#define SLICE_MIN 200
#define SLICE_MAX 30000
#define SCALE_MAX 3
#define SECONDS_MAX 86400 /* of one run */
#define COUNT_MAX 10000000 /* of pages, of files */
#define MEGABYTES_MIN 64
#define MEGABYTES_MAX 1048576

enum {
    RENDER = 1 << 0,
    FIGURES = 1 << 1,
    CHART = 1 << 2,
    CHECK = 1 << 3,
    DUMP = 1 << 4,
    FONTS = 1 << 5,
    REFERENCE = 1 << 6,
    PREVIEW = 1 << 8,
    PARTS = 1 << 9,
    BATCH = 1 << 10,
    SCHEMA = 1 << 11,
    ISSUES = RENDER | FIGURES | PARTS | PREVIEW | CHECK | DUMP | FONTS, /* those that read an issue */
    ALL = ((1 << 7) - 1) | PREVIEW | PARTS | BATCH | SCHEMA,
    PROGRAM = ZB_PROGRAM_BIT,
};
#define NEUTRAL ZB_NEUTRAL_BIT

static const char *const dump_whats[] = {"data", "document", "boxes", "display", NULL};
static const char *const reference_whats[] = {"style", "directives", "schema", "chart-schema", "vega-schema", NULL};

const zb_command zb_commands[] = {
    {"render", RENDER | ZB_OUTPUTS_BIT, "ISSUE", 1, NULL, "turn an issue into PDF, PNG pages or SVG pages",
     "ISSUE is a YAML file, or a folder that holds an issue.yaml, or - for standard input.\n"
     "Without -o the result is NAME.pdf in the current folder. Several PNG or SVG pages become\n"
     "NAME-1.png, NAME-2.png, ...; a %d in the file name is the page's number, and a folder takes\n"
     "files named after the issue. Several -o, such as -o a.pdf -o a-%03d.png, up to 8, are written\n"
     "from one layout, all or none. Nothing is written when there is an error. Where -o is a symbolic\n"
     "link, the file that it leads to is replaced.",
     zb_command_render},
    {"preview", PREVIEW, "ISSUE", 1, NULL, "write the pictures that announce an issue on the web",
     "Into the folder that -o names (made if need be), each as PNG and WebP: cover-400 and cover-800,\n"
     "page-N, contact-sheet, and the cards card-wide (1200 x 630) and card-square (1080 x 1080) that\n"
     "the template's folders of these names make. preview.json says of each file its size, hash and\n"
     "alternative text; preview.html holds Open Graph tags and <picture> elements.",
     zb_command_preview},
    {"figures", FIGURES, "ISSUE", 1, NULL, "write every chart of an issue as a picture of its own",
     "Each chart becomes ID.svg and ID.png (or only the one that --format names) in the folder\n"
     "that -o names, else in the current one. A chart without an id is called figure-N.",
     zb_command_figures},
    {"parts", PARTS | ZB_FORMATS_BIT, "ISSUE", 1, NULL, "write every figure and table, or a long picture, for the web",
     "Each figure and table is laid out by itself at the width that --width says and becomes ID.png\n"
     "(or the formats that --format names) in the folder that -o names, which is made if need be,\n"
     "else in the current one. What has no id is called figure-N or table-N. With --long the whole\n"
     "issue, or the section with that id, becomes one picture without pages, long.png or ID.png; with\n"
     "--slice it is cut between its blocks into ID-1.png, ID-2.png, ... that stand below each other\n"
     "without a gap.",
     zb_command_parts},
    {"batch", BATCH, "MANIFEST|FOLDER", 1, NULL, "make many issues at once",
     "FOLDER: every folder in it that holds an issue.yaml becomes a PDF, or what --outputs names, in\n"
     "the folder that -o names. MANIFEST: a YAML list of {issue: PATH, outputs: [pdf, ...],\n"
     "template: ..., style: ..., name: NAME}; only issue is needed, paths are relative to the\n"
     "manifest. Outputs are pdf, png, svg, webp (NAME.pdf, NAME-1.png, ...) and parts, preview,\n"
     "figures (NAME/parts/, ...); each takes the options of its command: {png: {dpi: 96}},\n"
     "{parts: {theme: dark, folder: parts-dark}}. What did not change since an earlier run is left\n"
     "alone. batch.json tells what became of each issue. The first failure ends the run, except with\n"
     "--keep-going: issues behind it in the list are left as they were.",
     zb_command_batch},
    {"chart", CHART | ZB_SEVERAL_BIT, "SPEC...", 1, NULL, "draw charts from files, without a document",
     "SPEC is a YAML file with the keys of a template's chart block; its data stand in it or in a\n"
     "CSV file beside it. Without -o the picture is SPEC's name with .svg. Several SPECs or formats\n"
     "go to the folder that -o names, which is made if need be; so do the charts that --jsonl reads\n"
     "from standard input, one a line: {\"id\": \"NAME\", \"spec\": {...}}. A chart that cannot be drawn\n"
     "does not stop the others. What is in the folder and did not change is left alone: the\n"
     "file .zhoubao.hashes in it tells.",
     zb_command_chart},
    {"check", CHECK, "ISSUE", 1, NULL, "say what is wrong with an issue and write nothing",
     "Reads, applies and lays out like render, and also runs the template's checks.sql.",
     zb_command_check},
    {"dump", DUMP, "data|document|boxes|display ISSUE", 2, dump_whats, "show what one stage made, as text",
     "data: the values and tables that were read, with their places. document: the tree that the\n"
     "template made of them. boxes: every line and box at its place. display: what is painted.",
     zb_command_dump},
    {"fonts", FONTS, "ISSUE", 1, NULL, "list which fonts serve an issue",
     "One line a face: role, weight, its rank, the characters of the issue that it shows, family, style, file. The\n"
     "rank is first, fallback (a later family of the role's list) or other (a family of another role, which is\n"
     "the warning font.fallback). Where -o ends in .json the list is JSON.",
     zb_command_fonts},
    {"schema", SCHEMA, "TEMPLATE|style|chart|manifest|checks|front-matter", 1, NULL, "print a JSON Schema for an editor or another tool",
     "TEMPLATE: the issue.schema.json of a template (a folder, or the name of an installed one), which says\n"
     "what its issues may hold; with --path where it lies, for the line\n"
     "# yaml-language-server: $schema=PATH at the head of an issue.yaml; with --table NAME what it says of\n"
     "that CSV file's columns, as a Frictionless Table Schema. style: style.yaml. chart: a chart's file.\n"
     "manifest: what batch reads. front-matter: the head of a template.md. checks: the header of a check,\n"
     "as a mapping. These are made from the tables that the program itself reads by.",
     zb_command_schema},
    {"reference", REFERENCE, "style|directives|schema", 1, reference_whats, "print what style.yaml and the directives take",
     "style and directives: Markdown tables. schema: a JSON Schema of style.yaml for editors. All are\n"
     "made from the tables that the program itself reads by.",
     zb_command_reference},
};
const size_t zb_command_count = sizeof zb_commands / sizeof *zb_commands;

/* A finite decimal number between two bounds. */
static bool read_number(const char *text, double low, double high, double *out) {
    char *end;
    errno = 0;
    double value = strtod(text, &end);
    if (end == text || *end || errno || !isfinite(value) || value < low || value > high) return false;
    *out = value;
    return true;
}

static bool read_output(const char *text, zb_settings *settings) {
    settings->outputs[settings->output_count++] = settings->output = text;
    return *text != '\0';
}

/* One format, or several with commas between them. */
static bool read_format(const char *text, zb_settings *settings) {
    zb_str rest = zb_str_of(text);
    for (size_t comma = 0; comma != SIZE_MAX; rest = zb_str_sub(rest, comma + 1, rest.n)) {
        comma = zb_str_find(rest, ZB_STR(","), 0);
        zb_format format = zb_format_of_word(zb_str_sub(rest, 0, comma));
        if (!format) return false;
        settings->format = format;
        settings->formats |= 1u << format;
        if (comma == SIZE_MAX) break;
    }
    return true;
}

static bool read_jobs(const char *text, zb_settings *settings) {
    double jobs;
    if (!read_number(text, 1, ZB_WORKERS_MAX, &jobs) || jobs != floor(jobs)) return false;
    settings->jobs = (int)jobs;
    return true;
}

static bool read_timeout(const char *text, zb_settings *settings) { return read_number(text, 0.01, SECONDS_MAX, &settings->seconds); }

static bool read_cpu(const char *text, zb_settings *settings) { return read_number(text, 0.01, SECONDS_MAX, &settings->limits.cpu); }

static bool read_count(const char *text, size_t *count) {
    double number;
    if (!read_number(text, 1, COUNT_MAX, &number) || number != floor(number)) return false;
    *count = (size_t)number;
    return true;
}

static bool read_max_pages(const char *text, zb_settings *settings) { return read_count(text, &settings->limits.pages); }

static bool read_max_files(const char *text, zb_settings *settings) { return read_count(text, &settings->limits.files); }

static bool read_memory(const char *text, zb_settings *settings) {
    return read_number(text, MEGABYTES_MIN, MEGABYTES_MAX, &settings->megabytes);
}

static bool read_dpi(const char *text, zb_settings *settings) { return read_number(text, DPI_MIN, DPI_MAX, &settings->dpi); }

static bool read_width(const char *text, zb_settings *settings) {
    return read_number(text, POINTS_MIN, POINTS_MAX, &settings->width);
}

static bool read_height(const char *text, zb_settings *settings) {
    return read_number(text, POINTS_MIN, POINTS_MAX, &settings->height);
}

/* A page number at *text, which moves behind it; `other` where none stands there. -1: out of range. */
static int read_page(const char **text, int other) {
    if (**text < '0' || **text > '9') return other;
    char *end;
    errno = 0;
    long page = strtol(*text, &end, 10);
    *text = end;
    return errno || page < 1 || page > COUNT_MAX ? -1 : (int)page;
}

/* "3", "3-5", "3-", "-5". */
static bool read_pages(const char *text, zb_settings *settings) {
    if (!strcmp(text, "-")) return false;
    settings->first = read_page(&text, 1);
    settings->last = settings->first;
    if (*text == '-') {
        text++;
        settings->last = read_page(&text, 0);
    }
    return !*text && settings->first > 0 && settings->last >= 0 && (!settings->last || settings->last >= settings->first);
}

static bool read_template(const char *text, zb_settings *settings) {
    settings->template = text;
    return *text != '\0';
}

static bool read_debug(const char *text, zb_settings *settings) {
    settings->debug_lines = !strcmp(text, "lines");
    return settings->debug_lines;
}

static bool read_style(const char *text, zb_settings *settings) {
    settings->style = text;
    return *text != '\0';
}

static bool read_root(const char *text, zb_settings *settings) {
    if (!*text || settings->root_count == ZB_ROOTS_MAX) return false;
    settings->roots[settings->root_count++] = text;
    return true;
}

static bool read_font_path(const char *text, zb_settings *settings) {
    if (!*text || settings->font_path_count == ZB_FONT_PATHS_MAX) return false;
    settings->font_paths[settings->font_path_count++] = text;
    return true;
}

static bool read_set(const char *text, zb_settings *settings) {
    if (!zb_set_is_one(text) || settings->set_count == ZB_SETS_MAX) return false;
    settings->sets[settings->set_count++] = text;
    return true;
}

/* A folder's address: a query or fragment would swallow the names of the files. */
static bool read_url(const char *text, zb_settings *settings) {
    const char *host = !strncmp(text, "http://", 7) ? text + 7 : !strncmp(text, "https://", 8) ? text + 8 : "";
    settings->url = text;
    return *host && *host != '/' && !strpbrk(text, "?#");
}

/* The number, from 1, of a word among those that an option may be; 0: it is none of them. */
static unsigned read_word(const char *text, const char *const *words) {
    for (unsigned i = 0; words[i]; i++)
        if (!strcmp(text, words[i])) return i + 1;
    return 0;
}

static bool read_text(const char *text, zb_settings *settings) {
    static const char *const words[] = {"text", "outlines", NULL};
    settings->text = (zb_svg_text)read_word(text, words);
    return settings->text != ZB_SVG_TEXT_NONE;
}

static bool read_theme(const char *text, zb_settings *settings) {
    static const char *const words[] = {"auto", "light", "dark", "print", NULL};
    settings->theme = (zb_theme)read_word(text, words);
    return settings->theme != ZB_SCHEME_NONE;
}

/* "json", or "json:FILE". */
static bool read_findings(const char *text, zb_settings *settings) {
    static const zb_str words[] = {{"text", 4}, {"json", 4}, {"sarif", 5}};
    zb_str all = zb_str_of(text);
    size_t colon = zb_str_find(all, ZB_STR(":"), 0);
    settings->report = colon == SIZE_MAX ? NULL : text + colon + 1;
    if (settings->report && !*settings->report) return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!zb_str_equal(words[i], zb_str_sub(all, 0, colon))) continue;
        settings->findings = (zb_finding_form)i;
        return true;
    }
    return false;
}

static bool read_table(const char *text, zb_settings *settings) {
    settings->table = text;
    return *text != '\0';
}

/* "zh", "en", and what a variable such as LANG may be. */
static bool read_lang(const char *text, zb_settings *settings) {
    static const char *const words[] = {"en", "zh", "zh-CN", "zh_CN", "zh-TW", "zh_TW", NULL};
    unsigned word = read_word(text, words);
    (void)settings;
    if (word) zb_language_set(word == 1 ? ZB_ENGLISH : ZB_CHINESE);
    return word != 0;
}

static bool read_deps(const char *text, zb_settings *settings) {
    settings->deps = text;
    return *text != '\0';
}

static bool read_makes(const char *text, zb_settings *settings) {
    settings->makes = text;
    return *text != '\0';
}

static bool read_only(const char *text, zb_settings *settings) {
    settings->parts.only = text;
    return *text != '\0';
}

static bool read_pixels(const char *text, zb_settings *settings) {
    double *width = &settings->parts.width;
    return read_number(text, PIXELS_MIN, PIXELS_MAX, width) && *width == floor(*width);
}

static bool read_slice(const char *text, zb_settings *settings) {
    double *slice = &settings->parts.slice;
    return read_number(text, SLICE_MIN, SLICE_MAX, slice) && *slice == floor(*slice);
}

static bool read_scale(const char *text, zb_settings *settings) {
    settings->parts.scale = *text - '0';
    return *text >= '1' && *text <= '0' + SCALE_MAX && !text[1];
}

static bool read_part_theme(const char *text, zb_settings *settings) {
    settings->parts.dark = !strcmp(text, "dark");
    return settings->parts.dark || !strcmp(text, "light");
}

static bool read_ground(const char *text, zb_settings *settings) {
    settings->parts.clear = !strcmp(text, "transparent");
    return settings->parts.clear || !strcmp(text, "solid");
}

static bool read_long_picture(const char *text, zb_settings *settings) {
    settings->parts.whole = true;
    settings->parts.section = text;
    return !text || *text;
}

/* The flags. */
static bool set_captions(const char *text, zb_settings *settings) { return (void)text, settings->parts.captions = true; }
static bool set_strict(const char *text, zb_settings *settings) { return (void)text, settings->strict = true; }
static bool set_timings(const char *text, zb_settings *settings) { return (void)text, settings->timings = true; }
static bool set_jsonl(const char *text, zb_settings *settings) { return (void)text, settings->jsonl = true; }
static bool set_force(const char *text, zb_settings *settings) { return (void)text, settings->force = true; }
static bool set_keep_going(const char *text, zb_settings *settings) { return (void)text, settings->keep_going = true; }
static bool set_only_changed(const char *text, zb_settings *settings) { return (void)text, settings->only_changed = true; }
static bool set_if_changed(const char *text, zb_settings *settings) { return (void)text, settings->if_changed = true; }
static bool set_quiet(const char *text, zb_settings *settings) { return (void)text, settings->quiet = true; }
static bool set_path(const char *text, zb_settings *settings) { return (void)text, settings->path = true; }
static bool set_lint(const char *text, zb_settings *settings) { return (void)text, settings->lint = true; }
static bool set_sandbox(const char *text, zb_settings *settings) { return (void)text, (settings->sandbox = ZB_SANDBOX_ON) != 0; }
static bool set_no_sandbox(const char *text, zb_settings *settings) { return (void)text, (settings->sandbox = ZB_SANDBOX_OFF) != 0; }
static bool set_help(const char *text, zb_settings *settings) { return (void)text, settings->help = true; }
static bool set_version(const char *text, zb_settings *settings) { return (void)text, settings->version = true; }
static bool set_man(const char *text, zb_settings *settings) { return (void)text, settings->man = true; }

/* An option without help is not shown. */
const zb_option zb_options[] = {
    {"output", 'o', "FILE", NEUTRAL | RENDER | PREVIEW | FIGURES | PARTS | BATCH | CHART | DUMP | FONTS | REFERENCE | SCHEMA,
     "write to FILE, into the folder FILE, or to standard output with -", read_output, "a file, a folder or -"},
    {"format", 0, "FORMAT", NEUTRAL | RENDER | FIGURES | PARTS | CHART,
     "pdf, png, svg, webp, where the output's name does not say it; chart, parts take several: svg,png", read_format,
     ZB_FORMATS_PHRASE},
    {"dpi", 0, "N", RENDER | BATCH | FIGURES | CHART, "resolution of PNG pictures, 8 to 2400; 144 without it", read_dpi,
     "a number from 8 to 2400"},
    {"pages", 0, "A-B", RENDER | DUMP, "only pages A to B; A-, -B and A alone work too", read_pages,
     "a page or a range of pages such as 3 or 3-5"},
    {"debug", 0, "lines", RENDER, "lay baselines, measure and coloured loose or tight lines over the pages", read_debug, "lines"},
    {"width", 0, "PT", CHART | FIGURES, "width of the picture in points; 420, or that of the figure, without it", read_width,
     "points from 20 to 14400"},
    {"height", 0, "PT", CHART | FIGURES, "height of the picture in points; what suits without it", read_height,
     "points from 20 to 14400"},
    {"only", 0, "ID,...", PARTS, "only the figures and tables with these ids", read_only, "ids"},
    {"width", 0, "PX", PARTS, "width of the pictures in CSS pixels, 96 to the inch; 640 without it", read_pixels,
     "pixels from 160 to 4000"},
    {"scale", 0, "N", PARTS, "pixels of the picture for one CSS pixel, 1 to 3; 2 without it", read_scale, "1, 2 or 3"},
    {"theme", 0, "THEME", PARTS, "light, or dark: the style 'dark' laid over all others", read_part_theme, "light or dark"},
    {"ground", 0, "GROUND", PARTS, "solid, or transparent", read_ground, "solid or transparent"},
    {"captions", 0, NULL, PARTS, "with numbers and captions", set_captions, NULL},
    {"long", 0, "[=ID]", PARTS, "the whole issue, or a section, as a picture without pages", read_long_picture, "the id of a section"},
    {"slice", 0, "PX", PARTS, "cut the long picture into slices at most this high, in CSS pixels", read_slice, "pixels from 200 to 30000"},
    {"template", 0, "FOLDER", ISSUES | BATCH, "use this template instead of the one that the issue names", read_template, "a folder"},
    {"style", 0, "STYLE", ISSUES | BATCH, "lay a style over the template's: a YAML file, or a shipped one such as gbt9704", read_style,
     "a name"},
    {"root", 0, "DIR", ISSUES | BATCH | CHART,
     "let what is read lie in this folder too, not only in the issue's (or the chart's) and the template's; may be repeated", read_root,
     "a folder, 16 times at most"},
    {"font-path", 0, "DIR", ISSUES | BATCH | CHART,
     "search the fonts in this folder first, before ZHOUBAO_FONT_PATH and the system's; may be repeated", read_font_path,
     "a folder, 16 times at most"},
    {"url", 0, "URL", PREVIEW, "where the pictures will be on the web, for preview.html", read_url,
     "the address of a folder, http:// or https:// and a host, without ? and #"},
    {"set", 0, "PATH=VALUE", ISSUES,
     "lay a value over the issue's, such as severity.high=72 or alerts.0.title='...'; may be repeated", read_set,
     "PATH=VALUE with names between the dots, 64 times at most"},
    {"deps", 0, "FILE", NEUTRAL | ISSUES | CHART,
     "write into FILE what the outputs were made of: a rule for make, or JSON where FILE ends in .json", read_deps, "a file"},
    {"if-changed", 0, NULL, NEUTRAL | RENDER | FIGURES | PARTS | PREVIEW, "leave a file alone that would get the bytes it has",
     set_if_changed, NULL},
    {"path", 0, NULL, SCHEMA, "print where the template's schema lies", set_path, NULL},
    {"table", 0, "NAME", SCHEMA, "print what the template's schema says of a table's columns", read_table, "the name of a table"},
    {"strict", 0, NULL, ISSUES | BATCH | CHART, "treat warnings as errors", set_strict, NULL},
    {"diagnostics", 0, "FORM", NEUTRAL | ISSUES | BATCH | CHART | SCHEMA,
     "findings as text, json (one object a line) or sarif (2.1.0); FORM:FILE writes them into FILE", read_findings,
     "text, json or sarif, with :FILE behind it or not"},
    {"timings", 0, NULL, NEUTRAL | ISSUES | CHART, "print how long each stage took", set_timings, NULL},
    {"jsonl", 0, NULL, NEUTRAL | CHART, "read charts from standard input, one a line", set_jsonl, NULL},
    {"jobs", 'j', "N", NEUTRAL | BATCH | CHART, "worker processes, 1 to 64; one a processor without it", read_jobs,
     "a number from 1 to 64"},
    {"force", 0, NULL, NEUTRAL | BATCH | CHART, "make also what did not change", set_force, NULL},
    {"outputs", 0, "LIST", BATCH, "what becomes of issues that do not say it themselves: pdf without it, or several: pdf,png,preview",
     read_makes, "outputs with commas between them"},
    {"keep-going", 0, NULL, NEUTRAL | BATCH, "go on after an issue that failed", set_keep_going, NULL},
    {"cpu", 0, "S", NEUTRAL | ISSUES | BATCH | CHART,
     "seconds of processor time that one issue or chart may take; 300 without it", read_cpu, "seconds from 0.01 to 86400"},
    {"memory", 0, "MB", NEUTRAL | ISSUES, "megabytes of memory that the issue may take; 8192 without it", read_memory,
     "megabytes from 64 to 1048576"},
    {"memory", 0, "MB", NEUTRAL | BATCH | CHART, "megabytes of memory that one issue or chart may take; 4096 without it", read_memory,
     "megabytes from 64 to 1048576"},
    {"timeout", 0, "S", NEUTRAL | BATCH, "seconds that one issue may take; 120 without it", read_timeout, "seconds from 0.01 to 86400"},
    {"timeout", 0, "S", NEUTRAL | CHART, "seconds that one of several charts may take; 60 without it", read_timeout,
     "seconds from 0.01 to 86400"},
    {"max-pages", 0, "N", NEUTRAL | ISSUES | BATCH, "pages that one issue may have; 20000 without it", read_max_pages,
     "a whole number from 1 to 10000000"},
    {"max-files", 0, "N", NEUTRAL | RENDER | PREVIEW | FIGURES | PARTS | BATCH,
     "files that may be made of one issue; 100000 without it", read_max_files, "a whole number from 1 to 10000000"},
    {"only-changed", 0, NULL, NEUTRAL | BATCH, "leave unchanged issues out of the summary", set_only_changed, NULL},
    {"quiet", 'q', NULL, NEUTRAL | BATCH | CHART, "no progress, no summary", set_quiet, NULL},
    {"text", 0, "FORM", RENDER | PARTS | CHART | FIGURES,
     "text or outlines: what text is in SVG files; without it, text in charts and outlines in pages", read_text, "text or outlines"},
    {"theme", 0, "THEME", CHART | FIGURES,
     "colours of charts: light, dark, print, or auto: an SVG file that follows its reader's preference", read_theme,
     "auto, light, dark or print"},
    {"lint", 0, NULL, CHART, "warn of overlaps, cut texts, crossing leaders, low contrast and the like", set_lint, NULL},
    {"sandbox", 0, NULL, NEUTRAL | ISSUES | BATCH | CHART,
     "let the system keep files, network and programs out of reach; batches do so without being asked", set_sandbox, NULL},
    {"no-sandbox", 0, NULL, NEUTRAL | ISSUES | BATCH | CHART, "the workers of a batch without that", set_no_sandbox, NULL},
    {"lang", 0, "LANG", NEUTRAL | ALL | PROGRAM, "language of messages: zh or en; without it what the environment says (LANG)", read_lang,
     "zh or en"},
    {"help", 'h', NULL, ALL | PROGRAM, "print this help", set_help, NULL},
    {"version", 0, NULL, PROGRAM, "print the version", set_version, NULL},
    {"man", 0, NULL, PROGRAM, NULL, set_man, NULL},
};
const size_t zb_option_count = sizeof zb_options / sizeof *zb_options;
