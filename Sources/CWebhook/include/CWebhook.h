// One HTTP POST by libcurl, whose setopt and callbacks Swift cannot call. No decision is made here: which addresses
// may be reached, and whether to go on, the caller is asked.
#pragma once
#include <stddef.h>

struct webhook_request {
    const char *url;
    /// `Name: value`, ended by NULL.
    const char *const *fields;
    const void *body;
    size_t length;
    /// A PEM file of those who may have signed a receiver's certificate; NULL: those that the system trusts.
    const char *authorities;
    long connect_milliseconds, total_milliseconds;
    /// The bytes of header and body that are read of an answer; the rest is not waited for.
    size_t answer_limit;
    /// Called with the address of each connection before it is made: 4 bytes of IPv4 or 16 of IPv6. Nonzero lets it.
    int (*allows)(void *context, const unsigned char *address, int count);
    /// Called about once a second; zero gives up.
    int (*goes_on)(void *context);
    void *context;
};

struct webhook_answer {
    /// The status code; 0 where no answer came.
    long status;
    /// Whether `allows` refused the address.
    int is_refused;
    /// Whether `goes_on` gave up.
    int is_stopped;
    /// What went wrong where no answer came.
    char reason[256];
};

/// To be called once, before any post.
int webhook_prepare(void);

/// Posts over HTTP or HTTPS, follows no redirect, uses no proxy, and returns within the total time.
void webhook_post(const struct webhook_request *request, struct webhook_answer *answer);
