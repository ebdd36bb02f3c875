// For LD_PRELOAD: lets chosen calls on files fail, as a full or broken disk does.
//
//   L2T_FAULT_PROGRAM   the program that meets the fault, by its file's name; all others go on undisturbed
//   L2T_FAULT_FOLDER    only calls on files below this folder count
//   L2T_FAULT_COUNT     a file of two 64-bit numbers, shared by all processes: calls so far, and those that failed
//   L2T_FAULT_AT        the first call that fails, from 1; 0 for none
//   L2T_FAULT_LENGTH    how many calls in a row fail
//   L2T_FAULT_KIND      enospc, eio, or short: a write is cut in half, and what comes next meets ENOSPC
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct numbers {
    atomic_long calls, failed;
};

static struct numbers *numbers;  // null where this process is not the one
static long first, length;
static bool is_short;
static int failure;
static char folder[4096];

#define REAL(name) \
    static typeof(&name) real; \
    if (!real) real = (typeof(&name))dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void prepare(void) {
    const char *program = getenv("L2T_FAULT_PROGRAM"), *count = getenv("L2T_FAULT_COUNT");
    const char *place = getenv("L2T_FAULT_FOLDER"), *at = getenv("L2T_FAULT_AT");
    const char *many = getenv("L2T_FAULT_LENGTH"), *kind = getenv("L2T_FAULT_KIND");
    char self[4096];
    ssize_t size = readlink("/proc/self/exe", self, sizeof self - 1);
    if (size < 0 || !program || !count || !place) return;
    self[size] = 0;
    const char *name = strrchr(self, '/');
    if (!name || strcmp(name + 1, program) != 0) return;
    snprintf(folder, sizeof folder, "%s/", place);
    first = at ? atol(at) : 0;
    length = many ? atol(many) : 1;
    is_short = kind && strcmp(kind, "short") == 0;
    failure = kind && strcmp(kind, "eio") == 0 ? EIO : ENOSPC;
    if (is_short) length += 1;
    int file = open(count, O_RDWR | O_CLOEXEC);
    if (file < 0) return;
    void *memory = mmap(NULL, sizeof *numbers, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (memory != MAP_FAILED) numbers = memory;
}

enum fate { goes_on, is_cut, fails };

// What becomes of the next call on a file at `path`.
static enum fate next(const char *path, bool may_be_cut) {
    if (!numbers || strncmp(path, folder, strlen(folder)) != 0) return goes_on;
    long call = atomic_fetch_add(&numbers->calls, 1) + 1;
    if (first <= 0 || call < first || call >= first + length) return goes_on;
    if (is_short && call == first) return may_be_cut ? is_cut : goes_on;
    atomic_fetch_add(&numbers->failed, 1);
    errno = failure;
    return fails;
}

static enum fate next_of(int descriptor, bool may_be_cut) {
    if (!numbers) return goes_on;
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size < 0) return goes_on;
    path[size] = 0;
    return next(path, may_be_cut);
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        REAL(name); \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        return next(path, false) == fails ? -1 : real(path, flags, mode); \
    }
OPEN(open)
OPEN(open64)

ssize_t write(int descriptor, const void *bytes, size_t size) {
    REAL(write);
    enum fate fate = next_of(descriptor, size > 1);
    return fate == fails ? -1 : real(descriptor, bytes, fate == is_cut ? size / 2 : size);
}

#define PWRITE(name, offset) \
    ssize_t name(int descriptor, const void *bytes, size_t size, offset place) { \
        REAL(name); \
        enum fate fate = next_of(descriptor, size > 1); \
        return fate == fails ? -1 : real(descriptor, bytes, fate == is_cut ? size / 2 : size, place); \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define ON_DESCRIPTOR(name) \
    int name(int descriptor) { \
        REAL(name); \
        return next_of(descriptor, false) == fails ? -1 : real(descriptor); \
    }
ON_DESCRIPTOR(fsync)
ON_DESCRIPTOR(fdatasync)
ON_DESCRIPTOR(syncfs)

#define TRUNCATE(name, offset) \
    int name(int descriptor, offset size) { \
        REAL(name); \
        return next_of(descriptor, false) == fails ? -1 : real(descriptor, size); \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

int rename(const char *from, const char *to) {
    REAL(rename);
    return next(to, false) == fails ? -1 : real(from, to);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
    REAL(renameat2);
    return next(to, false) == fails ? -1 : real(from_folder, from, to_folder, to, flags);
}

int link(const char *from, const char *to) {
    REAL(link);
    return next(to, false) == fails ? -1 : real(from, to);
}

int mkdir(const char *path, mode_t mode) {
    REAL(mkdir);
    return next(path, false) == fails ? -1 : real(path, mode);
}
