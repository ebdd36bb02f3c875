/// A way to lay out a data set in files. `DatasetFormat.all` lists those known.
package struct DatasetFormat: Sendable {
    /// As a `dataset.json` names it.
    package let name: String
    /// What its files hold, for people.
    package let summary: String
    /// The files, all of them needed but the optional ones; each may be gzip, with `.gz` behind its name.
    package let files: [DatasetFile]
    /// What reads it; its case is the task that the data set is for.
    let reader: Reader

    package var task: DatasetTask {
        switch reader {
        case .classification: .classification
        case .detection: .detection
        case .segmentation: .segmentation
        }
    }

    /// The readers by task: a further task is a case here, one in `DatasetTask`, and a `load` of the
    /// catalogue.
    enum Reader: Sendable {
        case classification(any ImageClassificationReader)
        case detection(any DetectionReader)
        case segmentation(any SegmentationReader)
    }
}
