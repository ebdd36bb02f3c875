internal import Foundation
internal import Specification

/// The folder of a job, held against what the store says of it.
struct JobFolder {
    private let path: String

    init(_ path: String) {
        self.path = path
    }

    /// The latest checkpoint, where the store has another file under its name or none: to be recorded by the attempt
    /// that is about to end, so that what is listed is what is there.
    func unlistedCheckpoint(
        _ token: AttemptToken, _ store: any JobStore, _ time: Date
    ) throws(JobsError) -> AttemptReport? {
        guard let epoch = names.compactMap(Self.epoch).max() else { return nil }
        let name = Self.checkpoint(epoch)
        let file = EngineFile(
            name: name, kind: .checkpoint, mediaType: Self.mediaType, epoch: epoch)
        let listed = try store.artifacts(token.job)
        let known = listed.first { $0.name == name }
        if let known, isUnchanged(name, since: known.createdAt) { return nil }
        // One that cannot be read is the next attempt's to pass over.
        guard let artifact = try? ArtifactReader.artifact(file, in: path, at: time),
            artifact.sha256 != known?.sha256
        else { return nil }
        let replaced = listed.filter {
            $0.kind == .checkpoint && !ArtifactReader.exists($0.name, in: path)
        }
        return .checkpoint(artifact, epoch: epoch, replaced: replaced.map(\.name))
    }

    /// Removes what an ended job does not list: what attempts that were killed had begun to write. Nothing is removed
    /// while the job may go on; the teacher that it starts from stays, for a retry.
    func clean(_ job: String, _ store: any JobStore, _ notice: (JobNotice) -> Void) {
        do throws(JobsError) {
            guard let kept = try store.keptFiles(job) else { return }
            for name in names where !kept.contains(name) && name != EngineAssignment.startingTeacher {
                let file = path + "/" + name
                do {
                    try FileManager.default.removeItem(atPath: file)
                } catch {
                    notice(.removalFailed(path: file, reason: error.localizedDescription))
                }
            }
        } catch .unknownJob {
            // Deleted in between, folder and all.
        } catch {
            notice(.storeFailed(reason: "\(error)"))
        }
    }

    private func isUnchanged(_ name: String, since time: Date) -> Bool {
        var status = stat()
        guard stat(path + "/" + name, &status) == 0 else { return false }
        let written = Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1e9
        return written < time.timeIntervalSince1970
    }

    private var names: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    }

    private static let mediaType = "application/octet-stream"

    private static func checkpoint(_ epoch: Int) -> String { "checkpoint-\(epoch).safetensors" }

    private static func epoch(_ name: String) -> Int? {
        guard let epoch = Int(name.dropFirst("checkpoint-".count).prefix { $0 != "." }),
            name == checkpoint(epoch)
        else { return nil }
        return epoch
    }
}
