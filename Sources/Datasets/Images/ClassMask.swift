/// One class id for each pixel of an image, rows from the top.
package struct ClassMask: Sendable, Equatable {
    /// The value of pixels that belong to no class and are not judged.
    package static let void: UInt8 = 255

    package let height: Int
    package let width: Int
    /// H×W class ids, or ``void``.
    package let classes: [UInt8]

    /// - Throws: `invalidChoice` where the number of values is not height × width.
    package init(height: Int, width: Int, classes: [UInt8]) throws(DatasetError) {
        guard classes.count == height * width else {
            throw .invalidChoice(
                name: "the number of mask values", found: "\(classes.count)",
                allowed: "\(height * width), as a mask of \(height)×\(width) has")
        }
        self.height = height
        self.width = width
        self.classes = classes
    }
}
