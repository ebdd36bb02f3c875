/// Reads a JSON object member by member, fills in defaults, and gathers every fault instead of stopping at the first.
struct ObjectReader {
    let pointer: String
    let faults: FaultList
    private let members: [String: JSONValue]
    private let seen = SeenMembers()

    init(_ value: JSONValue?, pointer: String, faults: FaultList) {
        self.pointer = pointer
        self.faults = faults
        switch value {
        case .object(let members): self.members = members
        case nil: members = [:]
        case .some(let other):
            members = [:]
            faults.add(pointer, "An object is expected; found \(other.spoken).")
        }
    }

    /// Must be called once every known member was asked for: what is left over is unknown.
    func finish() {
        let known = seen.names.sorted()
        for name in members.keys.sorted() where !seen.names.contains(name) {
            faults.add(
                path(name),
                "\(JSONValue.string(name).spoken) is unknown; one of \(known.joined(separator: ", ")) is allowed "
                    + "here.")
        }
    }

    func path(_ name: String) -> String {
        // By scalars: with an accent, "/" is another character, and still a "/" to who reads the pointer.
        let escaped = name.unicodeScalars.map { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }.joined()
        return "\(pointer)/\(escaped)"
    }

    func fault(_ name: String, _ detail: String) {
        faults.add(path(name), detail)
    }

    /// The member, or nil where it is absent or null.
    func value(_ name: String) -> JSONValue? {
        seen.names.insert(name)
        guard let value = members[name], value != .null else { return nil }
        return value
    }

    func object(_ name: String) -> ObjectReader {
        ObjectReader(value(name), pointer: path(name), faults: faults)
    }

    func number(_ name: String, default fallback: Double, in range: ClosedRange<Double>) -> Double {
        optionalNumber(name, in: range) ?? fallback
    }

    func optionalNumber(_ name: String, in range: ClosedRange<Double>) -> Double? {
        guard let value = value(name) else { return nil }
        guard let number = value.numberValue, number.isFinite, range.contains(number) else {
            fault(name, "A number \(words(range)) is expected; found \(value.spoken).")
            return nil
        }
        return number
    }

    func integer(_ name: String, default fallback: Int, in range: ClosedRange<Int>) -> Int {
        guard let value = value(name) else { return fallback }
        guard let number = value.integerValue, range.contains(number) else {
            fault(
                name,
                "A whole number from \(range.lowerBound) to \(range.upperBound) is expected; found \(value.spoken)."
            )
            return fallback
        }
        return number
    }

    func bool(_ name: String, default fallback: Bool) -> Bool {
        guard let value = value(name) else { return fallback }
        guard case .bool(let flag) = value else {
            fault(name, "true or false is expected; found \(value.spoken).")
            return fallback
        }
        return flag
    }

    func optionalString(_ name: String, maximumLength: Int) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = value.stringValue, text.unicodeScalars.count <= maximumLength else {
            fault(name, "A string of at most \(maximumLength) characters is expected; found \(value.spoken).")
            return nil
        }
        return text
    }

    func choice(_ name: String, default fallback: String?, of allowed: [String]) -> String? {
        guard let value = value(name) else {
            if fallback == nil {
                fault(name, "is missing; one of \(allowed.joined(separator: ", ")) is expected.")
            }
            return fallback
        }
        guard let text = value.stringValue, allowed.contains(text) else {
            fault(name, "\(value.spoken) is unknown; one of \(allowed.joined(separator: ", ")) is allowed.")
            return fallback
        }
        return text
    }

    func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, default fallback: Choice
    ) -> Choice where Choice.RawValue == String {
        let text = choice(name, default: fallback.rawValue, of: Choice.allCases.map(\.rawValue))
        return text.flatMap(Choice.init) ?? fallback
    }

    /// A list of distinct names out of `allowed`.
    func choices(_ name: String, default fallback: [String], of allowed: [String], atLeast least: Int)
        -> [String]
    {
        guard let value = value(name) else { return fallback }
        guard case .array(let items) = value else {
            fault(name, "A list of names is expected; found \(value.spoken).")
            return fallback
        }
        var chosen: [String] = []
        for (index, item) in items.enumerated() {
            let place = "\(path(name))/\(index)"
            guard let text = item.stringValue, allowed.contains(text) else {
                let words = allowed.joined(separator: ", ")
                faults.add(place, "\(item.spoken) is unknown; one of \(words) is allowed.")
                continue
            }
            guard !chosen.contains(text) else {
                faults.add(place, "\(item.spoken) is named twice; each may be named once.")
                continue
            }
            chosen.append(text)
        }
        if items.count < least {
            fault(name, "At least \(least) is expected; the list holds \(items.count).")
        }
        return chosen.isEmpty && least > 0 ? fallback : chosen
    }

    /// An object of strings.
    func strings(_ name: String, maximumCount: Int, maximumLength: Int) -> [String: String] {
        guard let value = value(name) else { return [:] }
        guard case .object(let members) = value else {
            fault(name, "An object of strings is expected; found \(value.spoken).")
            return [:]
        }
        if members.count > maximumCount {
            fault(name, "At most \(maximumCount) members are allowed; found \(members.count).")
        }
        var strings: [String: String] = [:]
        let inner = ObjectReader(value, pointer: path(name), faults: faults)
        for key in members.keys.sorted() {
            let length = key.unicodeScalars.count
            if !(1...64).contains(length) {
                inner.fault(key, "A name of 1 to 64 characters is expected; it has \(length).")
            }
            if members[key] == .null { inner.fault(key, "A string is expected; found null.") }
            strings[key] = inner.optionalString(key, maximumLength: maximumLength)
        }
        return strings
    }

    private func words(_ range: ClosedRange<Double>) -> String {
        range.upperBound == .greatestFiniteMagnitude
            ? "of at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
    }
}

/// The faults of one document, gathered by all its readers: the first of them, and how many more there are, so that
/// what is answered does not grow far beyond what was sent.
final class FaultList {
    static let limit = 100

    private var named: [SpecificationFault] = []
    private var others = 0

    var faults: [SpecificationFault] {
        guard others > 0 else { return named }
        let count = others == 1 ? "1 more fault was" : "\(others) more faults were"
        return named + [
            SpecificationFault(pointer: "", detail: "\(count) found; at most \(Self.limit) are named.")
        ]
    }

    func add(_ pointer: String, _ detail: String) {
        if named.count < Self.limit {
            named.append(SpecificationFault(pointer: pointer, detail: detail))
        } else {
            others += 1
        }
    }
}

private final class SeenMembers {
    var names: Set<String> = []
}
