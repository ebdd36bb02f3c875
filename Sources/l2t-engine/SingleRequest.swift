import CLinux
import Foundation
import Specification

/// The life of a process that is asked once about what anybody may have sent: one request, one reply.
struct SingleRequest {
    /// A request is some hundred bytes.
    private static let longestLine = 1 << 20

    let descriptor: Int32

    func answer<Request: Decodable, Reply: Encodable>(_ reply: (Request) throws -> Reply) throws {
        _ = linux_die_with_parent(SIGKILL)
        let request = try JSONCoding.decode(Request.self, from: try line())
        try FileHandle(fileDescriptor: descriptor).write(contentsOf: JSONCoding.encodeLine(reply(request)))
    }

    private func line() throws -> Data {
        var line = Data()
        var byte: UInt8 = 0
        while line.count < Self.longestLine {
            let count = read(descriptor, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1 else { throw ChannelClosed(errno: count == 0 ? EPIPE : errno) }
            if byte == UInt8(ascii: "\n") { return line }
            line.append(byte)
        }
        throw ChannelClosed(errno: EMSGSIZE)
    }

    /// A second fence, where the count of the bytes should fail; and no core is left of a crash.
    static func limitFiles(to bytes: Int) {
        for (resource, value) in [(RLIMIT_FSIZE, rlim_t(max(0, bytes))), (RLIMIT_CORE, 0)] {
            var limit = rlimit(rlim_cur: value, rlim_max: value)
            setrlimit(__rlimit_resource_t(resource.rawValue), &limit)
        }
    }
}
