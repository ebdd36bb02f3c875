import ArgumentParser
import Specification

struct Students: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the students that can be taught.")

    @OptionGroup var options: CatalogueOptions

    func run() throws {
        try options.print(
            \.students, headings: ["NAME", "TASK", "PARAMETERS", "DESCRIPTION"],
            row: { student in
                let parameters = student.parameters.map { parameter in
                    "\(parameter.name)=\(Self.number(parameter.default))"
                        + " (\(Self.number(parameter.minimum))-\(Self.number(parameter.maximum)))"
                }
                return [
                    student.name, student.task.rawValue,
                    parameters.isEmpty ? "-" : parameters.joined(separator: ", "), student.description,
                ]
            })
    }

    private static func number(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? String(value)
    }
}
