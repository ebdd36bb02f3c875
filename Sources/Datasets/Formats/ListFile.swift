/// A text file with one entry a line: what is not blank, without blanks at both ends.
struct ListFile {
    static let largestSize = 64 << 20

    struct Line: Equatable {
        /// From 1.
        let number: Int
        let text: String

        /// As errors name it.
        var place: String { "line \(number)" }
    }

    let name: String
    let lines: [Line]

    /// - Throws: `malformed` where the file is not UTF-8 or has no entries.
    init(_ reader: ByteReader) throws(DatasetError) {
        name = reader.name
        let bytes = try reader.readToEnd(limit: Self.largestSize)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .malformed(file: name, found: "bytes that are not UTF-8", allowed: "lines of text")
        }
        lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
            .compactMap { offset, line in
                let trimmed = Self.trimmed(line)
                return trimmed.isEmpty ? nil : Line(number: offset + 1, text: String(trimmed))
            }
        guard !lines.isEmpty else { throw .malformed(file: name, found: "no entries", allowed: "at least 1") }
    }

    func fault(_ line: Line, allowed: String) -> DatasetError {
        let text = line.text.prefix(80)
        return .malformed(
            file: name, found: "'\(text)\(text.count < line.text.count ? "…" : "")' in \(line.place)",
            allowed: allowed)
    }

    /// Each line as the name of a class. - Throws: `malformed` where one is none, or two say the same.
    func classNames() throws(DatasetError) -> [String] {
        for line in lines where !ClassName.isValid(line.text) {
            throw .malformed(
                file: name, found: "\(ClassName.shown(line.text)) in \(line.place)", allowed: ClassName.rule)
        }
        var known: Set<String> = []
        for line in lines where !known.insert(line.text).inserted {
            let numbers = lines.filter { $0.text == line.text }.map { String($0.number) }
            let text = line.text.prefix(80)
            throw .malformed(
                file: name,
                found: "the class '\(text)\(text.count < line.text.count ? "…" : "")' in the lines "
                    + numbers.prefix(20).joined(separator: ", ") + (numbers.count > 20 ? ", …" : ""),
                allowed: "a different name in each line")
        }
        return lines.map(\.text)
    }

    /// Confirms that the folder has what a line names.
    func check(_ path: String, _ line: Line, in folder: DatasetFolder) throws(DatasetError) {
        guard DatasetPath.isValid(path) else { throw fault(line, allowed: DatasetPath.rule) }
        guard folder.contains(path) else {
            throw .missingEntry(file: name, entry: line.place, missing: path)
        }
    }

    private static func trimmed(_ line: Substring) -> Substring {
        let start = line.drop(while: \.isWhitespace)
        return start[
            ..<(start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) } ?? start.startIndex)]
    }
}
