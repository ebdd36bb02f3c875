/// Where a box lies, and how much of it another one covers.
struct BoxExtent {
    let x1: Double
    let y1: Double
    let x2: Double
    let y2: Double
    let area: Double

    init(x1: Double, y1: Double, x2: Double, y2: Double) {
        self.x1 = x1
        self.y1 = y1
        self.x2 = x2
        self.y2 = y2
        area = (x2 - x1) * (y2 - y1)
    }

    /// |A ∩ B| in square pixels; 0 for boxes that only touch, or have no extent.
    @inline(__always)
    func intersection(_ other: BoxExtent) -> Double {
        let width = min(x2, other.x2) - max(x1, other.x1)
        guard width > 0 else { return 0 }
        let height = min(y2, other.y2) - max(y1, other.y1)
        guard height > 0 else { return 0 }
        return width * height
    }

    /// |A ∩ B| / |A ∪ B|.
    @inline(__always)
    func intersectionOverUnion(_ other: BoxExtent) -> Double {
        let shared = intersection(other)
        return shared > 0 ? shared / (area + other.area - shared) : 0
    }

    /// |A ∩ crowd| / |A|: how COCO measures a detection against a crowd.
    func share(inside crowd: BoxExtent) -> Double {
        let shared = intersection(crowd)
        return shared > 0 ? shared / area : 0
    }
}
