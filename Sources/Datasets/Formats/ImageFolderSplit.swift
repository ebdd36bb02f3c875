/// The image files of one split, sorted by path. An image's class is the folder directly below the split's own that it
/// lies in, at any depth, as torchvision's ImageFolder has it; in an archive it is the same.
struct ImageFolderSplit: Sendable {
    struct File: Sendable {
        /// For errors: `train/cat/1.jpg`.
        let path: String
        let className: String
        let bytes: @Sendable () throws(DatasetError) -> [UInt8]

        func decoded() throws(DatasetError) -> PixelImage { try ImageCodec.decode(bytes(), name: path) }
    }

    /// Images of a split.
    static let largestCount = 10_000_000
    /// Bytes of an archive, unpacked.
    static let largestArchive = 2 << 30

    /// The folder's or the archive's.
    let name: String
    let files: [File]

    /// - Throws: `malformed` for an image that is in no class's folder, or where there is none; `archiveEntry` for an image
    ///   that an archive has twice, or as a link.
    init(_ name: String, in folder: DatasetFolder) throws(DatasetError) {
        self.name = name
        let found: [File]
        if let entries = try folder.entries(of: name) {
            found = try Self.files(name, entries, in: folder)
        } else {
            found = try Self.files(archive: name, in: folder)
        }
        guard !found.isEmpty else {
            throw .malformed(
                file: name, found: "no images", allowed: "JPEG or PNG files in a folder for each class")
        }
        files = found.sorted { $0.path < $1.path }
    }

    private static func files(
        _ name: String, _ entries: [String], in folder: DatasetFolder
    ) throws(DatasetError) -> [File] {
        var files: [File] = []
        try collect(entries, of: name, label: nil, split: name, in: folder, into: &files)
        return files
    }

    /// Adds the images below a folder, at any depth.
    /// - Parameter label: their class; nil in the split's own folder, where a folder is a class.
    private static func collect(
        _ entries: [String], of place: String, label: String?, split: String, in folder: DatasetFolder,
        into files: inout [File]
    ) throws(DatasetError) {
        for name in entries {
            let path = place + "/" + name
            if let label, isImage(name) {
                try check(files.count, split)
                files.append(
                    File(path: path, className: label) { () throws(DatasetError) in
                        try folder.read(path, limit: ImageSource.largestFile)
                    })
                continue
            }
            guard DatasetPath.isValid(path) else {
                throw .malformed(
                    file: path, found: "a path that is not accepted", allowed: DatasetPath.rule)
            }
            if let inner = try folder.entries(of: path) {
                try collect(inner, of: path, label: label ?? name, split: split, in: folder, into: &files)
            } else if label == nil, isImage(name) {
                throw stray(path)
            }
        }
    }

    private static func files(archive name: String, in folder: DatasetFolder) throws(DatasetError) -> [File] {
        let bytes = try folder.open(name).readToEnd(limit: largestArchive)
        return try bytes.withUnsafeBufferPointer { (buffer) throws(DatasetError) in
            try files(ArchiveReader(bytes: UnsafeRawBufferPointer(buffer)), name: name)
        }
    }

    private static func files(_ reader: ArchiveReader, name: String) throws(DatasetError) -> [File] {
        var images: [(path: String, bytes: [UInt8])] = []
        var paths: Set<String> = []
        while let entry = try reader.next() {
            guard entry.kind != .folder, let place = try entry.place(), isImage(place) else { continue }
            if case .other(let what) = entry.kind {
                throw .archiveEntry(path: entry.path, found: what, allowed: "files and folders")
            }
            guard paths.insert(place).inserted else {
                throw .archiveEntry(
                    path: entry.path, found: "there twice", allowed: "one entry for each path")
            }
            try check(images.count, name)
            let bytes = try reader.read(upTo: ImageSource.largestFile + 1)
            guard bytes.count <= ImageSource.largestFile else {
                throw .tooLarge(file: place, found: bytes.count, allowed: ImageSource.largestFile)
            }
            images.append((place, bytes))
        }
        let folders = images.map { Array(ArchiveEntry.names(of: $0.path).dropLast()) }
        let depth = depth(of: folders, archive: name)
        var files: [File] = []
        for (image, names) in zip(images, folders) {
            guard names.count > depth else { throw stray(image.path) }
            let bytes = image.bytes
            files.append(File(path: image.path, className: names[depth]) { bytes })
        }
        return files
    }

    /// How many folders of an archive lie above those of the classes: down to the one that is called as the archive is,
    /// else all that the images share, but for one that must be left as a class.
    private static func depth(of images: [[String]], archive: String) -> Int {
        guard var shared = images.first else { return 0 }
        for folders in images { shared = zip(shared, folders).prefix { $0 == $1 }.map { $0.0 } }
        let own = archive.split(separator: "/").last?.split(separator: ".").first.map(String.init)
        if let place = shared.firstIndex(where: { $0 == own }) { return place + 1 }
        return max(0, min(shared.count, (images.map(\.count).min() ?? 0) - 1))
    }

    private static func check(_ count: Int, _ name: String) throws(DatasetError) {
        guard count < largestCount else {
            throw .malformed(
                file: name, found: "more than \(largestCount) images", allowed: "that many")
        }
    }

    private static func stray(_ path: String) -> DatasetError {
        .malformed(
            file: path, found: "an image that is in no class's folder", allowed: "a folder for each class")
    }

    private static func isImage(_ name: String) -> Bool {
        let name = name.lowercased()
        return [".jpg", ".jpeg", ".png"].contains(where: name.hasSuffix)
    }
}
