extension ImageSource {
    /// Bytes of a JPEG or PNG file.
    static let largestFile = 256 << 20

    /// A JPEG or PNG file of a data set.
    init(file: String, in folder: DatasetFolder) {
        self.init(name: file) { () throws(DatasetError) in
            try ImageCodec.decode(folder.read(file, limit: Self.largestFile), name: file)
        }
    }
}
