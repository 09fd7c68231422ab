/* SPDX-License-Identifier: Apache-2.0
 * Hands files to a fuzz target without a fuzzing engine: TARGET FILE|FOLDER... runs each as it is, for `make check` and for looking at a
 * finding with a debugger. Prints a test line for each and keeps silent about nothing: what breaks a property ends the program. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int run_file(const char *path) {
    struct stat info;
    FILE *file = fopen(path, "rb");
    if (!file || fstat(fileno(file), &info) != 0) return perror(path), 1;
    /* A block of exactly the input's size, so that reading behind it is noticed. */
    size_t size = (size_t)info.st_size;
    uint8_t *bytes = malloc(size ? size : 1);
    if (!bytes || fread(bytes, 1, size, file) != size) return perror(path), 1;
    fclose(file);
    fprintf(stderr, "# %s\n", path);
    LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
    printf("ok %s\n", path);
    return 0;
}

static int run_folder(const char *folder) {
    struct dirent **names;
    int count = scandir(folder, &names, NULL, alphasort), failed = count < 0;
    char path[4096];
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
        if (names[i]->d_name[0] != '.') failed |= run_file(path);
        free(names[i]);
    }
    if (count >= 0) free(names);
    return failed;
}

int main(int argc, char **argv) {
    struct stat info;
    int failed = argc < 2;
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (int i = 1; i < argc; i++)
        failed |= stat(argv[i], &info) == 0 && S_ISDIR(info.st_mode) ? run_folder(argv[i]) : run_file(argv[i]);
    return failed;
}
