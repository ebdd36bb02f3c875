/// What a student answers: the class of an image, the class of each pixel, or boxes around objects.
package enum TaskKind: String, Codable, Sendable, CaseIterable {
    case classification, segmentation, detection
}
