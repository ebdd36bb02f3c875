/// The type of a tensor's elements. The numbers are those of `c10::ScalarType`.
package enum DataType: Int32, CaseIterable, Sendable, CustomStringConvertible {
    case uint8 = 0
    case int64 = 4
    case float32 = 6
    case float64 = 7
    case bool = 11

    /// Bytes an element takes.
    package var size: Int {
        switch self {
        case .uint8, .bool: 1
        case .float32: 4
        case .int64, .float64: 8
        }
    }

    package var description: String {
        switch self {
        case .uint8: "uint8"
        case .int64: "int64"
        case .float32: "float32"
        case .float64: "float64"
        case .bool: "bool"
        }
    }
}
