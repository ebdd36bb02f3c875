import Foundation

/// Reading of plain files, with the errno captured where it arises.
enum DataFile {
    /// The path without links. - Throws: `unreadable` if there is none, or it lies outside of `parent`.
    static func realPath(
        _ path: String, shownAs name: String, inside parent: String? = nil
    ) throws(DatasetError) -> String {
        guard let resolved = realpath(path, nil) else {
            throw .unreadable(file: name, reason: String(cString: strerror(errno)))
        }
        defer { free(resolved) }
        let real = String(cString: resolved)
        if let parent, !real.hasPrefix(parent.hasSuffix("/") ? parent : parent + "/") {
            throw .unreadable(file: name, reason: "it is a link that leaves the data root")
        }
        return real
    }

    /// Whether a folder of `root` that `file` leads to has an entry of its last name: a link that leads nowhere, or out
    /// of the root, is one (opening it says what is wrong); what lies behind a folder's link out of the root is not.
    static func exists(_ file: String, below folder: String, inside root: String) -> Bool {
        var names = file.split(separator: "/")
        let last = names.popLast() ?? ""
        var parent = folder
        if !names.isEmpty {
            let path = folder + "/" + names.joined(separator: "/")
            guard let real = try? realPath(path, shownAs: file, inside: root) else { return false }
            parent = real
        }
        var status = stat()
        return lstat(parent + "/" + last, &status) == 0
    }

    /// The file's bytes, at most `prefix` of them.
    static func bytes(path: String, shownAs name: String, prefix: Int?) throws(DatasetError) -> [UInt8] {
        // Not blocking: opening a named pipe must not wait for its writer.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .unreadable(file: name, reason: String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .unreadable(file: name, reason: String(cString: strerror(errno)))
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .unreadable(file: name, reason: "it is not a plain file")
        }
        let size = Int(status.st_size)
        let wanted = min(size, prefix ?? size)
        guard wanted <= DatasetFolder.largestFile else {
            throw .tooLarge(file: name, found: size, allowed: DatasetFolder.largestFile)
        }
        var failure: Int32 = 0
        let result = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
            while filled < wanted {
                let count = read(descriptor, buffer.baseAddress.map { $0 + filled }, wanted - filled)
                if count < 0, errno == EINTR { continue }
                if count < 0 { failure = errno }
                if count <= 0 { break }
                filled += count
            }
        }
        guard failure == 0 else {
            throw .unreadable(file: name, reason: String(cString: strerror(failure)))
        }
        return result
    }
}
