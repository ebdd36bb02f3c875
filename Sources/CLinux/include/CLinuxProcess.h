#pragma once
#include <sys/types.h>

/// Starts `path` in a process group of its own: /dev/null on descriptor 0, `output` on 1 and 2, `channel` on 3, default
/// signal actions, an empty signal mask. Every other descriptor of the caller must be close-on-exec.
/// The process gets SIGKILL when the thread that called this ends. It writes no core file, has few descriptors, gains no
/// privileges by what it runs, is the first to go when memory runs out, and has a network namespace of its own, where
/// the system allows one: empty. `network_failure` is 0 then, or else the errno that says why it has none.
/// Puts the process id and a pidfd (close-on-exec) into the arguments before; returns 0 or an errno.
int linux_spawn(const char *path, char *const arguments[], char *const environment[], int channel, int output,
                pid_t *process, int *process_descriptor, int *network_failure);

/// Makes a connected pair of stream sockets, or a pipe (0 reads, 1 writes), close-on-exec. Returns 0 or an errno.
int linux_socket_pair(int pair[2]);
int linux_pipe(int pair[2]);

/// Takes the exit of a process, without waiting. Returns 1 and sets `code` (exit code, or the signal's negative
/// number) when it has ended; 0 while it runs; a negative errno.
int linux_reap(pid_t process, int *code);

/// Returns when all that was written to the file system of the folder is on stable storage. Returns 0 or an errno.
int linux_sync_filesystem(const char *folder);

/// Renames, unless something stands at the new path (EEXIST). Returns 0 or an errno.
int linux_rename_to_free(const char *from, const char *to);

/// Has the kernel send `signal` to this process when the thread that started it ends. Returns 0 or an errno.
int linux_die_with_parent(int signal);
