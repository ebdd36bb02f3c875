package import Specification

/// The life of a job as a value: state and event in, next state or refusal out.
///
/// ```
/// queued ──claim──► starting ──start──► running ──succeed──► succeeded
///   ▲                  │                   │  └────fail────► failed
///   └─────release──────┴───────────────────┘
/// ```
/// Whoever asked for a cancel or a pause gets it from any end of the attempt but success.
package enum JobStateMachine {
    /// - Returns: the state after `transition`, which may be `state` itself; nil where it is not allowed.
    package static func next(_ state: JobState, _ transition: JobTransition) -> JobState? {
        switch (transition, state) {
        case (.claim, .queued): .starting
        case (.start, .starting): .running
        case (.start, .pausing), (.start, .cancelling): state
        case (.succeed, .running), (.succeed, .pausing), (.succeed, .cancelling): .succeeded
        case (.fail, .starting), (.fail, .running), (.fail, .pausing): .failed
        case (.fail, .cancelling): .cancelled
        case (.release, .starting), (.release, .running): .queued
        case (.release, .pausing): .paused
        case (.release, .cancelling): .cancelled
        case (.cancel, .queued), (.cancel, .paused): .cancelled
        case (.cancel, .starting), (.cancel, .running), (.cancel, .pausing): .cancelling
        case (.cancel, .cancelling): .cancelling
        case (.pause, .queued): .paused
        case (.pause, .starting), (.pause, .running), (.pause, .pausing): .pausing
        case (.resume, .paused): .queued
        case (.expire, .queued), (.expire, .paused): .expired
        default: nil
        }
    }

    /// The states in which `transition` is allowed.
    package static func sources(of transition: JobTransition) -> [JobState] {
        JobState.allCases.filter { next($0, transition) != nil }
    }
}

extension JobState {
    /// Whether an attempt runs in this state.
    package var isActive: Bool {
        switch self {
        case .starting, .running, .pausing, .cancelling: true
        default: false
        }
    }
}
