/// An image that is read (or drawn) when it is needed.
package struct ImageSource: Sendable {
    /// For errors: `images/a.jpg`.
    package let name: String
    /// Reads it at each call anew, unless ``DecodedImages`` keeps it.
    package let load: @Sendable () throws(DatasetError) -> PixelImage

    package init(name: String, load: @escaping @Sendable () throws(DatasetError) -> PixelImage) {
        self.name = name
        self.load = load
    }
}
