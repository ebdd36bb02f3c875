/// What a client says the digest of a part is.
package struct UploadChecksum: Sendable, Equatable {
    package var algorithm: FileDigest
    package var digest: [UInt8]

    package init(algorithm: FileDigest, digest: [UInt8]) {
        self.algorithm = algorithm
        self.digest = digest
    }
}
