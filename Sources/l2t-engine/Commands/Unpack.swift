import ArgumentParser

struct Unpack: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a data set of an archive, asked and answered over descriptor 3.",
        discussion: "Descriptor 3 is a connected socket: one line of JSON comes, one line of JSON goes.")

    func run() throws {
        try UnpackingWorker(descriptor: 3).run()
    }
}
