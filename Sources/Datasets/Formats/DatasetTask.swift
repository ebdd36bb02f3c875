/// What a data set can teach.
package enum DatasetTask: String, Sendable, CaseIterable {
    case classification
    case detection
    case segmentation
}
