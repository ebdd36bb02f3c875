package import Foundation

/// Times as text: RFC 3339, UTC, milliseconds.
package enum Timestamp {
    private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    /// `2026-11-23T10:20:30.123Z`.
    package static func text(_ date: Date) -> String {
        // Half a millisecond on top, because the style cuts where a reader expects rounding.
        date.addingTimeInterval(0.0005).formatted(style)
    }

    /// The time of a text with or without a fraction of a second; nil where it is none.
    package static func date(_ text: String) -> Date? {
        (try? style.parse(text)) ?? (try? Date.ISO8601FormatStyle().parse(text))
    }
}
