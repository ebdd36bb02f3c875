import ArgumentParser
import Specification

struct Datasets: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the data sets that jobs can name: the embedded ones and the folders of the data root."
    )

    @OptionGroup var options: CatalogueOptions

    func run() throws {
        try options.print(
            \.datasets, headings: ["NAME", "TASK", "FORMAT", "CLASSES", "SHAPE", "EXAMPLES", "NOTE"],
            row: { dataset in
                [
                    dataset.name, dataset.task?.rawValue ?? "-", dataset.format,
                    String(dataset.classes.count),
                    dataset.shape.map(String.init).joined(separator: "x"),
                    dataset.splits.sorted { $0.key > $1.key }.map { "\($0.key) \($0.value)" }.joined(
                        separator: ", "),
                    dataset.problem.map { "cannot be used: \($0)" } ?? dataset.source,
                ]
            })
    }
}
