/// What becomes of annotations whose box cannot be used as it is.
package enum InvalidBoxes: String, Sendable, CaseIterable {
    /// The data set is refused, with the first of them and their number.
    case refuse
    /// A box that leaves its image is cut off at the border; one with nothing left, of an unknown category or of an
    /// unknown image is left out. Each is noted.
    case clip
}
