import Specification
import Training

extension JobSpecification {
    /// A job of a second: 200 handwritten digits, a small student, 2 epochs.
    /// - Parameter changes: a JSON object that is merged into the document; what it says wins.
    static func make(
        _ changes: String = "{}", method: TeachingPlan.Method = .dfm, student: String = small
    ) throws -> JobSpecification {
        try make(
            changes: changes,
            """
            {"task": "classification", "dataset": {"name": "optdigits", "subset": 200}, "student": \(student),
             "training": {"epochs": 2, "batch_size": 20, "seed": 7, "augmentation": ["crop"]},
             "teaching": {"method": "\(method.rawValue)", "interval": 2, "selection": {"warmup": 3},
                          "holdout": {"mode": "rotating"},
                          "teacher": {"hidden": 8, "window": 3}}}
            """)
    }

    /// The document with `changes` merged into it, read as a posted one.
    static func make(
        changes: String, dataRoot: String? = nil, _ document: String
    ) throws -> JobSpecification {
        let catalogue = try EngineCatalogue.describe(dataRoot: dataRoot)
        return try SpecificationReader(catalogue: catalogue).read(
            JSONValue(parsing: document).merged(with: JSONValue(parsing: changes)))
    }

    static let small = #"{"architecture": "mlp", "parameters": {"width": 12, "depth": 2, "dropout": 0.2}}"#
}

extension JSONValue {
    /// Members of both, of objects inside objects too; what `other` says wins.
    fileprivate func merged(with other: JSONValue) -> JSONValue {
        guard case .object(let mine) = self, case .object(let others) = other else { return other }
        return .object(mine.merging(others) { $0.merged(with: $1) })
    }
}
