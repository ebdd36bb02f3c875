internal import Foundation
package import Specification

extension JobService {
    var savedTeachers: SavedTeachers { SavedTeachers(directory: configuration.stateDirectory) }

    /// Gives the teacher of a finished job a name, under which it outlives the job.
    /// - Throws: `.teacherNameInvalid`, `.teacherTaken`, `.unknownJob`; `.notAllowed` before the job has succeeded;
    ///   `.jobWithoutTeacher` where its method has none.
    package func saveTeacher(
        _ name: String, of job: String, owner: String? = nil
    ) throws(JobsError) -> SavedTeacher {
        try savedTeachers.requireFree(name)
        try requireSpace()
        let job = try self.job(job)
        guard job.state == .succeeded else {
            throw .notAllowed(action: "save the teacher of", state: job.state)
        }
        let (file, path) = try teacherFile(of: job)
        let time = configuration.now()
        let teacher = SavedTeacher(name: name, owner: owner, createdAt: time, of: job, file: file)
        let work = uploads.directory.uploadsPath + "/" + identifiers.next(at: time, kind: "tch")
        try savedTeachers.save(teacher, file: path, by: work)
        // As it is read later.
        return try savedTeachers.teacher(name)
    }

    /// - Throws: `.teacherNameInvalid`, `.teacherTaken`.
    package func requireFreeTeacher(_ name: String) throws(JobsError) {
        try savedTeachers.requireFree(name)
    }

    /// All there are, by name.
    package func teachers() throws(JobsError) -> [SavedTeacher] { try savedTeachers.all() }

    /// - Throws: `.unknownTeacher`, as all that take a teacher's name.
    package func teacher(_ name: String) throws(JobsError) -> SavedTeacher {
        try savedTeachers.teacher(name)
    }

    /// The place of the teacher's file.
    package func teacherPath(_ name: String) -> String { savedTeachers.path(of: name) }

    /// Forgets the teacher. Jobs that were accepted with it have its file.
    package func deleteTeacher(_ name: String) throws(JobsError) {
        let trash =
            uploads.directory.uploadsPath + "/" + identifiers.next(at: configuration.now(), kind: "del")
        try savedTeachers.remove(name, to: trash)
        uploads.remove(trash)
    }

    /// What `teaching.teacher.from` may name. - Parameter isVisible: whether who asks may see what has this owner.
    package func teacherSource(isVisible: @escaping @Sendable (_ owner: String?) -> Bool) -> TeacherSource {
        TeacherSource { [self] from in
            guard TeacherName.isJob(from) else {
                guard let teacher = try? teacher(from), isVisible(teacher.owner) else {
                    return .missing(
                        "There is no teacher \(JSONValue.string(from).spoken); the name of a saved teacher or the "
                            + "id of a finished job is allowed.")
                }
                return .found(teacher.facts)
            }
            guard let job = try? job(from), isVisible(job.owner) else {
                return .missing(
                    "There is no job \(JSONValue.string(from).spoken) whose teacher could be taken.")
            }
            guard job.state == .succeeded else {
                return .missing(
                    "The job '\(job.id)' is \(job.state.rawValue); it has a teacher when it has succeeded.")
            }
            do throws(JobsError) {
                _ = try teacherFile(of: job)
                return .found(TeacherFacts(job.specification))
            } catch {
                return .missing("\(error)")
            }
        }
    }

    /// Puts the teacher that a job starts from into its folder, durably, before the job is stored: whatever becomes of
    /// the teacher, the job has it.
    /// - Returns: whether the job starts from one, and its folder was made.
    /// - Throws: `.teacherGone` where it has been deleted since it was looked up.
    func linkTeacher(of specification: JobSpecification, to job: String) throws(JobsError) -> Bool {
        guard let from = specification.teaching.teacher.from else { return false }
        let path =
            TeacherName.isJob(from)
            ? try? teacherFile(of: self.job(from)).path
            : (try? teacher(from)).map { teacherPath($0.name) }
        guard let path else { throw .teacherGone(from) }
        do throws(JobsError) {
            guard try configuration.stateDirectory.linkTeacher(path, to: job) else {
                throw .teacherGone(from)
            }
            return true
        } catch {
            removeFolder(job)
            throw error
        }
    }

    private func teacherFile(of job: Job) throws(JobsError) -> (file: Artifact, path: String) {
        do throws(JobsError) {
            return try artifact(job.id, name: SavedTeacher.fileName)
        } catch .unknownArtifact {
            throw .jobWithoutTeacher(job: job.id, method: job.specification.teaching.method.rawValue)
        }
    }
}
