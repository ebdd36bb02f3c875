/// The JSON header of a safetensors file.
struct SafetensorsHeader: Equatable {
    /// In the order of the header.
    var entries: [SafetensorsEntry]
    var metadata: [String: String]

    init(entries: [SafetensorsEntry], metadata: [String: String]) {
        self.entries = entries
        self.metadata = metadata
    }

    /// Padded with spaces to a multiple of 8 bytes.
    func encoded() -> [UInt8] {
        var members: [String] = []
        if !metadata.isEmpty {
            let pairs = metadata.sorted { Safetensors.utf8Less($0.key, $1.key) }
                .map { "\(Self.quoted($0.key)):\(Self.quoted($0.value))" }
            members.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
        }
        for entry in entries {
            let shape = entry.shape.map(String.init).joined(separator: ",")
            members.append(
                "\(Self.quoted(entry.name)):{\"dtype\":\"\(entry.type)\",\"shape\":[\(shape)],"
                    + "\"data_offsets\":[\(entry.begin),\(entry.end)]}")
        }
        var bytes = Array("{\(members.joined(separator: ","))}".utf8)
        while !bytes.count.isMultiple(of: 8) { bytes.append(UInt8(ascii: " ")) }
        return bytes
    }

    /// Throws unless the tensors cover `bytes` exactly, one after the other.
    func checkLayout(bytes: Int, path: String) throws(TorchError) {
        var reached = 0
        for entry in entries.sorted(by: { ($0.begin, $0.end) < ($1.begin, $1.end) }) {
            guard entry.begin == reached, entry.end >= entry.begin else {
                throw .file(
                    path: path,
                    problem: "The tensor \"\(entry.name)\" lies at \(entry.begin)..<\(entry.end); "
                        + "it should begin at \(reached), where the one before ends.")
            }
            reached = entry.end
        }
        guard reached == bytes else {
            throw .file(path: path, problem: "Its tensors take \(reached) bytes, \(bytes) follow the header.")
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{8}": result += "\\b"
            case "\u{C}": result += "\\f"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\0"..<" ":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
