/// The network that weighs the metrics, and how it learns.
package struct TeacherPlan: Codable, Sendable, Equatable {
    /// Units of its one hidden layer, which for most methods is its memory.
    package var hidden: Int
    /// Teaching steps that each of its updates learns from.
    package var window: Int
    /// Of the teacher's first update; the u-th has it by √u.
    package var learningRate: Double
    /// Least weight of a selected metric, as a share of an equal weight.
    package var floor: Double
    /// What the entropy of the weights is worth to the teacher, beside a usefulness of root mean square 1.
    package var entropy: Double
    /// What a trained teacher goes by, which this one starts as: its name, the id of the job that trained it, or the
    /// path of its file where there is no service; nil where it starts untrained.
    package var from: String?
    /// Whether it only decides, and never learns.
    package var frozen: Bool
}

extension TeacherPlan {
    /// Specifications that were stored before teachers could be reused, or entropy was worth anything, have neither.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            hidden: try container.decode(Int.self, forKey: .hidden),
            window: try container.decode(Int.self, forKey: .window),
            learningRate: try container.decode(Double.self, forKey: .learningRate),
            floor: try container.decode(Double.self, forKey: .floor),
            entropy: try container.decodeIfPresent(Double.self, forKey: .entropy) ?? 0,
            from: try container.decodeIfPresent(String.self, forKey: .from),
            frozen: try container.decodeIfPresent(Bool.self, forKey: .frozen) ?? false)
    }
}
