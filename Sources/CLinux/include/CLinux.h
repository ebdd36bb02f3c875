// What Linux offers beyond the C library's module map: readiness, mailboxes, files sent without a copy,
// signals for a dying parent, and how memory is kept. Declarations only; the callers are Swift.
#pragma once

// No _GNU_SOURCE here: with it, types such as fd_set differ from those that Swift's own C library module has seen.
#include <malloc.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include "CLinuxProcess.h"

// accept4 with a peer address of any family: non-blocking, closed on exec.
int clinux_accept(int listener, struct sockaddr_storage *peer);
