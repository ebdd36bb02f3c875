import Dispatch
import Foundation
package import Specification
import Synchronization

/// The engine's catalogue, read again when the folders of the data root or of the uploads change.
package final class CatalogueSource: Sendable {
    /// Asks the engine; takes seconds on a busy machine.
    package typealias Describe = @Sendable () throws -> Catalogue

    private struct State {
        var catalogue: Catalogue
        /// What lay in each root when the engine was asked.
        var folders: [[Entry]]
        /// What lay in the data root's folders then.
        var files: [Entry]
        /// When these files were last found to be the same.
        var filesSeenAt: ContinuousClock.Instant
    }

    /// How long a look at the files counts: a folder may have hundreds of thousands of them.
    private static let lifetimeOfALook: Duration = .seconds(1)

    private let describe: Describe
    private let dataRoot: String?
    private let roots: [String]
    private let now: @Sendable () -> ContinuousClock.Instant
    /// Readers of a changed data root wait here for the one that asks the engine.
    private let refreshing = DispatchQueue(label: "l2t.catalogue")
    private let state: Mutex<State>

    /// - Parameters: `uploads`: the folder of the uploaded data sets.
    /// - Throws: what `describe` throws: without a catalogue there is no service.
    package init(
        dataRoot: String?, uploads: String? = nil, describe: @escaping Describe,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) throws {
        self.dataRoot = dataRoot
        roots = [dataRoot, uploads].compactMap(\.self)
        self.describe = describe
        self.now = now
        let folders = roots.map(Self.entries)
        let files = Self.files(below: dataRoot)
        let time = now()
        state = Mutex(
            State(catalogue: try describe(), folders: folders, files: files, filesSeenAt: time))
    }

    /// The catalogue as it was last read.
    package var current: Catalogue { state.withLock(\.catalogue) }

    /// The catalogue as it is: asks the engine again where folders came, went or had files come and go since. Files of
    /// the data root that were replaced in their place are found within a second; those of uploads never are.
    package func refreshed() throws -> Catalogue {
        try refreshing.sync {
            let known = state.withLock { $0 }
            let folders = roots.map(Self.entries)
            guard folders != known.folders || now() - known.filesSeenAt >= Self.lifetimeOfALook else {
                return known.catalogue
            }
            let files = Self.files(below: dataRoot)
            let time = now()
            guard folders != known.folders || files != known.files else {
                state.withLock { $0.filesSeenAt = time }
                return known.catalogue
            }
            let catalogue = try describe()
            state.withLock {
                $0 = State(catalogue: catalogue, folders: folders, files: files, filesSeenAt: time)
            }
            return catalogue
        }
    }

    private struct Entry: Equatable {
        let name: String
        let number: UInt64
        let size: Int
        let seconds: Int
        let nanoseconds: Int
    }

    private static func files(below root: String?) -> [Entry] {
        root.map { root in entries(of: root).flatMap { entries(of: "\(root)/\($0.name)") } } ?? []
    }

    /// A folder's time tells of files in it that came, went or were renamed.
    private static func entries(of folder: String) -> [Entry] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().compactMap { name in
            var status = stat()
            guard stat("\(folder)/\(name)", &status) == 0 else { return nil }
            return Entry(
                name: name, number: UInt64(status.st_ino), size: Int(status.st_size),
                seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
        }
    }
}
