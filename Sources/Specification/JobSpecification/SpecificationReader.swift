package import struct Foundation.Data

/// Turns a posted document into a job specification: checks every member against the catalogue, fills in every
/// default, and reports all faults at once.
package struct SpecificationReader {
    let catalogue: Catalogue
    let teachers: TeacherSource
    let faults = FaultList()

    /// - Parameter teachers: those that may be started from.
    package init(catalogue: Catalogue, teachers: TeacherSource = .none) {
        self.catalogue = catalogue
        self.teachers = teachers
    }

    /// - Throws: `JSONSyntaxError` when `data` is no JSON; `InvalidSpecification` with every fault otherwise.
    package static func read(
        _ data: Data, catalogue: Catalogue, teachers: TeacherSource = .none
    ) throws -> JobSpecification {
        try SpecificationReader(catalogue: catalogue, teachers: teachers).read(JSONValue(parsing: data))
    }

    /// Reads one document. A reader is for one alone: it keeps the faults.
    /// - Throws: every fault at once.
    package func read(_ document: JSONValue) throws(InvalidSpecification) -> JobSpecification {
        let root = ObjectReader(document, pointer: "", faults: faults)
        let taskName = root.choice("task", default: nil, of: catalogue.tasks.map(\.name.rawValue))
        guard
            let task = catalogue.tasks.first(where: { $0.name.rawValue == taskName }) ?? catalogue.tasks.first
        else {
            throw InvalidSpecification(faults: [.init(pointer: "", detail: "The engine offers no task.")])
        }
        let dataset = self.dataset(root.object("dataset"), task: task)
        let training = self.training(root.object("training"), task: task)
        let specification = JobSpecification(
            task: task.name,
            name: root.optionalString("name", maximumLength: 200),
            metadata: root.strings("metadata", maximumCount: 32, maximumLength: 512),
            dataset: dataset,
            student: student(root.object("student"), task: task),
            training: training,
            teaching: teaching(
                root.object("teaching"), task: task, dataset: dataset, augmentation: training.augmentation),
            limits: limits(root.object("limits")),
            priority: root.integer("priority", default: 0, in: -100...100),
            maxAttempts: root.integer("max_attempts", default: 3, in: 1...10),
            notify: NotificationPlan(reading: root, "notify"))
        root.finish()
        guard faults.faults.isEmpty else { throw InvalidSpecification(faults: faults.faults) }
        return specification
    }

    private func dataset(_ reader: ObjectReader, task: TaskDescription) -> DatasetSelection {
        defer { reader.finish() }
        let usable = catalogue.datasets.filter { $0.problem == nil && $0.task == task.name }.map(\.name)
        var name = task.defaultDataset
        if let asked = reader.value("name")?.stringValue,
            let problem = catalogue.datasets.first(where: { $0.name == asked })?.problem
        {
            reader.fault("name", "'\(asked)' cannot be used: \(problem)")
        } else {
            name = reader.choice("name", default: name, of: usable) ?? name
        }
        let isClassification = task.name == .classification
        // What changes nothing may be said: a resolved specification says it.
        for (member, belongs, neutral) in [
            ("label_noise", isClassification, 0.0), ("label_noise_kind", isClassification, nil),
            ("imbalance_factor", isClassification, 1),
            ("image_size", !isClassification, nil), ("invalid_boxes", task.name == .detection, nil),
        ] where !belongs {
            guard let value = reader.value(member), value.numberValue == nil || value.numberValue != neutral
            else { continue }
            reader.fault(member, "'\(member)' has no meaning for \(task.name.rawValue).")
        }
        return DatasetSelection(
            name: name,
            labelNoise: isClassification ? reader.number("label_noise", default: 0, in: 0...0.95) : 0,
            labelNoiseKind: isClassification
                ? reader.choice("label_noise_kind", default: LabelNoiseKind.symmetric) : nil,
            imbalanceFactor: isClassification
                ? reader.number("imbalance_factor", default: 1, in: 1...10_000) : 1,
            subset: subset(reader),
            imageSize: isClassification
                ? nil : imageSize(reader) ?? catalogue.imageSize(of: name, for: task.name),
            invalidBoxes: task.name == .detection
                ? reader.choice("invalid_boxes", default: InvalidBoxPolicy.refuse) : nil)
    }

    private func imageSize(_ reader: ObjectReader) -> [Int]? {
        guard let value = reader.value("image_size") else { return nil }
        let sides = 32...1024
        guard case .array(let items) = value, items.count == 2,
            case let size = items.compactMap(\.integerValue), size.count == 2,
            size.allSatisfy({ sides.contains($0) && $0.isMultiple(of: 16) })
        else {
            reader.fault(
                "image_size",
                "[height, width] is expected, multiples of 16 from \(sides.lowerBound) to \(sides.upperBound); "
                    + "found \(value.spoken).")
            return nil
        }
        return size
    }

    private func subset(_ reader: ObjectReader) -> Double? {
        guard let subset = reader.optionalNumber("subset", in: 0...1e9) else { return nil }
        guard subset > 0, subset <= 1 || subset == subset.rounded() else {
            reader.fault(
                "subset",
                "A fraction above 0 and at most 1, or a whole number of examples, is expected; found \(subset)."
            )
            return nil
        }
        return subset
    }

    private func student(_ reader: ObjectReader, task: TaskDescription) -> StudentSelection {
        defer { reader.finish() }
        let offered = catalogue.students.filter { $0.task == task.name }
        let name = reader.choice("architecture", default: task.defaultStudent, of: offered.map(\.name))
        let student = offered.first { $0.name == name }
        let inner = reader.object("parameters")
        var parameters: [String: JSONValue] = [:]
        for parameter in student?.parameters ?? [] {
            parameters[parameter.name] = parameter.read(from: inner)
        }
        inner.finish()
        // A resolved specification says it.
        if let said = reader.value("sha256"), said.stringValue == nil || said.stringValue != student?.sha256 {
            reader.fault(
                "sha256",
                student?.sha256.map { "The module '\(student?.name ?? "")' has \($0); found \(said.spoken)." }
                    ?? "Only a TorchScript student has a digest; found \(said.spoken).")
        }
        return StudentSelection(
            architecture: name ?? task.defaultStudent, parameters: parameters, sha256: student?.sha256)
    }

    private func training(_ reader: ObjectReader, task: TaskDescription) -> TrainingPlan {
        defer { reader.finish() }
        let epochs = reader.integer("epochs", default: 20, in: 1...10_000)
        return TrainingPlan(
            epochs: epochs,
            batchSize: reader.integer("batch_size", default: task.defaults.batchSize, in: 2...65_536),
            optimizer: optimizer(reader.object("optimizer"), defaults: task.defaults),
            schedule: reader.choice("schedule", default: "cosine", of: catalogue.schedules.map(\.name))
                ?? "cosine",
            warmupEpochs: reader.number("warmup_epochs", default: min(1, Double(epochs) / 10), in: 0...1_000),
            augmentation: reader.choices(
                "augmentation", default: task.defaults.augmentation,
                of: catalogue.augmentations.filter { $0.tasks.contains(task.name) }.map(\.name), atLeast: 0),
            seed: reader.integer("seed", default: 1, in: 0...(1 << 53)),
            device: reader.choice("device", default: "cpu", of: catalogue.engine.devices) ?? "cpu",
            precision: reader.choice("precision", default: .float32),
            evaluationInterval: reader.integer("evaluation_interval", default: 1, in: 1...100_000))
    }

    private func optimizer(_ reader: ObjectReader, defaults: TrainingDefaults) -> OptimizerSelection {
        defer { reader.finish() }
        let name = reader.choice("name", default: defaults.optimizer)
        let isSGD = name == .sgd
        let isTasks = name == defaults.optimizer
        for (member, belongs) in [
            ("momentum", isSGD), ("nesterov", isSGD), ("beta1", !isSGD), ("beta2", !isSGD),
            ("epsilon", !isSGD),
        ] where !belongs && reader.value(member) != nil {
            reader.fault(member, "'\(member)' has no meaning for \(name.rawValue).")
        }
        return OptimizerSelection(
            name: name,
            learningRate: reader.number(
                "learning_rate", default: isTasks ? defaults.learningRate : isSGD ? 0.1 : 0.001, in: 0...1e6),
            weightDecay: reader.number(
                "weight_decay",
                default: isTasks ? defaults.weightDecay : isSGD ? 5e-4 : name == .adamw ? 0.01 : 0,
                in: 0...100),
            momentum: isSGD ? reader.number("momentum", default: 0.9, in: 0...0.9999) : nil,
            nesterov: isSGD ? reader.bool("nesterov", default: false) : nil,
            beta1: isSGD ? nil : reader.number("beta1", default: 0.9, in: 0...0.9999),
            beta2: isSGD ? nil : reader.number("beta2", default: 0.999, in: 0...0.999999),
            epsilon: isSGD ? nil : reader.number("epsilon", default: 1e-8, in: 1e-16...1))
    }

    private func limits(_ reader: ObjectReader) -> JobLimits {
        defer { reader.finish() }
        return JobLimits(
            maxSeconds: reader.number("max_seconds", default: 86_400, in: 1...31_536_000),
            maxMemoryMb: reader.integer("max_memory_mb", default: 8_192, in: 256...1_048_576),
            startWithinSeconds: reader.optionalNumber("start_within_seconds", in: 1...31_536_000))
    }
}
