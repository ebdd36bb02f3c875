import Foundation

/// The data sets that can be trained on: the embedded ones and the folders of a data root. A folder hides an
/// embedded data set of its name. Folders are looked at anew at each call.
package struct DatasetCatalogue: Sendable {
    private let dataRoot: String?

    /// - Parameter dataRoot: a folder with one folder a data set; without one, only what is embedded.
    package init(dataRoot: String? = nil) {
        self.dataRoot = dataRoot
    }

    /// Every data set by name, the unusable ones with their reason.
    /// - Throws: `unreadable` if the data root cannot be listed.
    package func list() throws(DatasetError) -> [DatasetSummary] {
        let folders = try folderNames()
        let embedded = EmbeddedDatasets.all.filter { !folders.contains($0.name) }.map { folder in
            summary(name: folder.name, isEmbedded: true) { () throws(DatasetError) in folder }
        }
        let onDisk = folders.map { name in
            summary(name: name, isEmbedded: false) { () throws(DatasetError) in try self.folder(name) }
        }
        return (embedded + onDisk).sorted { $0.name < $1.name }
    }

    /// What one data set holds, without reading its images where the format allows it.
    package func facts(_ name: String) throws(DatasetError) -> DatasetFacts {
        try Self.facts(of: DatasetSource(folder: folder(name)))
    }

    /// Reads and checks a data set for classification.
    package func load(_ name: String) throws(DatasetError) -> ImageClassificationData {
        let source = try DatasetSource(folder: folder(name))
        switch source.format.reader {
        case .classification(let reader): return try reader.read(source)
        }
    }

    private func summary(
        name: String, isEmbedded: Bool, folder: () throws(DatasetError) -> DatasetFolder
    ) -> DatasetSummary {
        let content = Result { () throws(DatasetError) in try Self.facts(of: DatasetSource(folder: folder()))
        }
        return DatasetSummary(name: name, isEmbedded: isEmbedded, content: content)
    }

    private static func facts(of source: DatasetSource) throws(DatasetError) -> DatasetFacts {
        switch source.format.reader {
        case .classification(let reader): try reader.describe(source)
        }
    }

    private func folder(_ name: String) throws(DatasetError) -> DatasetFolder {
        guard DatasetName.isValid(name) else { throw .invalidName(name) }
        let folders = try folderNames()
        if let dataRoot, folders.contains(name) { return try DatasetFolder(name: name, root: dataRoot) }
        if let embedded = EmbeddedDatasets.all.first(where: { $0.name == name }) { return embedded }
        let known = Set(folders).union(EmbeddedDatasets.all.map(\.name))
        throw .unknown(name: name, known: known.sorted())
    }

    /// Folders of the data root, and links to folders; hidden ones and plain files are no data sets.
    private func folderNames() throws(DatasetError) -> [String] {
        guard let dataRoot else { return [] }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: dataRoot)
        } catch {
            throw .unreadable(
                file: "the data root \(dataRoot)", reason: "it is not a folder that this process may list")
        }
        return names.filter { name in
            var isFolder: ObjCBool = false
            return !name.hasPrefix(".")
                && FileManager.default.fileExists(atPath: dataRoot + "/" + name, isDirectory: &isFolder)
                && isFolder.boolValue
        }
    }
}
