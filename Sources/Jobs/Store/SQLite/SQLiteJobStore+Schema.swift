internal import GRDB

extension SQLiteJobStore {
    /// Steps that were released are never edited: a database remembers them by name.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 jobs") { try $0.execute(sql: jobs) }
        migrator.registerMigration("2 comparisons") { try $0.execute(sql: comparisons) }
        migrator.registerMigration("3 access") { try $0.execute(sql: access) }
        migrator.registerMigration("4 job operations") { try $0.execute(sql: operations) }
        return migrator
    }

    /// The invariants of the life cycle stand in the schema too, so that no statement can break them. Times are
    /// milliseconds since 1970, documents are JSON.
    private static let jobs = """
        CREATE TABLE jobs (
            sequence INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            task TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('queued', 'starting', 'running', 'pausing', 'paused', 'cancelling',
                'succeeded', 'failed', 'cancelled', 'expired')),
            priority INTEGER NOT NULL,
            max_attempts INTEGER NOT NULL CHECK (max_attempts >= 1),
            losses INTEGER NOT NULL DEFAULT 0 CHECK (losses BETWEEN 0 AND max_attempts),
            attempt INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= losses),
            epoch INTEGER NOT NULL DEFAULT 0 CHECK (epoch >= 0),
            last_event INTEGER NOT NULL DEFAULT 0 CHECK (last_event >= 0),
            created_at INTEGER NOT NULL,
            available_at INTEGER NOT NULL,
            started_at INTEGER,
            finished_at INTEGER,
            specification TEXT NOT NULL CHECK (json_valid(specification)),
            result TEXT CHECK (result IS NULL OR json_valid(result)),
            error TEXT CHECK (error IS NULL OR json_valid(error)),
            CHECK ((state IN ('succeeded', 'failed', 'cancelled', 'expired')) = (finished_at IS NOT NULL)),
            CHECK ((state = 'succeeded') = (result IS NOT NULL)),
            CHECK ((state = 'failed') = (error IS NOT NULL)),
            CHECK ((attempt > 0) = (started_at IS NOT NULL)),
            CHECK (attempt > 0 OR state IN ('queued', 'cancelled', 'expired', 'paused'))
        ) STRICT;
        CREATE INDEX jobs_queue ON jobs (priority DESC, id) WHERE state = 'queued';
        CREATE INDEX jobs_state ON jobs (state, id);

        CREATE TABLE attempts (
            job INTEGER NOT NULL REFERENCES jobs (sequence) ON DELETE CASCADE,
            number INTEGER NOT NULL CHECK (number >= 1),
            started_at INTEGER NOT NULL,
            ended_at INTEGER,
            outcome TEXT CHECK (outcome IN ('succeeded', 'failed', 'cancelled', 'paused', 'lost')),
            reason TEXT,
            resumed_from_epoch INTEGER CHECK (resumed_from_epoch >= 0),
            PRIMARY KEY (job, number),
            CHECK ((ended_at IS NULL) = (outcome IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX attempts_live ON attempts (job) WHERE ended_at IS NULL;

        CREATE TABLE events (
            job INTEGER NOT NULL REFERENCES jobs (sequence) ON DELETE CASCADE,
            id INTEGER NOT NULL CHECK (id >= 1),
            type TEXT NOT NULL CHECK (type IN ('state', 'epoch', 'log', 'checkpoint', 'artifact', 'end')),
            time INTEGER NOT NULL,
            data TEXT NOT NULL CHECK (json_valid(data)),
            PRIMARY KEY (job, id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE epochs (
            job INTEGER NOT NULL REFERENCES jobs (sequence) ON DELETE CASCADE,
            epoch INTEGER NOT NULL CHECK (epoch >= 1),
            record TEXT NOT NULL CHECK (json_valid(record)),
            PRIMARY KEY (job, epoch)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE artifacts (
            job INTEGER NOT NULL REFERENCES jobs (sequence) ON DELETE CASCADE,
            name TEXT NOT NULL CHECK (name <> '' AND name NOT LIKE '%/%'),
            kind TEXT NOT NULL CHECK (kind IN ('student', 'teacher', 'checkpoint', 'report')),
            size INTEGER NOT NULL CHECK (size >= 0),
            media_type TEXT NOT NULL,
            sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
            created_at INTEGER NOT NULL,
            PRIMARY KEY (job, name)
        ) STRICT, WITHOUT ROWID;

        CREATE TRIGGER jobs_transition BEFORE UPDATE OF state ON jobs
        WHEN NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN (\(transitions))
        BEGIN SELECT RAISE(ABORT, 'this change of state is not allowed'); END;

        CREATE TRIGGER events_gapless BEFORE INSERT ON events
        WHEN NEW.id <> 1 + coalesce((SELECT max(id) FROM events WHERE job = NEW.job), 0)
        BEGIN SELECT RAISE(ABORT, 'event ids count up from 1 without gap'); END;

        CREATE TRIGGER events_end BEFORE INSERT ON events
        WHEN (SELECT type FROM events WHERE job = NEW.job ORDER BY id DESC LIMIT 1) = 'end'
        BEGIN SELECT RAISE(ABORT, 'no event comes after the end'); END;

        CREATE TRIGGER events_fixed BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'an event never changes'); END;
        """

    /// A member without a job had one that was deleted.
    private static let comparisons = """
        CREATE TABLE comparisons (
            sequence INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            name TEXT,
            created_at INTEGER NOT NULL,
            document TEXT NOT NULL CHECK (json_valid(document))
        ) STRICT;

        CREATE TABLE comparison_jobs (
            comparison INTEGER NOT NULL REFERENCES comparisons (sequence) ON DELETE CASCADE,
            number INTEGER NOT NULL CHECK (number >= 1),
            job INTEGER UNIQUE REFERENCES jobs (sequence) ON DELETE SET NULL,
            entry TEXT NOT NULL CHECK (json_valid(entry)),
            PRIMARY KEY (comparison, number),
            UNIQUE (comparison, entry)
        ) STRICT, WITHOUT ROWID;
        """

    /// What `JobStateMachine` allowed when this schema was made, as a test compares: from, space, to.
    static let transitions = """
        'queued starting', 'queued cancelled', 'queued expired',
        'starting running', 'starting queued', 'starting failed', 'starting cancelling', 'starting pausing',
        'running succeeded', 'running queued', 'running failed', 'running cancelling', 'running pausing',
        'pausing succeeded', 'pausing failed', 'pausing paused', 'pausing cancelling',
        'paused queued', 'paused cancelled', 'paused expired',
        'cancelling succeeded', 'cancelling cancelled'
        """
}
