/// A TorchScript module that a client has uploaded: what it is, and what came.
package struct UploadedStudent: Codable, Sendable, Equatable {
    package var description: StudentDescription
    package var upload: UploadFacts

    package init(description: StudentDescription, upload: UploadFacts) {
        self.description = description
        self.upload = upload
    }
}
