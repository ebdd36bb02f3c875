extension ImageShape {
    /// - Throws: `invalidChoice` unless all sides are 1 or more.
    func checkSides() throws(DatasetError) {
        guard min(channels, height, width) > 0 else {
            throw .invalidChoice(name: "image shape", found: "\(self)", allowed: "sides of at least 1")
        }
    }
}
