import Foundation
import Jobs

/// A resumable upload as a client sees it.
struct UploadView: Encodable {
    let id: String
    let object = "upload"
    let dataset: String
    let length: Int
    let offset: Int
    let createdAt: Date
    let expiresAt: Date
    let owner: String?

    init(_ upload: ResumableUpload) {
        id = upload.id
        dataset = upload.dataset
        length = upload.length
        offset = upload.offset
        createdAt = upload.createdAt
        expiresAt = upload.expiresAt
        owner = upload.owner
    }
}
