import ServiceTestSupport
import Testing

@testable import Specification

@Suite struct EpochTableTests {
    @Test func aRecordBecomesOneRowOfItsNumbers() throws {
        let table = EpochTable([
            try JSONCoding.tree(EpochRecord.make(1)), try JSONCoding.tree(EpochRecord.make(2)),
        ])
        let lines = table.text.split(separator: "\r\n").map { $0.split(separator: ",").map(String.init) }
        #expect(lines.count == 3)
        #expect(lines[0].prefix(4) == ["epoch", "step", "time", "seconds"])
        let column = { (name: String) in lines[0].firstIndex(of: name).map { lines[2][$0] } }
        #expect(column("epoch") == "2")
        #expect(column("teacher.selected") == "cross_entropy")
        #expect(column("student.statistics.layers.stage1.effective_rank") == "9")
        #expect(column("teacher.weights.focal").flatMap { Double($0) } == 1.0 / 3)
        #expect(Set(lines.map(\.count)).count == 1)
    }

    @Test func cellsAreQuotedWhereTheyMustBe() {
        let table = EpochTable([.object(["epoch": .integer(1), "note": .string("a \"b\", c")])])
        #expect(table.text.hasSuffix("\"a \"\"b\"\", c\"\r\n"))
    }

    @Test func withoutRecordsThereIsAHeading() {
        let heading = "epoch,step,time,seconds,examples_per_second,learning_rate\r\n"
        #expect(EpochTable([JSONValue]()).text == heading)
    }
}
