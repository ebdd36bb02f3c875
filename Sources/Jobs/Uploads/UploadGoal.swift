package import Specification

/// What an upload becomes, and under which name.
package enum UploadGoal: Sendable, Equatable {
    case dataset(String)
    /// `task` is the one whose students it is for.
    case student(String, task: TaskKind)

    package var name: String {
        switch self {
        case .dataset(let name), .student(let name, _): name
        }
    }

    var kind: UploadKind {
        switch self {
        case .dataset: .dataset
        case .student: .student
        }
    }
}

extension UploadGoal: Codable {
    private enum CodingKeys: CodingKey {
        case dataset, student, task
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        if let name = try members.decodeIfPresent(String.self, forKey: .student) {
            self = .student(name, task: try members.decode(TaskKind.self, forKey: .task))
        } else {
            self = .dataset(try members.decode(String.self, forKey: .dataset))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .dataset(let name):
            try members.encode(name, forKey: .dataset)
        case .student(let name, let task):
            try members.encode(name, forKey: .student)
            try members.encode(task, forKey: .task)
        }
    }
}
