extension SQLiteJobStore {
    /// Retries, deadlines, the order of the queue, metadata to search by, requests that may be repeated, and webhooks.
    static let operations = """
        ALTER TABLE jobs ADD COLUMN retry_of TEXT;
        ALTER TABLE jobs ADD COLUMN start_by INTEGER CHECK (start_by >= created_at);
        CREATE INDEX jobs_start_by ON jobs (start_by)
            WHERE start_by IS NOT NULL AND attempt = 0 AND state IN ('queued', 'paused');

        DROP TRIGGER jobs_transition;
        CREATE TRIGGER jobs_transition BEFORE UPDATE OF state ON jobs
        WHEN NEW.state <> OLD.state
            AND OLD.state || ' ' || NEW.state NOT IN (\(transitions), \(operationsTransitions))
        BEGIN SELECT RAISE(ABORT, 'this change of state is not allowed'); END;

        DROP INDEX jobs_queue;
        CREATE INDEX jobs_queue ON jobs (\(Turn.owner), \(Turn.order), id) WHERE state = 'queued';
        CREATE INDEX jobs_available ON jobs (available_at) WHERE state = 'queued';
        CREATE TABLE turns (
            owner TEXT PRIMARY KEY NOT NULL,
            served_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX jobs_task ON jobs (task, id);
        CREATE INDEX jobs_state_task ON jobs (state, task, id);
        CREATE TABLE job_metadata (
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
            owner TEXT,
            PRIMARY KEY (key, value, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX job_metadata_job ON job_metadata (id);
        CREATE INDEX job_metadata_owner ON job_metadata (owner, key, value, id) WHERE owner IS NOT NULL;
        INSERT INTO job_metadata (key, value, id, owner)
            SELECT member.key, member.value, jobs.id, jobs.owner
            FROM jobs, json_each(specification, '$.metadata') AS member WHERE member.type = 'text';

        CREATE TABLE idempotency_keys (
            owner TEXT NOT NULL,
            key TEXT NOT NULL CHECK (key <> ''),
            digest TEXT NOT NULL CHECK (length(digest) = 64),
            resource TEXT NOT NULL,
            answer TEXT NOT NULL CHECK (json_valid(answer)),
            created_at INTEGER NOT NULL,
            PRIMARY KEY (owner, key)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

        CREATE TABLE webhooks (
            job INTEGER PRIMARY KEY REFERENCES jobs (sequence) ON DELETE CASCADE,
            url TEXT NOT NULL,
            host TEXT NOT NULL,
            secret TEXT
        ) STRICT;
        CREATE TABLE webhook_deliveries (
            id TEXT PRIMARY KEY NOT NULL,
            job TEXT NOT NULL UNIQUE,
            url TEXT NOT NULL,
            host TEXT NOT NULL,
            secret TEXT,
            body TEXT NOT NULL CHECK (json_valid(body)),
            attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
            created_at INTEGER NOT NULL,
            next_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_at);
        """

    /// What `JobStateMachine` allowed in addition when this step was made.
    static let operationsTransitions = "'queued paused'"
}
