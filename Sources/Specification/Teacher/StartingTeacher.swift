/// What a specification says of the teacher that it starts from, held against that teacher.
struct StartingTeacher {
    /// What `from` says; nil where the teacher starts untrained.
    let from: String?
    /// Whether it stays as it is.
    let isFrozen: Bool
    /// Nil where it starts untrained, or there is none such, which is a fault then.
    let facts: TeacherFacts?
    private let reader: ObjectReader

    /// The metrics of a job that says none: those of the teacher.
    var metrics: [String]? { facts?.metrics }

    /// - Parameters: reader: of `teaching.teacher`; method: of the job.
    init(
        _ reader: ObjectReader, in source: TeacherSource, task: TaskKind, method: TeachingPlan.Method
    ) {
        self.reader = reader
        from = reader.optionalString("from", maximumLength: 4_096)
        let isFrozen = reader.bool("frozen", default: false)
        self.isFrozen = isFrozen
        guard let from else {
            facts = nil
            if isFrozen, reader.value("from") == nil {
                reader.fault(
                    "frozen", "true is allowed with 'from' only: an untrained teacher would never learn.")
            }
            return
        }
        switch source.teacher(from) {
        case .missing(let reason):
            facts = nil
            reader.fault("from", reason)
        case .found(let found):
            // Of another task nothing else can be compared.
            facts = found.task == task ? found : nil
            let name = JSONValue.string(from).spoken
            if found.task != task {
                reader.fault(
                    "from",
                    "The teacher \(name) is for \(found.task.rawValue); one for \(task.rawValue) is allowed.")
            } else if found.method != method {
                reader.fault(
                    "from",
                    "The teacher \(name) is of the method '\(found.method.rawValue)', the job of "
                        + "'\(method.rawValue)'; both must be of one method.")
            }
        }
    }

    /// The faults of what has been read beside it.
    func check(metrics: [String], hidden: Int) {
        guard let from, let facts else { return }
        let name = JSONValue.string(from).spoken
        if Set(facts.metrics) != Set(metrics) {
            reader.fault(
                "from",
                "The teacher \(name) weighs \(facts.metrics.joined(separator: ", ")); the metrics of the job are "
                    + "\(metrics.joined(separator: ", ")), and must be the same.")
        }
        if facts.hidden != hidden {
            reader.fault(
                "hidden", "The teacher \(name) has \(facts.hidden); found \(hidden), which must be the same.")
        }
    }
}
