import Dispatch
import Synchronization

/// The image files of one split, in a folder for each class, sorted by path.
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

    /// - Throws: `malformed` for an image that is in no class's folder, or where there is none.
    init(_ name: String, in folder: DatasetFolder) throws(DatasetError) {
        self.name = name
        let found: [File]
        if let classes = try folder.entries(of: name) {
            found = try Self.files(name, classes: classes, in: folder)
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
        _ name: String, classes: [String], in folder: DatasetFolder
    ) throws(DatasetError) -> [File] {
        var files: [File] = []
        for label in classes {
            let place = name + "/" + label
            guard let names = try folder.entries(of: place) else {
                if isImage(label) { throw stray(place) }
                continue
            }
            for image in names where isImage(image) {
                let path = place + "/" + image
                try check(files.count, name)
                files.append(
                    File(path: path, className: label) { () throws(DatasetError) in
                        try folder.read(path, limit: ImageSource.largestFile)
                    })
            }
        }
        return files
    }

    private static func files(archive name: String, in folder: DatasetFolder) throws(DatasetError) -> [File] {
        let bytes = try folder.open(name).readToEnd(limit: largestArchive)
        return try bytes.withUnsafeBufferPointer { (buffer) throws(DatasetError) in
            try files(ArchiveReader(bytes: UnsafeRawBufferPointer(buffer)), name: name)
        }
    }

    private static func files(_ reader: ArchiveReader, name: String) throws(DatasetError) -> [File] {
        var files: [File] = []
        while let entry = try reader.next() {
            guard entry.kind == .file, let place = try entry.place(), isImage(place) else { continue }
            let names = ArchiveEntry.names(of: place)
            guard names.count > 1 else { throw stray(place) }
            try check(files.count, name)
            let bytes = try reader.read(upTo: ImageSource.largestFile + 1)
            guard bytes.count <= ImageSource.largestFile else {
                throw .tooLarge(file: place, found: bytes.count, allowed: ImageSource.largestFile)
            }
            files.append(File(path: place, className: names[names.count - 2]) { bytes })
        }
        return files
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

    /// All images, N×H×W×C, decoded on all cores.
    /// - Parameter resizes: whether images of another size are brought to this one; else they are refused.
    func pixels(shape: ImageShape, resizes: Bool) throws(DatasetError) -> [UInt8] {
        let failure = Mutex<(index: Int, error: DatasetError)?>(nil)
        let size = shape.count
        let pixels = [UInt8](unsafeUninitializedCapacity: files.count * size) { output, filled in
            filled = files.count * size
            output.initialize(repeating: 0)
            // Every image has a place of its own.
            nonisolated(unsafe) let places = output
            DispatchQueue.concurrentPerform(iterations: files.count) { index in
                if let first = failure.withLock({ $0?.index }), first < index { return }
                do throws(DatasetError) {
                    let image = try image(index, shape: shape, resizes: resizes)
                    _ = UnsafeMutableBufferPointer(rebasing: places[index * size..<(index + 1) * size])
                        .update(fromContentsOf: image.pixels)
                } catch {
                    failure.withLock { if $0.map({ index < $0.index }) ?? true { $0 = (index, error) } }
                }
            }
        }
        if let error = failure.withLock({ $0?.error }) { throw error }
        return pixels
    }

    private func image(_ index: Int, shape: ImageShape, resizes: Bool) throws(DatasetError) -> PixelImage {
        let image = try files[index].decoded()
        if image.shape == shape { return image }
        guard resizes, image.shape.channels == shape.channels else {
            throw .malformed(
                file: files[index].path, found: "an image of \(image.shape)",
                allowed: "\(shape), as the first one has; or an 'image_size' in dataset.json")
        }
        return try image.resized(height: shape.height, width: shape.width)
    }
}
