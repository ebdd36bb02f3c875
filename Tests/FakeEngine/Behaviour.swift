import Specification

/// What the double does, as its job's metadata say. Epochs are counted over all attempts; `after` an epoch means once
/// its checkpoint is saved.
///
/// | metadata | |
/// |---|---|
/// | `epoch_ms` | milliseconds that an epoch takes (0) |
/// | `hold_after` | after this epoch: heartbeats only, until told to stop |
/// | `hang_after` | after this epoch: silence, for ever |
/// | `crash_after`, `crash_attempts` | after this epoch: abort; only in attempts up to the given one |
/// | `checkpoint_kb` | what a checkpoint has beside its line |
/// | `memory_mb` | memory taken before the first epoch |
/// | `ignore_stop` | `true`: goes on when told to stop |
/// | `fail`, `fail_after` | says `failed` of this kind after this epoch (0) |
/// | `score_METHOD` | test accuracy of a job with this method (or single loss) in its metadata, and 0.01 more a seed |
/// | `predict` | what its student does when it is asked: `hang`, `crash`, `memory`, `nonsense`, `cut`, `fail` |
/// | `output`, `output_lines` | written to standard error before the first epoch, so many times (1), a line each |
/// | `teacher` | anything: leaves a teacher |
/// | `nonsense_after` | after this epoch: a line that is no message |
struct Behaviour {
    let metadata: [String: String]

    func number(_ name: String) -> Int? { metadata[name].flatMap { Int($0) } }

    var epochMilliseconds: Int32 { Int32(number("epoch_ms") ?? 0) }
    var ignoresStop: Bool { metadata["ignore_stop"] == "true" }

    func failure(after epoch: Int) -> JobFailure? {
        guard let kind = metadata["fail"].flatMap(JobFailure.Kind.init(rawValue:)),
            epoch == number("fail_after") ?? 0
        else { return nil }
        return JobFailure(kind: kind, detail: "The double failed after epoch \(epoch), as it was told.")
    }

    /// What a comparison's job comes to; nil where its metadata say nothing of it.
    var accuracy: Double? {
        let name = metadata["single"] ?? metadata["method"] ?? ""
        guard let score = metadata["score_\(name)"].flatMap({ Double($0) }) else { return nil }
        return score + 0.01 * (metadata["seed"].flatMap { Double($0) } ?? 0)
    }

    func crashes(after epoch: Int, attempt: Int) -> Bool {
        epoch == number("crash_after") && attempt <= number("crash_attempts") ?? .max
    }
}
