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
        return try .json(WholeList(data: try catalogue.refreshed().datasets))
    }
}
