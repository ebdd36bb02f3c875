import Foundation

/// The texts of one entry of a VOC annotation by their path, and their meanings.
struct VOCFields {
    let file: String
    /// For errors: `object 3`.
    let entry: String
    let texts: [String: String]

    func side(_ path: String) throws(DatasetError) -> Int {
        let text = try text(path)
        guard let value = Int(text), (1...DetectionExample.largestSide).contains(value) else {
            throw wrong(text, path, "1 to \(DetectionExample.largestSide) pixels")
        }
        return value
    }

    func number(_ path: String) throws(DatasetError) -> Double {
        let text = try text(path)
        guard let value = Double(text), abs(value) <= 1e9 else {
            throw wrong(text, path, "a number of pixels")
        }
        return value
    }

    func className(_ path: String) throws(DatasetError) -> String {
        let text = try text(path)
        guard ClassName.isValid(text) else { throw wrong(text, path, ClassName.rule) }
        return text
    }

    /// 0 or 1; where it is left out, 0.
    func flag(_ path: String) throws(DatasetError) -> Bool {
        guard let text = texts[path] else { return false }
        guard ["0", "1"].contains(text) else { throw wrong(text, path, "0 or 1") }
        return text == "1"
    }

    private func text(_ path: String) throws(DatasetError) -> String {
        guard let text = texts[path] else {
            throw .malformed(file: file, found: "no \(path) in \(entry)", allowed: "one")
        }
        return text
    }

    private func wrong(_ text: String, _ path: String, _ allowed: String) -> DatasetError {
        let shown = text.prefix(40).replacing("\n", with: " ")
        return .malformed(file: file, found: "'\(shown)' as \(path) of \(entry)", allowed: allowed)
    }
}
