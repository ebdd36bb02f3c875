import Foundation
import Specification

/// For people: one line that is written anew after each epoch.
struct ProgressBar: EpochReporter {
    private static let width = 24
    private static let clearLine = "\r\u{1B}[K"

    let epochs: Int

    func started(resumedFromEpoch: Int?) {
        show(resumedFromEpoch.map { "goes on after epoch \($0)" } ?? "begins")
    }

    func epoch(_ record: EpochRecord) {
        // A line that wraps could not be written anew.
        show(String(line(record).prefix(Self.columns - 1)))
    }

    func log(_ message: String) {
        show(message + "\n")
    }

    func end() {
        write("\n")
    }

    /// Bar, epoch, time left, loss, test scores, the three heaviest metrics: what matters least is cut off first.
    func line(_ record: EpochRecord) -> String {
        let done = epochs > 0 ? min(Self.width, record.epoch * Self.width / epochs) : Self.width
        let bar = String(repeating: "█", count: done) + String(repeating: "·", count: Self.width - done)
        let scores = (record.student.test?.values ?? [:]).filter { $0.key != "loss" }.sorted {
            $0.key < $1.key
        }.prefix(2)
            .map { "test \($0.key) \(Self.digits($0.value, 4))" }
        let weights = record.teacher.weights.filter { $0.value > 0 }
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3)
            .map { "\($0.key) \(Self.digits($0.value, 2))" }
        let left = Int((record.seconds * Double(max(0, epochs - record.epoch))).rounded())
        return
            ([
                "\(bar) \(record.epoch)/\(epochs)", "\(left) s left",
                "loss \(Self.digits(record.student.loss, 4))",
            ]
            + scores + weights).joined(separator: "  ")
    }

    private func show(_ text: String) {
        write(Self.clearLine + text)
    }

    private func write(_ text: String) {
        try? StandardOutput.write(Data(text.utf8))
    }

    /// Of the terminal; 80 where it does not tell.
    private static var columns: Int {
        var size = winsize()
        let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 1
        return isKnown ? Int(size.ws_col) : 80
    }

    private static func digits(_ value: Double, _ count: Int) -> String {
        String(format: "%.\(count)f", value)
    }
}
