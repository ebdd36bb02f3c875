/// The images of one split from a NumPy array.
struct NPYImages: Sendable {
    /// More are taken for a side: channels come last.
    static let largestChannels = 4

    let name: String
    let count: Int
    let shape: ImageShape
    /// Empty where only the header was asked for.
    let pixels: [UInt8]

    /// What the header says of each image, checked. [N, F] counts as images of one line.
    static func shape(of header: NPYHeader, name: String) throws(DatasetError) -> ImageShape {
        let type = header.type
        guard type.kind == .float || type.name == "uint8" else {
            throw .malformed(
                file: name, found: "images of \(type.name)", allowed: "uint8, or floats from 0 to 1")
        }
        let sides = header.shape
        guard (2...4).contains(sides.count) else {
            throw .malformed(
                file: name, found: "the shape \(header.shapeText)",
                allowed: "(examples, height, width), (examples, height, width, channels) or "
                    + "(examples, features)")
        }
        guard sides[0] > 0 else { throw .malformed(file: name, found: "no examples", allowed: "at least 1") }
        if sides.count == 4, !(1...largestChannels).contains(sides[3]) {
            throw .malformed(
                file: name, found: "the shape \(header.shapeText)",
                allowed: "1 to \(largestChannels) channels, last: (examples, height, width, channels)")
        }
        for side in sides.dropFirst() where !(1...IDXFile.largestSide).contains(side) {
            throw .malformed(
                file: name, found: "the shape \(header.shapeText)",
                allowed: "sides and features from 1 to \(IDXFile.largestSide)")
        }
        let shape =
            sides.count == 2
            ? ImageShape(channels: 1, height: 1, width: sides[1])
            : ImageShape(channels: sides.count == 4 ? sides[3] : 1, height: sides[1], width: sides[2])
        let (count, overflows) = sides[0].multipliedReportingOverflow(by: shape.count)
        guard !overflows, count <= IDXFile.largestCount else {
            throw .tooLarge(
                file: name, found: overflows ? .max : count, allowed: IDXFile.largestCount)
        }
        return shape
    }
}
