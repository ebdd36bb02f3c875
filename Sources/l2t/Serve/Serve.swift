import ArgumentParser
import CLinux
import Foundation
import Logging

struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the service.",
        discussion: """
            Prints 'listening on http://HOST:PORT' when it is ready, https:// with a certificate. SIGHUP reads the \
            certificate and its key anew. SIGTERM or SIGINT stops it: running jobs save a \
            checkpoint and go on when the service is started again with the same state directory. A second signal \
            ends it at once.
            """)

    @OptionGroup var options: ServeOptions

    func run() throws {
        try CommandError.reporting {
            // Handlers run on dozens of threads, each of which would keep what it freed in an arena of its own.
            mallopt(M_ARENA_MAX, 2)
            let settings = try options.settings(ProcessInfo.processInfo.environment)
            LoggingSystem.bootstrap { label in
                var handler = StreamLogHandler.standardError(label: label)
                handler.logLevel = settings.logLevel
                return handler
            }
            try Service(settings).run()
        }
    }
}
