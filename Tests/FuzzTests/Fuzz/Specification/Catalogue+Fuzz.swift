import ServiceTestSupport
import Specification

extension Catalogue {
    /// The small catalogue of the tests for every task at once, with a data set that has a validation split.
    static let fuzz = {
        let parts = TaskKind.allCases.map { kind in
            var part = Catalogue.make(task: kind)
            for index in part.datasets.indices {
                part.datasets[index].name = "\(kind.rawValue)-set"
                part.datasets[index].splits["validation"] = kind == .segmentation ? 100 : nil
            }
            part.datasets.append(.make(name: "\(kind.rawValue)-broken", problem: "It has no images."))
            for index in part.tasks.indices { part.tasks[index].defaultDataset = "\(kind.rawValue)-set" }
            return part
        }
        var catalogue = parts[0]
        catalogue.tasks = parts.flatMap(\.tasks)
        catalogue.students = parts.flatMap(\.students)
        catalogue.metrics = parts.flatMap(\.metrics)
        catalogue.datasets = parts.flatMap(\.datasets)
        for index in catalogue.augmentations.indices {
            catalogue.augmentations[index].tasks = TaskKind.allCases
        }
        return catalogue
    }()
}
