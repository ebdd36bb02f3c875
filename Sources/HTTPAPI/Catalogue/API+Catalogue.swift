import HTTP
import Specification

extension API {
    func listStudents(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        return try .json(WholeList(data: catalogue.current.students))
    }

    func listMetrics(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        return try .json(WholeList(data: catalogue.current.metrics))
    }

    func listDatasets(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        return try .json(WholeList(data: visible(try catalogue.refreshed()).datasets))
    }

    /// The catalogue as the caller may know it: without the data sets that others have uploaded.
    func visible(_ catalogue: Catalogue) -> Catalogue {
        guard let owner = caller.sees else { return catalogue }
        var catalogue = catalogue
        catalogue.datasets.removeAll { dataset in
            dataset.source == DatasetDescription.uploadSource
                && jobs.uploads.dataset(dataset.name)?.upload.owner != owner
        }
        return catalogue
    }
}
