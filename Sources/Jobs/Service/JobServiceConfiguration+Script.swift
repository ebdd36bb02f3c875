internal import Specification

extension JobServiceConfiguration {
    /// The file of a job's student, where that is an uploaded module and may be one.
    func script(of specification: JobSpecification) -> String? {
        guard allowsTorchScript, specification.student.isScript else { return nil }
        return
            "\(stateDirectory.studentsPath)/\(specification.student.architecture)/\(StateDirectory.scriptName)"
    }
}
