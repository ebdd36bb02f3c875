package import Specification

/// Comparisons without their tables, newest first; the last one's id is the cursor of the next page.
package struct ComparisonPage: Sendable, Equatable {
    package var comparisons: [Comparison]
    package var hasMore: Bool

    package init(comparisons: [Comparison], hasMore: Bool) {
        self.comparisons = comparisons
        self.hasMore = hasMore
    }
}
