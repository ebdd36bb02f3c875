import CLinux
import Glibc
import ServiceTestSupport

@testable import HTTP

/// A client socket that sends exactly the bytes it is given, and never waits longer than its time-out.
final class RawClient {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    struct Answer: Equatable {
        var status = 0
        /// Names in lower case.
        var fields: [String: String] = [:]
        var body: [UInt8] = []

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    let descriptor: Int32
    private var received: [UInt8] = []
    /// Nil where it speaks in the clear.
    private(set) var encryption: ClientEncryption?

    /// - Parameters: `receiveBuffer`: SO_RCVBUF, for a client that is meant to be slow; `trusts`: the certificate that
    ///   the server must show, for a client that speaks TLS.
    init(
        port: UInt16, timeout: Int = 20, receiveBuffer: Int32? = nil,
        trusts certificate: TestCertificate? = nil
    ) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(description: "socket: \(SystemError(errno))") }
        if var receiveBuffer { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, 4) }
        var time = timeval(tv_sec: timeout, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
        try connect(port)
        encryption = try certificate.map { try ClientEncryption(descriptor, trusts: $0) }
    }

    deinit { Glibc.close(descriptor) }

    private func connect(_ port: UInt16) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw Failure(description: "connect: \(SystemError(errno))") }
    }

    // MARK: Sending

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { rest in
                encryption?.write(rest)
                    ?? Glibc.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure(description: "send: \(SystemError(errno))") }
            sent += count
        }
    }

    /// Sends past the encryption, as a stranger on the way would.
    func sendInTheClear(_ bytes: [UInt8]) throws {
        guard Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw Failure(description: "send: \(SystemError(errno))")
        }
    }

    /// Lets what is sent inside leave together.
    func holdingBack(_ sending: () throws -> Void) rethrows {
        func cork(_ value: Int32) {
            var value = value
            setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_CORK, &value, 4)
        }
        cork(1)
        defer { cork(0) }
        try sending()
    }

    /// Sends up to `count` bytes, as many as the system takes without waiting. - Returns: how many.
    func sendUntilItWouldBlock(_ count: Int) throws -> Int {
        let piece = [UInt8](repeating: 7, count: 64 * 1024)
        var sent = 0
        while sent < count {
            let taken = Glibc.send(
                descriptor, piece, min(piece.count, count - sent),
                Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            if taken < 0, errno == EAGAIN {
                // What the server takes now it takes soon.
                var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                if poll(&entry, 1, 300) == 0 { return sent }
                continue
            }
            guard taken > 0 else { throw Failure(description: "send: \(SystemError(errno))") }
            sent += taken
        }
        return sent
    }

    /// Sends the byte again and again, slowly, until the server answers or hangs up. - Returns: how many times.
    @discardableResult
    func trickle(_ byte: UInt8 = UInt8(ascii: "x"), atMost count: Int) throws -> Int {
        var sent = 0
        while sent < count, try !hasInput(milliseconds: 10) {
            try send([byte])
            sent += 1
        }
        return sent
    }

    /// A request with a Host field.
    func request(_ method: String, _ target: String, _ fields: [String] = [], body: String? = nil) throws {
        var lines = ["\(method) \(target) HTTP/1.1", "Host: test"] + fields
        if let body { lines.append("Content-Length: \(body.utf8.count)") }
        try send(lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? ""))
    }

    func endOutput() {
        encryption?.sayGoodbye()
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Resets the connection instead of ending it.
    func reset() {
        var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        Glibc.shutdown(descriptor, Int32(SHUT_RDWR))
    }

    // MARK: Receiving

    /// Reads more bytes; `false` at the end of input or a reset.
    private func fill() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count =
            buffer.withUnsafeMutableBytes { encryption?.read(into: $0) }
            ?? recv(descriptor, &buffer, buffer.count, 0)
        if count > 0 {
            received.append(contentsOf: buffer[..<count])
            return true
        }
        if count == 0 || errno == ECONNRESET { return false }
        throw Failure(description: "recv: \(SystemError(errno))")
    }

    /// Whether bytes or the end of input come within the time.
    func hasInput(milliseconds: Int32) throws -> Bool {
        if encryption?.hasPending == true { return true }
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return !received.isEmpty || poll(&entry, 1, milliseconds) > 0
    }

    /// Everything up to and with the separator.
    func read(through separator: String) throws -> String {
        let wanted = Array(separator.utf8)
        var start = 0
        while true {
            if let range = received[start...].firstRange(of: wanted) {
                defer { received.removeSubrange(..<range.upperBound) }
                return String(decoding: received[..<range.upperBound], as: UTF8.self)
            }
            start = max(0, received.count - wanted.count)
            guard try fill() else { throw Failure(description: "the connection ended before '\(separator)'") }
        }
    }

    func read(count: Int) throws -> [UInt8] {
        while received.count < count {
            guard try fill() else {
                throw Failure(description: "the connection ended after \(received.count) of \(count) bytes")
            }
        }
        defer { received.removeSubrange(..<count) }
        return Array(received[..<count])
    }

    /// All that comes until the server ends the connection.
    func readToEnd() throws -> [UInt8] {
        while try fill() {}
        defer { received = [] }
        return received
    }

    /// Whether the server has ended the connection and sent nothing before it.
    func isClosed() throws -> Bool { try readToEnd().isEmpty }

    /// The head of an answer, and its body by the answer's own framing.
    func answer(toHead: Bool = false) throws -> Answer {
        var answer = Answer()
        let lines = try read(through: "\r\n\r\n").split(separator: "\r\n")
        guard let first = lines.first, first.hasPrefix("HTTP/1.1 "),
            let status = Int(first.dropFirst(9).prefix(3))
        else { throw Failure(description: "no status line in \(lines)") }
        answer.status = status
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            answer.fields[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
        }
        if toHead || status == 204 || status == 304 || status == 100 { return answer }
        if answer.fields["transfer-encoding"] == "chunked" {
            while let chunk = try chunk() { answer.body += chunk }
        } else if let length = answer.fields["content-length"].flatMap({ Int($0) }) {
            answer.body = try read(count: length)
        } else {
            throw Failure(description: "the answer has no framing: \(answer.fields)")
        }
        return answer
    }

    /// The next chunk; `nil` for the last one.
    func chunk() throws -> [UInt8]? {
        let line = try read(through: "\r\n").dropLast()
        guard let size = Int(line, radix: 16) else { throw Failure(description: "bad chunk size '\(line)'") }
        let data = try read(count: size)
        guard try read(count: 2) == [13, 10] else { throw Failure(description: "bad chunk end") }
        return size == 0 ? nil : data
    }
}
