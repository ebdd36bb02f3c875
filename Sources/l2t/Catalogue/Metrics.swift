import ArgumentParser
import Specification

struct Metrics: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the metrics that a teacher can weigh.")

    @OptionGroup var options: CatalogueOptions

    func run() throws {
        try options.print(
            \.metrics, headings: ["NAME", "TASK", "FORMULA", "SOURCE"],
            row: { [$0.name, $0.task.rawValue, $0.formula, $0.source] })
    }
}
