import Foundation

@testable import Jobs

/// The stores that the conformance suite runs over.
enum StoreKind: CaseIterable {
    case memory, file

    /// The store, and what must live as long as it does.
    func open() throws -> (any JobStore, TestFolder) {
        let folder = TestFolder()
        return switch self {
        case .memory: (try SQLiteJobStore.inMemory(), folder)
        case .file: (try SQLiteJobStore(path: folder.path + "/jobs.sqlite"), folder)
        }
    }
}
