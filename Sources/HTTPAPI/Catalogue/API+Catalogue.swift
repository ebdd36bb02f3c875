import HTTP
import Specification

extension API {
    func listStudents(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        return try .json(WholeList(data: visible(catalogue.current).students))
    }

    func listMetrics(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        return try .json(WholeList(data: catalogue.current.metrics))
    }

    func listDatasets(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        return try .json(WholeList(data: visible(try catalogue.refreshed()).datasets))
    }

    /// The catalogue as the caller may know it: with the students that were uploaded, and without the students and data
    /// sets that others have uploaded.
    func visible(_ catalogue: Catalogue) -> Catalogue {
        var catalogue = catalogue
        // A later version of the engine may have taken the name for its own.
        let own = Set(catalogue.students.map(\.name))
        catalogue.students += jobs.uploads.students()
            .filter { student in
                !own.contains(student.description.name)
                    && caller.maySee(ownedBy: student.upload.owner)
            }
            .map(\.description)
        guard caller.sees != nil else { return catalogue }
        catalogue.datasets.removeAll { dataset in
            dataset.source == DatasetDescription.uploadSource
                && !caller.maySee(ownedBy: jobs.uploads.dataset(dataset.name)?.upload.owner)
        }
        return catalogue
    }
}
