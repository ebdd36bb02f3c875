import Foundation
import Jobs
import Specification

/// A resumable upload as a client sees it.
struct UploadView: Encodable {
    let id: String
    let object = "upload"
    /// What it becomes: one of the two.
    let dataset: String?
    let student: String?
    /// Of a student.
    let task: TaskKind?
    let length: Int
    let offset: Int
    let createdAt: Date
    let expiresAt: Date
    let owner: String?

    init(_ upload: ResumableUpload) {
        id = upload.id
        switch upload.goal {
        case .dataset(let name):
            dataset = name
            student = nil
            task = nil
        case .student(let name, let task):
            dataset = nil
            student = name
            self.task = task
        }
        length = upload.length
        offset = upload.offset
        createdAt = upload.createdAt
        expiresAt = upload.expiresAt
        owner = upload.owner
    }
}
