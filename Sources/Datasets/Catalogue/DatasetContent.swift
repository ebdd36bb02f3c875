/// What stands behind a data set's name.
enum DatasetContent: Sendable {
    case stored(DatasetSource)
    case synthetic(SyntheticDataset)

    var task: DatasetTask {
        switch self {
        case .stored(let source): source.format.task
        case .synthetic(let dataset):
            switch dataset.content {
            case .detection: .detection
            case .segmentation: .segmentation
            }
        }
    }
}
