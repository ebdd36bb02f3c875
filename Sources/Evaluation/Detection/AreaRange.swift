/// COCO's size classes, by area in square pixels. Both bounds belong to a class, so that an area of 32² or 96² is in two.
package enum AreaRange: Int, CaseIterable, Codable, Sendable {
    case all
    case small
    case medium
    case large

    var bounds: ClosedRange<Double> {
        switch self {
        case .all: 0...1e10
        case .small: 0...1024
        case .medium: 1024...9216
        case .large: 9216...1e10
        }
    }
}
