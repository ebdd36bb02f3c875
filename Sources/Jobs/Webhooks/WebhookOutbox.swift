package import struct Foundation.Date

/// Where deliveries wait. They come there in the transaction in which their job ends.
package protocol WebhookOutbox: Sendable {
    /// The deliveries whose time has come, the longest due first; none to the hosts in `except`.
    func dueDeliveries(
        at time: Date, except hosts: Set<String>, limit: Int
    ) throws(JobsError) -> [WebhookDelivery]
    /// When the first one is due that is not yet; nil where there is none.
    func nextDeliveryTime(after time: Date) throws(JobsError) -> Date?
    func countDeliveries() throws(JobsError) -> Int
    /// After a try: to be tried again at the given time, or done with.
    func settle(delivery id: String, retryAt time: Date?) throws(JobsError)
}
