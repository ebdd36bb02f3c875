/// A choice that has no more to it than its name: a schedule, a method.
package struct NamedDescription: Codable, Sendable, Equatable {
    package var name: String
    package var description: String

    package init(name: String, description: String) {
        self.name = name
        self.description = description
    }
}
