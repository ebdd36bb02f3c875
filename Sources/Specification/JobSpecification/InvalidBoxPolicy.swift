/// What is done with boxes that leave their image, are empty or of an unknown category.
package enum InvalidBoxPolicy: String, Codable, Sendable, CaseIterable {
    /// The job fails and names them.
    case refuse
    /// What lies in the image is kept, the rest dropped, and both are logged.
    case clip
}
