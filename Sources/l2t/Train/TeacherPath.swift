import Foundation
import Specification

/// A `teacher.safetensors` on disk that a training without a service starts from: its path is `teaching.teacher.from`.
struct TeacherPath {
    private static let largestHeader = 1 << 20

    let path: String

    /// What the paths of specifications are looked up by, from the current directory.
    static let source = TeacherSource { from in
        do throws(CommandError) {
            return .found(try TeacherPath(path: from).facts())
        } catch {
            return .missing("\(error) The path of a teacher.safetensors is allowed.")
        }
    }

    /// Leaves the teacher that the specification starts from in the folder of its training, where there is none yet: a
    /// run that goes on later goes on from the same one.
    static func place(_ specification: JobSpecification, in folder: OutputFolder) throws(CommandError) {
        guard let from = specification.teaching.teacher.from else { return }
        let place = folder.path + "/" + EngineAssignment.startingTeacher
        guard !FileManager.default.fileExists(atPath: place) else { return }
        let content: Data
        do {
            content = try Data(contentsOf: URL(filePath: from))
        } catch {
            throw .fileUnreadable(path: from, reason: SpecificationFile.reason(error))
        }
        do {
            try content.write(to: URL(filePath: place), options: .atomic)
        } catch {
            throw .outputUnusable(path: folder.path, reason: error.localizedDescription)
        }
    }

    /// What the file says of itself, in the metadata of its header: 8 bytes of length, and so much JSON.
    private func facts() throws(CommandError) -> TeacherFacts {
        let file: Data
        do {
            file = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw .fileUnreadable(path: path, reason: SpecificationFile.reason(error))
        }
        let length = file.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard file.count >= 8, length <= Self.largestHeader,
            case .object(let members)? = try? JSONValue(parsing: file.dropFirst(8).prefix(Int(length))),
            case .object(let metadata)? = members["__metadata__"],
            let text = metadata["facts"]?.stringValue,
            let facts = try? JSONCoding.decode(TeacherFacts.self, from: Data(text.utf8))
        else { throw .noTeacher(path: path) }
        return facts
    }
}
