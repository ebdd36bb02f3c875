import Foundation
import Specification

extension Prediction {
    /// For people, on one line.
    var words: String {
        switch answer {
        case .classes(let classes):
            let shown = classes.prefix(3).map {
                "\($0.name) (\(String(format: "%.3f", $0.probability)))"
            }
            return shown.isEmpty ? "no class" : shown.joined(separator: ", ")
        case .regions(let regions):
            let all = Double(max(1, image.height * image.width))
            return regions.filter { $0.pixels > 0 }.sorted { ($1.pixels, $0.name) < ($0.pixels, $1.name) }
                .map { "\($0.name) \(String(format: "%.1f", 100 * Double($0.pixels) / all)) %" }
                .joined(separator: ", ")
        case .boxes(let boxes):
            let counts = Dictionary(boxes.map { ($0.name, 1) }, uniquingKeysWith: +)
                .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
            let kinds = counts.isEmpty ? "" : " (\(counts.joined(separator: ", ")))"
            return "\(boxes.count) \(boxes.count == 1 ? "box" : "boxes")\(kinds)"
        }
    }
}
