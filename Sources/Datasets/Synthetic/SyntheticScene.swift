/// A drawn image of which all is known: shapes, some before others, on a clouded background, and noise over all.
package struct SyntheticScene: Sendable, Equatable {
    /// RGB.
    package let image: PixelImage
    /// 0 for the background, 1 and on for the kinds of `ShapeKind.allCases`.
    package let mask: ClassMask
    /// Those before others come later. Each has at least one visible pixel.
    package let shapes: [DrawnShape]

    /// `background`, then the names of the kinds: what the mask's values mean.
    package static let maskClasses = ["background"] + ShapeKind.allCases.map(\.name)

    /// The same numbers of `source` give the same scene.
    package static func drawn(
        _ setting: SceneSetting, _ source: inout RandomSource
    ) throws(DatasetError) -> SyntheticScene {
        var canvas = SceneCanvas(setting, &source)
        let count = setting.shapes.lowerBound + source.next(below: setting.shapes.count)
        for _ in 0..<count { canvas.addShape(&source) }
        canvas.addNoise(&source)
        return try SyntheticScene(
            image: PixelImage(
                shape: ImageShape(channels: 3, height: setting.height, width: setting.width),
                pixels: canvas.pixels),
            mask: ClassMask(height: setting.height, width: setting.width, classes: canvas.classes),
            shapes: canvas.drawnShapes)
    }
}
