/// How the ends of jobs are posted.
package struct WebhookOptions: Sendable {
    /// Whether addresses of this machine and of private networks may be posted to.
    package var allowsPrivateAddresses = false
    /// A PEM file of the authorities that may have signed a receiver's certificate; nil: those that the system trusts.
    package var authorities: String?
    /// Deliveries under way at once, each to another host.
    package var width = 4
    package var connectSeconds = 5.0
    package var totalSeconds = 10.0
    /// Bytes of an answer that are read.
    package var answerLimit = 64 << 10
    /// Seconds before each further try: eight tries over about twenty hours.
    package var retryDelays: [Double] = [5, 60, 300, 1_800, 7_200, 21_600, 43_200]
    /// Seconds until what the store did not take is tried again.
    package var storeDelay = 5.0

    package init() {}
}
