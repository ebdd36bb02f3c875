import Foundation

/// Where a command's results go. Not `FileHandle.standardOutput`, which ends the program when the pipe is closed.
enum StandardOutput {
    /// A reader that has gone wants no more: that is no failure.
    /// - Throws: `CommandError` where the results cannot be written, as on a full disk.
    static func write(_ data: Data) throws(CommandError) {
        let failure = data.write(toDescriptor: STDOUT_FILENO)
        guard failure == 0 || failure == EPIPE else {
            throw .outputFailed(reason: String(cString: strerror(failure)))
        }
    }
}

extension Data {
    /// Writes all of it. - Returns: 0, or the errno that kept it from being written.
    func write(toDescriptor descriptor: Int32) -> Int32 {
        withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Foundation.write(
                    descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return errno }
                rest = rest.dropFirst(count)
            }
            return 0
        }
    }
}
