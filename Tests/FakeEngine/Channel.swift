import Foundation
import Specification

/// Descriptor 3, as the engine's side of it.
final class Channel {
    private var rest = Data()

    func say(_ message: EngineMessage) {
        guard let line = try? JSONCoding.encodeLine(message) else { exit(70) }
        write(line)
    }

    func write(_ bytes: Data) {
        let written = bytes.withUnsafeBytes { send(3, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        if written != bytes.count { exit(71) }
    }

    /// The one request of a process that answers one.
    func line() -> Data {
        while !rest.contains(UInt8(ascii: "\n")) {
            guard fill() else { exit(74) }
        }
        return Data(rest.prefix { $0 != UInt8(ascii: "\n") })
    }

    /// The next request and its image; nil when there are no more.
    func request() -> (PredictionRequest, image: Data)? {
        while !rest.contains(UInt8(ascii: "\n")) {
            guard fill() else { return nil }
        }
        let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
        guard let request = try? JSONCoding.decode(PredictionRequest.self, from: Data(rest[..<end])) else {
            exit(72)
        }
        rest = Data(rest[(end + 1)...])
        while rest.count < request.imageBytes {
            guard fill() else { exit(73) }
        }
        defer { rest = Data(rest.dropFirst(request.imageBytes)) }
        return (request, Data(rest.prefix(request.imageBytes)))
    }

    private func fill() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(3, &bytes, bytes.count)
        rest.append(contentsOf: bytes.prefix(max(0, count)))
        return count > 0
    }

    /// The next command that arrives within `milliseconds` (-1: for ever); nil when none does. Exits when the service is gone.
    func command(within milliseconds: Int32) -> EngineCommand? {
        while true {
            if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Data(rest[..<end])
                rest = Data(rest[(end + 1)...])
                return try? JSONCoding.decode(EngineCommand.self, from: line)
            }
            var poll = pollfd(fd: 3, events: Int16(POLLIN), revents: 0)
            guard Foundation.poll(&poll, 1, milliseconds) > 0 else { return nil }
            var bytes = [UInt8](repeating: 0, count: 1 << 16)
            let count = read(3, &bytes, bytes.count)
            guard count > 0 else { exit(0) }
            rest.append(contentsOf: bytes.prefix(count))
        }
    }
}
