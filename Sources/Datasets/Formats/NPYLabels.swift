/// The class ids of one split from a NumPy array.
struct NPYLabels: Sendable {
    /// Ids take four bytes in memory, whatever the file spends on them.
    static let largestCount = 512 << 20

    let name: String
    let labels: [Int32]

    static func check(_ header: NPYHeader, name: String) throws(DatasetError) {
        guard header.type.kind != .float else {
            throw .malformed(
                file: name, found: "labels of \(header.type.name)", allowed: "whole numbers (int8 to uint64)")
        }
        guard header.shape.count == 1 || (header.shape.count == 2 && header.shape[1] == 1) else {
            throw .malformed(
                file: name, found: "the shape \(header.shapeText)",
                allowed: "one class for each example: (examples,) or (examples, 1)")
        }
        guard header.shape[0] > 0 else {
            throw .malformed(file: name, found: "no examples", allowed: "at least 1")
        }
        guard header.shape[0] <= largestCount else {
            throw .tooLarge(file: name, found: header.shape[0], allowed: largestCount)
        }
    }
}
