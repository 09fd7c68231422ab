/* SPDX-License-Identifier: Apache-2.0
 * Runs one fuzz target without a fuzzing engine: mutates the seed files of a folder for some seconds and hands the results to
 * LLVMFuzzerTestOneInput. The sanitizers do the finding. The input in hand is kept in a file, so that one that breaks the program can be
 * run again: driver FILE... runs files as they are; driver --seconds N --keep FILE FOLDER mutates. Targets also link against
 * libFuzzer instead of this file. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SEEDS_MAX 200
#define INPUT_MAX (1 << 16)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct input {
    uint8_t bytes[INPUT_MAX];
    size_t size;
} input;

typedef struct corpus {
    input *seeds[SEEDS_MAX];
    size_t count;
    uint64_t state; /* of the generator: the same seeds give the same inputs */
} corpus;

static uint32_t next(corpus *c, uint32_t below) {
    c->state ^= c->state << 13;
    c->state ^= c->state >> 7;
    c->state ^= c->state << 17;
    return below ? (uint32_t)(c->state >> 16) % below : 0;
}

static int read_input(const char *path, input *in) {
    FILE *file = fopen(path, "rb");
    if (!file) return 0;
    in->size = fread(in->bytes, 1, sizeof in->bytes, file);
    fclose(file);
    return 1;
}

static int by_name(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

static void read_seeds(corpus *c, const char *folder) {
    struct dirent **names;
    int count = scandir(folder, &names, NULL, by_name);
    char path[4096];
    for (int i = 0; i < count; i++) {
        input *in = calloc(1, sizeof *in);
        snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
        if (names[i]->d_name[0] != '.' && c->count < SEEDS_MAX && in && read_input(path, in)) c->seeds[c->count++] = in;
        else free(in);
        free(names[i]);
    }
    if (count >= 0) free(names);
}

/* Moves the bytes from `from` on to `to`, as far as there is room. */
static void shift(input *in, size_t from, size_t to) {
    size_t tail = in->size - from;
    if (to + tail > INPUT_MAX) tail = to < INPUT_MAX ? INPUT_MAX - to : 0;
    memmove(in->bytes + to, in->bytes + from, tail);
    in->size = to + tail;
}

static void mutate(corpus *c, input *in) {
    static const char *const marks[] = {"{.families = {", "}}", "{{#", "{{/", "{{{", "```", "---\n", "\"", "\n", ": ", "- ", "[", "]", "{", "}", "&a ", "*a ",
                                        "|", ",", "<", "> ", "# ", "\xEF\xBF\xBE", "\xEF\xB7\x90", "\xE4\xB8\xAD", "\x80", "\t", "<<: "};
    size_t at = next(c, (uint32_t)in->size + 1), span = next(c, 16);
    if (at + span > in->size) span = in->size - at;
    switch (next(c, 5)) {
    case 0: /* another byte */
        if (at < in->size) in->bytes[at] = (uint8_t)next(c, 256);
        break;
    case 1: /* a stretch goes */
        shift(in, at + span, at);
        break;
    case 2: /* a stretch comes twice */
        if (in->size + span > INPUT_MAX) break;
        shift(in, at, at + span);
        memmove(in->bytes + at, in->bytes + at + span, span);
        break;
    case 3: { /* something that means something to a reader */
        const char *mark = marks[next(c, sizeof marks / sizeof *marks)];
        size_t n = strlen(mark);
        if (in->size + n > INPUT_MAX) break;
        shift(in, at, at + n);
        memcpy(in->bytes + at, mark, n);
        break;
    }
    default: { /* the end of another seed */
        const input *other = c->seeds[next(c, (uint32_t)c->count)];
        size_t from = next(c, (uint32_t)other->size + 1), n = other->size - from;
        if (at + n > INPUT_MAX) n = INPUT_MAX - at;
        memcpy(in->bytes + at, other->bytes + from, n);
        in->size = at + n;
    }
    }
}

static void keep(const char *path, const input *in) {
    FILE *file = fopen(path, "wb");
    if (!file) return;
    fwrite(in->bytes, 1, in->size, file);
    fclose(file);
}

/* The target gets a block of exactly the input's size, so that reading behind it is noticed. */
static void try_input(const input *in) {
    uint8_t *copy = malloc(in->size ? in->size : 1);
    if (!copy) abort();
    memcpy(copy, in->bytes, in->size);
    LLVMFuzzerTestOneInput(copy, in->size);
    free(copy);
}

static long run(corpus *c, double seconds, const char *kept) {
    static input in;
    time_t end = time(NULL) + (time_t)seconds;
    long tried = 0;
    for (; time(NULL) < end && c->count; tried++) {
        in = *c->seeds[next(c, (uint32_t)c->count)];
        for (uint32_t n = tried < (long)c->count ? 0 : 1 + next(c, 8); n > 0; n--) mutate(c, &in);
        keep(kept, &in);
        try_input(&in);
    }
    return tried;
}

int main(int argc, char **argv) {
    static input in;
    if (argc == 6 && !strcmp(argv[1], "--seconds")) {
        corpus c = {.state = 0x9E3779B97F4A7C15u};
        read_seeds(&c, argv[5]);
        long tried = run(&c, atof(argv[2]), argv[4]);
        printf("%zu seeds, %ld inputs\n", c.count, tried);
        for (size_t i = 0; i < c.count; i++) free(c.seeds[i]);
        return tried == 0;
    }
    for (int i = 1; i < argc; i++)
        if (read_input(argv[i], &in)) try_input(&in);
    return 0;
}
