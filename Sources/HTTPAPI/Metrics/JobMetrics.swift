package import Jobs
import Specification

/// The queue, the slots, the disk, and what the running jobs' latest epochs say.
package struct JobMetrics: Sendable {
    private let jobs: JobService

    package init(_ jobs: JobService) {
        self.jobs = jobs
    }

    package func families() throws -> [MetricFamily] {
        try serviceFamilies(jobs.statistics) + spaceFamilies() + epochFamilies()
    }

    private func serviceFamilies(_ statistics: JobsStatistics) -> [MetricFamily] {
        [
            MetricFamily(
                "l2t_jobs", .gauge, "Jobs in the store, by state.",
                samples: JobState.allCases.map { state in
                    .init([.init("state", state.rawValue)], Double(statistics.jobs[state] ?? 0))
                }),
            MetricFamily(
                "l2t_attempts", .counter, "Attempts ended, by outcome.",
                samples: [.succeeded, .failed, .cancelled, .paused, .lost].map {
                    (outcome: JobAttempt.Outcome) in
                    .init([.init("outcome", outcome.rawValue)], Double(statistics.attempts[outcome] ?? 0))
                }),
            counter("l2t_submissions", "Jobs submitted.", statistics.submissions),
            counter("l2t_epochs", "Epochs trained.", statistics.epochs),
            MetricFamily(
                "l2t_training_seconds", .counter, "Time that epochs took.", statistics.trainingSeconds),
            MetricFamily(
                "l2t_examples_per_second", .gauge, "Training examples a second of all running jobs.",
                statistics.examplesPerSecond),
            gauge("l2t_slots", "Jobs that may run at once.", statistics.slots),
            gauge("l2t_busy_slots", "Jobs that run.", statistics.busySlots),
            gauge("l2t_engine_spares", "Engine processes that wait for a job.", statistics.spares),
            counter("l2t_engine_spawns", "Engine processes started.", statistics.spawns),
            counter(
                "l2t_retries", "Attempts that were lost and put back into the queue.", statistics.retries),
            counter("l2t_recoveries", "Jobs taken over from an earlier service.", statistics.recoveries),
            counter("l2t_expirations", "Jobs that had not started in time.", statistics.expirations),
            MetricFamily(
                "l2t_webhooks", .counter, "Tries to post the end of a job, by outcome.",
                samples: [
                    ("delivered", statistics.webhooksDelivered), ("retried", statistics.webhookRetries),
                    ("abandoned", statistics.webhooksAbandoned),
                ].map { .init([.init("outcome", $0.0)], Double($0.1)) }),
            gauge("l2t_webhooks_pending", "Ends of jobs that wait to be posted.", statistics.webhooksPending),
        ]
    }

    private func spaceFamilies() -> [MetricFamily] {
        guard let space = jobs.space else { return [] }
        return [
            gauge("l2t_state_free_bytes", "Bytes free on the state directory's disk.", space.free),
            gauge("l2t_state_size_bytes", "Bytes of the state directory's disk.", space.size),
        ]
    }

    private func counter(_ name: String, _ help: String, _ value: Int) -> MetricFamily {
        MetricFamily(name, .counter, help, Double(value))
    }

    private func gauge(_ name: String, _ help: String, _ value: Int) -> MetricFamily {
        MetricFamily(name, .gauge, help, Double(value))
    }

    /// One sample a running job: as many label values as slots.
    private func epochFamilies() throws -> [MetricFamily] {
        let latest = try jobs.jobs(JobQuery(states: [.running], limit: 100)).jobs.compactMap { job in
            job.latest.map { (job: MetricFamily.Label("job", job.id), epoch: $0) }
        }
        func single(
            _ name: String, _ help: String, _ value: (EpochRecord) -> Double?
        ) -> MetricFamily {
            MetricFamily(
                name, .gauge, help,
                samples: latest.compactMap { entry in value(entry.epoch).map { .init([entry.job], $0) } })
        }
        func byName(
            _ name: String, _ help: String, label: String, _ values: (EpochRecord) -> [String: Double]
        ) -> MetricFamily {
            let samples = latest.flatMap { entry in
                values(entry.epoch).sorted { $0.key < $1.key }.map { member in
                    MetricFamily.Sample([entry.job, .init(label, member.key)], member.value)
                }
            }
            return MetricFamily(name, .gauge, help, samples: samples)
        }
        return [
            single("l2t_job_epoch", "Epochs done by a running job.") { Double($0.epoch) },
            single("l2t_job_loss", "Fused training loss of the latest epoch.") { $0.student.loss },
            single("l2t_job_teaching_overhead_ratio", "Teaching time in units of plain training time.") {
                $0.teacher.overhead
            },
            single(
                "l2t_job_information_loss_ratio", "Share of the labels' information that the student loses."
            ) {
                $0.student.statistics.informationLoss
            },
            byName("l2t_job_metric_weight", "Mean weight of a metric in the fused loss.", label: "metric") {
                $0.teacher.weights
            },
            byName("l2t_job_metric_confidence", "Probability that a metric helps.", label: "metric") {
                $0.teacher.confidence
            },
            byName("l2t_job_test", "Score on the test split after the latest epoch.", label: "score") {
                $0.student.test?.values ?? [:]
            },
        ]
    }
}
