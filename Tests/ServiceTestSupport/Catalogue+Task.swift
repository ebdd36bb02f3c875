package import Specification

extension Catalogue {
    /// The small catalogue, all of it for one task.
    package static func make(task: TaskKind) -> Catalogue {
        var catalogue = make()
        for index in catalogue.tasks.indices { catalogue.tasks[index].name = task }
        for index in catalogue.students.indices { catalogue.students[index].task = task }
        for index in catalogue.metrics.indices { catalogue.metrics[index].task = task }
        for index in catalogue.datasets.indices { catalogue.datasets[index].task = task }
        for index in catalogue.augmentations.indices { catalogue.augmentations[index].tasks = [task] }
        return catalogue
    }
}
