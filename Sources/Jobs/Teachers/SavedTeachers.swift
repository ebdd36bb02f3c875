internal import CLinux
internal import Foundation
internal import Specification

/// The teachers that were saved by name: a folder for each, with its file and what is known of it, which is there whole
/// or not at all and never changes.
struct SavedTeachers: Sendable {
    private static let factsName = "teacher.json"

    let directory: StateDirectory

    /// In the order of their names.
    func all() throws(JobsError) -> [SavedTeacher] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: directory.teachersPath)
        } catch {
            throw .storage(action: "list the teachers", reason: error.localizedDescription)
        }
        return names.sorted().compactMap { try? teacher($0) }
    }

    /// - Throws: `.unknownTeacher`.
    func teacher(_ name: String) throws(JobsError) -> SavedTeacher {
        guard TeacherName.isValid(name),
            let facts = try? Data(contentsOf: URL(filePath: place(of: name) + "/" + Self.factsName)),
            let teacher = try? JSONCoding.decode(SavedTeacher.self, from: facts)
        else { throw .unknownTeacher(name) }
        return teacher
    }

    /// - Throws: `.teacherTaken`, `.teacherNameInvalid`.
    func requireFree(_ name: String) throws(JobsError) {
        guard TeacherName.isValid(name) else { throw .teacherNameInvalid(name) }
        guard access(place(of: name), F_OK) != 0 else { throw .teacherTaken(name) }
    }

    /// The file gets a further name: what becomes of the job's own changes nothing here.
    /// - Parameters: file: the path of the job's file; work: the path of a folder to be made, on the same disk.
    /// - Throws: `.teacherTaken`; `.unknownJob` where the file has gone with its job.
    func save(_ teacher: SavedTeacher, file: String, by work: String) throws(JobsError) {
        guard mkdir(work, 0o700) == 0 else { throw Self.failure("save a teacher", errno) }
        do throws(JobsError) {
            guard link(file, work + "/" + SavedTeacher.fileName) == 0 else {
                throw errno == ENOENT ? .unknownJob(teacher.job) : Self.failure("save a teacher", errno)
            }
            guard let facts = try? JSONCoding.encode(teacher) else {
                throw .storage(action: "save a teacher", reason: "its description is not JSON")
            }
            try StateFile.write(facts, to: work + "/" + Self.factsName)
            let failure = linux_rename_to_free(work, place(of: teacher.name))
            guard failure != EEXIST else { throw .teacherTaken(teacher.name) }
            guard failure == 0 else { throw Self.failure("save a teacher", failure) }
            try StateFile.syncFolder(of: place(of: teacher.name))
        } catch {
            try? FileManager.default.removeItem(atPath: work)
            throw error
        }
    }

    /// Moves the teacher out of the way, durably. - Parameter trash: a free path on the same disk; the caller removes it.
    func remove(_ name: String, to trash: String) throws(JobsError) {
        guard TeacherName.isValid(name) else { throw .unknownTeacher(name) }
        let failure = linux_rename_to_free(place(of: name), trash)
        guard failure == 0 else {
            throw failure == ENOENT ? .unknownTeacher(name) : Self.failure("remove a teacher", failure)
        }
        try StateFile.syncFolder(of: place(of: name))
    }

    func path(of name: String) -> String { place(of: name) + "/" + SavedTeacher.fileName }

    private func place(of name: String) -> String { directory.teachersPath + "/" + name }

    private static func failure(_ action: String, _ code: Int32) -> JobsError {
        let reason = StateDirectory.reason(code)
        return code == ENOSPC || code == EDQUOT
            ? .storageFull(action: action, reason: reason) : .storage(action: action, reason: reason)
    }
}
