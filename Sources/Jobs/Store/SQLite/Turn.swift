internal import Specification

/// Whose turn it is, in SQL. Priorities age: a waiting job gains a point for each ten minutes.
///
/// Among the jobs of one owner the highest priority + waited / 10 min is next. As all gain alike, the order of two jobs
/// never changes, and submission − priority × 10 min can be an index: the least is first.
///
/// Among owners the next job of each counts: its priority + whole points for the time since it was submitted or since
/// its owner was last served, whichever is later. The higher sum is served; of equals the owner with fewer running jobs,
/// then the one who was served longer ago, then the job that is first in the order above. So many jobs of one owner keep
/// nobody out, and nobody waits for ever: whoever is served begins anew, whoever waits gains.
///
/// Jobs without an owner count as one owner's.
enum Turn {
    /// Milliseconds for which a job gains a point.
    static let point = 600_000
    static let owner = "coalesce(owner, '')"
    static let order = "created_at - priority * \(point)"

    /// The next job and its owner; `:now` is the time in milliseconds.
    static let next = """
        WITH RECURSIVE waiting (owner) AS (
            SELECT (SELECT coalesce(owner, '') FROM jobs WHERE state = 'queued' ORDER BY coalesce(owner, '') LIMIT 1)
            UNION ALL
            SELECT (
                SELECT coalesce(jobs.owner, '') FROM jobs
                WHERE state = 'queued' AND coalesce(jobs.owner, '') > waiting.owner
                ORDER BY coalesce(jobs.owner, '') LIMIT 1)
            FROM waiting WHERE waiting.owner IS NOT NULL),
        heads (owner, job) AS (
            SELECT waiting.owner, (
                SELECT sequence FROM jobs
                WHERE state = 'queued' AND coalesce(jobs.owner, '') = waiting.owner AND available_at <= :now
                    AND (start_by IS NULL OR start_by > :now OR attempt > 0)
                ORDER BY \(order), id LIMIT 1)
            FROM waiting WHERE waiting.owner IS NOT NULL)
        SELECT heads.job, heads.owner FROM heads
        CROSS JOIN jobs ON jobs.sequence = heads.job
        LEFT JOIN turns ON turns.owner = heads.owner
        ORDER BY priority + (:now - max(created_at, coalesce(served_at, 0))) / \(point) DESC,
            (SELECT count(*) FROM jobs AS other WHERE \(isActive) AND coalesce(other.owner, '') = heads.owner),
            coalesce(served_at, 0), \(order), id
        LIMIT 1
        """

    private static let isActive =
        "other.state IN ("
        + JobState.allCases.filter(\.isActive).map { "'\($0.rawValue)'" }.joined(separator: ", ") + ")"
}
