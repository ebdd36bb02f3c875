/// The safetensors format: 8 bytes of header length (little-endian), a JSON header padded with spaces to a multiple
/// of 8, then the elements of all tensors without gaps. https://github.com/huggingface/safetensors
package enum Safetensors {
    /// A header may take this many bytes, as in the reference implementation.
    static let maximumHeader = 100_000_000

    /// Writes the one canonical form: wider element types first, then by name, metadata sorted by key. The file
    /// appears whole or not at all: it is written beside its place, synced, renamed, and its folder synced.
    package static func write(
        tensors: [(name: String, tensor: Tensor)], metadata: [String: String] = [:], to path: String
    ) throws(TorchError) {
        let ordered = tensors.sorted {
            let left = $0.tensor.type.safetensorsRank
            let right = $1.tensor.type.safetensorsRank
            return left == right ? utf8Less($0.name, $1.name) : left > right
        }
        var offset = 0
        var entries: [SafetensorsEntry] = []
        var names: Set<String> = ["__metadata__"]
        for (name, tensor) in ordered {
            guard names.insert(name).inserted else {
                throw .file(path: path, problem: "The tensor name \"\(name)\" is reserved or given twice.")
            }
            let end = offset + tensor.count * tensor.type.size
            entries.append(
                SafetensorsEntry(
                    name: name, type: tensor.type.safetensorsName, shape: tensor.shape, begin: offset,
                    end: end))
            offset = end
        }
        let header = SafetensorsHeader(entries: entries, metadata: metadata).encoded()
        guard header.count <= maximumHeader else {
            throw .file(
                path: path,
                problem: "Its header would take \(header.count) bytes, \(maximumHeader) are allowed.")
        }
        try DurableFile.write(to: path) { file throws(TorchError) in
            let length = UInt64(header.count)
            try file.append((0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) })
            try file.append(header)
            for (_, tensor) in ordered { try file.append(tensor.bytes()) }
        }
    }

    package static func write(
        _ parameters: ParameterSet, metadata: [String: String] = [:], to path: String
    ) throws(TorchError) {
        try write(
            tensors: zip(parameters.names, parameters.tensors).map { (name: $0, tensor: $1) },
            metadata: metadata,
            to: path)
    }

    /// Reads a file whose every byte has its meaning: tensors without gap or overlap, sizes that fit their shapes,
    /// names once. Types are those of `DataType`.
    package static func read(
        _ path: String
    ) throws(TorchError) -> (tensors: [String: Tensor], metadata: [String: String]) {
        try decode(try DurableFile.read(path), path: path)
    }

    static func decode(
        _ file: [UInt8], path: String
    ) throws(TorchError) -> (tensors: [String: Tensor], metadata: [String: String]) {
        guard file.count >= 8 else {
            throw .file(
                path: path, problem: "It has \(file.count) bytes; a safetensors file has at least 8.")
        }
        let length = file[0..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= maximumHeader, Int(length) <= file.count - 8 else {
            throw .file(
                path: path,
                problem: "It promises a header of \(length) bytes; \(file.count - 8) follow, "
                    + "and at most \(maximumHeader) are allowed.")
        }
        let content = 8 + Int(length)
        let header = try SafetensorsHeader(decoding: file[8..<content], path: path)
        try header.checkLayout(bytes: file.count - content, path: path)
        var tensors: [String: Tensor] = [:]
        for entry in header.entries {
            tensors[entry.name] = try tensor(entry, file, from: content, path: path)
        }
        return (tensors, header.metadata)
    }

    private static func tensor(
        _ entry: SafetensorsEntry, _ file: [UInt8], from content: Int, path: String
    ) throws(TorchError) -> Tensor {
        guard let type = DataType(safetensorsName: entry.type) else {
            throw .file(
                path: path,
                problem: "The tensor \"\(entry.name)\" has elements of type \(entry.type); allowed are "
                    + DataType.allCases.map(\.safetensorsName).joined(separator: ", ") + ".")
        }
        let range = content + entry.begin..<content + entry.end
        guard let count = TensorShape.count(entry.shape), count <= Int.max / type.size,
            count * type.size == range.count
        else {
            throw .file(
                path: path,
                problem: "The tensor \"\(entry.name)\" has \(range.count) bytes; "
                    + "\(entry.type) \(entry.shape) needs another number.")
        }
        if type == .bool, file[range].contains(where: { $0 > 1 }) {
            throw .file(
                path: path, problem: "The tensor \"\(entry.name)\" has BOOL bytes other than 0 and 1.")
        }
        return try file.withUnsafeBytes { buffer in
            Result { () throws(TorchError) in
                try Tensor(
                    bytes: UnsafeRawBufferPointer(rebasing: buffer[range]), shape: entry.shape, type: type)
            }
        }.get()
    }

    static func utf8Less(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
}
