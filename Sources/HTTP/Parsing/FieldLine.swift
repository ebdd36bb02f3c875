import HTTPTypes

/// One line `name: value` of a head or of a trailer (RFC 9112, section 5).
enum FieldLine {
    /// - Throws: a rejection for folding, space before the colon, and bytes that no field may hold.
    static func parse(_ line: ArraySlice<UInt8>) throws(Rejection) -> (HTTPField.Name, ArraySlice<UInt8>) {
        if let first = line.first, first == 0x20 || first == 0x09 {
            throw Rejection(
                .badRequest, "A header line begins with white space; folded fields are not allowed.")
        }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
            throw Rejection(.badRequest, "A header line has no colon; 'name: value' is allowed.")
        }
        let nameBytes = line[..<colon]
        if let last = nameBytes.last, last == 0x20 || last == 0x09 {
            throw Rejection(
                .badRequest, "A header line has white space before the colon; none is allowed there.")
        }
        guard !nameBytes.isEmpty, nameBytes.allSatisfy(ByteClass.isToken),
            let name = HTTPField.Name(String(decoding: nameBytes, as: UTF8.self))
        else {
            throw Rejection(
                .badRequest,
                "A header field's name has a byte that is not allowed; letters, digits and '-' are.")
        }
        var value = line[(colon + 1)...]
        while let first = value.first, first == 0x20 || first == 0x09 { value = value.dropFirst() }
        while let last = value.last, last == 0x20 || last == 0x09 { value = value.dropLast() }
        guard value.allSatisfy(ByteClass.isFieldContent) else {
            throw Rejection(
                .badRequest,
                "The value of '\(name.rawName)' has a control character; a bare CR, NUL and the like are not allowed."
            )
        }
        return (name, value)
    }
}
