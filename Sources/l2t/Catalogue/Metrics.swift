import ArgumentParser
import Specification

struct Metrics: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the metrics that a teacher can weigh.")

    @OptionGroup var options: CatalogueOptions

    func run() throws {
        try options.print(
            \.metrics, headings: ["NAME", "TASK", "DEFAULT", "FORMULA", "SOURCE"],
            row: { [$0.name, $0.task.rawValue, $0.isDefault ? "yes" : "no", $0.formula, $0.source] })
    }
}
