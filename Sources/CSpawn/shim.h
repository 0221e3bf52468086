// The folder that a program is started in: glibc declares this for GNU sources alone, which Swift's module is not.
#include <spawn.h>

extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
