/* A power cut as a shim: each sync keeps a copy of the file as it is, and nothing else survives.
   That a file was removed survives only a sync of its folder.

   Preloaded (LD_PRELOAD); SYNCED names the folder of the copies. Nothing is really synced. */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Forget the copies of what is no longer in the folder. */
static int forget(int fd, const char *folder) {
    DIR *copies = opendir(folder);
    struct dirent *entry;
    struct stat what;
    char path[PATH_MAX];
    if (!copies) return -1;
    while ((entry = readdir(copies))) {
        if (entry->d_name[0] == '.' || !fstatat(fd, entry->d_name, &what, 0)) continue;
        if (snprintf(path, sizeof path, "%s/%s", folder, entry->d_name) < (int)sizeof path)
            unlink(path);
    }
    return closedir(copies);
}

static int keep(int fd) {
    const char *folder = getenv("SYNCED");
    char link[64], path[PATH_MAX], copy[PATH_MAX], made[PATH_MAX + 8], block[65536];
    struct stat what;
    if (!folder || fstat(fd, &what)) return 0;
    if (S_ISDIR(what.st_mode)) return forget(fd, folder);
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return -1;
    path[length] = 0;
    const char *name = strrchr(path, '/');
    if (!name || snprintf(copy, sizeof copy, "%s%s", folder, name) >= (int)sizeof copy) return -1;
    snprintf(made, sizeof made, "%s.new", copy);
    int from = open(path, O_RDONLY), to = open(made, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    if (from < 0 || to < 0) return -1;
    ssize_t got;
    while ((got = read(from, block, sizeof block)) > 0)
        if (write(to, block, got) != got) return -1;
    close(from);
    close(to);
    return rename(made, copy);
}

int fsync(int fd) { return keep(fd); }
int fdatasync(int fd) { return keep(fd); }
