import Datasets
package import Specification
import Students
import Teaching
import Torch

/// What this engine can do, gathered from the catalogues of its modules.
package enum EngineCatalogue {
    /// - Throws: `DatasetError` where the data root cannot be read.
    package static func describe(dataRoot: String?, uploads: String? = nil) throws -> Catalogue {
        Catalogue(
            engine: EngineDescription(
                version: Version.text, libtorch: TorchRuntime.version, devices: devices),
            tasks: TrainingTask.all.map(description),
            students: TrainingTask.all.flatMap { task in
                task.students.map { description($0, of: task.kind) }
            },
            metrics: TrainingTask.all.flatMap { task in
                let usual = Set(task.teaching.usual.map(\.name))
                return task.teaching.metrics.map {
                    MetricDescription(
                        name: $0.name, task: task.kind, group: $0.group, formula: $0.formula,
                        source: $0.source, isDefault: usual.contains($0.name))
                }
            },
            datasets: try DatasetCatalogue(dataRoot: dataRoot, uploads: uploads).list().map(description),
            augmentations: augmentations,
            schedules: LearningRateSchedule.all.map {
                NamedDescription(name: $0.name, description: $0.description)
            },
            methods: TeachingPlan.Method.allCases.map {
                NamedDescription(name: $0.rawValue, description: $0.summary)
            })
    }

    private static var augmentations: [AugmentationDescription] {
        Augmentation.all.map { augmentation in
            AugmentationDescription(
                name: augmentation.name, description: augmentation.summary,
                tasks: augmentation.tasks.compactMap { TaskKind(rawValue: $0.rawValue) })
        }
    }

    private static var devices: [String] {
        ["cpu"]
            + (TorchRuntime.hasCUDA ? ["cuda"] + (0..<TorchRuntime.cudaDeviceCount).map { "cuda:\($0)" } : [])
    }

    private static func description(_ task: TrainingTask) -> TaskDescription {
        TaskDescription(
            name: task.kind, description: task.description, defaultDataset: task.defaultDataset,
            defaultStudent: task.defaultStudent.name,
            referenceMetrics: task.teaching.references.map(\.name),
            objectives: task.teaching.objectives.map(\.name), mainScore: task.mainScore, scores: task.scores,
            defaults: task.defaults)
    }

    private static func description(_ student: Student, of task: TaskKind) -> StudentDescription {
        StudentDescription(
            name: student.name, task: task, description: student.description,
            source: student.source,
            parameters: student.parameters.map {
                ParameterDescription(
                    name: $0.name, kind: $0.isInteger ? .integer : .number, default: $0.default,
                    minimum: $0.range.lowerBound, maximum: $0.range.upperBound, description: $0.description)
            })
    }

    static func description(_ summary: DatasetSummary) -> DatasetDescription {
        guard let facts = summary.facts else {
            return DatasetDescription(
                name: summary.name, task: nil, format: "unknown", classes: [], shape: [], splits: [:],
                source: summary.origin.rawValue, problem: summary.problem)
        }
        return DatasetDescription(
            name: summary.name, task: TaskKind(rawValue: facts.task.rawValue), format: facts.format,
            classes: facts.classes, shape: [facts.shape.channels, facts.shape.height, facts.shape.width],
            splits: splits(facts),
            source: summary.origin.rawValue)
    }

    private static func splits(_ facts: DatasetFacts) -> [String: Int] {
        var splits = ["train": facts.trainingCount, "test": facts.testCount]
        if facts.validationCount > 0 { splits["validation"] = facts.validationCount }
        return splits
    }
}
