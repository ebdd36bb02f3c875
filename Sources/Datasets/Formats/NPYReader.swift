/// Reads `DatasetFormat.npy`: a file for each array. An .npz file that was uploaded as an archive becomes this.
struct NPYReader: ImageClassificationReader {
    static func imageRole(_ split: NPYSplitName) -> String { "\(split.rawValue)_images" }
    static func labelRole(_ split: NPYSplitName) -> String { "\(split.rawValue)_labels" }

    func describe(_ source: DatasetSource) throws(DatasetError) -> DatasetFacts {
        try splits(source, withPixels: false).facts(source)
    }

    func read(_ source: DatasetSource) throws(DatasetError) -> ImageClassificationData {
        try splits(source, withPixels: true).data(source)
    }

    private func splits(_ source: DatasetSource, withPixels: Bool) throws(DatasetError) -> NPYSplits {
        try NPYSplits { (name) throws(DatasetError) in
            let roles = [Self.imageRole(name), Self.labelRole(name)]
            guard roles.contains(where: source.has) else { return nil }
            var split = NPYSplit()
            let images = try source.open(roles[0], prefix: withPixels ? nil : IDXFile.headerPrefix)
            try split.take(imagesOf: NPYArray(images), name: images.name, withPixels: withPixels)
            let labels = try source.open(roles[1])
            try split.take(labelsOf: NPYArray(labels), name: labels.name)
            return try split.parts(name, file: source.folder.name, arrays: [images.name, labels.name])
        }
    }
}
