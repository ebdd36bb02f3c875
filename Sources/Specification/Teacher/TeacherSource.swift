/// The teachers that whoever posts a document may start from.
package struct TeacherSource: Sendable {
    package enum Answer: Sendable, Equatable {
        case found(TeacherFacts)
        /// Why there is none, in a sentence that says what is allowed.
        case missing(String)
    }

    private let look: @Sendable (String) -> Answer

    /// - Parameter look: is given what `teaching.teacher.from` says.
    package init(_ look: @escaping @Sendable (String) -> Answer) {
        self.look = look
    }

    /// Where there are none.
    package static let none = TeacherSource { _ in
        .missing("There are no teachers here to start from; null is allowed.")
    }

    /// - Parameter from: what `teaching.teacher.from` says.
    package func teacher(_ from: String) -> Answer { look(from) }
}
