extension SpecificationReader {
    /// What is taught with and for by default where a long tail is asked for: of the data sets the training split alone gets it, so
    /// that teaching examples have it, too, and only a metric that counts it out can ask for the classes of the tail.
    private static let longTailMetric = "balanced_softmax"
    /// What is taught with, too, where wrong labels are asked for: metrics that let go of examples that do not fit.
    private static let robustMetrics = ["generalized_cross_entropy", "mean_absolute_error"]
    /// What is taught for where the teaching examples may have wrong labels as well.
    private static let robustObjective = "generalized_cross_entropy"

    /// The job's `teaching`. Its defaults, and what is allowed in it, go by the task, the data set and the augmentation.
    func teaching(
        _ reader: ObjectReader, task: TaskDescription, dataset: DatasetSelection, augmentation: [String]
    ) -> TeachingPlan {
        defer { reader.finish() }
        let method = reader.choice("method", default: TeachingPlan.Method.dfm)
        if let obstacle = method.obstacle(task: task.name, augmentation: augmentation) {
            reader.fault("method", obstacle)
        }
        let teacher = reader.object("teacher")
        let start = StartingTeacher(teacher, in: teachers, task: task.name, method: method)
        let offered = catalogue.metrics.filter { $0.task == task.name }
        let holdout = holdout(reader.object("holdout"), task: task, dataset: dataset)
        let extra =
            (dataset.imbalanceFactor > 1 ? [Self.longTailMetric] : [])
            + (dataset.labelNoise > 0 ? Self.robustMetrics : [])
        let usual = offered.filter { $0.isDefault || extra.contains($0.name) }
        let metrics = reader.choices(
            "metrics", default: start.metrics ?? usual.map(\.name), of: offered.map(\.name), atLeast: 1)
        let objective = usualObjective(of: task, dataset: dataset, isTrusted: holdout.mode.isTrusted)
        let interval = reader.integer("interval", default: 10, in: 1...10_000)
        // The weights of a teaching step are in force until the next.
        let horizon = reader.integer(
            "horizon", default: 1, in: 1...(method == .dynamicLossNetwork ? 1 : min(interval, 100)))
        return TeachingPlan(
            method: method,
            metrics: metrics,
            weights: weights(reader, method: method, metrics: metrics),
            interval: interval,
            horizon: horizon,
            granularity: granularity(reader, method: method, task: task, horizon: horizon),
            objective: reader.choice("objective", default: objective, of: task.objectives) ?? objective ?? "",
            holdout: holdout,
            selection: selection(reader.object("selection"), metrics: metrics.count),
            teacher: self.teacher(teacher, start: start, metrics: metrics, defaults: task.defaults))
    }

    private func usualObjective(
        of task: TaskDescription, dataset: DatasetSelection, isTrusted: Bool
    ) -> String? {
        let special: String? =
            dataset.imbalanceFactor > 1
            ? Self.longTailMetric : dataset.labelNoise > 0 && !isTrusted ? Self.robustObjective : nil
        return task.objectives.first { $0 == special } ?? task.objectives.first
    }

    private func granularity(
        _ reader: ObjectReader, method: TeachingPlan.Method, task: TaskDescription, horizon: Int
    ) -> TeachingPlan.Granularity {
        let granularity = reader.choice("granularity", default: TeachingPlan.Granularity.batch)
        guard granularity == .sample else { return granularity }
        if task.name != .classification {
            reader.fault(
                "granularity",
                "'sample' has no meaning for \(task.name.rawValue), whose metrics are of whole batches; batch is allowed."
            )
        } else if method == .dynamicLossNetwork {
            reader.fault("granularity", "'sample' has no meaning for '\(method.rawValue)'; batch is allowed.")
        } else if horizon > 1 {
            reader.fault(
                "granularity", "'sample' looks one step ahead: a horizon of 1 is allowed; found \(horizon).")
        }
        return granularity
    }

    private func weights(
        _ reader: ObjectReader, method: TeachingPlan.Method, metrics: [String]
    ) -> [String: Double]? {
        guard let value = reader.value("weights") else {
            if method == .fixed {
                reader.fault("weights", "is missing; method 'fixed' needs a weight by metric.")
            }
            return nil
        }
        guard method == .fixed else {
            reader.fault("weights", "Weights belong to method 'fixed'; the method is '\(method.rawValue)'.")
            return nil
        }
        let inner = ObjectReader(value, pointer: reader.path("weights"), faults: faults)
        var weights: [String: Double] = [:]
        for metric in metrics { weights[metric] = inner.number(metric, default: 0, in: 0...1e6) }
        inner.finish()
        let sum = weights.values.reduce(0, +)
        guard sum > 0 else {
            reader.fault("weights", "The weights sum to \(sum); a sum above 0 is expected.")
            return nil
        }
        return weights.mapValues { $0 / sum }
    }

    private func holdout(
        _ reader: ObjectReader, task: TaskDescription, dataset: DatasetSelection
    ) -> HoldoutPlan {
        defer { reader.finish() }
        let names = reader.value("dataset") != nil
        let mode = reader.choice("mode", default: names ? .dataset : task.defaults.holdout)
        if mode.isForClassificationOnly, task.name != .classification {
            reader.fault("mode", "'\(mode.rawValue)' has no meaning for \(task.name.rawValue).")
        }
        let splits = catalogue.datasets.first { $0.name == dataset.name }?.splits ?? [:]
        if mode == .validation, (splits["validation"] ?? 0) == 0 {
            reader.fault(
                "mode",
                "The data set '\(dataset.name)' has no validation split; next_batch, rotating or fixed is allowed."
            )
        }
        return HoldoutPlan(
            mode: mode,
            fraction: reader.number("fraction", default: 0.1, in: 0.01...0.5),
            dataset: mode == .dataset ? trusted(reader, beside: dataset) : refusingDataset(reader, mode))
    }

    /// The data set whose training split teaches: of the same classes and image size.
    private func trusted(_ reader: ObjectReader, beside dataset: DatasetSelection) -> String? {
        let own = catalogue.datasets.first { $0.name == dataset.name }
        let others = catalogue.datasets.filter { $0.problem == nil && $0.name != dataset.name }
        let fitting = others.filter { $0.classes == own?.classes && $0.shape == own?.shape }.map(\.name)
        if let own, let asked = others.first(where: { $0.name == reader.value("dataset")?.stringValue }),
            !fitting.contains(asked.name)
        {
            reader.fault(
                "dataset",
                "'\(asked.name)' has \(asked.spokenContent), '\(own.name)' has \(own.spokenContent); "
                    + (fitting.isEmpty
                        ? "no other data set has the same."
                        : "\(fitting.joined(separator: " or ")) is allowed."))
            return nil
        }
        guard !fitting.isEmpty else {
            reader.fault(
                "dataset", "No other data set has the classes and the image size of '\(dataset.name)'.")
            return nil
        }
        return reader.choice("dataset", default: nil, of: fitting)
    }

    private func refusingDataset(_ reader: ObjectReader, _ mode: HoldoutPlan.Mode) -> String? {
        if reader.value("dataset") != nil {
            reader.fault(
                "dataset", "A data set belongs to mode 'dataset'; the mode is '\(mode.rawValue)'.")
        }
        return nil
    }

    private func selection(_ reader: ObjectReader, metrics: Int) -> SelectionPlan {
        defer { reader.finish() }
        return SelectionPlan(
            threshold: reader.number("threshold", default: 0.5, in: 0...1),
            minimum: reader.integer("minimum", default: 1, in: 1...max(1, metrics)),
            warmup: reader.integer("warmup", default: 10, in: 0...100_000))
    }

    private func teacher(
        _ reader: ObjectReader, start: StartingTeacher, metrics: [String], defaults: TrainingDefaults
    ) -> TeacherPlan {
        defer { reader.finish() }
        let hidden = reader.integer("hidden", default: start.facts?.hidden ?? 64, in: 1...1_024)
        start.check(metrics: metrics, hidden: hidden)
        return TeacherPlan(
            hidden: hidden,
            window: reader.integer("window", default: 5, in: 1...100),
            learningRate: reader.number("learning_rate", default: defaults.teacherLearningRate, in: 0...10),
            floor: reader.number("floor", default: defaults.floor, in: 0...1),
            entropy: reader.number("entropy", default: defaults.entropy, in: 0...100),
            from: start.from, frozen: start.isFrozen)
    }
}
