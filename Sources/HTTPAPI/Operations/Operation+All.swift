extension Operation {
    /// Every operation there is. `openapi.yaml` describes the same ones.
    package static let all: [Operation] = [
        // Jobs
        Operation(.post, "/v1/jobs", "createJob", .submit, query: ["validate_only"]) { try $0.createJob($1) },
        Operation(
            .get, "/v1/jobs", "listJobs", .read, query: ["state", "task", "metadata", "limit", "after"]
        ) {
            try $0.listJobs($1)
        },
        Operation(.get, "/v1/jobs/{id}", "getJob", .read, later: { try $0.getJob($1, $2) }),
        Operation(.delete, "/v1/jobs/{id}", "deleteJob", .submit) { try $0.deleteJob($1) },
        Operation(.post, "/v1/jobs/{id}/cancel", "cancelJob", .submit) { try $0.cancelJob($1) },
        Operation(.post, "/v1/jobs/{id}/pause", "pauseJob", .submit) { try $0.pauseJob($1) },
        Operation(.post, "/v1/jobs/{id}/resume", "resumeJob", .submit) { try $0.resumeJob($1) },
        Operation(.post, "/v1/jobs/{id}/retry", "retryJob", .submit) { try $0.retryJob($1) },
        // What a job says and leaves
        Operation(.get, "/v1/jobs/{id}/epochs", "listEpochs", .read, query: ["after", "limit"]) {
            try $0.listEpochs($1)
        },
        Operation(.get, "/v1/jobs/{id}/events", "streamEvents", .read, query: ["after", "follow"]) {
            try $0.streamEvents($1)
        },
        Operation(.get, "/v1/jobs/{id}/logs", "getLogs", .read, query: ["follow"]) { try $0.getLogs($1) },
        Operation(.get, "/v1/jobs/{id}/artifacts", "listArtifacts", .read) { try $0.listArtifacts($1) },
        Operation(.get, "/v1/jobs/{id}/artifacts/{name}", "getArtifact", .read) { try $0.getArtifact($1) },
        Operation(
            .post, "/v1/jobs/{id}/predictions", "createPrediction", .submit, query: ["threshold", "limit"],
            bodyLimit: API.largestImage, later: { try $0.createPrediction($1, $2) }),
        // Comparisons
        Operation(.post, "/v1/comparisons", "createComparison", .submit, query: ["validate_only"]) {
            try $0.createComparison($1)
        },
        Operation(.get, "/v1/comparisons", "listComparisons", .read, query: ["limit", "after"]) {
            try $0.listComparisons($1)
        },
        Operation(.get, "/v1/comparisons/{id}", "getComparison", .read) { try $0.getComparison($1) },
        Operation(.delete, "/v1/comparisons/{id}", "deleteComparison", .submit) {
            try $0.deleteComparison($1)
        },
        Operation(.post, "/v1/comparisons/{id}/cancel", "cancelComparison", .submit) {
            try $0.cancelComparison($1)
        },
        // Teachers that outlive their jobs
        Operation(.put, "/v1/teachers/{name}", "putTeacher", .submit) { try $0.putTeacher($1) },
        Operation(.get, "/v1/teachers", "listTeachers", .read) { try $0.listTeachers($1) },
        Operation(.get, "/v1/teachers/{name}", "getTeacher", .read) { try $0.getTeacher($1) },
        Operation(.get, "/v1/teachers/{name}/teacher.safetensors", "getTeacherFile", .read) {
            try $0.getTeacherFile($1)
        },
        Operation(.delete, "/v1/teachers/{name}", "deleteTeacher", .submit) { try $0.deleteTeacher($1) },
        // What the engine can do
        Operation(.get, "/v1/students", "listStudents", .read) { try $0.listStudents($1) },
        Operation(.get, "/v1/metrics", "listMetrics", .read) { try $0.listMetrics($1) },
        Operation(.get, "/v1/datasets", "listDatasets", .read) { try $0.listDatasets($1) },
        // Students and data sets that clients bring
        Operation(
            .put, "/v1/students/{name}", "putStudent", .submit, query: ["task"],
            body: { try $0.putStudent($1, $2) }),
        Operation(.get, "/v1/students/{name}", "getStudent", .read) { try $0.getStudent($1) },
        Operation(.delete, "/v1/students/{name}", "deleteStudent", .submit) { try $0.deleteStudent($1) },
        Operation(.put, "/v1/datasets/{name}", "putDataset", .submit, body: { try $0.putDataset($1, $2) }),
        Operation(.get, "/v1/datasets/{name}", "getDataset", .read) { try $0.getDataset($1) },
        Operation(.delete, "/v1/datasets/{name}", "deleteDataset", .submit) { try $0.deleteDataset($1) },
        Operation(.options, "/v1/uploads", "describeUploads", .anybody) { try $0.describeUploads($1) },
        Operation(.post, "/v1/uploads", "createUpload", .submit) { $0.createUpload($1) },
        Operation(.get, "/v1/uploads/{id}", "getUpload", .submit) { $0.getUpload($1) },
        Operation(.patch, "/v1/uploads/{id}", "appendToUpload", .submit, body: { $0.appendToUpload($1, $2) }),
        Operation(.delete, "/v1/uploads/{id}", "deleteUpload", .submit) { $0.deleteUpload($1) },
        // For operators and tools
        Operation(.get, "/metrics", "getMetricsPage", .admin) { try $0.getMetricsPage($1) },
        Operation(.get, "/livez", "getLiveness", .anybody) { try $0.getLiveness($1) },
        Operation(.get, "/readyz", "getReadiness", .anybody) { try $0.getReadiness($1) },
        Operation(.get, "/openapi.yaml", "getContract", .read) { try $0.getContract($1) },
        Operation(.get, "/", "getIndex", .anybody) { try $0.getIndex($1) },
    ]
}
