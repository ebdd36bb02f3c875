import Foundation

/// Ends the program, which keeps the input, where `holds` is false.
package func claim(_ holds: Bool, _ claim: @autoclosure () -> String) {
    guard !holds else { return }
    FileHandle.standardError.write(Data("CLAIM BROKEN: \(claim())\n".utf8))
    abort()
}

/// Claims that a refusal says, within bounds, what was found and what is allowed.
package func claimSentence(_ error: some Error) {
    let text = "\(error)"
    claim(
        text.utf8.last == UInt8(ascii: ".") && text.utf8.count <= 4096,
        "a sentence of at most 4096 bytes: \(text.prefix(5000))")
}
