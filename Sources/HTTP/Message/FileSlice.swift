import Glibc

/// A part of an open file. The descriptor is closed when the last copy goes.
package struct FileSlice: Sendable {
    private final class Descriptor: Sendable {
        let number: Int32
        init(_ number: Int32) { self.number = number }
        deinit { close(number) }
    }

    private let descriptor: Descriptor
    package private(set) var offset: Int
    package private(set) var length: Int
    /// The size of the whole file when it was opened.
    package let fileSize: Int

    /// - Parameters: `range`: bytes of the file; the whole file if `nil`. It is cut to the file's size.
    /// - Throws: `HTTPServerError.cannotReadFile` if there is no such regular file or it cannot be opened.
    package init(path: String, range: Range<Int>? = nil) throws(HTTPServerError) {
        let number = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard number >= 0 else {
            throw .cannotReadFile(path: path, reason: SystemError(errno).description)
        }
        descriptor = Descriptor(number)
        var status = stat()
        guard fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .cannotReadFile(path: path, reason: "it is not a regular file")
        }
        fileSize = Int(status.st_size)
        let range = (range ?? 0..<fileSize).clamped(to: 0..<fileSize)
        offset = range.lowerBound
        length = range.count
    }

    /// Another part of the same open file, cut to its size.
    package func slice(_ range: Range<Int>) -> FileSlice {
        var other = self
        let range = range.clamped(to: 0..<fileSize)
        other.offset = range.lowerBound
        other.length = range.count
        return other
    }

    var number: Int32 { descriptor.number }

    mutating func advance(by count: Int) {
        offset += count
        length -= count
    }
}
