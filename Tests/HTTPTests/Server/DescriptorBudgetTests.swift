import Testing

@testable import HTTP

@Suite struct DescriptorBudgetTests {
    @Test(arguments: [
        (64, 4, 12, 8), (300, 1, 64, 43), (1024, 1, 416, 64), (1024, 16, 336, 224),
        (65_536, 16, 32_192, 1024),
    ])
    func aConnectionTakesTwo(_ files: Int, _ loops: Int, _ connections: Int, _ refused: Int) {
        let budget = DescriptorBudget(openFiles: files, loops: loops)
        #expect(budget.connections == connections && budget.refused == refused)
    }

    @Test func theRestIsLeftToTheProgram() {
        for files in 64...3000 {
            for loops in [1, 2, 16, 256] {
                let budget = DescriptorBudget(openFiles: files, loops: loops)
                #expect(files - 2 * budget.connections - budget.refused >= min(128, files / 2))
                #expect(budget.connections >= 8 && budget.refused >= 8)
            }
        }
    }

    @Test func withoutALimitThereIsRoomForAll() {
        #expect(DescriptorBudget(openFiles: .max, loops: 4).connections > 1_000_000)
    }
}
