/* Logs what a program writes and syncs, for simulated power cuts. LD_PRELOAD, Linux.
 *
 * DISKLOG names the log; only files under DISKLOG_ROOT are logged. A record is
 *   kind (1 byte: W write, T truncate, S sync), path length (4), offset or size (8),
 *   data length (4), path, data       -- little-endian, one write(2) each.
 * Offsets of plain write(2) are taken from lseek. Memory maps (the -shm file) are not logged.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

typedef ssize_t (*write_fn)(int, const void *, size_t);
typedef ssize_t (*pwrite_fn)(int, const void *, size_t, off_t);

static int log_fd = -2;

static write_fn real_write(void) {
    static write_fn found;
    if (!found) found = (write_fn)dlsym(RTLD_NEXT, "write");
    return found;
}

static int path_of(int fd, char *out, size_t size) {
    char link[64];
    const char *root = getenv("DISKLOG_ROOT");
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = root ? readlink(link, out, size - 1) : -1;
    if (n <= 0) return 0;
    out[n] = 0;
    return strncmp(out, root, strlen(root)) == 0;
}

static void record(char kind, int fd, int64_t place, const void *data, uint32_t length) {
    char path[4096];
    if (log_fd == -2) {
        const char *name = getenv("DISKLOG");
        log_fd = name ? open(name, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;
    }
    if (log_fd < 0 || fd == log_fd || !path_of(fd, path, sizeof path)) return;
    uint32_t path_length = (uint32_t)strlen(path);
    size_t size = 17 + path_length + length;
    char *buffer = malloc(size);
    buffer[0] = kind;
    memcpy(buffer + 1, &path_length, 4);
    memcpy(buffer + 5, &place, 8);
    memcpy(buffer + 13, &length, 4);
    memcpy(buffer + 17, path, path_length);
    if (length) memcpy(buffer + 17 + path_length, data, length);
    if (real_write()(log_fd, buffer, size) != (ssize_t)size) abort();
    free(buffer);
}

ssize_t write(int fd, const void *data, size_t size) {
    off_t place = lseek(fd, 0, SEEK_CUR);
    ssize_t done = real_write()(fd, data, size);
    if (done > 0 && place >= 0) record('W', fd, place, data, (uint32_t)done);
    return done;
}

static ssize_t log_pwrite(const char *name, int fd, const void *data, size_t size, off_t place) {
    pwrite_fn real = (pwrite_fn)dlsym(RTLD_NEXT, name);
    ssize_t done = real(fd, data, size, place);
    if (done > 0) record('W', fd, place, data, (uint32_t)done);
    return done;
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t place) {
    return log_pwrite("pwrite", fd, data, size, place);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t place) {
    return log_pwrite("pwrite64", fd, data, size, (off_t)place);
}

static int log_truncate(const char *name, int fd, off_t size) {
    int (*real)(int, off_t) = (int (*)(int, off_t))dlsym(RTLD_NEXT, name);
    int done = real(fd, size);
    if (done == 0) record('T', fd, size, 0, 0);
    return done;
}

int ftruncate(int fd, off_t size) { return log_truncate("ftruncate", fd, size); }
int ftruncate64(int fd, off64_t size) { return log_truncate("ftruncate64", fd, (off_t)size); }

static int log_sync(const char *name, int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    int done = real(fd);
    if (done == 0) record('S', fd, 0, 0, 0);
    return done;
}

int fsync(int fd) { return log_sync("fsync", fd); }
int fdatasync(int fd) { return log_sync("fdatasync", fd); }
