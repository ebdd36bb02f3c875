#define _GNU_SOURCE
#include "CLinuxProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// What the child needs: it shares the parent's memory until it runs the program, and the parent waits.
struct start {
    const char *path;
    char *const *arguments, *const *environment;
    int channel, output;
    pid_t parent;
    char users[32], groups[32];  // the maps of a user namespace; empty without one
    int failure;
};

// Files that a confined process may have open: enough for any data set, and far below what the service may.
enum { usual_files = 1024, most_files = 4096 };

static int write_file(const char *path, const char *text) {
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0) return errno;
    int failure = write(file, text, strlen(text)) < 0 ? errno : 0;
    close(file);
    return failure;
}

static void lower(int resource, rlim_t soft, rlim_t hard) {
    struct rlimit limit;
    if (getrlimit(resource, &limit) != 0) return;
    if (limit.rlim_max > hard) limit.rlim_max = hard;
    limit.rlim_cur = soft < limit.rlim_max ? soft : limit.rlim_max;
    setrlimit(resource, &limit);
}

// Runs in the child. Only calls that are safe there: the memory is the parent's.
static int run(void *argument) {
    struct start *start = argument;
    // A signal that is ignored would stay so in the program; one that is caught must not run the parent's handler here.
    struct sigaction usual = {.sa_handler = SIG_DFL};
    for (int number = 1; number < NSIG; number++) sigaction(number, &usual, NULL);
    if (start->users[0]) {
        // Without its maps the process works too: it only sees no name for its user.
        write_file("/proc/self/setgroups", "deny");
        write_file("/proc/self/uid_map", start->users);
        write_file("/proc/self/gid_map", start->groups);
    }
    lower(RLIMIT_CORE, 0, 0);
    lower(RLIMIT_NOFILE, usual_files, most_files);
    int null = open("/dev/null", O_RDONLY);
    sigset_t none;
    sigemptyset(&none);
    if (null < 0 || setpgid(0, 0) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 || dup2(null, 0) < 0 || dup2(start->output, 1) < 0 ||
        dup2(start->output, 2) < 0 || dup2(start->channel, 3) < 0) {
        start->failure = errno;
        _exit(127);
    }
    if (null > 3) close(null);
    if (getppid() != start->parent) _exit(127);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(start->path, start->arguments, start->environment);
    start->failure = errno;
    _exit(127);
}

static pid_t begin(struct start *start, char *stack, size_t size, int namespaces) {
    start->users[0] = 0;
    if (namespaces & CLONE_NEWUSER) {
        snprintf(start->users, sizeof start->users, "%u %u 1\n", geteuid(), geteuid());
        snprintf(start->groups, sizeof start->groups, "%u %u 1\n", getegid(), getegid());
    }
    return clone(run, stack + size, CLONE_VM | CLONE_VFORK | SIGCHLD | namespaces, start);
}

static int spawn(struct start *start, pid_t *process, int *network_failure) {
    const size_t size = 64 << 10;
    char *stack = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (stack == MAP_FAILED) return errno;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    // A namespace by right, or else by way of a user namespace, or else none.
    *network_failure = 0;
    *process = begin(start, stack, size, CLONE_NEWNET);
    if (*process < 0) *process = begin(start, stack, size, CLONE_NEWUSER | CLONE_NEWNET);
    if (*process < 0) {
        *network_failure = errno;
        *process = begin(start, stack, size, 0);
    }
    int failure = *process < 0 ? errno : start->failure;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    munmap(stack, size);
    if (failure && *process > 0)
        while (waitpid(*process, NULL, 0) < 0 && errno == EINTR) {}
    return failure;
}

// Where memory runs out, the kernel is to take an engine rather than the service.
static void prefer_as_victim(pid_t process) {
    char path[48];
    snprintf(path, sizeof path, "/proc/%d/oom_score_adj", process);
    write_file(path, "500");
}

int linux_spawn(const char *path, char *const arguments[], char *const environment[], int channel, int output,
                pid_t *process, int *process_descriptor, int *network_failure) {
    // Copies above 3, so that no duplication below overwrites one that is still to come.
    int error = 0, high_channel = fcntl(channel, F_DUPFD_CLOEXEC, 4);
    if (high_channel < 0) return errno;
    int high_output = fcntl(output, F_DUPFD_CLOEXEC, 4);
    if (high_output < 0) {
        error = errno;
    } else {
        struct start start = {
            .path = path, .arguments = arguments, .environment = environment, .channel = high_channel,
            .output = high_output, .parent = getpid(),
        };
        error = spawn(&start, process, network_failure);
        close(high_output);
    }
    close(high_channel);
    if (error) return error;
    prefer_as_victim(*process);
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
