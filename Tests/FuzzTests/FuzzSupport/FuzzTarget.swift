/// A reader of bytes from outside, with claims about what it makes of any.
package struct FuzzTarget: Sendable {
    package let name: String
    /// Bytes of an input.
    let largest: Int
    let read: @Sendable ([UInt8]) -> Void

    package init(name: String, largest: Int, read: @escaping @Sendable ([UInt8]) -> Void) {
        self.name = name
        self.largest = largest
        self.read = read
    }
}
