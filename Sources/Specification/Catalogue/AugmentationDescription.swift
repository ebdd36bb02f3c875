/// A random change of training images, and the tasks that have it.
package struct AugmentationDescription: Codable, Sendable, Equatable {
    package var name: String
    package var description: String
    package var tasks: [TaskKind]

    package init(name: String, description: String, tasks: [TaskKind]) {
        self.name = name
        self.description = description
        self.tasks = tasks
    }
}
