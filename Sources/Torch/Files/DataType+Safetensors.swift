extension DataType {
    var safetensorsName: String {
        switch self {
        case .uint8: "U8"
        case .int64: "I64"
        case .float32: "F32"
        case .float64: "F64"
        case .bool: "BOOL"
        }
    }

    init?(safetensorsName name: String) {
        guard let type = DataType.allCases.first(where: { $0.safetensorsName == name }) else { return nil }
        self = type
    }

    /// The order of types in the reference implementation, which writes the highest first: so that every tensor
    /// begins at a multiple of its element's size.
    var safetensorsRank: Int {
        switch self {
        case .bool: 0
        case .uint8: 1
        case .float32: 2
        case .float64: 3
        case .int64: 4
        }
    }
}
