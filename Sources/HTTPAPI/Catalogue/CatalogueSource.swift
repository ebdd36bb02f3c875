import Dispatch
import Foundation
package import Specification
import Synchronization

/// The engine's catalogue, read again when the folders of the data root change.
package final class CatalogueSource: Sendable {
    /// Asks the engine; takes seconds on a busy machine.
    package typealias Describe = @Sendable () throws -> Catalogue

    private let describe: Describe
    private let roots: [String]
    /// Readers of a changed data root wait here for the one that asks the engine.
    private let refreshing = DispatchQueue(label: "l2t.catalogue")
    private let state: Mutex<(catalogue: Catalogue, fingerprint: [String])>

    /// - Parameters: `uploads`: the folder of the uploaded data sets.
    /// - Throws: what `describe` throws: without a catalogue there is no service.
    package init(dataRoot: String?, uploads: String? = nil, describe: @escaping Describe) throws {
        roots = [dataRoot, uploads].compactMap(\.self)
        self.describe = describe
        let fingerprint = Self.fingerprint(of: roots)
        state = Mutex((try describe(), fingerprint))
    }

    /// The catalogue as it was last read.
    package var current: Catalogue { state.withLock(\.catalogue) }

    /// The catalogue as it is: asks the engine again where folders came, went or changed since.
    package func refreshed() throws -> Catalogue {
        try refreshing.sync {
            let fingerprint = Self.fingerprint(of: roots)
            let known = state.withLock { $0 }
            guard fingerprint != known.fingerprint else { return known.catalogue }
            let catalogue = try describe()
            state.withLock { $0 = (catalogue, fingerprint) }
            return catalogue
        }
    }

    /// Names, sizes and times of what lies in the roots' folders, two levels deep: a file that is replaced changes it.
    private static func fingerprint(of roots: [String]) -> [String] {
        roots.flatMap { root in
            children(of: root).flatMap { folder in [folder] + children(of: "\(root)/\(folder.name)") }
        }
        .map { "\($0.name) \($0.size) \($0.seconds) \($0.nanoseconds)" }
    }

    private struct Child {
        let name: String
        let size: Int
        let seconds: Int
        let nanoseconds: Int
    }

    private static func children(of folder: String) -> [Child] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().compactMap { name in
            var status = stat()
            guard stat("\(folder)/\(name)", &status) == 0 else { return nil }
            return Child(
                name: name, size: Int(status.st_size), seconds: status.st_mtim.tv_sec,
                nanoseconds: status.st_mtim.tv_nsec)
        }
    }
}
