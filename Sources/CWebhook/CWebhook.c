#include "CWebhook.h"
#include <curl/curl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

struct exchange {
    const struct webhook_request *request;
    struct webhook_answer *answer;
    size_t received;
};

/// The socket is made for the very address that was asked about, so no second look at the name can change it.
static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
    struct exchange *exchange = context;
    const struct webhook_request *request = exchange->request;
    int allowed = 0;
    if (purpose == CURLSOCKTYPE_IPCXN && address->family == AF_INET) {
        const struct sockaddr_in *v4 = (const void *)&address->addr;
        allowed = request->allows(request->context, (const unsigned char *)&v4->sin_addr, 4);
    } else if (purpose == CURLSOCKTYPE_IPCXN && address->family == AF_INET6) {
        const struct sockaddr_in6 *v6 = (const void *)&address->addr;
        allowed = request->allows(request->context, (const unsigned char *)&v6->sin6_addr, 16);
    }
    if (!allowed) {
        exchange->answer->is_refused = 1;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/// Head and body are counted and forgotten; a short return ends the transfer.
static size_t take(char *bytes, size_t size, size_t count, void *context) {
    struct exchange *exchange = context;
    (void)bytes;
    exchange->received += size * count;
    return exchange->received > exchange->request->answer_limit ? 0 : size * count;
}

static int look(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d) {
    struct exchange *exchange = context;
    (void)a, (void)b, (void)c, (void)d;
    if (exchange->request->goes_on(exchange->request->context)) return 0;
    exchange->answer->is_stopped = 1;
    return 1;
}

int webhook_prepare(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

void webhook_post(const struct webhook_request *request, struct webhook_answer *answer) {
    struct exchange exchange = {request, answer, 0};
    *answer = (struct webhook_answer){0};
    CURL *curl = curl_easy_init();
    struct curl_slist *fields = NULL;
    for (const char *const *field = request->fields; *field; field++) {
        struct curl_slist *longer = curl_slist_append(fields, *field);
        if (!longer) break;
        fields = longer;
    }
    if (!curl || !fields) {
        snprintf(answer->reason, sizeof answer->reason, "there is no memory for a request");
        curl_slist_free_all(fields);
        if (curl) curl_easy_cleanup(curl);
        return;
    }
    char reason[CURL_ERROR_SIZE] = "";
    CURLcode code = CURLE_OK;
#define SET(option, value) if (code == CURLE_OK) code = curl_easy_setopt(curl, option, value)
    SET(CURLOPT_ERRORBUFFER, reason);
    SET(CURLOPT_URL, request->url);
    SET(CURLOPT_PROTOCOLS_STR, "http,https");
    if (request->authorities) SET(CURLOPT_CAINFO, request->authorities);
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    SET(CURLOPT_PROXY, "");
    SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    SET(CURLOPT_FRESH_CONNECT, 1L);
    SET(CURLOPT_FORBID_REUSE, 1L);
    SET(CURLOPT_CONNECTTIMEOUT_MS, request->connect_milliseconds);
    SET(CURLOPT_TIMEOUT_MS, request->total_milliseconds);
    SET(CURLOPT_POST, 1L);
    SET(CURLOPT_POSTFIELDS, request->body);
    SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->length);
    SET(CURLOPT_HTTPHEADER, fields);
    SET(CURLOPT_OPENSOCKETFUNCTION, open_socket);
    SET(CURLOPT_OPENSOCKETDATA, &exchange);
    SET(CURLOPT_HEADERFUNCTION, take);
    SET(CURLOPT_HEADERDATA, &exchange);
    SET(CURLOPT_WRITEFUNCTION, take);
    SET(CURLOPT_WRITEDATA, &exchange);
    SET(CURLOPT_NOPROGRESS, 0L);
    SET(CURLOPT_XFERINFOFUNCTION, look);
    SET(CURLOPT_XFERINFODATA, &exchange);
#undef SET
    if (code == CURLE_OK) code = curl_easy_perform(curl);
    // A status counts, though the rest of the answer was too much or too slow.
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer->status);
    if (code != CURLE_OK)
        snprintf(answer->reason, sizeof answer->reason, "%s", reason[0] ? reason : curl_easy_strerror(code));
    curl_easy_cleanup(curl);
    curl_slist_free_all(fields);
}
