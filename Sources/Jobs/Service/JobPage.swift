package import Specification

/// Jobs, newest first; the last one's id is the cursor of the next page.
package struct JobPage: Sendable, Equatable {
    package var jobs: [Job]
    package var hasMore: Bool

    package init(jobs: [Job], hasMore: Bool) {
        self.jobs = jobs
        self.hasMore = hasMore
    }
}
