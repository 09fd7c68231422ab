/* SPDX-License-Identifier: Apache-2.0
 * The record: entries in an open hash table, read from and written as lines `key hash size modified name[TAB source]`.
 */
#include "jobs/record.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

#define HEAD "zhoubao hashes 2\n"
#define TABLE_FIRST 1024

typedef struct entry {
    zb_str name, source;
    zb_hash key;
    zb_mark mark;
    bool seen; /* known to be there in this run */
} entry;

struct zb_record {
    zb_arena *arena;
    const zb_folder *folder;
    entry **table; /* NULL: free */
    size_t room, count;
    int journal; /* -1: none could be begun; then a killed run begins from the start */
    zb_buf line;
};

/* ---- the table ---- */

static size_t place_of(const zb_record *record, zb_str name) {
    zb_hash hash = zb_hash_of(name);
    size_t at;
    memcpy(&at, hash.bytes, sizeof at);
    for (at &= record->room - 1; record->table[at]; at = (at + 1) & (record->room - 1))
        if (zb_str_equal(record->table[at]->name, name)) break;
    return at;
}

static void grow(zb_record *record) {
    entry **old = record->table;
    size_t room = record->room;
    record->room = room ? room * 2 : TABLE_FIRST;
    record->table = ZB_NEW_ARRAY(record->arena, record->room, entry *);
    for (size_t i = 0; i < room; i++)
        if (old[i]) record->table[place_of(record, old[i]->name)] = old[i];
}

/* The entry of a name, new where there is none. */
static entry *entry_of(zb_record *record, zb_str name) {
    if (record->count * 2 >= record->room) grow(record);
    entry **place = &record->table[place_of(record, name)];
    if (!*place) {
        *place = ZB_NEW(record->arena, entry);
        (*place)->name = zb_str_copy(record->arena, name);
        record->count++;
    }
    return *place;
}

static entry *lookup(const zb_record *record, const char *name) {
    return record->table[place_of(record, zb_str_of(name))];
}

/* ---- lines ---- */

static void print_entry(const entry *e, zb_buf *out) {
    zb_hash_print(e->key, out);
    zb_buf_add_char(out, ' ');
    zb_hash_print(e->mark.hash, out);
    zb_buf_format(out, " %" PRIu64 " %" PRId64 " %.*s", e->mark.size, e->mark.modified, ZB_STR_ARG(e->name));
    if (e->source.n) zb_buf_format(out, "\t%.*s", ZB_STR_ARG(e->source));
    zb_buf_add_char(out, '\n');
}

/* The text up to the next space, which is skipped. */
static zb_str take_word(zb_str *line) {
    size_t end = zb_str_find(*line, ZB_STR(" "), 0);
    zb_str word = zb_str_sub(*line, 0, end);
    *line = zb_str_sub(*line, end == SIZE_MAX ? line->n : end + 1, line->n);
    return word;
}

static bool read_integer(zb_str text, int64_t *out) {
    char digits[24];
    if (!text.n || text.n >= sizeof digits) return false;
    memcpy(digits, text.s, text.n);
    digits[text.n] = '\0';
    char *end;
    errno = 0;
    *out = strtoll(digits, &end, 10);
    return !errno && !*end && *out >= 0;
}

static bool read_entry(zb_record *record, zb_str line) {
    entry e = {0};
    int64_t size;
    if (!zb_hash_read(take_word(&line), &e.key) || !zb_hash_read(take_word(&line), &e.mark.hash)) return false;
    if (!read_integer(take_word(&line), &size) || !read_integer(take_word(&line), &e.mark.modified)) return false;
    size_t tab = zb_str_find(line, ZB_STR("\t"), 0);
    zb_str name = zb_str_sub(line, 0, tab);
    if (!name.n || zb_str_find(name, ZB_STR("/"), 0) != SIZE_MAX) return false;
    entry *known = entry_of(record, name);
    known->key = e.key;
    known->mark = e.mark;
    known->mark.size = (uint64_t)size;
    known->source = tab == SIZE_MAX ? (zb_str){0} : zb_str_copy(record->arena, zb_str_sub(line, tab + 1, line.n));
    return true;
}

/* Reads the lines; gives how many are damaged. A line without end was cut off. */
static size_t read_lines(zb_record *record, zb_str text) {
    size_t damaged = 0;
    for (size_t at = 0; at < text.n;) {
        size_t end = zb_str_find(text, ZB_STR("\n"), at);
        damaged += end == SIZE_MAX || !read_entry(record, zb_str_sub(text, at, end));
        at = end == SIZE_MAX ? text.n : end + 1;
    }
    return damaged;
}

/* The text of one of our files behind its head; empty where there is none. False: it has another head. */
static bool read_text(zb_arena *scratch, const zb_record *record, const char *name, zb_str *text) {
    const char *path = zb_folder_path(scratch, record->folder, name);
    zb_diags *unheard = zb_diags_new(scratch); /* what cannot be read is made anew */
    *text = (zb_str){0};
    if (!zb_file_exists(path, NULL)) return true;
    if (!zb_file_read(scratch, path, ZB_NOWHERE, unheard, text) || !zb_str_starts(*text, HEAD)) return false;
    *text = zb_str_sub(*text, strlen(HEAD), text->n);
    return true;
}

/* ---- opening and closing ---- */

static void journal_write(const zb_record *record, zb_str text) {
    ssize_t n = record->journal >= 0 ? write(record->journal, text.s, text.n) : 0;
    (void)n; /* a journal that cannot be written is missed only after a kill */
}

/* Adds to the journal of a run that was killed, if there is one: it counts until the record is written. */
static void journal_open(zb_record *record, bool fresh) {
    const char *path = zb_folder_path(record->arena, record->folder, ZB_FOLDER_JOURNAL);
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC | (fresh ? O_TRUNC : 0), 0666);
    struct stat info;
    record->journal = fd;
    if (fd >= 0 && fstat(fd, &info) == 0 && info.st_size == 0) journal_write(record, ZB_STR(HEAD));
    else journal_write(record, ZB_STR("\n")); /* ends a line that was cut off */
}

zb_record *zb_record_open(zb_arena *arena, const zb_folder *folder, zb_diags *diags) {
    zb_record *record = ZB_NEW(arena, zb_record);
    *record = (zb_record){.arena = arena, .folder = folder};
    grow(record);
    zb_arena *scratch = zb_arena_open(); /* of the texts only the entries stay */
    zb_str text, journal;
    bool whole = read_text(scratch, record, ZB_RECORD_NAME, &text);
    bool journaled = read_text(scratch, record, ZB_FOLDER_JOURNAL, &journal);
    if (!whole) text = (zb_str){0};
    if (read_lines(record, text) || !whole)
        zb_diag_add(diags, ZB_NOTE, "record.damaged", ZB_NOWHERE,
                    "'%s' is damaged; outputs that it does not tell of are made anew",
                    zb_folder_path(arena, folder, ZB_RECORD_NAME));
    if (journaled) read_lines(record, journal); /* its last line may well be cut off */
    zb_arena_close(scratch);
    journal_open(record, !journaled);
    return record;
}

/* Orders by name. */
static int by_name(const void *a, const void *b) {
    const entry *const *x = a, *const *y = b;
    return zb_str_compare((*x)->name, (*y)->name);
}

static bool is_there(const zb_record *record, const entry *e) {
    zb_mark now;
    return e->seen || zb_folder_stat(record->folder, zb_str_z(record->arena, e->name), &now.size, &now.modified);
}

void zb_record_close(zb_record *record, zb_diags *diags) {
    entry **list = ZB_NEW_ARRAY(record->arena, record->count, entry *);
    size_t count = 0;
    for (size_t i = 0; i < record->room; i++)
        if (record->table[i] && is_there(record, record->table[i])) list[count++] = record->table[i];
    if (count) qsort(list, count, sizeof *list, by_name);
    zb_buf text = {0};
    zb_buf_add(&text, ZB_STR(HEAD));
    for (size_t i = 0; i < count; i++) print_entry(list[i], &text);
    if (zb_folder_sync(record->folder, diags)) /* first the outputs, then what is said of them */
        zb_folder_put(record->folder, ZB_RECORD_NAME, zb_buf_str(&text), diags);
    if (record->journal >= 0) close(record->journal);
    zb_buf_free(&text);
    zb_buf_free(&record->line);
}

/* ---- questions ---- */

zb_str zb_record_source(const zb_record *record, const char *name) {
    const entry *e = lookup(record, name);
    return e ? e->source : (zb_str){0};
}

bool zb_mark_of(const zb_folder *folder, const char *name, zb_str bytes, zb_mark *mark) {
    mark->hash = zb_hash_of(bytes);
    return zb_folder_stat(folder, name, &mark->size, &mark->modified);
}

/* The content is what it was, though the file was touched or copied. */
static bool same_content(const zb_record *record, const entry *e) {
    zb_arena *arena = zb_arena_open();
    zb_str bytes = {0};
    const char *path = zb_folder_path(arena, record->folder, zb_str_z(arena, e->name));
    bool same = zb_file_read(arena, path, ZB_NOWHERE, zb_diags_new(arena), &bytes) &&
                zb_hash_equal(zb_hash_of(bytes), e->mark.hash);
    zb_arena_close(arena);
    return same;
}

bool zb_record_unchanged(zb_record *record, const char *name, zb_hash key) {
    entry *e = lookup(record, name);
    zb_mark now;
    if (!e || !zb_hash_equal(e->key, key) || !zb_folder_stat(record->folder, name, &now.size, &now.modified) ||
        now.size != e->mark.size)
        return false;
    if (now.modified != e->mark.modified && !same_content(record, e)) return false;
    e->mark.modified = now.modified;
    return e->seen = true;
}

void zb_record_add(zb_record *record, const char *name, zb_hash key, const zb_mark *mark, zb_str source) {
    if (zb_str_find(source, ZB_STR("\n"), 0) != SIZE_MAX || zb_str_find(zb_str_of(name), ZB_STR("\n"), 0) != SIZE_MAX)
        return;
    entry *e = entry_of(record, zb_str_of(name));
    e->key = key;
    e->mark = *mark;
    e->seen = true;
    if (!zb_str_equal(e->source, source)) e->source = zb_str_copy(record->arena, source);
    record->line.n = 0;
    print_entry(e, &record->line);
    journal_write(record, zb_buf_str(&record->line));
}
