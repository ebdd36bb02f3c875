import Foundation

/// The data sets that can be trained on: the embedded ones, the folders of a data root and those of uploads. A folder
/// hides an embedded data set of its name, one of the data root an upload. Folders are looked at anew at each call.
package struct DatasetCatalogue: Sendable {
    private let dataRoot: String?
    private let uploads: String?
    private let scratch: String?

    /// - Parameters: dataRoot: a folder with one folder a data set; uploads: another one, of the service's own; scratch:
    ///   a folder where images that are read more than once may be kept decoded, see ``DecodedImages``.
    package init(dataRoot: String? = nil, uploads: String? = nil, scratch: String? = nil) {
        self.dataRoot = dataRoot
        self.uploads = uploads
        self.scratch = scratch
    }

    /// Every data set by name, the unusable ones with their reason.
    /// - Throws: `unreadable` if the data root cannot be listed.
    package func list() throws(DatasetError) -> [DatasetSummary] {
        let folders = try folders()
        let names = Set(folders.keys).union(EmbeddedDatasets.names)
        return names.sorted().map { name in
            DatasetSummary(
                name: name, origin: folders[name]?.origin ?? .embedded,
                content: Result { () throws(DatasetError) in try facts(name) })
        }
    }

    /// What one data set holds, without reading its images where the format allows it.
    package func facts(_ name: String) throws(DatasetError) -> DatasetFacts {
        switch try content(name) {
        case .stored(let source):
            switch source.format.reader {
            case .classification(let reader): return try reader.describe(source)
            case .detection(let reader):
                // What a job that clips could use is usable.
                let data = try reader.read(source, invalidBoxes: .clip)
                return DatasetFacts(of: data, format: source.format.name)
            case .segmentation(let reader):
                return try DatasetFacts(of: reader.read(source), format: source.format.name)
            }
        case .synthetic(let dataset):
            switch dataset.content {
            case .detection(let facts, _): return facts
            case .segmentation(let data):
                return try DatasetFacts(of: data(), format: SyntheticDataset.format)
            }
        }
    }

    /// Reads and checks a data set for classification. - Throws: `wrongTask` if it is for another.
    package func load(_ name: String) throws(DatasetError) -> ImageClassificationData {
        let content = try content(name)
        guard case .stored(let source) = content, case .classification(let reader) = source.format.reader
        else {
            throw .wrongTask(name: name, found: content.task, wanted: .classification)
        }
        return try reader.read(source)
    }

    /// A data set for segmentation, its lists checked; images are read when they are needed.
    /// - Throws: `wrongTask` if it is for another task.
    package func loadSegmentation(_ name: String) throws(DatasetError) -> SegmentationData {
        let content = try content(name)
        let data: SegmentationData
        if case .stored(let source) = content, case .segmentation(let reader) = source.format.reader {
            data = try reader.read(source)
        } else if case .synthetic(let dataset) = content, case .segmentation(let draw) = dataset.content {
            data = try draw()
        } else {
            throw .wrongTask(name: name, found: content.task, wanted: .segmentation)
        }
        guard let scratch else { return data }
        return try data.keeping(in: DecodedImages(folder: scratch))
    }

    /// A data set for detection, its annotations checked; images are read when they are needed.
    /// - Throws: `wrongTask` if it is for another task; `invalidAnnotations` under `refuse`.
    package func loadDetection(
        _ name: String, invalidBoxes: InvalidBoxes = .refuse
    ) throws(DatasetError) -> DetectionData {
        let content = try content(name)
        let data: DetectionData
        if case .stored(let source) = content, case .detection(let reader) = source.format.reader {
            data = try reader.read(source, invalidBoxes: invalidBoxes)
        } else if case .synthetic(let dataset) = content, case .detection(_, let draw) = dataset.content {
            data = try draw()
        } else {
            throw .wrongTask(name: name, found: content.task, wanted: .detection)
        }
        guard let scratch else { return data }
        return data.keeping(in: DecodedImages(folder: scratch))
    }

    private func content(_ name: String) throws(DatasetError) -> DatasetContent {
        guard DatasetName.isValid(name) else { throw .invalidName(name) }
        let folders = try folders()
        if let folder = folders[name] {
            return try .stored(DatasetSource(folder: DatasetFolder(name: name, root: folder.root)))
        }
        if let embedded = EmbeddedDatasets.all.first(where: { $0.name == name }) {
            return try .stored(DatasetSource(folder: embedded))
        }
        if let synthetic = SyntheticDataset.all.first(where: { $0.name == name }) {
            return .synthetic(synthetic)
        }
        let known = Set(folders.keys).union(EmbeddedDatasets.names)
        throw .unknown(name: name, known: known.sorted())
    }

    /// Where each folder lies, by name.
    private func folders() throws(DatasetError) -> [String: (root: String, origin: DatasetOrigin)] {
        var folders: [String: (root: String, origin: DatasetOrigin)] = [:]
        for (root, origin) in [(uploads, DatasetOrigin.upload), (dataRoot, .dataRoot)] {
            guard let root else { continue }
            for name in try folderNames(in: root) { folders[name] = (root, origin) }
        }
        return folders
    }

    /// Folders of a root, and links to folders; hidden ones and plain files are no data sets.
    private func folderNames(in dataRoot: String) throws(DatasetError) -> [String] {
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
