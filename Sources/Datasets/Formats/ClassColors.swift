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

    /// Bright ones, for lines on photographs: the hue goes round by the golden angle from class to class, so that
    /// neighbours differ and none comes twice.
    package static func vivid(_ label: Int) -> [UInt8] {
        let turn = Double(label) * 0.618_033_988_749_895
        let hue = 6 * (turn - turn.rounded(.down))
        return [5.0, 3.0, 1.0].map { offset in
            let place = (offset + hue).truncatingRemainder(dividingBy: 6)
            let share = max(0, min(place, 4 - place, 1))
            return UInt8((255 * (1 - 0.85 * share)).rounded())
        }
    }
}
