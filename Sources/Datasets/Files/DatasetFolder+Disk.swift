import Foundation

extension DatasetFolder {
    /// A folder of the data root. Symbolic links are followed as long as they stay inside the root.
    init(name: String, root: String) throws(DatasetError) {
        guard DatasetName.isValid(name) else { throw .invalidName(name) }
        let realRoot = try DataFile.realPath(root, shownAs: "the data root \(root)")
        let path = try DataFile.realPath(realRoot + "/" + name, shownAs: name, inside: realRoot)
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw .unreadable(file: name, reason: "it is not a folder that this process may list")
        }
        self.init(name: name, isEmbedded: false, fileNames: Set(names)) {
            (file, prefix) throws(DatasetError) in
            guard DatasetName.isValid(file) else {
                throw .unreadable(file: file, reason: "it is not a plain name of a file in the folder")
            }
            let real = try DataFile.realPath(path + "/" + file, shownAs: file, inside: realRoot)
            return try DataFile.bytes(path: real, shownAs: file, prefix: prefix)
        }
    }
}
