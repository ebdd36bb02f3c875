import Foundation
import Specification

/// The folder of the comparisons of one specification: what was compared last, a folder a job, and in the end the tables.
struct ComparisonFolder: Sendable {
    private static let epochs = "epochs.json"

    private let folder: OutputFolder

    var path: String { folder.path }

    /// Makes the folder where it is missing. One whose jobs train the same but for methods and seeds is taken up.
    init(_ path: String, comparison: ComparisonSpecification) throws(CommandError) {
        folder = try OutputFolder.claimed(
            path, for: comparison, record: "l2t-compare.json", orElse: .outputOfAnotherComparison(path: path)
        ) { $0.specification == comparison.specification && $0.name == comparison.name }
    }

    func folder(of job: ComparisonJob) throws(CommandError) -> OutputFolder {
        let name = "\(job.entry.label)-seed-\(job.entry.seed)".replacing(" ", with: "-")
        return try OutputFolder("\(path)/jobs/\(name)", specification: job.specification)
    }

    /// The result comes last: where it is, the job is done.
    static func keep(_ result: JobResult, _ records: [EpochRecord], in job: OutputFolder) throws(CommandError)
    {
        try job.keep(records, as: epochs)
        try job.keep(result, as: OutputFolder.result)
    }

    static func kept(in job: OutputFolder) -> (result: JobResult, records: [EpochRecord])? {
        guard let result = job.kept(JobResult.self, as: OutputFolder.result),
            let records = job.kept([EpochRecord].self, as: epochs)
        else { return nil }
        return (result, records)
    }

    func keep(_ table: ComparisonTable, _ weights: ComparisonWeights) throws(CommandError) {
        try folder.keep(table, as: "table.json")
        try folder.keep(table.markdown, as: "table.md")
        try folder.keep(table.csv, as: "table.csv")
        try folder.keep(weights.text, as: "weights.csv")
    }
}
