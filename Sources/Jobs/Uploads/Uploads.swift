internal import Dispatch
internal import Foundation
package import Specification
internal import Synchronization

/// Data sets and students that clients upload: taken onto the disk, unpacked and read by an engine process, and put in
/// their place whole or not at all.
///
/// ```
/// PUT     begin ─ write … finish ─┐
/// tus     create ─ append … ──────┴► digest ► engine unpacks and reads ► rename into datasets/NAME, students/NAME
/// ```
package final class Uploads: Sendable {
    struct State {
        /// Names that are taken by what has not ended, and by what.
        var names: [String: String] = [:]
        var resumable: [String: ResumableUpload] = [:]
        /// Owners of the uploads in one piece that have not ended, by id; nil for one without.
        var whole: [String: String?] = [:]
        /// Resumable uploads that somebody works on.
        var busy: Set<String> = []
        var run: UnpackingRun?
        var isStopped = false
    }

    package let limits: UploadLimits
    /// Whether code of users is taken, and run.
    let allowsTorchScript: Bool
    let directory: StateDirectory
    let space: UploadSpace
    let engine: EngineLaunch
    let spawner: ProcessSpawner
    let identifiers: JobIdentifiers
    let now: @Sendable () -> Date
    let notice: @Sendable (JobNotice) -> Void
    /// One archive at a time: each may fill the memory that it is allowed.
    let unpacking = DispatchQueue(label: "l2t.unpacking")
    let state = Mutex(State())
    /// Rings when the next resumable upload expires.
    private let alarm: Alarm

    init(
        configuration: JobServiceConfiguration, spawner: ProcessSpawner, identifiers: JobIdentifiers,
        notice: @escaping @Sendable (JobNotice) -> Void
    ) {
        limits = configuration.uploads
        allowsTorchScript = configuration.allowsTorchScript
        directory = configuration.stateDirectory
        space = UploadSpace(
            at: configuration.stateDirectory.uploadsPath, reserve: configuration.uploads.reserve)
        engine = configuration.engine
        now = configuration.now
        alarm = Alarm(now: configuration.now)
        self.spawner = spawner
        self.identifiers = identifiers
        self.notice = notice
    }

    // MARK: Life

    /// Removes what a dead service left half, takes up the resumable uploads, and begins to look for expired ones.
    func start() throws(JobsError) {
        let records = readRecords()
        for name in files(in: directory.uploadsPath) {
            let isKept = records.contains { name == "\($0.id).json" || name == "\($0.id).data" }
            if !isKept { remove(directory.uploadsPath + "/" + name) }
        }
        state.withLock { state in
            for record in records {
                state.resumable[record.id] = record
                state.names[record.nameKey] = record.id
            }
        }
        alarm.onRing { [weak self] in self?.sweep() }
        sweep()
        for record in records where record.isWhole { publishLeft(record) }
    }

    /// Gives up the archive that is being unpacked, and those that wait behind it; resumable uploads of them stay.
    func stop() {
        let run = state.withLock { state in
            state.isStopped = true
            return state.run
        }
        run?.kill()
        unpacking.sync {}
    }

    /// Removes the resumable uploads whose time is over.
    package func sweep() {
        let time = now()
        let expired = state.withLock { state in
            state.resumable.values.filter { $0.expiresAt <= time && !state.busy.contains($0.id) }
        }
        for record in expired { forget(record) }
        let next = state.withLock { state in
            state.resumable.values.filter { !state.busy.contains($0.id) }.map(\.expiresAt).min()
        }
        if let next { alarm.ring(at: next) }
    }

    func expires(_ record: ResumableUpload) { alarm.ring(at: record.expiresAt) }

    // MARK: What is there

    /// What was uploaded under this name; nil where nothing was.
    package func dataset(_ name: String) -> UploadedDataset? { facts(of: name, .dataset) }

    func facts<Facts: Decodable>(of name: String, _ kind: UploadKind) -> Facts? {
        guard FolderName.isValid(name) else { return nil }
        let path = place(of: name, kind) + "/" + Self.factsName
        return (try? Data(contentsOf: URL(filePath: path))).flatMap {
            try? JSONCoding.decode(Facts.self, from: $0)
        }
    }

    /// Hidden, so that no format takes it for its own.
    static let factsName = ".upload.json"

    func place(of name: String, _ kind: UploadKind) -> String {
        (kind == .dataset ? directory.datasetsPath : directory.studentsPath) + "/" + name
    }
    func dataPath(_ id: String) -> String { "\(directory.uploadsPath)/\(id).data" }
    func recordPath(_ id: String) -> String { "\(directory.uploadsPath)/\(id).json" }

    // MARK: Names

    /// Keeps the name for an upload that begins.
    func take(
        _ name: String, for id: String, _ kind: UploadKind, in state: inout State
    ) throws(JobsError) {
        guard !state.isStopped else { throw .uploadsStopped }
        if let other = state.names[kind.key(name)] {
            throw .nameTaken(name: name, by: "the upload \(other) is under way")
        }
        guard access(place(of: name, kind), F_OK) != 0 else {
            throw .nameTaken(name: name, by: "it was uploaded before")
        }
        state.names[kind.key(name)] = id
    }

    /// What may be said before a byte has come.
    func check(_ name: String, length: Int?, _ kind: UploadKind) throws(JobsError) {
        if kind == .student { try requireTorchScript() }
        guard FolderName.isValid(name) else {
            throw .uploadNameInvalid(name, kind: kind)
        }
        guard length ?? 0 <= limits.bytes else { throw .uploadTooLarge(limit: limits.bytes) }
        try space.require(length ?? 0)
    }

    // MARK: Files

    func files(in folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }

    func remove(_ path: String) {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch CocoaError.fileNoSuchFile {
            // Somebody was faster, or it was never made.
        } catch {
            notice(.removalFailed(path: path, reason: error.localizedDescription))
        }
    }
}
