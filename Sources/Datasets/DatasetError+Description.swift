extension DatasetError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknown(let name, let known):
            "No data set is called '\(name)'; there are: \(known.joined(separator: ", "))."
        case .wrongTask(let name, let found, let wanted):
            "\(name) is a data set for \(found.rawValue), not for \(wanted.rawValue)."
        case .invalidName(let name):
            "'\(name)' cannot name a data set: \(DatasetName.rule)."
        case .unrecognised(let folder, let formats):
            "\(folder) has no files of a known format and no dataset.json; known formats: "
                + "\(formats.joined(separator: ", "))."
        case .missingFile(let folder, let file, let format):
            "\(folder) has no \(file), which the format '\(format)' needs."
        case .unreadable(let file, let reason):
            "\(file) cannot be read: \(reason)."
        case .tooLarge(let file, let found, let allowed):
            "\(file) needs \(found) bytes or more; at most \(allowed) are accepted."
        case .damagedGzip(let file, let reason):
            "\(file) is damaged: \(reason)."
        case .undecodable(let file, let reason):
            "\(file) cannot be decoded: \(reason)."
        case .wrongLength(let file, let found, let promised):
            "\(file) has \(found) bytes, its header promises \(promised)."
        case .trailingBytes(let file, let promised):
            "\(file) goes on after the \(promised) bytes that its header promises."
        case .malformed(let file, let found, let allowed):
            "\(file) has \(found); expected \(allowed)."
        case .countsDisagree(let labelFile, let labels, let imageFile, let images):
            "\(labelFile) holds \(labels) labels, \(imageFile) holds \(images) images; they must agree."
        case .missingEntry(let file, let entry, let missing):
            "\(file) names \(missing) in \(entry), which the folder does not have."
        case .sizesDisagree(let file, let found, let imageFile, let image):
            "\(file) has \(found) pixels, \(imageFile) has \(image); they must agree."
        case .shapesDisagree(let trainingFile, let training, let testFile, let test):
            "\(trainingFile) holds \(training) images, \(testFile) holds \(test) images; they must agree."
        case .setsDisagree(let name, let found, let training, let allowed):
            "The data set '\(name)' has \(found); \(allowed) is allowed, as '\(training)' has."
        case .labelOutOfRange(let file, let example, let label, let classes):
            "\(file) gives example \(example) the class \(label); the data set has \(classes) classes, "
                + "0 to \(classes - 1)."
        case .invalidAnnotations(let file, let first, let count):
            "\(file) has \(count) \(count == 1 ? "annotation" : "annotations") that cannot be used: "
                + first.joined(separator: "; ")
                + (count > first.count ? "; and \(count - first.count) more" : "")
                + ". With invalid boxes set to \"clip\", what lies in the image is kept and the rest left out."
        case .archiveUnreadable(let reason):
            "The archive cannot be used: \(reason). A tar, tar.gz or zip file is expected."
        case .archiveEntry(let path, let found, let allowed):
            "The archive's entry '\(path.prefix(200))' is \(found); allowed: \(allowed)."
        case .archiveTooLarge(let what, let allowed):
            "The archive \(what); allowed: \(allowed)."
        case .diskFull(let reason):
            "The disk has no room for it: \(reason)."
        case .invalidChoice(let name, let found, let allowed):
            "\(name) is \(found); allowed: \(allowed)."
        case .cancelled:
            "The batches were cancelled before all were read."
        }
    }
}
