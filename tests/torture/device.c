/* What a device that has gone bad, or a file system that was turned read-only, answers.

   Loaded before the C library (LD_PRELOAD). While the first number in the file DEVICE is not
   nought, it is the errno of every call of the kinds in the second, for paths that begin as FILES.
   The third counts the refusals. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { READS = 1, WRITES = 2, FLUSHES = 4, OPENS = 8 };

static struct { volatile int error, kinds, refused; } *device;
static const char *files;

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void attach(void)
{
    const char *path = getenv("DEVICE");
    files = getenv("FILES");
    int file = path && files ? NEXT(open64)(path, O_RDWR) : -1;
    if (file < 0)
        return;
    void *shared = mmap(NULL, sizeof *device, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (shared != MAP_FAILED)
        device = shared;
}

static int refuses(int kind, const char *path)
{
    int error = device ? device->error : 0;
    if (!error || !(device->kinds & kind) || strncmp(path, files, strlen(files)))
        return 0;
    __sync_fetch_and_add(&device->refused, 1);
    errno = error;
    return 1;
}

static int fails(int kind, int file)
{
    char link[32], path[4096];
    if (!device || !device->error)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    return refuses(kind, path);
}

ssize_t pread64(int file, void *to, size_t size, off64_t at)
{
    return fails(READS, file) ? -1 : NEXT(pread64)(file, to, size, at);
}

ssize_t pwrite64(int file, const void *from, size_t size, off64_t at)
{
    return fails(WRITES, file) ? -1 : NEXT(pwrite64)(file, from, size, at);
}

ssize_t write(int file, const void *from, size_t size)
{
    return fails(WRITES, file) ? -1 : NEXT(write)(file, from, size);
}

int ftruncate64(int file, off64_t size)
{
    return fails(WRITES, file) ? -1 : NEXT(ftruncate64)(file, size);
}

int fsync(int file)
{
    return fails(FLUSHES, file) ? -1 : NEXT(fsync)(file);
}

int fdatasync(int file)
{
    return fails(FLUSHES, file) ? -1 : NEXT(fdatasync)(file);
}

int unlink(const char *path)
{
    return refuses(OPENS, path) ? -1 : NEXT(unlink)(path);
}

int open64(const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
    va_end(more);
    if (flags & (O_WRONLY | O_RDWR) && refuses(OPENS, path))
        return -1;
    return NEXT(open64)(path, flags, mode);
}
