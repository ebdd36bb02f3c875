/// A folder of which it is known how to read it.
struct DatasetSource: Sendable {
    let folder: DatasetFolder
    let manifest: DatasetManifest
    let format: DatasetFormat
    private let fileNames: [String: String]

    /// Takes the format that `dataset.json` names, else the one of whose files the folder has most.
    init(folder: DatasetFolder) throws(DatasetError) {
        manifest = try DatasetManifest(in: folder)
        if let said = manifest.format { format = said } else { format = try Self.recognised(folder) }
        var fileNames: [String: String] = [:]
        for file in format.files {
            fileNames[file.role] = try Self.fileName(of: file, in: folder, manifest: manifest, format: format)
        }
        self.folder = folder
        self.fileNames = fileNames
    }

    /// Whether the folder has this file; of a format's files only the optional ones can be missing.
    func has(_ role: String) -> Bool { fileNames[role] != nil }

    /// The name or path that the file has in this folder.
    func fileName(_ role: String) throws(DatasetError) -> String {
        guard let file = fileNames[role] else {
            throw .missingFile(folder: folder.name, file: role, format: format.name)
        }
        return file
    }

    /// - Parameter prefix: see `DatasetFolder.open`.
    func open(_ role: String, prefix: Int? = nil) throws(DatasetError) -> ByteReader {
        try folder.open(fileName(role), prefix: prefix)
    }

    private static func recognised(_ folder: DatasetFolder) throws(DatasetError) -> DatasetFormat {
        let found = DatasetFormat.all.map { format in
            (format: format, files: format.files.count { presentName($0, in: folder, of: format) != nil })
        }
        guard let best = found.max(by: { $0.files < $1.files }), best.files > 0 else {
            throw .unrecognised(folder: folder.name, formats: DatasetFormat.all.map(\.name))
        }
        return best.format
    }

    private static func fileName(
        of file: DatasetFile, in folder: DatasetFolder, manifest: DatasetManifest, format: DatasetFormat
    ) throws(DatasetError) -> String? {
        if let said = manifest.files[file.role] {
            guard folder.contains(said) else {
                throw .missingFile(folder: folder.name, file: said, format: format.name)
            }
            return said
        }
        let name = presentName(file, in: folder, of: format)
        guard name != nil || file.isOptional else {
            throw .missingFile(folder: folder.name, file: "\(file.name) (or .gz)", format: format.name)
        }
        return name
    }

    /// The file as named or with `.gz`, the latter first: it has a check sum.
    private static func presentName(
        _ file: DatasetFile, in folder: DatasetFolder, of format: DatasetFormat
    ) -> String? {
        if let name = names(of: file).first(where: folder.contains) { return name }
        guard let ending = file.ending else { return nil }
        let others = Set(format.files.flatMap(names))
        let found = folder.topEntries.filter { $0.hasSuffix(ending) && !others.contains($0) }
        return found.count == 1 ? found.first(where: folder.contains) : nil
    }

    private static func names(of file: DatasetFile) -> [String] {
        ([file.name] + file.otherNames).flatMap { [$0 + ".gz", $0] }
    }
}
