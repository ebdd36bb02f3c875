/// What may name a saved teacher: a folder's name, which no job's id can be.
enum TeacherName {
    static let rule = FolderName.rule + ", and does not begin with 'job_'"

    static func isValid(_ name: String) -> Bool {
        FolderName.isValid(name) && !isJob(name)
    }

    /// Whether `teaching.teacher.from` names a job, whose teacher is meant.
    static func isJob(_ from: String) -> Bool { from.hasPrefix("job_") }
}
