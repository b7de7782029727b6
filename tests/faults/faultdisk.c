/* A disk that can be watched and made to fail, laid under a program with LD_PRELOAD (Linux).
 *
 * Only files and folders under FAULTDISK_ROOT are concerned.
 *
 * Watching: FAULTDISK_LOG names a log of what is written and synced, for simulated power cuts. A
 * record is kind (1 byte), path length (4), offset or size (8), data length (4), path, data;
 * little-endian, one write(2) each. Kinds: W write, T truncate, S sync (a file or a folder),
 * C created, R renamed (data: the new path), U removed. Memory maps (the -shm file) are not logged.
 *
 * Failing: each of these calls is a step. faults_arm(at, error, many) counts from there on and
 * makes the steps at, at+1, ... at+many-1 fail with errno error (many < 0: all that follow).
 * A write that fails with ENOSPC writes its first half, as a disk does that becomes full.
 * faults_slow(ms) makes every sync take that much longer.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#define REAL(name, ...) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))(__VA_ARGS__)

static int log_fd = -2;
static volatile long steps, hits, fail_at, fail_many;
static volatile int fail_error, slow_ms;

void faults_arm(long at, int error, long many) {
    steps = hits = 0;
    fail_at = at;
    fail_error = error;
    fail_many = many;
}
long faults_steps(void) { return steps; }
long faults_hits(void) { return hits; }
void faults_slow(int ms) { slow_ms = ms; }

static int inside(const char *path) {
    const char *root = getenv("FAULTDISK_ROOT");
    return root && strncmp(path, root, strlen(root)) == 0;
}

static int path_of(int fd, char *out, size_t size) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, out, size - 1);
    if (n <= 0) return 0;
    out[n] = 0;
    return inside(out);
}

/* One step: whether it fails. */
static int fails(void) {
    long n = ++steps;
    if (!fail_error || n < fail_at) return 0;
    if (fail_many >= 0 && n >= fail_at + fail_many) return 0;
    hits++;
    errno = fail_error;
    return 1;
}

static void record(char kind, const char *path, int64_t place, const void *data, uint32_t length) {
    if (log_fd == -2) {
        const char *name = getenv("FAULTDISK_LOG");
        log_fd = name ? REAL(open, name, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;
    }
    if (log_fd < 0) return;
    uint32_t path_length = (uint32_t)strlen(path);
    size_t size = 17 + path_length + length;
    char *buffer = malloc(size);
    buffer[0] = kind;
    memcpy(buffer + 1, &path_length, 4);
    memcpy(buffer + 5, &place, 8);
    memcpy(buffer + 13, &length, 4);
    memcpy(buffer + 17, path, path_length);
    if (length) memcpy(buffer + 17 + path_length, data, length);
    if (REAL(write, log_fd, buffer, size) != (ssize_t)size) abort();
    free(buffer);
}

ssize_t write(int fd, const void *data, size_t size) {
    char path[4096];
    if (fd == log_fd || !path_of(fd, path, sizeof path)) return REAL(write, fd, data, size);
    if (fails()) {
        if (errno != ENOSPC || size < 2) return -1;
        return REAL(write, fd, data, size / 2);
    }
    off_t place = lseek(fd, 0, SEEK_CUR);
    ssize_t done = REAL(write, fd, data, size);
    if (done > 0 && place >= 0) record('W', path, place, data, (uint32_t)done);
    return done;
}

#define PWRITE(name, type)                                                          \
    ssize_t name(int fd, const void *data, size_t size, type place) {               \
        char path[4096];                                                            \
        if (!path_of(fd, path, sizeof path)) return REAL(name, fd, data, size, place); \
        if (fails()) {                                                              \
            if (errno != ENOSPC || size < 2) return -1;                             \
            return REAL(name, fd, data, size / 2, place);                           \
        }                                                                           \
        ssize_t done = REAL(name, fd, data, size, place);                           \
        if (done > 0) record('W', path, place, data, (uint32_t)done);               \
        return done;                                                                \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define TRUNCATE(name, type)                                            \
    int name(int fd, type size) {                                       \
        char path[4096];                                                \
        if (!path_of(fd, path, sizeof path)) return REAL(name, fd, size); \
        if (fails()) return -1;                                         \
        int done = REAL(name, fd, size);                                \
        if (done == 0) record('T', path, size, 0, 0);                   \
        return done;                                                    \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define SYNC(name)                                                \
    int name(int fd) {                                            \
        char path[4096];                                          \
        if (!path_of(fd, path, sizeof path)) return REAL(name, fd); \
        if (fails()) return -1;                                   \
        if (slow_ms) {                                            \
            struct timespec t = {slow_ms / 1000, slow_ms % 1000 * 1000000L}; \
            nanosleep(&t, 0);                                     \
        }                                                         \
        int done = REAL(name, fd);                                \
        if (done == 0) record('S', path, 0, 0, 0);                \
        return done;                                              \
    }
SYNC(fsync)
SYNC(fdatasync)

/* A relative name is no name of ours: the workspace is always given whole. */
#define OPEN(name)                                                          \
    int name(const char *path, int flags, ...) {                            \
        va_list more;                                                       \
        va_start(more, flags);                                              \
        mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;           \
        va_end(more);                                                       \
        if (!(flags & O_CREAT) || !inside(path)) return REAL(name, path, flags, mode); \
        struct stat there;                                                  \
        int is_new = stat(path, &there) != 0;                               \
        if (is_new && fails()) return -1;                                   \
        int fd = REAL(name, path, flags, mode);                             \
        if (fd >= 0 && is_new) record('C', path, 0, 0, 0);                  \
        return fd;                                                          \
    }
OPEN(open)
OPEN(open64)

int rename(const char *old, const char *new) {
    if (!inside(new)) return REAL(rename, old, new);
    if (fails()) return -1;
    int done = REAL(rename, old, new);
    if (done == 0) record('R', old, 0, new, (uint32_t)strlen(new));
    return done;
}

int unlink(const char *path) {
    int done = REAL(unlink, path);
    if (done == 0 && inside(path)) record('U', path, 0, 0, 0);
    return done;
}

int mkdir(const char *path, mode_t mode) {
    if (inside(path) && fails()) return -1;
    return REAL(mkdir, path, mode);
}

int link(const char *old, const char *new) {
    if (!inside(new)) return REAL(link, old, new);
    if (fails()) return -1;
    return REAL(link, old, new);
}

ssize_t sendfile(int out, int in, off_t *place, size_t size) {
    char path[4096];
    if (path_of(out, path, sizeof path)) {
        errno = EINVAL; /* the caller then copies by read and write, which are watched */
        return -1;
    }
    return REAL(sendfile, out, in, place, size);
}
