/* SPDX-License-Identifier: Apache-2.0
 * Fonts where the system or a library fails: files that cannot be opened, mapped or read, folders that cannot be listed, cuts that fail.
 * The calls are taken over by this program, so that the libraries meet the failures too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <hb-subset.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "base/file.h"
#include "cli/shared.h"
#include "fonts/face.h"
#include "tests/tools/box_fonts_open.h"

/* Failures ---------------------------------------------------------------------------------------------------------- */

static struct {
    bool mmap;          /* no file can be mapped */
    const char *open;   /* what cannot be opened: the end of a path */
    long open_at;       /* the n-th opening of anything fails, once */
    const char *folder; /* which folder cannot be opened */
    int readdir;        /* after how many entries reading a folder fails; 0: never */
    bool pread, subset;
    int error;
} fail;
static long opened;

static void heal(void) {
    memset(&fail, 0, sizeof fail);
    fail.error = EIO;
    opened = 0;
}

void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset) {
    if (fail.mmap && fd >= 0) {
        errno = ENODEV;
        return MAP_FAILED;
    }
    return (void *)syscall(SYS_mmap, address, length, protection, flags, fd, offset);
}

static bool ends(const char *path, const char *end) {
    size_t n = strlen(path), m = end ? strlen(end) : SIZE_MAX;
    return m <= n && !strcmp(path + n - m, end);
}

static int open_or_fail(const char *path, int flags, mode_t mode) {
    if (ends(path, fail.open) || ++opened == fail.open_at) {
        errno = fail.error;
        return -1;
    }
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return open_or_fail(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return open_or_fail(path, flags, mode);
}

int __open_2(const char *path, int flags); /* what libraries that are built with fortification call */
int __open_2(const char *path, int flags) { return open_or_fail(path, flags, 0); }

ssize_t pread(int fd, void *bytes, size_t count, off_t offset) {
    errno = fail.error;
    return fail.pread ? -1 : syscall(SYS_pread64, fd, bytes, count, offset);
}

DIR *opendir(const char *path) {
    if (ends(path, fail.folder)) {
        errno = fail.error;
        return NULL;
    }
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    return fd < 0 ? NULL : fdopendir(fd);
}

struct dirent *readdir(DIR *dir) {
    if (fail.readdir && --fail.readdir == 0) {
        fail.readdir = 1;
        errno = fail.error;
        return NULL;
    }
    return (struct dirent *)(void *)readdir64(dir);
}

hb_face_t *hb_subset_plan_execute_or_fail(hb_subset_plan_t *plan) {
    static hb_face_t *(*real)(hb_subset_plan_t *);
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, "hb_subset_plan_execute_or_fail");
    return fail.subset ? NULL : real(plan);
}

/* Helpers ----------------------------------------------------------------------------------------------------------- */

typedef struct fixture {
    zb_arena *arena;
    zb_diags *diags;
    zb_fonts *fonts;
    const char *folder;
} fixture;

static const zb_font_spec box_specs[ZB_ROLE_COUNT] = {{.families = {"Zhoubao Box"}}, {.families = {"Zhoubao Box"}},
                                                      {.families = {"Zhoubao Box"}}, {.families = {"Zhoubao Latin", "Zhoubao Box"}}};

static int set_up(void **state) {
    heal();
    zb_arena *arena = zb_arena_open();
    fixture *f = ZB_NEW(arena, fixture);
    *f = (fixture){.arena = arena, .diags = zb_diags_new(arena), .folder = box_folder(arena)};
    setenv("ZHOUBAO_FONT_PATH", f->folder, 1);
    *state = f;
    return f->folder ? 0 : -1;
}

static int tear_down(void **state) {
    heal();
    unsetenv("ZHOUBAO_FONT_PATH");
    zb_arena_close(((fixture *)*state)->arena);
    return 0;
}

static const zb_run *shape(fixture *f, zb_fonts *fonts, zb_role role, int weight, const char *text, zb_diags *diags) {
    zb_shape_style style = {role, weight, zb_pt(10), NULL, false};
    size_t count;
    const zb_run *runs = zb_shape_line(f->arena, fonts, zb_str_of(text), &style, ZB_NOWHERE, diags, &count);
    return count ? runs : NULL;
}

static const char *path_of(fixture *f, const char *name) { return zb_str_format(f->arena, "%s/%s", f->folder, name).s; }

/* Replaces a font by its first half; the file that others have mapped stays as it is. */
static void cut_file(fixture *f, const char *name) {
    zb_str bytes;
    assert_true(zb_file_read(f->arena, path_of(f, name), ZB_NOWHERE, f->diags, &bytes));
    size_t size = bytes.n / 2;
    unlink(path_of(f, name));
    FILE *file = fopen(path_of(f, name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.s, 1, size, file), size);
    fclose(file);
}

#define assert_finding(diags, index, grave, name, part)                       \
    do {                                                                      \
        assert_true(zb_diags_count(diags) > (index));                         \
        const zb_diag *d_ = zb_diags_at(diags, index);                        \
        if (!strstr(d_->message, part)) fail_msg("%s: %s", part, d_->message); \
        assert_string_equal(d_->code, name);                                  \
        assert_int_equal(d_->severity, grave);                                \
    } while (0)

/* Files ------------------------------------------------------------------------------------------------------------- */

static const char *const noto = "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc";

/* What cannot be mapped is read, and never given back to the system as if it were a mapping. */
static void a_font_that_cannot_be_mapped_is_read(void **state) {
    fixture *f = *state;
    static const zb_font_spec specs[ZB_ROLE_COUNT] = {{.families = {"Noto Sans CJK SC"}}, {.families = {"Noto Sans CJK SC"}},
                                                      {.families = {"Noto Sans CJK SC"}}, {.families = {"Noto Sans CJK SC"}}};
    uint32_t hashes[2][2];
    for (int unmapped = 0; unmapped < 2; unmapped++) {
        fail.mmap = unmapped;
        zb_fonts *fonts = zb_fonts_open(f->arena, specs, f->diags);
        assert_non_null(fonts);
        for (int again = 0; again < 2; again++) {
            const zb_run *run = shape(f, fonts, ZB_ROLE_SANS, 700, again ? "\u6F0F\u6D1E\u5468\u62A5" : "\u6F0F\u6D1E", f->diags);
            assert_non_null(run);
            assert_int_equal(run->face->source.mapped, !unmapped);
            hb_blob_t *cut = zb_face_cut(run->face, &run->glyphs[0].id, 1, NULL);
            assert_non_null(cut);
            unsigned size;
            const uint8_t *bytes = (const uint8_t *)hb_blob_get_data(cut, &size);
            uint32_t hash = size;
            for (unsigned i = 0; i < size; i++) hash = (hash ^ bytes[i]) * 16777619u;
            hashes[unmapped][again] = hash;
            hb_blob_destroy(cut);
        }
    }
    assert_memory_equal(hashes[0], hashes[1], sizeof hashes[0]);
    assert_int_equal(zb_diags_count(f->diags), 0);
}

static void what_is_wrong_with_a_file_is_told_apart(void **state) {
    fixture *f = *state;
    zb_font_file file;
    assert_true(zb_font_file_open(f->arena, noto, &file));
    assert_true(zb_font_file_faces(&file) > 1);
    assert_null(zb_font_file_damage(&file, 2));
    assert_non_null(zb_font_file_damage(&file, 1000));
    zb_font_file_close(&file);
    assert_false(zb_font_file_open(f->arena, "no/such.ttf", &file));
    assert_int_equal(file.fault.severity, ZB_ERROR);
    assert_false(zb_font_file_open(f->arena, f->folder, &file));
    assert_string_equal(file.fault.reason, "it is no regular file");
    const char *fifo = path_of(f, "pipe.ttf");
    assert_int_equal(mkfifo(fifo, 0600), 0);
    assert_false(zb_font_file_open(f->arena, fifo, &file)); /* and does not hang */
    assert_int_equal(file.fault.severity, ZB_ERROR);
    unlink(fifo);
    static const int system[] = {EMFILE, ENFILE, ENOMEM, EIO, EACCES};
    for (size_t i = 0; i < sizeof system / sizeof *system; i++) {
        fail.open = "Bold.ttc";
        fail.error = system[i];
        assert_false(zb_font_file_open(f->arena, noto, &file));
        assert_int_equal(file.fault.severity, ZB_FATAL);
        assert_string_equal(file.fault.code, "font.read");
        assert_non_null(strstr(file.fault.reason, strerror(system[i])));
        assert_int_equal(file.fault.denied, system[i] == EACCES);
    }
    heal();
    fail.mmap = fail.pread = true;
    assert_false(zb_font_file_open(f->arena, noto, &file));
    assert_int_equal(file.fault.severity, ZB_FATAL);
    assert_string_equal(file.fault.code, "font.read");
}

/* Wherever a font is cut off, that is told: half a font would have half of its glyphs. */
static void every_cut_of_a_font_is_damage(void **state) {
    fixture *f = *state;
    zb_str bytes;
    assert_true(zb_file_read(f->arena, path_of(f, "ZhoubaoBox-Bold.ttf"), ZB_NOWHERE, f->diags, &bytes));
    const char *path = path_of(f, "cut.ttf");
    for (size_t size = 1; size <= bytes.n; size = size + 97 < bytes.n || size == bytes.n ? size + 97 : bytes.n) {
        FILE *out = fopen(path, "wb");
        assert_non_null(out);
        assert_int_equal(fwrite(bytes.s, 1, size, out), size);
        fclose(out);
        zb_font_file file;
        assert_true(zb_font_file_open(f->arena, path, &file));
        if (size == bytes.n) assert_null(zb_font_file_damage(&file, 0));
        else assert_non_null(zb_font_file_damage(&file, 0));
        zb_font_file_close(&file);
    }
    unlink(path);
}

/* Faces ------------------------------------------------------------------------------------------------------------- */

static void each_run_is_told(void **state) {
    fixture *f = *state;
    zb_fonts *fonts = zb_fonts_open(f->arena, box_specs, f->diags);
    assert_non_null(fonts);
    cut_file(f, "ZhoubaoBox-Bold.ttf");
    assert_non_null(shape(f, fonts, ZB_ROLE_SERIF, 400, "\u6F0F", f->diags)); /* what does not need it is fine */
    zb_shape_style style = {ZB_ROLE_SERIF, 700, zb_pt(10), NULL, false};
    assert_int_equal(zb_diags_count(f->diags), 0);
    assert_false(zb_fonts_faulty(fonts));
    for (int run = 0; run < 3; run++) {
        zb_diags *diags = zb_diags_new(f->arena);
        shape(f, fonts, ZB_ROLE_SERIF, 700, "\u6F0F", diags);
        assert_finding(diags, 0, ZB_ERROR, "font.file", "'Zhoubao Box Bold'");
        zb_diags *width = zb_diags_new(f->arena);
        zb_line_width(fonts, ZB_STR("abc"), &style, width);
        assert_finding(width, 0, ZB_ERROR, "font.file", "it is cut off");
    }
    assert_true(zb_fonts_faulty(fonts));
}

static void a_face_that_cannot_be_opened_is_a_failure_of_the_system(void **state) {
    fixture *f = *state;
    zb_fonts *fonts = zb_fonts_open(f->arena, box_specs, f->diags);
    fail.open = "Box-Regular.ttf";
    fail.error = EMFILE;
    shape(f, fonts, ZB_ROLE_SERIF, 400, "\u6F0F", f->diags);
    assert_finding(f->diags, 0, ZB_FATAL, "font.read", "it cannot be opened");
    assert_int_equal(zb_diags_count(f->diags), 1); /* what the other faces lack is not the matter */
}

/* Runs that share fonts: each finds out for itself, and what was mended meanwhile is seen. */
static void shared_fonts_are_not_handed_on_broken(void **state) {
    fixture *f = *state;
    zb_shared *shared = zb_shared_open(f->arena, (zb_font_folders){0});
    for (int run = 0; run < 4; run++) {
        zb_arena *arena = zb_arena_open();
        zb_diags *diags = zb_diags_new(arena);
        zb_fonts *fonts = zb_shared_fonts(shared, arena, box_specs, diags);
        fail.open = run == 3 ? NULL : "Box-Bold.ttf";
        assert_non_null(fonts);
        shape(f, fonts, ZB_ROLE_SERIF, 700, "\u6F0F", diags);
        if (run < 3) assert_finding(diags, 0, ZB_FATAL, "font.read", "'Zhoubao Box Bold'");
        else assert_int_equal(zb_diags_count(diags), 0);
        heal();
        zb_arena_close(arena);
    }
}

static void a_cut_that_fails_is_told_each_time(void **state) {
    fixture *f = *state;
    zb_fonts *fonts = zb_fonts_open(f->arena, box_specs, f->diags);
    const zb_run *run = shape(f, fonts, ZB_ROLE_SERIF, 400, "\u6F0F", f->diags);
    uint32_t packed;
    assert_non_null(zb_face_cairo_packed(run->face, &run->glyphs[0].id, 1, &packed, f->diags));
    fail.subset = true;
    static const uint32_t other = 0;
    for (int i = 0; i < 2; i++) {
        zb_diags *diags = zb_diags_new(f->arena);
        assert_null(zb_face_cairo_packed(run->face, &other, 1, &packed, diags));
        assert_finding(diags, 0, ZB_FATAL, "font.cut", "HarfBuzz cannot cut it");
    }
    assert_true(zb_fonts_faulty(fonts));
}

/* Listing ----------------------------------------------------------------------------------------------------------- */

static void a_folder_that_cannot_be_listed_is_a_failure(void **state) {
    fixture *f = *state;
    fail.folder = f->folder;
    fail.error = EMFILE;
    zb_fonts_open(f->arena, box_specs, f->diags);
    assert_finding(f->diags, 0, ZB_FATAL, "font.folder", strerror(EMFILE));
    heal();
    fail.readdir = 2;
    zb_diags *diags = zb_diags_new(f->arena);
    zb_fonts_open(f->arena, box_specs, diags);
    assert_finding(diags, 0, ZB_FATAL, "font.folder", strerror(EIO));
}

/* What may lie where we may not look is not called missing. */
static void a_font_in_a_closed_folder_is_not_missing(void **state) {
    fixture *f = *state;
    static const zb_font_spec specs[ZB_ROLE_COUNT] = {{.families = {"Qqqq"}}};
    fail.folder = "/usr/local/share/fonts";
    fail.error = EACCES;
    zb_fonts_open(f->arena, specs, f->diags);
    assert_finding(f->diags, 0, ZB_FATAL, "font.folder", "'Qqqq'");
}

static void list_system(zb_arena *arena, zb_listing *listing) {
    *listing = (zb_listing){.arena = arena, .diags = zb_diags_new(arena)};
    zb_installed_on_system(listing);
}

static bool lists(const zb_listing *listing, const zb_installed *face) {
    for (size_t i = 0; i < listing->faces.count; i++) {
        const zb_installed *other = &listing->faces.data[i];
        if (other->index == face->index && other->weight == face->weight && !strcmp(other->file, face->file)) return true;
    }
    return false;
}

/* Whichever opening fails while fontconfig lists: all faces are found, or the failure is told. Where it is a cache, the folder is looked through
 * by ourselves. */
static void no_failure_hides_a_face(void **state) {
    fixture *f = *state;
    zb_listing whole;
    list_system(f->arena, &whole);
    assert_int_equal(zb_diags_count(whole.diags), 0);
    assert_true(whole.faces.count > 10);
    long last = opened;
    assert_true(last > 0); /* the caches */
    for (long at = 1; at <= last; at += 1 + last / 60) {
        zb_arena *arena = zb_arena_open();
        heal();
        fail.open_at = at;
        fail.error = EMFILE;
        zb_listing listing;
        list_system(arena, &listing);
        bool told = zb_diags_worst(listing.diags) == ZB_FATAL;
        for (size_t i = 0; i < whole.faces.count && !told; i++) assert_true(lists(&listing, &whole.faces.data[i]));
        zb_arena_close(arena);
    }
}

/* A file is listed wholly from its own tables, and what is listed already is not listed twice. */
static void a_missed_face_is_listed(void **state) {
    fixture *f = *state;
    zb_listing whole;
    list_system(f->arena, &whole);
    zb_listing some = {.arena = f->arena, .diags = f->diags};
    for (size_t i = 0; i < whole.faces.count; i++)
        if (!strcmp(whole.faces.data[i].file, noto) && whole.faces.data[i].index != 2) ZB_PUSH(f->arena, &some.faces, whole.faces.data[i]);
    size_t before = some.faces.count;
    zb_font_fault fault;
    assert_true(zb_installed_in_file(&some, noto, &fault));
    assert_int_equal(some.faces.count, before + 1);
    assert_int_equal(some.faces.data[before].index, 2);
    assert_true(lists(&whole, &some.faces.data[before])); /* described as fontconfig does */
    assert_string_equal(some.faces.data[before].families[0], "Noto Sans CJK SC");
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_font_that_cannot_be_mapped_is_read),
        TEST(what_is_wrong_with_a_file_is_told_apart),
        TEST(every_cut_of_a_font_is_damage),
        TEST(each_run_is_told),
        TEST(a_face_that_cannot_be_opened_is_a_failure_of_the_system),
        TEST(shared_fonts_are_not_handed_on_broken),
        TEST(a_cut_that_fails_is_told_each_time),
        TEST(a_folder_that_cannot_be_listed_is_a_failure),
        TEST(a_font_in_a_closed_folder_is_not_missing),
        TEST(no_failure_hides_a_face),
        TEST(a_missed_face_is_listed),
    };
    int failed = cmocka_run_group_tests_name("font_faults", tests, NULL, NULL);
    zb_fonts_finish();
    return failed;
}
