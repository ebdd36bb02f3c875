import Foundation
import Specification

/// One job of a comparison, on standard error: a line whenever another tenth of its epochs is done.
struct ComparisonReporter: EpochReporter {
    let entry: ComparisonEntry
    let epochs: Int

    func started(resumedFromEpoch: Int?) {
        say(resumedFromEpoch.map { "goes on after epoch \($0)" } ?? "begins")
    }

    func epoch(_ record: EpochRecord) {
        guard record.epoch * 10 / max(1, epochs) > (record.epoch - 1) * 10 / max(1, epochs) else { return }
        say("epoch \(record.epoch)/\(epochs), loss \(String(format: "%.4f", record.student.loss))")
    }

    func log(_ message: String) {
        say(message)
    }

    func end() {}

    func say(_ text: String) {
        StandardError.write("\(entry.label), seed \(entry.seed): \(text)\n")
    }
}
