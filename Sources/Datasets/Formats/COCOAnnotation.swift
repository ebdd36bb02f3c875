/// One annotation of a COCO file.
struct COCOAnnotation: Decodable, Sendable {
    let id: Int
    let image: Int
    let category: Int
    let isCrowd: Bool
    /// Where the file says none, that of the box.
    let area: Double?
    private let corner: (x: Double, y: Double)
    private let size: (width: Double, height: Double)

    enum CodingKeys: String, CodingKey {
        case id, bbox, area, iscrowd
        case image = "image_id"
        case category = "category_id"
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        id = try values.decode(Int.self, forKey: .id)
        image = try values.decode(Int.self, forKey: .image)
        category = try values.decode(Int.self, forKey: .category)
        let box = try values.decode([Double].self, forKey: .bbox)
        guard box.count == 4, box.allSatisfy({ abs($0) <= 1e9 }) else {
            throw COCOFault(
                path: values.codingPath + [CodingKeys.bbox], allowed: "four numbers: x, y, width, height")
        }
        corner = (box[0], box[1])
        size = (box[2], box[3])
        area = try values.decodeIfPresent(Double.self, forKey: .area)
        guard (0...1e18).contains(area ?? 0) else {
            throw COCOFault(path: values.codingPath + [CodingKeys.area], allowed: "a number of pixels")
        }
        isCrowd = try Self.crowd(values)
    }

    /// The box with its class's position.
    func box(label: Int) -> LabelledBox {
        LabelledBox(
            x1: corner.x, y1: corner.y, x2: corner.x + size.width, y2: corner.y + size.height, label: label,
            isCrowd: isCrowd, area: area)
    }

    /// COCO writes 0 or 1, some exporters false or true.
    private static func crowd(_ values: KeyedDecodingContainer<CodingKeys>) throws -> Bool {
        if let said = try? values.decodeIfPresent(Bool.self, forKey: .iscrowd) { return said }
        guard let number = try values.decodeIfPresent(Int.self, forKey: .iscrowd) else { return false }
        guard (0...1).contains(number) else {
            throw COCOFault(path: values.codingPath + [CodingKeys.iscrowd], allowed: "0 or 1")
        }
        return number == 1
    }
}
