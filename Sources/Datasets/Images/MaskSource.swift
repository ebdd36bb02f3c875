/// A mask that is read (or drawn) when it is needed.
package struct MaskSource: Sendable {
    /// For errors: `labels/a.png`.
    package let name: String
    /// Reads it at each call anew, unless ``DecodedImages`` keeps it.
    package let load: @Sendable () throws(DatasetError) -> ClassMask

    package init(name: String, load: @escaping @Sendable () throws(DatasetError) -> ClassMask) {
        self.name = name
        self.load = load
    }
}
