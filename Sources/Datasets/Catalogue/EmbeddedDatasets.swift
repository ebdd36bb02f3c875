import COptdigits

/// The data sets that are part of the program, as folders, so that they take the way of all others.
enum EmbeddedDatasets {
    static let all = [
        folder("optdigits", ["optdigits.tra.gz": optdigits_train, "optdigits.tes.gz": optdigits_test])
    ]

    /// Of all that needs no files, drawn ones too.
    static let names = all.map(\.name) + SyntheticDataset.all.map(\.name)

    private static func folder(
        _ name: String, _ files: [String: @Sendable () -> optdigits_file]
    ) -> DatasetFolder {
        DatasetFolder(name: name, isEmbedded: true) {
            files[$0] != nil
        } bytes: { (file, prefix) throws(DatasetError) in
            guard let embedded = files[file]?() else {
                throw .unreadable(file: file, reason: "it is not embedded")
            }
            let bytes = UnsafeBufferPointer(start: embedded.bytes, count: embedded.size)
            return Array(bytes.prefix(prefix ?? embedded.size))
        }
    }
}
