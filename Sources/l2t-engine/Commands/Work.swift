import ArgumentParser

struct Work: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run one attempt, told and reported as JSON lines over descriptor 3.",
        discussion: """
            Descriptor 3 is a connected socket whose other end is the service. The process says that it is ready, \
            takes one assignment, reports until a terminal message, and exits. It also exits when the other end closes.
            """)

    func run() throws {
        EngineWorker(descriptor: 3).run()
    }
}
