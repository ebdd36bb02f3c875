import Foundation
import Specification

/// One upload that is no module but an order: `module`, and in the lines below what to do: `refuse`, `hang`, `crash`.
/// Whatever begins otherwise is refused.
struct FakeInspection {
    let request: InspectionRequest

    func reply() throws -> InspectionReply {
        let file = try FileHandle(forReadingFrom: URL(filePath: request.script))
        let orders = String(decoding: try file.read(upToCount: 1000) ?? Data(), as: UTF8.self)
        guard orders.hasPrefix("module") else {
            return .refused(detail: "The double can make nothing of it.")
        }
        if orders.contains("refuse") { return .refused(detail: "The double finds no method 'forward'.") }
        if orders.contains("hang") { while true { pause() } }
        if orders.contains("crash") {
            FileHandle.standardError.write(Data("the double crashes while it looks\n".utf8))
            exit(3)
        }
        return .script(ScriptFacts(parameters: 60, statistics: 13))
    }
}
