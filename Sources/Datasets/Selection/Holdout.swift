/// Where the teaching examples come from.
package enum Holdout: Sendable, Equatable {
    /// None: every example trains, in every epoch.
    case none
    /// This share of every class never trains; it teaches in every epoch.
    case fixed(fraction: Double)
    /// F = round(1 / fraction) parts; part e mod F teaches in epoch e, the others train: over F epochs every
    /// example teaches once and trains F − 1 times.
    case rotating(fraction: Double)
    /// No other than these positions teach, dealt into this many parts; part e mod F teaches in epoch e, the others train. Those of a
    /// single part never train.
    case given([Int], parts: Int)
}
