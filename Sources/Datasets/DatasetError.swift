/// What can be wrong with a data set, or with what is asked of it. `description` is a sentence for a person.
package enum DatasetError: Error, Equatable, Sendable {
    /// No data set has this name.
    case unknown(name: String, known: [String])
    /// The data set is for another task than the one it was asked for.
    case wrongTask(name: String, found: DatasetTask, wanted: DatasetTask)
    /// The name could not be a folder of the data root.
    case invalidName(String)
    /// A folder whose files no format knows.
    case unrecognised(folder: String, formats: [String])
    /// The folder has files of a format, but not all of them.
    case missingFile(folder: String, file: String, format: String)
    /// The system refused a file, or it is not a plain file inside the data root.
    case unreadable(file: String, reason: String)
    /// The file, or what it inflates to, is larger than is accepted.
    case tooLarge(file: String, found: Int, allowed: Int)
    /// The gzip stream is damaged: its check sum, its length or its code.
    case damagedGzip(file: String, reason: String)
    /// The image is damaged, or of a kind that is not accepted.
    case undecodable(file: String, reason: String)
    /// The file ends early, or goes on after its end.
    case wrongLength(file: String, found: Int, promised: Int)
    /// A file goes on after what its header promises; how far is not read.
    case trailingBytes(file: String, promised: Int)
    /// A value of the file is not what its format has at that place.
    case malformed(file: String, found: String, allowed: String)
    /// Two files that belong together have different numbers of examples.
    case countsDisagree(labelFile: String, labels: Int, imageFile: String, images: Int)
    /// A list names a file that is not there.
    case missingEntry(file: String, entry: String, missing: String)
    /// An image and its mask, or what else was made for it, have different size.
    case sizesDisagree(file: String, found: String, imageFile: String, image: String)
    /// The two splits have images of different size.
    case shapesDisagree(trainingFile: String, training: ImageShape, testFile: String, test: ImageShape)
    /// A data set that is to be added to another one is of another kind.
    case setsDisagree(name: String, found: String, training: String, allowed: String)
    /// An example names a class that the data set has not.
    case labelOutOfRange(file: String, example: Int, label: Int, classes: Int)
    /// Annotations that cannot be used as they are: the first of them, and how many there are.
    case invalidAnnotations(file: String, first: [String], count: Int)
    /// The archive is damaged, or no archive of a kind that is accepted.
    case archiveUnreadable(reason: String)
    /// An entry that is not unpacked.
    case archiveEntry(path: String, found: String, allowed: String)
    /// The archive unfolds too far. `what` is a verb and what follows it.
    case archiveTooLarge(what: String, allowed: String)
    case diskFull(reason: String)
    /// A choice (subset, noise, augmentation ...) that cannot be met.
    case invalidChoice(name: String, found: String, allowed: String)
    /// The loader was cancelled while batches were still due.
    case cancelled
}
