import CLinux
import Foundation
import Specification
import Training

/// The life of a process that predicts: reads a request, answers it, and again, until there are no more.
struct PredictionWorker {
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    /// A request without its image has some hundred bytes.
    private static let longestLine = 1 << 20

    let descriptor: Int32

    func run() throws {
        signal(SIGINT, SIG_IGN)
        _ = linux_die_with_parent(SIGKILL)
        EngineRuntime.prepare()
        var predictor = Predictor()
        var pending: [UInt8] = []
        while let request = try request(&pending) {
            guard (0...PredictionRequest.largestImage).contains(request.imageBytes) else {
                throw Fault(description: "a request promises an image of \(request.imageBytes) bytes")
            }
            while pending.count < request.imageBytes {
                guard try fill(&pending) else { throw Fault(description: "a request ends before its image") }
            }
            let image = Array(pending[..<request.imageBytes])
            pending.removeFirst(request.imageBytes)
            let (reply, picture) = predictor.reply(to: request, image: image)
            try ServiceSocket(descriptor: descriptor).sendAll(try JSONCoding.encodeLine(reply) + picture)
        }
    }

    /// - Returns: nil at the end of the input.
    private func request(_ pending: inout [UInt8]) throws -> PredictionRequest? {
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Data(pending[..<end])
                pending.removeFirst(end + 1)
                return try JSONCoding.decode(PredictionRequest.self, from: line)
            }
            guard pending.count <= Self.longestLine else { throw Fault(description: "a request has no end") }
            guard try fill(&pending) else {
                guard pending.isEmpty else { throw Fault(description: "a request is cut") }
                return nil
            }
        }
    }

    /// - Returns: false at the end of the input.
    private func fill(_ pending: inout [UInt8]) throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw ChannelClosed(errno: errno) }
            pending += buffer[..<count]
            return count > 0
        }
    }
}
