/// What a slot shows to the metrics page.
struct SlotGauge: Sendable {
    var isBusy = false
    var hasSpare = false
    var examplesPerSecond = 0.0
}
