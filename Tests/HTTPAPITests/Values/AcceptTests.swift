import Testing

@testable import HTTPAPI

@Suite struct AcceptTests {
    private func best(_ field: String?) -> MediaType? {
        Accept(field).best(of: [.json, .csv])
    }

    @Test func withoutAWishTheFirstIsSent() {
        #expect(best(nil) == .json)
        #expect(best("") == .json)
        #expect(best("*/*") == .json)
    }

    @Test func theWishedTypeIsSent() {
        #expect(best("text/csv") == .csv)
        #expect(best("TEXT/CSV; charset=utf-8") == .csv)
        #expect(best("text/*") == .csv)
        #expect(best("application/json;q=0.4, text/csv;q=0.5") == .csv)
        #expect(best("text/html, application/xhtml+xml, */*;q=0.8") == .json)
    }

    @Test func aPreciseRefusalBeatsAWildcard() {
        #expect(best("*/*, application/json;q=0") == .csv)
        #expect(best("text/*;q=0.9, text/csv;q=0") == nil)
    }

    @Test func nothingAcceptableIsSaid() {
        #expect(best("image/png") == nil)
    }

    @Test func openMetricsIsForThoseWhoPreferIt() {
        let prometheus =
            "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.2,*/*;q=0.1"
        #expect(ExpositionFormat(accept: Accept(prometheus)) == .openMetrics)
        #expect(ExpositionFormat(accept: Accept("*/*")) == .prometheus)
        #expect(ExpositionFormat(accept: Accept("text/plain")) == .prometheus)
        #expect(ExpositionFormat(accept: Accept("image/png")) == .prometheus)
    }
}
