import ArgumentParser
import Foundation
import Specification

/// What the commands that print a part of the catalogue have in common.
struct CatalogueOptions: ParsableArguments {
    @OptionGroup var engine: EngineOptions

    @Flag(help: "Print JSON, one object a line.")
    var json = false

    /// Prints `entries` of the engine's catalogue.
    func print<Entry: Encodable>(
        _ entries: (Catalogue) -> [Entry], headings: [String], row: (Entry) -> [String]
    ) throws {
        try CommandError.reporting {
            let entries = entries(try engine.program(ProcessInfo.processInfo.environment).describe())
            if json {
                for entry in entries { try StandardOutput.write(JSONCoding.encodeLine(entry)) }
            } else {
                let table = Table(headings: headings, rows: entries.map(row))
                try StandardOutput.write(Data(table.text.utf8))
            }
        }
    }
}
