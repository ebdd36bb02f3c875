import Foundation
import Specification

/// A blocking HTTP/1.1 client on one connection of its own. It never waits longer than its time-out.
final class Client {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let descriptor: Int32
    private var received: [UInt8] = []

    /// - Parameters: `receiveBuffer`: SO_RCVBUF, for a client that is meant to be slow.
    init(port: UInt16, timeout: Int = 60, receiveBuffer: Int32? = nil) throws {
        // Not for the engines that are started meanwhile: a connection ends when its last holder does.
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        if var receiveBuffer { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, 4) }
        var time = timeval(tv_sec: timeout, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard descriptor >= 0, code == 0 else { throw Failure(description: "connect: errno \(errno)") }
    }

    deinit { close(descriptor) }

    func send(_ method: String, _ target: String, _ fields: [String: String] = [:], body: String? = nil)
        throws
    {
        try send(method, target, fields, bytes: body.map { Array($0.utf8) })
    }

    func send(_ method: String, _ target: String, _ fields: [String: String], bytes body: [UInt8]?) throws {
        var head = "\(method) \(target) HTTP/1.1\r\n"
        if fields["Host"] == nil { head += "Host: localhost\r\n" }
        for (name, value) in fields { head += "\(name): \(value)\r\n" }
        if let body, fields["Content-Length"] == nil { head += "Content-Length: \(body.count)\r\n" }
        let bytes = Array((head + "\r\n").utf8) + (body ?? [])
        let sent = Foundation.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        guard sent == bytes.count else { throw Failure(description: "send: \(sent) of \(bytes.count) bytes") }
    }

    /// Sends a part of a body.
    func sendText(_ text: String) throws {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let sent = bytes.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            // The server may have answered and ended the connection.
            guard sent > 0 else { return }
            bytes = bytes.dropFirst(sent)
        }
    }

    /// Status line and fields; the body is still to come.
    func head() throws -> Reply {
        let text = String(decoding: try read(through: "\r\n\r\n"), as: UTF8.self)
        let lines = text.components(separatedBy: "\r\n")
        guard let status = Int(lines[0].dropFirst(9).prefix(3)) else {
            throw Failure(description: "'\(lines[0])' is no status line")
        }
        var fields: [String: String] = [:]
        for line in lines.dropFirst() where line.contains(":") {
            let parts = line.split(separator: ":", maxSplits: 1)
            fields[parts[0].lowercased()] = String(parts.last?.drop { $0 == " " } ?? "")
        }
        return Reply(status: status, fields: fields, body: [])
    }

    func reply(isHead: Bool = false) throws -> Reply {
        var reply = try head()
        guard !isHead, reply.status != 204, reply.status != 304 else { return reply }
        if reply.fields["transfer-encoding"] == "chunked" {
            while let chunk = try chunk() { reply.body += chunk }
        } else {
            reply.body = try read(count: reply.fields["content-length"].flatMap { Int($0) } ?? 0)
        }
        return reply
    }

    /// A part of a streamed body; nil after the last.
    func chunk() throws -> [UInt8]? {
        let line = String(decoding: try read(through: "\r\n"), as: UTF8.self)
        guard let count = Int(line.trimmingCharacters(in: .whitespacesAndNewlines), radix: 16) else {
            throw Failure(description: "'\(line)' is no chunk size")
        }
        let bytes = try read(count: count)
        _ = try read(count: 2)
        return count == 0 ? nil : bytes
    }

    /// The text of a streamed body until it has the words, or else to its end.
    func text(until words: String? = nil) throws -> String {
        var text = ""
        while !(words.map(text.contains) ?? false), let chunk = try chunk() {
            text += String(decoding: chunk, as: UTF8.self)
        }
        return text
    }

    /// Follows a job's events until they have the words; more may be read. - Returns: what they told.
    func follow(_ job: String, _ fields: [String: String] = [:], until words: String) throws -> String {
        try send("GET", "/v1/jobs/\(job)/events", fields)
        let status = try head().status
        guard status == 200 else { throw Failure(description: "the events are answered with \(status)") }
        return try text(until: words)
    }

    private func fill() throws {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { throw Failure(description: "the answer ended after \(received.count) bytes") }
        received += buffer[..<count]
    }

    private func read(through mark: String) throws -> [UInt8] {
        let mark = Array(mark.utf8)
        while true {
            if let range = received.firstRange(of: mark) {
                defer { received.removeSubrange(..<range.upperBound) }
                return Array(received[..<range.upperBound])
            }
            try fill()
        }
    }

    private func read(count: Int) throws -> [UInt8] {
        while received.count < count { try fill() }
        defer { received.removeSubrange(..<count) }
        return Array(received[..<count])
    }
}
