import Foundation
import Specification

/// For programs: epoch records on standard output, one JSON object a line; everything else on standard error.
struct EpochLines: EpochReporter {
    func started(resumedFromEpoch: Int?) {
        if let resumedFromEpoch { StandardError.write("Goes on after epoch \(resumedFromEpoch).\n") }
    }

    func epoch(_ record: EpochRecord) {
        guard let line = try? JSONCoding.encodeLine(record) else { return }
        // The training goes on, and its folder keeps every record.
        try? StandardOutput.write(line)
    }

    func log(_ message: String) {
        StandardError.write(message + "\n")
    }

    func end() {}
}
