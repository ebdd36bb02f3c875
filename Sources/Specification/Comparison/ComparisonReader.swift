package import struct Foundation.Data

/// Turns a posted document into a comparison, as ``SpecificationReader`` does with a job: every default filled in, or
/// all faults at once.
package struct ComparisonReader {
    private let catalogue: Catalogue
    private let teachers: TeacherSource
    private let faults = FaultList()

    private static let usualMethods = ["reference", "uniform", "best-single", "dfm"]
    private static let usualSeeds = 5
    private static let seedRange = 0...(1 << 53)

    package init(catalogue: Catalogue, teachers: TeacherSource = .none) {
        self.catalogue = catalogue
        self.teachers = teachers
    }

    /// - Throws: `JSONSyntaxError` when `data` is no JSON; `InvalidSpecification` with every fault otherwise.
    package static func read(
        _ data: Data, catalogue: Catalogue, teachers: TeacherSource = .none
    ) throws -> ComparisonSpecification {
        try ComparisonReader(catalogue: catalogue, teachers: teachers).read(JSONValue(parsing: data))
    }

    /// Reads one document. A reader is for one alone: it keeps the faults.
    /// - Throws: every fault at once.
    package func read(_ document: JSONValue) throws(InvalidSpecification) -> ComparisonSpecification {
        let root = ObjectReader(document, pointer: "", faults: faults)
        let specification = self.specification(root)
        let names = ComparisonMethod.allCases.map(\.rawValue)
        let methods = root.choices("methods", default: Self.usualMethods, of: names, atLeast: 1)
            .compactMap(ComparisonMethod.init)
        let seeds = self.seeds(root, from: specification?.training.seed ?? 1)
        let name = root.optionalString("name", maximumLength: 200)
        // As the specification says it, which may have faults elsewhere.
        let task = task(in: root.value("specification"))
        let metric =
            task.map { root.choice("metric", default: $0.mainScore, of: $0.scores) }
            ?? root.value("metric")?.stringValue
        root.finish()
        guard let specification, let task else { throw InvalidSpecification(faults: faults.faults) }
        let comparison = ComparisonSpecification(
            name: name ?? specification.name, specification: specification, methods: methods, seeds: seeds,
            metric: metric ?? task.mainScore,
            singles: methods.contains(.bestSingle) ? singles(specification.teaching.metrics, task: task) : [])
        check(comparison, root)
        guard faults.faults.isEmpty else { throw InvalidSpecification(faults: faults.faults) }
        return comparison
    }

    private func task(in document: JSONValue?) -> TaskDescription? {
        guard case .object(let members) = document else { return nil }
        return catalogue.tasks.first { $0.name.rawValue == members["task"]?.stringValue }
    }

    private func specification(_ root: ObjectReader) -> JobSpecification? {
        guard let document = root.value("specification") else {
            root.fault("specification", "is missing; the job specification that is compared is expected.")
            return nil
        }
        do throws(InvalidSpecification) {
            return try SpecificationReader(catalogue: catalogue, teachers: teachers).read(document)
        } catch {
            for fault in error.faults { faults.add(root.path("specification") + fault.pointer, fault.detail) }
            return nil
        }
    }

    /// A count, from the specification's seed on, or the seeds themselves.
    private func seeds(_ root: ObjectReader, from first: Int) -> [Int] {
        guard case .array(let items) = root.value("seeds") else {
            let limit = min(ComparisonSpecification.jobLimit, Self.seedRange.upperBound - first + 1)
            let count = root.integer("seeds", default: min(Self.usualSeeds, limit), in: 1...limit)
            return Array(first..<first + count)
        }
        guard items.count <= ComparisonSpecification.jobLimit else {
            root.fault(
                "seeds",
                "At most \(ComparisonSpecification.jobLimit) seeds are allowed; the list holds \(items.count)."
            )
            return []
        }
        var seeds: [Int] = []
        for (index, item) in items.enumerated() {
            let place = "\(root.path("seeds"))/\(index)"
            guard let seed = item.integerValue, Self.seedRange.contains(seed) else {
                faults.add(
                    place,
                    "A whole number from 0 to \(Self.seedRange.upperBound) is expected; found \(item.spoken)."
                )
                continue
            }
            if seeds.contains(seed) {
                faults.add(place, "\(seed) is named twice; each seed may be named once.")
            }
            seeds.append(seed)
        }
        if items.isEmpty { root.fault("seeds", "At least 1 is expected; the list holds 0.") }
        return seeds
    }

    private func singles(_ metrics: [String], task: TaskDescription) -> [SingleLoss] {
        SingleLoss.all(of: metrics, references: task.referenceMetrics) { name in
            catalogue.metrics.first { $0.name == name && $0.task == task.name }?.group
        }
    }

    /// What members that are right by themselves may not be together.
    private func check(_ comparison: ComparisonSpecification, _ root: ObjectReader) {
        let specification = root.path("specification")
        if comparison.methods.contains(.method(.fixed)), comparison.specification.teaching.weights == nil {
            root.fault(
                "methods",
                "'fixed' needs weights: 'specification' must have the method 'fixed' and its weights.")
        }
        let job = comparison.specification
        for case .method(let method) in comparison.methods where method != job.teaching.method {
            guard
                let obstacle = method.obstacle(task: job.task, augmentation: job.training.augmentation)
            else { continue }
            root.fault("methods", obstacle)
        }
        let metadata = job.metadata
        let taken = ComparisonSpecification.metadataNames
        for name in taken where metadata[name] != nil {
            faults.add("\(specification)/metadata/\(name)", "'\(name)' is set by the comparison.")
        }
        if metadata.count > 32 - taken.count {
            faults.add(
                "\(specification)/metadata",
                "At most \(32 - taken.count) members are allowed in a comparison; found \(metadata.count).")
        }
        let jobs =
            comparison.seeds.count
            * (comparison.methods.count { $0 != .bestSingle } + comparison.trainedSingles.count)
        if jobs > ComparisonSpecification.jobLimit {
            faults.add(
                "",
                "The methods and seeds make \(jobs) jobs; at most \(ComparisonSpecification.jobLimit) are allowed."
            )
        }
    }
}
