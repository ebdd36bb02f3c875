extension Operation {
    /// Every operation there is. `openapi.yaml` describes the same ones.
    package static let all: [Operation] = [
        // Jobs
        Operation(.post, "/v1/jobs", "createJob", query: ["validate_only"]) { try $0.createJob($1) },
        Operation(.get, "/v1/jobs", "listJobs", query: ["state", "task", "metadata", "limit", "after"]) {
            try $0.listJobs($1)
        },
        Operation(.get, "/v1/jobs/{id}", "getJob", later: { try $0.getJob($1, $2) }),
        Operation(.delete, "/v1/jobs/{id}", "deleteJob") { try $0.deleteJob($1) },
        Operation(.post, "/v1/jobs/{id}/cancel", "cancelJob") { try $0.cancelJob($1) },
        // What a job says and leaves
        Operation(.get, "/v1/jobs/{id}/epochs", "listEpochs", query: ["after", "limit"]) {
            try $0.listEpochs($1)
        },
        Operation(.get, "/v1/jobs/{id}/events", "streamEvents", query: ["after", "follow"]) {
            try $0.streamEvents($1)
        },
        Operation(.get, "/v1/jobs/{id}/artifacts", "listArtifacts") { try $0.listArtifacts($1) },
        Operation(.get, "/v1/jobs/{id}/artifacts/{name}", "getArtifact") { try $0.getArtifact($1) },
        Operation(
            .post, "/v1/jobs/{id}/predictions", "createPrediction", query: ["threshold", "limit"],
            bodyLimit: API.largestImage, later: { try $0.createPrediction($1, $2) }),
        // Comparisons
        Operation(.post, "/v1/comparisons", "createComparison", query: ["validate_only"]) {
            try $0.createComparison($1)
        },
        Operation(.get, "/v1/comparisons", "listComparisons", query: ["limit", "after"]) {
            try $0.listComparisons($1)
        },
        Operation(.get, "/v1/comparisons/{id}", "getComparison") { try $0.getComparison($1) },
        Operation(.delete, "/v1/comparisons/{id}", "deleteComparison") { try $0.deleteComparison($1) },
        Operation(.post, "/v1/comparisons/{id}/cancel", "cancelComparison") { try $0.cancelComparison($1) },
        // What the engine can do
        Operation(.get, "/v1/students", "listStudents") { try $0.listStudents($1) },
        Operation(.get, "/v1/metrics", "listMetrics") { try $0.listMetrics($1) },
        Operation(.get, "/v1/datasets", "listDatasets") { try $0.listDatasets($1) },
        // For operators and tools
        Operation(.get, "/metrics", "getMetricsPage") { try $0.getMetricsPage($1) },
        Operation(.get, "/livez", "getLiveness") { try $0.getLiveness($1) },
        Operation(.get, "/readyz", "getReadiness") { try $0.getReadiness($1) },
        Operation(.get, "/openapi.yaml", "getContract") { try $0.getContract($1) },
        Operation(.get, "/", "getIndex") { try $0.getIndex($1) },
    ]
}
