/// The right to write for one attempt. Attempt numbers of a job only grow, and a store refuses every write whose
/// number is not the live one's: at most one attempt has a voice, whatever processes are still around.
package struct AttemptToken: Sendable, Hashable {
    package let job: String
    package let attempt: Int

    package init(job: String, attempt: Int) {
        self.job = job
        self.attempt = attempt
    }
}
