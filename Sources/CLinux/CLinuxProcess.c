#define _GNU_SOURCE
#include "CLinuxProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int actions_and_attributes(posix_spawn_file_actions_t *actions, posix_spawnattr_t *attributes, int channel,
                                  int output) {
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    int error = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);
    if (!error) error = posix_spawn_file_actions_adddup2(actions, output, 1);
    if (!error) error = posix_spawn_file_actions_adddup2(actions, output, 2);
    if (!error) error = posix_spawn_file_actions_adddup2(actions, channel, 3);
    if (!error) error = posix_spawnattr_setsigdefault(attributes, &all);
    if (!error) error = posix_spawnattr_setsigmask(attributes, &none);
    if (!error) error = posix_spawnattr_setpgroup(attributes, 0);
    if (!error)
        error = posix_spawnattr_setflags(
            attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    return error;
}

static int spawn(const char *path, char *const arguments[], char *const environment[], int channel, int output,
                 pid_t *process) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int error = posix_spawn_file_actions_init(&actions);
    if (error) return error;
    error = posix_spawnattr_init(&attributes);
    if (!error) {
        error = actions_and_attributes(&actions, &attributes, channel, output);
        if (!error) error = posix_spawn(process, path, &actions, &attributes, arguments, environment);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

int linux_spawn(const char *path, char *const arguments[], char *const environment[], int channel, int output,
                pid_t *process, int *process_descriptor) {
    // Copies above 3, so that no duplication below overwrites one that is still to come.
    int error = 0, high_channel = fcntl(channel, F_DUPFD_CLOEXEC, 4);
    if (high_channel < 0) return errno;
    int high_output = fcntl(output, F_DUPFD_CLOEXEC, 4);
    if (high_output < 0) {
        error = errno;
    } else {
        error = spawn(path, arguments, environment, high_channel, high_output, process);
        close(high_output);
    }
    close(high_channel);
    if (error) return error;
    *process_descriptor = (int)syscall(SYS_pidfd_open, *process, 0);
    if (*process_descriptor < 0) {
        error = errno;
        kill(*process, SIGKILL);
        while (waitpid(*process, NULL, 0) < 0 && errno == EINTR) {}
    }
    return error;
}

int linux_socket_pair(int pair[2]) {
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0 ? 0 : errno;
}

int linux_pipe(int pair[2]) { return pipe2(pair, O_CLOEXEC) == 0 ? 0 : errno; }

int linux_reap(pid_t process, int *code) {
    int status = 0;
    pid_t ended = waitpid(process, &status, WNOHANG);
    if (ended == 0) return 0;
    if (ended < 0) return errno == EINTR ? 0 : -errno;
    *code = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
    return 1;
}

int linux_sync_filesystem(const char *folder) {
    int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return errno;
    int error = syncfs(descriptor) == 0 ? 0 : errno;
    close(descriptor);
    return error;
}

int linux_rename_to_free(const char *from, const char *to) {
    return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0 ? 0 : errno;
}

int linux_die_with_parent(int signal) {
    return prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0) == 0 ? 0 : errno;
}
