/// The version of both programs.
enum Version {
    static let text = "0.1.0"
}
