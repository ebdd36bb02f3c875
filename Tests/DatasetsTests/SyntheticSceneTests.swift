import Testing

@testable import Datasets

@Suite struct SyntheticSceneTests {
    private static let setting = SceneSetting(
        height: 48, width: 80, shapes: 2...5, radius: 6...12, noise: 20, leastVisible: 0.4)

    @Test func theSameNumbersDrawTheSameScene() throws {
        #expect(try scene(3) == scene(3))
        #expect(try scene(3) != scene(4))
    }

    /// Pinned: a scene must stay the same over versions of this program and of Swift.
    @Test func scenesStayAsTheyAre() throws {
        let data = try DatasetCatalogue().loadSegmentation("shapes-segmentation")
        let (image, mask) = try data.training[0].load()
        #expect(checksum(image.pixels) == 0x27E8_680B)
        #expect(checksum(mask.classes) == 0xC0B1_1FB5)
    }

    @Test func shapesAccountForEveryPixelOfTheMask() throws {
        for index in 0..<60 {
            let scene = try scene(index)
            for kind in ShapeKind.allCases {
                let drawn = scene.shapes.filter { $0.kind == kind }.reduce(0) { $0 + $1.visiblePixels }
                #expect(scene.mask.classes.count { Int($0) == kind.rawValue + 1 } == drawn)
            }
            #expect(scene.mask.classes.allSatisfy { $0 <= 4 })
            #expect((1...5).contains(scene.shapes.count))
        }
    }

    /// Each side of a box touches a pixel of its class; nothing leaves the image; enough of each shape is seen.
    @Test func boxesAreTightAndShapesVisible() throws {
        for index in 0..<60 {
            let scene = try scene(index)
            for shape in scene.shapes {
                let rows = Int(shape.box.y1)..<Int(shape.box.y2)
                let columns = Int(shape.box.x1)..<Int(shape.box.x2)
                #expect(rows.lowerBound >= 0 && rows.upperBound <= 48)
                #expect(columns.lowerBound >= 0 && columns.upperBound <= 80)
                let isOwn = { (row: Int, column: Int) in
                    Int(scene.mask.classes[row * 80 + column]) == shape.kind.rawValue + 1
                }
                for row in [rows.lowerBound, rows.upperBound - 1] {
                    #expect(columns.contains { isOwn(row, $0) })
                }
                for column in [columns.lowerBound, columns.upperBound - 1] {
                    #expect(rows.contains { isOwn($0, column) })
                }
                #expect(Double(shape.visiblePixels) >= 0.4 * Double(shape.allPixels))
                #expect(shape.box.area == Double(shape.visiblePixels))
                #expect(shape.box.label == shape.kind.rawValue)
            }
        }
    }

    /// With one shape the box is that of all its pixels.
    @Test func theBoxOfALoneShapeIsThatOfItsPixels() throws {
        var setting = Self.setting
        setting.shapes = 1...1
        for index in 0..<30 {
            var source = RandomStream(seed: 5, purpose: "scenes").source(index)
            let scene = try SyntheticScene.drawn(setting, &source)
            let pixels = scene.mask.classes.indices.filter { scene.mask.classes[$0] != 0 }
            let shape = try #require(scene.shapes.first)
            #expect(shape.visiblePixels == pixels.count && shape.allPixels == pixels.count)
            #expect(shape.box.x1 == pixels.map { Double($0 % 80) }.min())
            #expect(shape.box.y1 == pixels.map { Double($0 / 80) }.min())
            #expect(shape.box.x2 == pixels.map { Double($0 % 80 + 1) }.max())
            #expect(shape.box.y2 == pixels.map { Double($0 / 80 + 1) }.max())
        }
    }

    /// Areas in units of radius²: πr² with r = 0.9, (2 · 0.8)², 3√3 · 0.65², two bars of 2 × 0.67 less their middle.
    @Test func shapesHaveTheirAreas() {
        let areas: [ShapeKind: Double] = [
            .circle: 2.5447, .square: 2.56, .triangle: 2.1953, .cross: 2 * 2 * 0.67 - 0.67 * 0.67,
        ]
        for kind in ShapeKind.allCases {
            let steps = 1000
            var inside = 0
            for row in 0..<steps {
                for column in 0..<steps {
                    let x = (Double(column) + 0.5) / Double(steps) * 3 - 1.5
                    let y = (Double(row) + 0.5) / Double(steps) * 3 - 1.5
                    guard kind.contains(x, y) else { continue }
                    inside += 1
                    #expect(x * x + y * y <= ShapeKind.reach * ShapeKind.reach + 1e-9)
                }
            }
            let area = Double(inside) * 9 / Double(steps * steps)
            #expect(abs(area - (areas[kind] ?? 0)) < 0.01)
        }
    }

    @Test func theNoiseHasMeanZeroAndDeviationOne() {
        var source = RandomSource(state: 1)
        let values = (0..<40_000).map { _ in source.nearlyNormal() }
        let mean = values.reduce(0, +) / 40_000
        let variance = values.reduce(0) { $0 + $1 * $1 } / 40_000
        // Five standard errors: 1/√n, and √((κ − 1)/n) with the kurtosis κ = 2.7.
        #expect(abs(mean) < 0.025)
        #expect(abs(variance - 1) < 0.033)
    }

    @Test func theSetHasItsSplitsAndAllClasses() throws {
        let catalogue = DatasetCatalogue()
        let facts = try catalogue.facts("shapes-segmentation")
        #expect(facts.trainingCount == 800)
        #expect(facts.validationCount == 50)
        #expect(facts.testCount == 100)
        #expect(facts.classes == ["background", "circle", "square", "triangle", "cross"])
        #expect(facts.shape == ImageShape(channels: 3, height: 64, width: 64))
        let data = try catalogue.loadSegmentation("shapes-segmentation")
        var counts = [Int](repeating: 0, count: 5)
        for example in data.test { for value in try example.mask.load().classes { counts[Int(value)] += 1 } }
        let total = Double(counts.reduce(0, +))
        #expect(counts.dropFirst().allSatisfy { Double($0) / total > 0.02 })
        #expect(try data.training[0].load().image != data.test[0].load().image)
        #expect(try data.training[0].load().image != data.validation[0].load().image)
    }

    private func scene(_ index: Int) throws -> SyntheticScene {
        var source = RandomStream(seed: 9, purpose: "scenes").source(index)
        return try SyntheticScene.drawn(Self.setting, &source)
    }
}
