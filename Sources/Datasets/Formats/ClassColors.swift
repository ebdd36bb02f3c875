/// Colours for pictures of masks.
package enum ClassColors {
    /// Pascal VOC's: the bits of the class id dealt to red, green and blue in turn, the lowest to the highest place.
    package static func voc(_ label: Int) -> [UInt8] {
        var color: [UInt8] = [0, 0, 0]
        for bit in 0..<8 {
            for channel in 0..<3 where label >> (3 * bit + channel) & 1 == 1 {
                color[channel] |= 1 << UInt8(7 - bit)
            }
        }
        return color
    }
}
