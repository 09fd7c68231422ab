/* SPDX-License-Identifier: Apache-2.0
 * Lines of standard input as they come, without waiting for them. */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cmd_chart.h"

#define BLOCK ((size_t)64 << 10)

void zb_line_reader_begin(zb_line_reader *reader) {
    struct stat info;
    *reader = (zb_line_reader){0};
    off_t at = lseek(STDIN_FILENO, 0, SEEK_CUR);
    if (at >= 0 && fstat(STDIN_FILENO, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > at)
        reader->all = (uint64_t)(info.st_size - at);
}

void zb_line_reader_end(zb_line_reader *reader) { zb_buf_free(&reader->in); }

/* Reads more, if there is something. False: nothing has come yet. */
static bool read_more(zb_line_reader *reader) {
    char block[BLOCK];
    struct pollfd ready = {.fd = STDIN_FILENO, .events = POLLIN};
    if (poll(&ready, 1, 0) == 0) return false;
    ssize_t n = read(STDIN_FILENO, block, sizeof block);
    if (n < 0 && (errno == EINTR || errno == EAGAIN)) return false;
    if (n < 0) reader->failure = errno;
    reader->ended = n <= 0;
    if (n <= 0) return true;
    if (reader->at) { /* what was taken makes room */
        memmove(reader->in.s, reader->in.s + reader->at, reader->in.n - reader->at);
        reader->in.n -= reader->at;
        reader->at = 0;
    }
    zb_buf_add(&reader->in, (zb_str){block, (size_t)n});
    return true;
}

/* The line at the front, whose end (or that of the input) is there. */
static zb_str take(zb_line_reader *reader, size_t size, bool with_end) {
    zb_str line = zb_str_sub(zb_buf_str(&reader->in), reader->at, reader->at + size);
    if (with_end && zb_str_ends(line, "\r")) line.n--;
    reader->at += size + with_end;
    reader->over += size + with_end;
    reader->number++;
    reader->scanned = 0;
    reader->too_long = reader->skipping || size > ZB_CHART_LINE_MAX;
    reader->skipping = false;
    return line;
}

zb_next zb_line_take(zb_line_reader *reader, zb_str *line) {
    for (;;) {
        zb_str rest = zb_str_sub(zb_buf_str(&reader->in), reader->at, reader->in.n);
        const char *end =
            rest.n > reader->scanned ? memchr(rest.s + reader->scanned, '\n', rest.n - reader->scanned) : NULL;
        if (end || (reader->ended && (rest.n || reader->skipping))) {
            *line = take(reader, end ? (size_t)(end - rest.s) : rest.n, end != NULL);
            return ZB_NEXT_JOB;
        }
        if (reader->ended) return ZB_NEXT_NONE;
        reader->scanned = rest.n;
        if (rest.n > ZB_CHART_LINE_MAX) { /* its end is still to come: forget what there is */
            reader->skipping = true;
            reader->at = reader->in.n;
            reader->over += rest.n;
            reader->scanned = 0;
        }
        if (!read_more(reader)) return ZB_NEXT_LATER;
    }
}
