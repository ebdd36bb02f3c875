import Foundation
import Specification

/// A job's log as people read it: `time source text`, the source being `state`, `engine` or `output`.
enum LogText {
    /// With a line feed after each line; empty for what is not in a log.
    static func lines(of event: JobEvent) -> String {
        guard case .object(let data) = event.data else { return "" }
        func text(_ name: String) -> String? { data[name]?.stringValue }
        switch event.type {
        case .log: return lines(text("message") ?? "", source: text("source") ?? "engine", at: event.time)
        case .state: return lines(state(data), source: "state", at: event.time)
        default: return ""
        }
    }

    private static func state(_ data: [String: JSONValue]) -> String {
        var words = data["state"]?.stringValue ?? ""
        if let attempt = data["attempt"]?.integerValue { words += ", attempt \(attempt)" }
        if let epoch = data["resumed_from_epoch"]?.integerValue {
            words += ", from the checkpoint of epoch \(epoch)"
        }
        var reason = data["reason"]?.stringValue
        if reason == nil, case .object(let error) = data["error"] { reason = error["detail"]?.stringValue }
        return words + (reason.map { ": \($0)" } ?? "")
    }

    private static func lines(_ text: String, source: String, at time: Date) -> String {
        let start = "\(Timestamp.text(time)) \(source) "
        // A line feed after a carriage return is one character with it.
        return text.split(omittingEmptySubsequences: false) { $0.isNewline }.map { line in
            start + printable(line) + "\n"
        }.joined()
    }

    /// What a terminal would obey is not handed on.
    private static func printable(_ line: Substring) -> String {
        String(
            String.UnicodeScalarView(
                line.unicodeScalars.map { scalar in
                    scalar.properties.generalCategory == .control && scalar != "\t" ? "\u{FFFD}" : scalar
                }))
    }
}
