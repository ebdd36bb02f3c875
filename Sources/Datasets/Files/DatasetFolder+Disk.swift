import Foundation

extension DatasetFolder {
    /// A folder of the data root. Symbolic links are followed as long as they stay inside the root.
    init(name: String, root: String) throws(DatasetError) {
        guard DatasetName.isValid(name) else { throw .invalidName(name) }
        let realRoot = try DataFile.realPath(root, shownAs: "the data root \(root)")
        let path = try DataFile.realPath(realRoot + "/" + name, shownAs: name, inside: realRoot)
        guard access(path + "/.", R_OK | X_OK) == 0 else {
            throw .unreadable(file: name, reason: "it is not a folder that this process may list")
        }
        self.init(name: name, isEmbedded: false) { file in
            DataFile.exists(file, below: path, inside: realRoot)
        } names: { (folder) throws(DatasetError) in
            let real = try DataFile.realPath(path + "/" + folder, shownAs: folder, inside: realRoot)
            var status = stat()
            guard stat(real, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return nil }
            do {
                return try FileManager.default.contentsOfDirectory(atPath: real)
            } catch {
                throw .unreadable(file: folder, reason: "it is not a folder that this process may list")
            }
        } bytes: { (file, prefix) throws(DatasetError) in
            let real = try DataFile.realPath(path + "/" + file, shownAs: file, inside: realRoot)
            return try DataFile.bytes(path: real, shownAs: file, prefix: prefix)
        }
    }
}
