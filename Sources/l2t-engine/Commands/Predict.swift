import ArgumentParser

struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Answer images by trained students, asked and answered over descriptor 3.",
        discussion: """
            Descriptor 3 is a connected socket. A request is one line of JSON and behind it the image's bytes; a reply \
            is one line of JSON and behind it the picture's bytes, where one was asked for. The process exits at the \
            end of its input.
            """)

    func run() throws {
        try PredictionWorker(descriptor: 3).run()
    }
}
