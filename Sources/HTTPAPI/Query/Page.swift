import Specification

/// A part of a list: `{"data": […], "has_more": …, "next": …}`. `next` is what `after` must be to go on, null at
/// the end.
struct Page<Element: Encodable, Cursor: Encodable>: Encodable {
    let data: [Element]
    let next: Cursor?

    private enum CodingKeys: String, CodingKey {
        case data, hasMore, next
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(data, forKey: .data)
        try container.encode(next != nil, forKey: .hasMore)
        try container.encode(next, forKey: .next)
    }
}

/// A list that is never cut.
struct WholeList<Element: Encodable>: Encodable {
    let data: [Element]
}
