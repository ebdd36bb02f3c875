import Foundation

enum FilePath {
    static func absolute(_ path: String) -> String {
        URL(filePath: path).standardizedFileURL.path(percentEncoded: false)
    }

    /// A file in the folder of the running program, whatever links lead to it.
    static func besideThisProgram(_ name: String) -> String {
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        let folder = program.map { URL(filePath: $0).deletingLastPathComponent() }
        return folder?.appending(path: name).path(percentEncoded: false) ?? name
    }
}
