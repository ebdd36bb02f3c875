/// How many jobs may be queued.
package struct QueueLimits: Sendable, Equatable {
    package var total: Int
    /// Of one owner. Jobs without an owner count towards the total alone.
    package var perOwner: Int

    package init(total: Int, perOwner: Int = .max) {
        self.total = total
        self.perOwner = perOwner
    }
}
