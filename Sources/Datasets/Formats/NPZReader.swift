/// Reads `DatasetFormat.npz`: one file with the arrays of all splits, or a file for each split.
struct NPZReader: ImageClassificationReader {
    enum Role {
        static let all = "data"
        static let training = "training"
        static let validation = "validation"
        static let test = "test"
    }

    func describe(_ source: DatasetSource) throws(DatasetError) -> DatasetFacts {
        try splits(source, withPixels: false).facts(source)
    }

    func read(_ source: DatasetSource) throws(DatasetError) -> ImageClassificationData {
        try splits(source, withPixels: true).data(source)
    }

    private func splits(_ source: DatasetSource, withPixels: Bool) throws(DatasetError) -> NPYSplits {
        if source.has(Role.all) {
            guard !source.has(Role.training), !source.has(Role.test) else {
                throw .malformed(
                    file: source.folder.name, found: "train.npz or test.npz beside another .npz file",
                    allowed: "train.npz and test.npz, or one file")
            }
            let file = try NPZFile(source.open(Role.all))
            var found: [NPYSplitName: NPYSplit] = [:]
            let arrays = try take(from: file, withPixels: withPixels, into: &found) { name in
                for split in NPYSplitName.allCases {
                    if split.imageNames.contains(name) { return (split, .images) }
                    if split.labelNames.contains(name) { return (split, .labels) }
                }
                return nil
            }
            return try NPYSplits { (split) throws(DatasetError) in
                guard split != .validation || found[split] != nil else { return nil }
                return try (found[split] ?? NPYSplit()).parts(split, file: file.name, arrays: arrays)
            }
        }
        guard source.has(Role.training), source.has(Role.test) else {
            throw .missingFile(
                folder: source.folder.name, file: "data.npz (or train.npz and test.npz)",
                format: source.format.name)
        }
        return try NPYSplits { (split) throws(DatasetError) in
            guard source.has(Self.role(of: split)) else { return nil }
            let file = try NPZFile(source.open(Self.role(of: split)))
            var found: [NPYSplitName: NPYSplit] = [:]
            let arrays = try take(from: file, withPixels: withPixels, into: &found) { name in
                if split.ownImageNames.contains(name) { return (split, .images) }
                return split.ownLabelNames.contains(name) ? (split, .labels) : nil
            }
            return try (found[split] ?? NPYSplit()).parts(split, file: file.name, arrays: arrays)
        }
    }

    private enum Part {
        case images
        case labels
    }

    /// - Returns: the names of all arrays.
    private func take(
        from file: NPZFile, withPixels: Bool, into found: inout [NPYSplitName: NPYSplit],
        _ place: (String) -> (split: NPYSplitName, part: Part)?
    ) throws(DatasetError) -> [String] {
        var arrays: [String] = []
        try file.forEach { (name, entry) throws(DatasetError) in
            arrays.append(name)
            guard let place = place(name.lowercased()) else { return }
            let array = try NPYArray(entry)
            switch place.part {
            case .images:
                try found[place.split, default: NPYSplit()].take(
                    imagesOf: array, name: entry.name, withPixels: withPixels)
            case .labels: try found[place.split, default: NPYSplit()].take(labelsOf: array, name: entry.name)
            }
        }
        return arrays
    }

    private static func role(of split: NPYSplitName) -> String {
        switch split {
        case .training: Role.training
        case .validation: Role.validation
        case .test: Role.test
        }
    }
}
