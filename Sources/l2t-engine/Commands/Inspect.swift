import ArgumentParser

struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what a TorchScript module holds, asked and answered over descriptor 3.",
        discussion: "Descriptor 3 is a connected socket: one line of JSON comes, one line of JSON goes.")

    func run() throws {
        try InspectionWorker(descriptor: 3).run()
    }
}
