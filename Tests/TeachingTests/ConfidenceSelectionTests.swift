import Testing

@testable import Teaching

@Suite struct ConfidenceSelectionTests {
    private let all = [true, true, true]
    private let group = MetricGroup(name: "output", members: [0, 1, 2], reference: 0)
    private let selection = ConfidenceSelection(threshold: 0.6, minimum: 1, warmup: 2)

    /// A tracker whose confidences are Φ(x√1.8…) of alternating observations around `means`; equal means, equal
    /// confidences.
    private func tracker(_ means: [Double], observations: Int = 20) -> UsefulnessTracker {
        var tracker = UsefulnessTracker(metrics: means.count)
        for step in 0..<observations { tracker.observe(means.map { $0 + (step % 2 == 0 ? 1 : -1) }) }
        return tracker
    }

    @Test func beforeTheWarmUpEndsAllEligibleMetricsTakePart() {
        let tracker = tracker([-5, 5, -5], observations: 1)
        #expect(selection.select(tracker, previous: all, eligible: all, groups: [group]) == all)
        let some = [true, true, false]
        #expect(selection.select(tracker, previous: some, eligible: some, groups: [group]) == some)
    }

    @Test func aMetricBelowTheThresholdIsDropped() {
        let tracker = tracker([1, -1, 1])
        #expect(
            selection.select(tracker, previous: all, eligible: all, groups: [group]) == [true, false, true])
    }

    @Test func aDroppedMetricThatHelpsAgainComesBack() {
        let tracker = tracker([1, 1, 1])
        #expect(
            selection.select(tracker, previous: [true, false, true], eligible: all, groups: [group]) == all)
    }

    @Test func aSelectedMetricStaysUntilItFallsBelowTheHysteresis() throws {
        // Confidence between threshold − hysteresis and threshold.
        let tracker = tracker([0.05, 0.05, 1])
        let confidence = tracker.confidence[0]
        let between = ConfidenceSelection(threshold: confidence + 0.05, minimum: 1, warmup: 2)
        #expect(between.hysteresis == 0.1)
        #expect(
            between.select(tracker, previous: [true, false, true], eligible: all, groups: [group]) == [
                true, false, true,
            ])
        let above = ConfidenceSelection(threshold: confidence + 0.15, minimum: 1, warmup: 2)
        #expect(
            above.select(tracker, previous: [true, false, true], eligible: all, groups: [group]) == [
                false, false, true,
            ])
    }

    @Test func atLeastTheMinimumIsSelectedAndTiesGoToTheFirst() {
        let tracker = tracker([-2, -2, -3])
        var two = selection
        two.minimum = 2
        #expect(
            selection.select(tracker, previous: all, eligible: all, groups: [group]) == [true, false, false])
        #expect(two.select(tracker, previous: all, eligible: all, groups: [group]) == [true, true, false])
    }

    @Test func someMetricIsAlwaysSelected() {
        var none = selection
        none.minimum = 0
        #expect(
            none.select(tracker([-2, -1, -3]), previous: all, eligible: all, groups: [group]) == [
                false, true, false,
            ])
    }

    @Test func whatIsNotEligibleIsNeverSelected() {
        var two = selection
        two.minimum = 3
        let tracker = tracker([9, -1, -2])
        let eligible = [false, true, true]
        #expect(two.select(tracker, previous: eligible, eligible: eligible, groups: [group]) == eligible)
        #expect(
            selection.select(tracker, previous: all, eligible: eligible, groups: [group]) == [
                false, true, false,
            ])
    }

    @Test func someMetricOfEachGroupIsSelected() {
        let groups = [
            MetricGroup(name: "a", members: [0, 2], reference: 0),
            MetricGroup(name: "b", members: [1], reference: 1),
        ]
        let tracker = tracker([-1, -3, -2])
        #expect(
            selection.select(tracker, previous: all, eligible: all, groups: groups) == [true, true, false])
    }
}
