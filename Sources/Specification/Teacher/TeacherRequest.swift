package import struct Foundation.Data

/// What is posted to save a teacher: `{"job": "job_…"}`.
package struct TeacherRequest: Sendable, Equatable {
    /// The finished job whose teacher it is.
    package let job: String

    /// - Throws: `JSONSyntaxError` when `data` is no JSON; `InvalidSpecification` with every fault otherwise.
    package init(reading data: Data) throws {
        let faults = FaultList()
        let root = try ObjectReader(JSONValue(parsing: data), pointer: "", faults: faults)
        let job = root.optionalString("job", maximumLength: 200)
        if job == nil, faults.faults.isEmpty {
            root.fault("job", "is missing; the id of a finished job is expected.")
        }
        root.finish()
        guard faults.faults.isEmpty, let job else { throw InvalidSpecification(faults: faults.faults) }
        self.job = job
    }
}
