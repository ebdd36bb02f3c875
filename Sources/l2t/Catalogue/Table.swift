/// Rows of text under headings, aligned for a terminal.
struct Table {
    let headings: [String]
    var rows: [[String]] = []

    var text: String {
        let widths = headings.indices.map { column in
            ([headings] + rows).map { $0[column].count }.max() ?? 0
        }
        return ([headings] + rows).map { row in
            let cells = zip(row, widths).enumerated().map { index, cell in
                // The last column needs no blanks behind it.
                index == headings.count - 1
                    ? cell.0 : cell.0 + String(repeating: " ", count: cell.1 - cell.0.count)
            }
            return cells.joined(separator: "  ") + "\n"
        }.joined()
    }
}
