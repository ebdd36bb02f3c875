import Foundation
import HTTP
import HTTPTypes
import Jobs
import Specification

extension API {
    func putTeacher(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        let wanted = try TeacherRequest(reading: jsonBody(request))
        let name = request.nameInPath
        try jobs.requireFreeTeacher(name)
        guard try caller.maySee(ownedBy: jobs.owner(ofJob: wanted.job)) else {
            throw JobsError.unknownJob(wanted.job)
        }
        let teacher = try jobs.saveTeacher(name, of: wanted.job, owner: caller.owner)
        return try .json(teacher, status: .created, headerFields: [.location: "/v1/teachers/\(name)"])
    }

    func listTeachers(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        return try .json(WholeList(data: jobs.teachers().filter { caller.maySee(ownedBy: $0.owner) }))
    }

    func getTeacher(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        return try .json(visibleTeacher(request.nameInPath))
    }

    func getTeacherFile(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        let teacher = try visibleTeacher(request.nameInPath)
        let file = Artifact(
            name: SavedTeacher.fileName, kind: .teacher, size: teacher.size,
            mediaType: "application/octet-stream", sha256: teacher.sha256, createdAt: teacher.createdAt)
        return try send(file, request) {
            do {
                return try FileSlice(path: jobs.teacherPath(teacher.name))
            } catch {
                // Deleted in between, or else the error is what it is.
                _ = try jobs.teacher(teacher.name)
                throw error
            }
        }
    }

    func deleteTeacher(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        try jobs.deleteTeacher(visibleTeacher(request.nameInPath).name)
        return Response(.noContent)
    }

    /// The teachers that the caller may start a job from.
    var teachers: TeacherSource {
        let caller = caller
        return jobs.teacherSource { caller.maySee(ownedBy: $0) }
    }

    /// Another's is refused as one that is not there.
    private func visibleTeacher(_ name: String) throws(JobsError) -> SavedTeacher {
        let teacher = try jobs.teacher(name)
        guard caller.maySee(ownedBy: teacher.owner) else { throw .unknownTeacher(name) }
        return teacher
    }
}
