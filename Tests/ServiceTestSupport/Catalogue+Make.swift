package import Specification

extension Catalogue {
    /// A small catalogue for tests that need no engine.
    package static func make(datasets: [DatasetDescription] = [.make()]) -> Catalogue {
        Catalogue(
            engine: EngineDescription(version: "test", libtorch: "none", devices: ["cpu"]),
            tasks: [
                TaskDescription(
                    name: .classification, description: "one class an image", defaultDataset: "optdigits",
                    defaultStudent: "resnet8", referenceMetrics: ["cross_entropy"],
                    objectives: ["cross_entropy"], mainScore: "accuracy", scores: ["accuracy", "loss"])
            ],
            students: [
                StudentDescription(
                    name: "mlp", task: .classification, description: "multi-layer perceptron", source: "",
                    parameters: [
                        ParameterDescription(
                            name: "width", kind: .integer, default: 128, minimum: 1, maximum: 4096,
                            description: "units a layer")
                    ]),
                StudentDescription(
                    name: "resnet8", task: .classification, description: "residual network",
                    source: "He et al. 2016", parameters: []),
            ],
            metrics: ["brier", "cross_entropy", "focal"].map {
                MetricDescription(name: $0, task: .classification, formula: $0, source: "")
            },
            datasets: datasets,
            augmentations: ["crop", "flip"].map {
                AugmentationDescription(name: $0, description: "", tasks: [.classification])
            },
            schedules: [.init(name: "constant", description: ""), .init(name: "cosine", description: "")],
            methods: TeachingPlan.Method.allCases.map { .init(name: $0.rawValue, description: "") })
    }
}

extension DatasetDescription {
    package static func make(name: String = "optdigits", problem: String? = nil) -> DatasetDescription {
        DatasetDescription(
            name: name, task: .classification, format: "csv", classes: (0..<10).map(String.init),
            shape: [1, 8, 8],
            splits: ["train": 3823, "test": 1797], source: "", problem: problem)
    }
}
