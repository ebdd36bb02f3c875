import Foundation
import ServiceTestSupport
import Specification

/// One upload that is no archive but an order: `data set`, and in the lines below what to do: `refuse`, `full`, `hang`,
/// `crash`. Whatever begins otherwise is refused.
struct FakeUnpacking {
    let request: UnpackingRequest

    func reply() throws -> UnpackingReply {
        let file = try FileHandle(forReadingFrom: URL(filePath: request.archive))
        let orders = String(decoding: try file.read(upToCount: 1000) ?? Data(), as: UTF8.self)
        guard orders.hasPrefix("data set") else {
            return .refused(detail: "The double can make nothing of it.")
        }
        if orders.contains("refuse") { return .refused(detail: "The double has no file of a known format.") }
        if orders.contains("full") { return .full(detail: "The double's disk is full.") }
        if orders.contains("hang") { while true { pause() } }
        if orders.contains("crash") {
            FileHandle.standardError.write(Data("the double crashes while it unpacks\n".utf8))
            exit(3)
        }
        let folder = request.folder + "/" + request.name
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        try Data(orders.utf8).write(to: URL(filePath: folder + "/orders"))
        return .dataset(.make(name: request.name), files: 1, bytes: orders.utf8.count)
    }
}
