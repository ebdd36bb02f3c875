import Foundation
import Specification

/// For programs: epoch records on standard output, one JSON object a line; everything else on standard error.
struct EpochLines: EpochReporter {
    func started(resumedFromEpoch: Int?) {
        if let resumedFromEpoch { StandardError.write("Goes on after epoch \(resumedFromEpoch).\n") }
    }

    func epoch(_ record: EpochRecord) {
        guard let line = try? JSONCoding.encodeLine(record) else { return }
        // The records are on disk too: a reader that goes away does not end the training.
        try? StandardOutput.write(line)
    }

    func log(_ message: String) {
        StandardError.write(message + "\n")
    }

    func end() {}
}
