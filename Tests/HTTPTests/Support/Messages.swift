/// Requests as bytes, for tests over tables.
enum Messages {
    /// Well-formed ones, with the number of requests in each.
    static let good: [(String, Int)] = [
        ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", 1),
        ("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 1),
        ("GET http://a:80/b?c HTTP/1.1\r\nHost: a\r\n\r\n", 1),
        ("OPTIONS * HTTP/1.1\r\nHost:\r\n\r\n", 1),
        ("GET /?a[b]=c HTTP/1.1\r\nHost: [::1]:8080\r\nX-Empty:\r\nX-Tab:\t a b\t \r\n\r\n", 1),
        ("GET / HTTP/1.1\r\nHost: a\r\nX-Text: caf\u{E9}\r\nConnection: Keep-Alive, Close\r\n\r\n", 1),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", 1),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", 1),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 005\r\nExpect: 100-Continue\r\n\r\nhello", 1),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n",
            1
        ),
        (
            "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;x=\"y\"\r\n\n\r\n00\r\nTrailer: t\r\n\r\n",
            1
        ),
        (
            "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nxy"
                + "POST /3 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nz\r\n0\r\n\r\n"
                + "DELETE /4 HTTP/1.1\r\nHost: a\r\n\r\n", 4
        ),
    ]

    /// Malformed ones, with the status and a part of the sentence.
    static let bad: [(String, Int, String)] = [
        // Framing
        (
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400,
            "both"
        ),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n", 400,
            "both"
        ),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", 400,
            "two Content-Length"
        ),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\n", 400, "not a number"),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n", 400, "not a number"),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400, "not a number"),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x1\r\n\r\n", 400, "not a number"),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1 1\r\n\r\n", 400, "not a number"),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n", 400, "not a number"),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", 413,
            "beyond any size"
        ),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501, "not 'chunked'"),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501, "not 'chunked'"),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n\r\n", 501, "not 'chunked'"),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \u{0B}chunked\r\n\r\n", 400, "control character"),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n", 501, "not 'chunked'"),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
            400,
            "two Transfer-Encoding"
        ),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n", 400, "before the colon"),
        // Lines and fields
        ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400, "before the colon"),
        ("GET / HTTP/1.1\r\nHost\t: a\r\n\r\n", 400, "before the colon"),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n", 400, "folded"),
        ("GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400, "folded"),
        ("GET / HTTP/1.1\nHost: a\n\n", 400, "bare line feed"),
        ("GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", 400, "bare line feed"),
        ("GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n", 400, "control character"),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n", 400, "control character"),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n", 400, "control character"),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: a\u{7F}b\r\n\r\n", 400, "control character"),
        ("GET / HTTP/1.1\r\nHost: a\r\nX\0: b\r\n\r\n", 400, "name has a byte"),
        ("GET / HTTP/1.1\r\nHost: a\r\nX(y): b\r\n\r\n", 400, "name has a byte"),
        ("GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", 400, "name has a byte"),
        ("GET / HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n", 400, "no colon"),
        ("GET / HTTP/1.1\r\nX: b\r\n\r\n", 400, "no Host field"),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400, "are 2 Host fields"),
        ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400, "Host field is malformed"),
        ("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400, "Host field is malformed"),
        ("GET / HTTP/1.1\r\nHost: a\r\nExpect: 200-ok\r\n\r\n", 417, "other than 100-continue"),
        // The request line
        ("GET / HTTP/1.0\r\nHost: a\r\n\r\n", 505, "HTTP/1.0"),
        ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505, "HTTP/2.0"),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "HTTP/2.0"),
        ("GET / HTTP/1.11\r\nHost: a\r\n\r\n", 400, "version"),
        ("GET / http/1.1\r\nHost: a\r\n\r\n", 400, "version"),
        ("GET / HTTP/1,1\r\nHost: a\r\n\r\n", 400, "version"),
        ("GET /\r\nHost: a\r\n\r\n", 400, "request line is malformed"),
        ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400, "request line is malformed"),
        ("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400, "request line is malformed"),
        (" GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400, "request line is malformed"),
        ("GET\t/\tHTTP/1.1\r\nHost: a\r\n\r\n", 400, "request line is malformed"),
        ("G@T / HTTP/1.1\r\nHost: a\r\n\r\n", 400, "request line is malformed"),
        ("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400, "request line is malformed"),
        ("GET hello HTTP/1.1\r\nHost: a\r\n\r\n", 400, "neither a path"),
        ("GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400, "neither a path"),
        ("GET http:// HTTP/1.1\r\nHost: a\r\n\r\n", 400, "neither a path"),
        ("GET /a\u{1}b HTTP/1.1\r\nHost: a\r\n\r\n", 400, "visible ASCII"),
        ("GET /caf\u{E9} HTTP/1.1\r\nHost: a\r\n\r\n", 400, "visible ASCII"),
        ("GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", 400, "visible ASCII"),
        ("CONNECT /a HTTP/1.1\r\nHost: a\r\n\r\n", 501, "CONNECT"),
        // Chunks
        (
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", 400,
            "chunk-size line is malformed"
        ),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\r\n", 400,
            "chunk-size line is malformed"
        ),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n 1\r\na\r\n", 400,
            "chunk-size line is malformed"
        ),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n", 400,
            "chunk-size line is malformed"
        ),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\na\r\n", 400,
            "chunk-size line is malformed"
        ),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\na\r\n", 400, "bare line feed"),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;a\rb\r\na\r\n", 400,
            "chunk-size line is malformed"
        ),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", 400,
            "longer than it said"
        ),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\n0\r\n", 400,
            "bare line feed"
        ),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n", 413,
            "beyond any size"
        ),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n100001\r\n", 413, "1048576 bytes"),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n x\r\n\r\n", 400, "folded"),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nx\r\n\r\n", 400, "no colon"),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n", 413, "1048576 bytes"),
    ]
}
