import HTTP
import Specification

/// Reads a request's query, gathers every fault, and knows what was not asked for.
struct QueryReader {
    private var values: [String: [String]]
    private var known: [String] = []
    private var faults: [String] = []

    init(_ request: Request) {
        values = Dictionary(grouping: request.query, by: \.name).mapValues { $0.map(\.value) }
    }

    /// The one value of `name`; a fault where it is given twice.
    mutating func string(_ name: String) -> String? {
        known.append(name)
        guard let found = values.removeValue(forKey: name) else { return nil }
        if found.count > 1 {
            faults.append("'\(name)' is given \(found.count) times; it may be given once.")
        }
        return found.first
    }

    mutating func integer(_ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = string(name) else { return nil }
        guard let number = Self.digits(text), range.contains(number) else {
            faults.append(
                "'\(name)' is '\(text)'; a whole number from \(range.lowerBound) to \(range.upperBound) is allowed."
            )
            return nil
        }
        return number
    }

    /// A number as JSON writes it.
    mutating func number(_ name: String, in range: ClosedRange<Double>) -> Double? {
        guard let text = string(name) else { return nil }
        let isPlain = text.utf8.count <= 32 && text.utf8.allSatisfy { "0123456789.eE+-".utf8.contains($0) }
        guard isPlain, let number = (try? JSONValue(parsing: text))?.numberValue, range.contains(number)
        else {
            faults.append(
                "'\(name)' is '\(text)'; a number from \(range.lowerBound) to \(range.upperBound) is allowed."
            )
            return nil
        }
        return number
    }

    mutating func flag(_ name: String, default fallback: Bool) -> Bool {
        switch string(name) {
        case nil: return fallback
        case "true": return true
        case "false": return false
        case .some(let text):
            faults.append("'\(name)' is '\(text)'; true or false is allowed.")
            return fallback
        }
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, of type: Choice.Type = Choice.self
    ) -> Choice? where Choice.RawValue == String {
        guard let text = string(name) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let allowed = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        faults.append("'\(name)' is '\(text)'; one of \(allowed) is allowed.")
        return nil
    }

    /// A value that another answer gave out as `next`.
    mutating func cursor(_ name: String, isValid: (String) -> Bool) -> String? {
        guard let text = string(name) else { return nil }
        guard isValid(text) else {
            faults.append("'\(name)' is '\(text)'; the 'next' of an earlier page is allowed.")
            return nil
        }
        return text
    }

    /// The values of `name[key]`, by key.
    mutating func members(_ name: String) -> [String: String] {
        known.append("\(name)[key]")
        var members: [String: String] = [:]
        let start = "\(name)[".unicodeScalars
        // By scalars: to a string, a bracket and an accent that follows it are one character.
        for item in values.keys.sorted()
        where item.unicodeScalars.starts(with: start) && item.unicodeScalars.last == "]" {
            let scalars = item.unicodeScalars.dropFirst(start.count).dropLast()
            let key = String(String.UnicodeScalarView(scalars))
            if !(1...64).contains(scalars.count) || scalars.contains(where: { $0 == "[" || $0 == "]" }) {
                faults.append(
                    "'\(item)' is no member; a name of 1 to 64 characters is allowed in the brackets.")
            }
            let value = string(item) ?? ""
            known.removeLast()
            if value.unicodeScalars.count > 512 {
                faults.append("'\(item)' has more than 512 characters; at most as many are allowed.")
            }
            members[key] = value
        }
        return members
    }

    /// - Throws: `invalid-parameter` with all faults, among them every parameter that was not asked for.
    func finish() throws(Problem) {
        let allowed =
            known.isEmpty ? "none is" : "\(known.joined(separator: ", ")) \(known.count == 1 ? "is" : "are")"
        let unknown = values.keys.sorted().map { "'\($0)' is unknown here; \(allowed) allowed." }
        let all = faults + unknown
        guard all.isEmpty else { throw Problem(.invalidParameter, all.joined(separator: " ")) }
    }

    /// A number in plain digits: no sign, no blank, at most 16 of them.
    static func digits(_ text: String) -> Int? {
        let isPlain =
            !text.isEmpty && text.utf8.count <= 16 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        return isPlain ? Int(text) : nil
    }
}
