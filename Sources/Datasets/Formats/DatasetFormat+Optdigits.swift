extension DatasetFormat {
    /// The UCI data set that is embedded; its files as UCI has them.
    static let optdigits = DatasetFormat(
        name: "optdigits",
        summary: "Lines of 64 pixels (8×8, 0 to 16) and a class 0 to 9, separated by commas.",
        files: [
            DatasetFile(role: OptdigitsReader.Role.training, name: "optdigits.tra"),
            DatasetFile(role: OptdigitsReader.Role.test, name: "optdigits.tes"),
        ],
        reader: .classification(OptdigitsReader()))
}
